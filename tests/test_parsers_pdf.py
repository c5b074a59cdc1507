"""PDF pages as PDFium and pdfplumber read them: small files drawn here, one for every oddity."""

import io
from collections.abc import Callable
from itertools import pairwise

import pdfplumber
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.numbers import parse_number
from parsers import parse
from parsers.doubts import doubt
from parsers.glyphs import readable
from parsers.layout import Glyph, lines_of, one_by_one
from parsers.page import Edge, RawPage
from parsers.page_tables import BoxCell, TablePart
from parsers.pdfium import FastFile
from parsers.plumber import CarefulFile
from parsers.rulings import tables_of
from schemas.document import BBox, Document, Source
from schemas.errors import DocumentError

FONT = "STSong-Light"
WIDTH, HEIGHT = 400, 600
Draw = Callable[[Canvas], None]


def drawn(*pages: Draw) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(*pages: Draw) -> Document:
    data = drawn(*pages)
    return parse(data, Source("0" * 64, "x.pdf", "application/pdf", len(data)))


def form(canvas: Canvas) -> None:
    """Two rows; the label on the left goes down both, its characters one below the other."""
    canvas.rect(50, 500, 20, 60)
    for row, (name, figure) in enumerate([("预算数", "2119.9|6"), ("增减", "-|1349.94")]):
        top = 560 - 30 * row
        canvas.rect(70, top - 30, 80, 30)
        canvas.rect(150, top - 30, 45, 30)
        canvas.drawString(75, top - 18, name)
        for line, text in enumerate(figure.split("|")):
            canvas.drawString(153, top - 12 - 12 * line, text)
    for row, char in enumerate("一级指标"):
        canvas.drawString(55, 548 - 13 * row, char)


def texts(document: Document) -> list[tuple[int, int, int, str]]:
    return [(cell.row, cell.col, cell.row_span, cell.text) for table in document.tables for cell in table.cells]


FORM = [
    (0, 0, 2, "一\n级\n指\n标"),
    (0, 1, 1, "预算数"),
    (0, 2, 1, "2119.9\n6"),
    (1, 1, 1, "增减"),
    (1, 2, 1, "-\n1349.94"),
]


def test_a_form_gives_its_cells_with_pages_and_boxes_and_names_its_reader() -> None:
    document = read(form)
    assert texts(document) == FORM
    assert document.parser == "pdf/3+pdfium"
    box = document.tables[0].cells[1].bbox
    assert box is not None
    assert (round(box.x0), round(box.top), round(box.x1), round(box.bottom)) == (70, 40, 150, 70)


def test_figures_broken_over_lines_are_read_whole() -> None:
    found = [parse_number(text) for *_, text in texts(read(form)) if any(char.isdigit() for char in text)]
    assert [str(value) for value in found] == ["2119.96", "-1349.94"]


@pytest.mark.parametrize("turn", [90, 180, -90])
def test_turned_pages_read_as_they_are_shown(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        if turn == 90:
            canvas.transform(0, 1, -1, 0, WIDTH, 0)
        elif turn == 180:
            canvas.transform(-1, 0, 0, -1, WIDTH, HEIGHT)
        else:
            canvas.transform(0, -1, 1, 0, 0, HEIGHT)
        canvas.translate(0, -250)
        form(canvas)

    assert texts(read(draw)) == FORM


def test_text_that_stands_sideways_in_a_cell_reads_in_its_own_direction() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 500, 30, 60)
        canvas.rect(80, 500, 60, 60)
        canvas.rotate(90)
        canvas.drawString(505, -70, "产出指标")

    assert texts(read(draw)) == [(0, 0, 1, "产出指标"), (0, 1, 1, "")]


def test_rules_drawn_as_thin_boxes_and_lines_make_the_same_table() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (500, 530, 560):
            canvas.rect(50, y, 145, 0.5, stroke=0, fill=1)
        for x in (50, 110):
            canvas.line(x, 500, x, 560)
        canvas.rect(194.6, 500, 0.4, 60, stroke=0, fill=1)
        canvas.drawString(55, 540, "甲")

    assert texts(read(draw)) == [(0, 0, 1, "甲"), (0, 1, 1, ""), (1, 0, 1, ""), (1, 1, 1, "")]


def test_characters_without_a_gap_are_one_glyph_with_the_sides_of_each() -> None:
    data = drawn(lambda canvas: (canvas.drawString(50, 300, "预算12.5"), canvas.drawString(200, 300, "万元")))
    with FastFile(data) as pdf:
        glyphs = pdf.read(1, 1000, 1000).glyphs  # type: ignore[union-attr]
    assert [glyph.text for glyph in glyphs if glyph.text.strip()] == ["预算12.5", "万元"]
    alone = [glyph for glyph in one_by_one(glyphs) if glyph.text.strip()]
    assert "".join(glyph.text for glyph in alone) == "预算12.5万元"
    assert all(left.x1 == pytest.approx(right.x0, abs=0.2) for left, right in pairwise(alone[:6]))


def test_a_run_of_text_over_several_cells_is_parted_between_them() -> None:
    def draw(canvas: Canvas) -> None:
        for x in (50, 80, 110):
            canvas.line(x, 500, x, 520)
        for y in (500, 520):
            canvas.line(50, y, 110, y)
        canvas.drawString(50, 505, "一二三四五六")

    assert texts(read(draw)) == [(0, 0, 1, "一二三"), (0, 1, 1, "四五六")]


def test_bold_by_drawing_twice_counts_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(50 + shift, 300, "合计1100.5万元")

    assert [p.text for p in read(draw).paragraphs] == ["合计1100.5万元"]


def test_slanted_watermarks_running_heads_and_page_numbers_are_left_out() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(50, 580, "某某局绩效自评报告")
            canvas.drawString(50, 300, "正文" + "一二三"[number - 1])
            canvas.drawString(190, 20, f"— {number} —")
            canvas.rotate(30)
            canvas.drawString(200, 100, "内部资料")

        return draw

    assert [p.text for p in read(page(1), page(2), page(3)).paragraphs] == ["正文一正文二正文三"]


def seal(canvas: Canvas, x: float, y: float) -> None:
    """A round seal as vector text: its words in a ring, a line set level below, all red."""
    canvas.saveState()
    canvas.setFillColorRGB(0.85, 0.1, 0.1)
    canvas.setStrokeColorRGB(0.85, 0.1, 0.1)
    canvas.circle(x, y, 55)
    words = "某某县财政局预算评审中心"
    for i, char in enumerate(words):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(125 - 250 * i / (len(words) - 1))
        canvas.drawCentredString(0, 40, char)
        canvas.restoreState()
    canvas.drawCentredString(x, y - 25, "财务专用章")
    canvas.restoreState()


def test_a_seal_over_a_line_leaves_the_line_as_it_was() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "单位负责人签字盖章：某某县水利局")
        canvas.drawString(50, 265, "二〇二三年三月一日填报完毕")
        seal(canvas, 150, 308)

    document = read(draw)
    assert [block.text for block in document.paragraphs] == [
        "单位负责人签字盖章：某某县水利局",
        "二〇二三年三月一日填报完毕",
    ]
    assert document.ledger is not None
    assert document.ledger.ignored == {"seals": 17}
    assert document.ledger.unaccounted_chars == 0


def test_red_type_without_a_seal_and_large_type_that_is_not_pale_are_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.85, 0.1, 0.1)
        canvas.drawString(50, 300, "超支部分用红字")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(FONT, 36)
        canvas.drawString(50, 400, "部门决算")

    assert [block.text for block in read(draw).paragraphs] == ["部门决算", "超支部分用红字"]


@pytest.mark.parametrize("turn", [0, 45])
def test_a_pale_watermark_over_text_is_left_out_by_name(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "本年支出12.5万元，完成预算的98%。")
        canvas.setFillColorRGB(0.8, 0.8, 0.8)
        canvas.setFont(FONT, 48)
        canvas.translate(60, 290)
        canvas.rotate(turn)
        canvas.drawString(0, 0, "内部资料")

    document = read(draw)
    assert [block.text for block in document.paragraphs] == ["本年支出12.5万元，完成预算的98%。"]
    assert document.ledger is not None
    assert document.ledger.ignored == {"slanted" if turn else "watermarks": 4}


def test_spaces_count_and_gaps_between_figures_and_words_do_not() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "姓 名 完成")
        canvas.drawString(50 + canvas.stringWidth("姓 名 完成", FONT, 10) + 2.5, 300, "80亿元")

    assert read(draw).paragraphs[0].text == "姓 名 完成80亿元"


@pytest.mark.parametrize(
    ("code", "text"),
    [(0x2F00, "一"), (0x2ED3, "长"), (0x2EA0, "民"), (0xF9E9, "里"), (0xFB01, "fi"), (0x4E00, "一"), (0xFF08, "（")]
    + [(code, None) for code in (0, 7, 0xD800, 0xE123, 0xFFFD, 0xFFFF, 0x110000)],
)
def test_radicals_compatibility_forms_and_ligatures_become_ordinary(code: int, text: str | None) -> None:
    assert readable(code) == text


def grid(xs: list[float], ys: list[float]) -> list[Edge]:
    return [Edge(True, y, xs[0], xs[-1]) for y in ys] + [Edge(False, x, ys[0], ys[-1]) for x in xs]


def test_edges_are_snapped_and_joined_and_apart_tables_stay_apart() -> None:
    pieces = [Edge(True, 0, 0, 9), Edge(True, 1, 11, 20), *grid([0, 10, 20], [10])[:1]]
    uprights = [Edge(False, x, 0, 10) for x in (0, 10, 20)]
    assert tables_of([*pieces, *uprights]) == [[BBox(0, 0.5, 10, 10), BBox(10, 0.5, 20, 10)]]
    two = tables_of([*grid([0, 10, 20], [0, 10]), *grid([0, 20, 40], [50, 60, 70])])
    assert [len(table) for table in two] == [2, 4]
    assert tables_of([Edge(True, 0, 0, 50), Edge(False, 80, 0, 50)]) == []


def test_both_readers_give_the_same_tables_as_pdfplumbers_own_finder() -> None:
    data = drawn(form)
    with FastFile(data) as fast, pdfplumber.open(io.BytesIO(data)) as pdf:
        pages = [fast.read(1, 1000, 1000), CarefulFile(data).read(1, 1000, 1000)]
        expected = sorted(tuple(round(float(v)) for v in cell) for cell in pdf.pages[0].debug_tablefinder().cells)
    for page in pages:
        assert page is not None
        cells = [cell for table in tables_of(page.edges or ()) for cell in table]
        assert sorted((round(c.x0), round(c.top), round(c.x1), round(c.bottom)) for c in cells) == expected
        assert "".join(glyph.text for glyph in page.glyphs if glyph.text != " ").startswith("预算数")


def test_vertical_writing_reads_down_and_columns_from_the_right() -> None:
    glyphs = [Glyph(char, 30, y, 40, y + 10, 3) for char, y in zip("甲乙", (0, 10), strict=True)]
    glyphs += [Glyph(char, 15, y, 25, y + 10, 3) for char, y in zip("丙丁", (0, 10), strict=True)]
    assert [line.text for line in lines_of(glyphs, 1)] == ["甲乙", "丙丁"]


def page(glyphs: int = 100, **counts: int) -> RawPage:
    return RawPage(1, WIDTH, HEIGHT, [Glyph("字", 0, 0, 10, 10)] * glyphs, (), **counts)


def test_doubt_gives_its_number() -> None:
    line = lines_of([Glyph("长", 100, 0, 110, 10), Glyph("行", 140, 0, 150, 10)], 1)[0]
    outside = TablePart(1, tuple(BoxCell(BBox(100, 0, 120, 10), (line,)) for _ in range(6)), HEIGHT)
    assert doubt(page(), []) is None
    assert doubt(None, []) == "the page cannot be opened"
    assert doubt(page(unreadable=3), []) == "3 of 100 characters have no text"
    assert doubt(page(misplaced=6), []) == "6 of 106 characters stand outside the page"
    assert doubt(page(), [outside]) == "6 of 6 lines in tables reach out of their cells"


def test_a_doubtful_page_is_read_again_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = FastFile.read
    monkeypatch.setattr(
        FastFile, "read", lambda self, number, *limits: None if number == 2 else plain(self, number, *limits)
    )
    document = read(form, lambda canvas: canvas.drawString(50, 300, "第二页正文"))
    assert document.parser == "pdf/3+pdfium+pdfplumber"
    assert [(issue.code, issue.severity) for issue in document.issues] == [("page.doubtful", "notice")]
    assert document.paragraphs[-1].text == "第二页正文"


def test_a_file_that_pdfium_refuses_is_read_by_pdfplumber(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FastFile, data: bytes) -> None:
        raise DocumentError("malformed", "no")

    monkeypatch.setattr(FastFile, "__init__", refuse)
    document = read(form)
    assert document.parser == "pdf/3+pdfplumber"
    assert [text for *_, text in texts(document)] == [text for *_, text in FORM]


def test_private_use_characters_are_an_issue_where_there_is_no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.pages.has_ocr", lambda: False)
    broken = page(10, unreadable=4)

    def issues(fast: RawPage) -> list[str]:
        from parsers.pdf import PageReader

        reader = PageReader(b"")
        reader._taken(reader._reading(fast))
        return [issue.message for issue in reader.issues]

    assert issues(broken) == ["4 characters of page 1 have no text"]
    assert issues(page()) == []
