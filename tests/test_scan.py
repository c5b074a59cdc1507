"""Scans: drawn pages whose grid is known, a printed sample read back, and what happens where OCR is not installed."""

from collections.abc import Callable
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.pipeline import run
from parsers import parse, scan
from parsers.layout import Line, PageText
from parsers.ocr_text import mended
from parsers.page_tables import BoxCell, TablePart
from schemas.document import BBox, Issue, Source
from schemas.errors import DocumentError
from schemas.extras import has_ocr

SAMPLE = Path(__file__).parents[1] / "corpus" / "samples" / "huoqiu_agri_2022.pdf"
needs_ocr = pytest.mark.skipif(not has_ocr(), reason="OCR is not installed: make ocr")


def source(data: bytes) -> Source:
    return Source("0" * 64, "scan", "", len(data))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("1O2.5", "102.5"),
        ("l00%", "100%"),
        ("单位：万兀", "单位：万元"),
        ("5479.62万兀", "5479.62万元"),
        ("办公室丶财务科", "办公室、财务科"),
        ("执行率100%°", "执行率100%。"),
        ("零下30°C", "零下30°C"),
        ("OK", "OK"),
        ("Office 365", "Office 365"),
        ("万无一失", "万无一失"),
    ],
)
def test_misreadings_with_one_meaning_are_put_right(read: str, meant: str) -> None:
    assert mended(read) == meant


def part(page: int, x0: float, top: float) -> TablePart:
    boxes = [BBox(x0 + 100 * i, top, x0 + 100 * (i + 1), top + 20) for i in range(4)]
    return TablePart(page, tuple(BoxCell(box, (Line("1", box, 10, page),)) for box in boxes), 800)


@pytest.mark.parametrize(("x0", "top", "moved"), [(92, 60, True), (92, 400, False), (180, 60, False)])
def test_a_table_shifted_on_the_next_sheet_is_moved_under_the_one_it_goes_on(
    x0: float, top: float, moved: bool
) -> None:
    upper = (PageText(1, 600, 800, ()), [part(1, 80, 700)])
    lower = scan._aligned(upper, [part(2, x0, top)])
    assert lower[0].box.x0 == (80 if moved else x0)


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_without_the_extra_a_scan_says_what_it_needs(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "has_ocr", lambda: False)
    data = image_only_pdf() if kind == "pdf" else b"\x89PNG\r\n\x1a\n" + bytes(20)
    with pytest.raises(DocumentError, match="jixiao\\[ocr\\]") as caught:
        parse(data, source(data))
    assert caught.value.reason == "needs-ocr"


def image_only_pdf() -> bytes:
    """A page that is one grey image, written by hand."""
    draw = b"q 595 0 0 842 0 0 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>"
        b"stream\n\xff\nendstream",
    ]
    body = b"%PDF-1.4\n"
    starts = []
    for number, each in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return body + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


def drawn(cells: list[tuple[int, int, int, int]]) -> Any:
    """A white page with boxes drawn in black."""
    import cv2
    import numpy as np

    page = np.full((1000, 800), 255, np.uint8)
    for x0, top, x1, bottom in cells:
        cv2.rectangle(page, (x0, top), (x1, bottom), 0, 2)
    return page


@needs_ocr
def test_the_grid_has_a_box_for_every_closed_cell_and_low_rows_keep_their_uprights() -> None:
    from parsers.image_rulings import ruled

    cells = [(100, 100, 300, 200), (300, 100, 600, 150), (300, 150, 450, 200), (450, 150, 600, 200)]
    low = [(100, 200, 350, 226), (350, 200, 600, 226)]
    found = ruled(drawn(cells + low)).tables
    assert len(found) == 1
    rounded = {tuple(round(v / 10) * 10 for v in (c.x0, c.top, c.x1, c.bottom)) for c in found[0]}
    assert rounded == {tuple(round(v / 10) * 10 for v in cell) for cell in cells + low}


@needs_ocr
@pytest.mark.parametrize("degrees", [-2.0, -0.5, 0.0, 0.5, 3.0])
def test_a_skewed_page_is_turned_back(degrees: float) -> None:
    from parsers.page_image import skew_of, turned

    page = drawn([(100, 100 + 60 * i, 700, 160 + 60 * i) for i in range(10)])
    assert skew_of(turned(page, degrees)) == pytest.approx(-degrees, abs=0.06)


@needs_ocr
def test_a_red_seal_fades_and_black_print_under_it_stays() -> None:
    import numpy as np

    from parsers.page_image import without_seals

    page = np.full((40, 40, 3), 255, np.uint8)
    page[:, 10:30] = (230, 30, 40)
    page[15:25] = (20, 20, 20)
    grey = without_seals(page)
    assert grey[5, 20] > 200
    assert grey[20, 20] < 60


@needs_ocr
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe0" + bytes(20)])
def test_a_broken_image_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(data, source(data))
    assert caught.value.reason == "malformed"


@needs_ocr
def test_a_huge_image_is_refused_before_it_is_decoded() -> None:
    data = b"\x89PNG\r\n\x1a\n" + bytes(8) + (60_000).to_bytes(4, "big") * 2
    with pytest.raises(DocumentError) as caught:
        parse(data, source(data))
    assert caught.value.reason == "too-large"


def scanned(path: Path | bytes, quarters: int = 0) -> bytes:
    """The first page of a PDF as an image-only PDF: 150 dpi, half a degree askew, with noise, laid in the scanner turned."""
    import cv2
    import numpy as np
    import pypdfium2

    from parsers.page_image import turned

    pdf = pypdfium2.PdfDocument(path)
    image = turned(pdf[0].render(scale=150 / 72, grayscale=True).to_numpy(), 0.5)
    noisy = np.clip(image + np.random.default_rng(1).normal(0, 8, image.shape), 0, 255).astype(np.uint8)
    _, jpeg = cv2.imencode(".jpg", np.rot90(noisy, quarters))
    made = pypdfium2.PdfDocument.new()
    picture = pypdfium2.PdfImage.new(made)
    picture.load_jpeg(BytesIO(jpeg.tobytes()), inline=True)
    size = (842, 595) if quarters % 2 else (595, 842)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(*size))
    page = made.new_page(*size)
    page.insert_obj(picture)
    page.gen_content()
    out = BytesIO()
    made.save(out)
    return out.getvalue()


@needs_ocr
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_scanned_sample_gives_its_amounts_marked_as_read_by_ocr_whichever_way_up(quarters: int) -> None:
    data = scanned(SAMPLE, quarters)
    outcome = run(data, source(data))
    assert outcome.status == "ok"
    amounts = [amount for each in outcome.evaluations for amount in each.amounts]
    first = {(amount.item, amount.measure, int(amount.yuan)) for amount in amounts}
    assert {("total", "budget", 350_000), ("total", "actual", 327_200), ("source.fiscal", "actual", 327_200)} <= first
    assert {amount.grade for amount in amounts} == {"ocr"}
    assert all(amount.confidence for amount in amounts)
    assert [issue.message for issue in outcome.issues if issue.code == "ocr.page"] == ["page 1 was read by OCR"]


@needs_ocr
@pytest.mark.parametrize(("told", "raised"), [("std::bad_alloc", MemoryError), ("bad shape", RuntimeError)])
def test_an_engine_short_of_memory_is_a_memory_error(
    monkeypatch: pytest.MonkeyPatch, told: str, raised: type[Exception]
) -> None:
    from parsers import ocr_engine

    class Engine:
        def __call__(self, *_: object, **__: object) -> None:
            raise RuntimeError(told)

    monkeypatch.setattr(ocr_engine, "_engine", Engine)
    with pytest.raises(raised):
        ocr_engine.detect(drawn([]))


@pytest.mark.parametrize(
    ("told", "raised"),
    [
        ("libx.so: failed to map segment from shared object", MemoryError),
        ("libx.so: cannot allocate memory in static TLS block", MemoryError),
        ("No module named 'cv2'", ImportError),
    ],
)
def test_a_library_without_room_is_a_memory_error(told: str, raised: type[Exception]) -> None:
    with pytest.raises(raised), scan._ocr():
        raise ImportError(told)


@needs_ocr
def test_of_a_long_scan_the_first_pages_are_read_and_the_others_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_SCANNED_PAGES", 1)
    data = image_only_pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 3 0 R]/Count 2")
    issues: list[Issue] = []
    scan.with_scans(data, [(PageText(number, 595, 842, ()), []) for number in (1, 2)], [1, 2], issues)
    codes = [(issue.code, issue.severity) for issue in issues]
    assert codes.count(("ocr.page", "notice")) == 1
    assert codes.count(("ocr.too-long", "error")) == 1


TWO_COLUMNS = (
    ["本单位认真落实过紧日子要求，从严从", "紧编制预算，压减一般性支出，把有限", "的资金用在保障民生和重点工作上，按", "季度通报支出进度，年末结转结余比上", "年有所下降，资金使用效益有所提高。", "年度重点工作全部完成，群众满意度达"],
    ["到预期目标，社会各方面反映良好。下", "一步将继续健全内部控制制度，规范采", "购和合同管理，做好项目储备，加强绩", "效运行监控，及时纠正偏差，把评价结", "果与预算安排挂钩，提高管理水平，并", "按要求公开绩效信息，接受社会监督。"],
)  # fmt: skip


def printed(draw: Callable[[Canvas], None]) -> bytes:
    """A page of A4; its font is one of the system's when it is printed."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


@needs_ocr
def test_two_columns_on_a_scan_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        for x, lines in zip((60, 320), TWO_COLUMNS, strict=True):
            for i, line in enumerate(lines):
                canvas.drawString(x, 700 - 22 * i, line)

    data = scanned(printed(draw))
    document = parse(data, source(data))
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    expected = "".join(line for lines in TWO_COLUMNS for line in lines)
    assert SequenceMatcher(None, text, expected, autojunk=False).ratio() > 0.95
    assert "page.columns" in {issue.code for issue in document.issues}


@needs_ocr
def test_a_table_without_rules_on_a_scan_is_a_table() -> None:
    rows = [
        ["项目", "预算数", "决算数"],
        ["办公费", "12.50", "11.80"],
        ["差旅费", "23.20", "22.95"],
        ["会议费", "41.06", "40.38"],
    ]

    def draw(canvas: Canvas) -> None:
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                canvas.drawString(80 + 150 * c, 700 - 24 * r, text)

    data = scanned(printed(draw))
    (table,) = parse(data, source(data)).tables
    assert [[slot.text for slot in table.row(r)] for r in range(table.n_rows)] == rows
