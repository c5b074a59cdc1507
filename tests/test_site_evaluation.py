"""The page of an evaluation: every figure leads to its place in the original, of Word, PDF and text alike."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from extract import privacy
from pages import original, originals, render
from tests.sites import SAMPLES, Site, build, place_of, text_at

PDF = "huoqiu_agri_2022.pdf"
ALL = sorted(path.name for path in SAMPLES.iterdir() if path.is_file())
FIGURES = "//div[@class='beside']//a | //dl[@class='tiles']//a[@class='fig']"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(build(tmp_path_factory.mktemp("site") / "demo.db"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def with_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the published files at hand."""
    running = Site(build(tmp_path_factory.mktemp("files") / "demo.db", [PDF], []), SAMPLES)
    yield running
    running.close()


def _numbers_shown(page: Any) -> list[Any]:
    """Every element of the canonical rows and tiles that shows a figure."""
    cells = page.xpath("//div[@class='canon']//td[contains(@class, 'num')] | //dl[@class='tiles']/div/dd")
    return [cell for cell in cells if any(char.isdigit() for char in cell.text_content())]


@pytest.fixture(scope="module")
def every_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of all bundled samples: Word, PDF and text."""
    return build(tmp_path_factory.mktemp("every") / "demo.db", ALL, [])


@pytest.mark.parametrize("files", [None, SAMPLES], ids=["rebuilt forms", "pictures of pages"])
def test_every_figure_of_every_sample_is_a_link_to_its_place(every_sample: Path, files: Path | None) -> None:
    running = Site(every_sample, files)
    walked = dict.fromkeys(ALL, 0)
    for evaluation in running.rows(
        "SELECT e.id, d.filename FROM evaluations e JOIN documents d ON d.id = e.document_id"
    ):
        page = running.page(f"/evaluation/{evaluation['id']}")
        for cell in _numbers_shown(page):
            assert cell.xpath(".//a") or cell.text_content() == "0", (evaluation["id"], cell.text_content())
        for link in page.xpath("//div[@class='canon']//td//a/@href"):
            if link.startswith("#f") or "," in link:
                continue
            document, mark = place_of(link, evaluation["id"][:16])
            text = text_at(running, document, mark)
            if link.startswith("#"):
                place = page.get_element_by_id(link[1:])
                assert place.tag == "rect" or place.text_content().endswith(text)
            walked[evaluation["filename"]] += 1
    running.close()
    assert {name.rpartition(".")[2] for name in walked} == {"docx", "pdf", "txt"}
    assert min(walked.values()) > 20, walked


def test_a_figure_whose_form_is_not_shown_leads_to_the_document(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation = site.rows("SELECT evaluation_id FROM amounts ORDER BY id DESC")[0][0]
    plugin = next(each for each in _plugins() if hasattr(each, "FORMS_BYTES"))
    monkeypatch.setattr(plugin, "FORMS_BYTES", 0)
    page = site.page(f"/evaluation/{evaluation}")
    assert not page.xpath("//aside")
    links = page.xpath("//section[@id='amounts']//td//a/@href")
    assert links
    for link in links:
        document, mark = place_of(link, "")
        marked = site.page(link).get_element_by_id(mark.split(":")[0]).iter("mark")
        assert text_at(site, document, mark) in [each.text_content() for each in marked]


def _plugins() -> list[Any]:
    from datasette.app import pm

    return [plugin for plugin in pm.get_plugins() if getattr(plugin, "__name__", "") == "evaluation.py"][-1:]


def test_the_forms_beside_the_rows_keep_their_merged_cells(site: Site) -> None:
    evaluation = site.rows("SELECT evaluation_id FROM indicators WHERE id LIKE '%.e0.i0' ORDER BY id")[-1][0]
    page = site.page(f"/evaluation/{evaluation}")
    for cell in page.xpath("//aside//td[@id]"):
        row = site.rows("SELECT * FROM blocks WHERE id = ?", f"{evaluation[:16]}.{cell.get('id')}")[0]
        assert (int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))) == (row["row_span"], row["col_span"])
    assert page.xpath("//aside//td[@rowspan or @colspan]")


def test_an_evaluation_can_be_cited(site: Site) -> None:
    row = site.rows("SELECT e.id, d.sha256, e.fiscal_year FROM evaluations e JOIN documents d ON d.id = e.document_id")[
        0
    ]
    cited = site.page(f"/evaluation/{row['id']}").get_element_by_id("cite").text_content()
    for part in (row["sha256"], f"http://localhost/evaluation/{row['id']}", str(row["fiscal_year"])):
        assert part in cited


def test_every_finding_has_a_page_with_its_places_side_by_side(site: Site) -> None:
    findings = site.rows("SELECT id, message FROM findings")
    for finding in findings:
        page = site.page(f"/finding/{finding['id']}")
        assert finding["message"] in page.text_content()
        places = site.rows("SELECT * FROM finding_places WHERE finding_id = ? ORDER BY ordinal", finding["id"])
        sides = page.xpath("//div[@class='sides']/section")
        assert len(sides) == min(6, len(places))
        for side, place in zip(sides, places, strict=False):
            span = "" if place["start_at"] is None else f":{place['start_at']}-{place['end_at']}"
            text = text_at(site, place["block_id"][:16], place["block_id"][17:] + span)
            assert text in [mark.text_content() for mark in side.iter("mark")] or not text
    assert any(len(site.page(f"/finding/{each['id']}").xpath("//section[mark or .//mark]")) > 1 for each in findings)
    site.get("/finding/0123456789abcdef.e0.nothing.0", 404)


def test_figures_of_a_pdf_at_hand_lead_to_a_box_on_the_picture_of_their_page(with_files: Site) -> None:
    boxes = 0
    for evaluation in with_files.rows("SELECT id FROM evaluations"):
        page = with_files.page(f"/evaluation/{evaluation['id']}")
        links = {link for link in page.xpath("//div[@class='canon']//td//a/@href") if link.startswith("#")}
        assert links
        for link in links - set(page.xpath("//a[@class='flag']/@href")):
            box = page.get_element_by_id(link[1:])
            width, height = (float(part) for part in box.getparent().get("viewbox").split()[2:])
            assert -2 <= float(box.get("x")) < float(box.get("x")) + float(box.get("width")) <= width + 2
            assert -2 <= float(box.get("y")) < float(box.get("y")) + float(box.get("height")) <= height + 2
            boxes += 1
        for picture in page.xpath("//aside//img/@src"):
            answer = with_files.get(picture)
            assert (answer.headers["content-type"], answer.content[1:4]) == ("image/png", b"PNG")
    assert boxes > 100


def test_the_text_in_a_box_is_the_text_of_its_block(with_files: Site) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(SAMPLES / PDF)
    rows = with_files.rows("SELECT * FROM blocks WHERE kind = 'cell' AND length(text) BETWEEN 2 AND 8 AND page = 2")
    assert len(rows) > 20
    page = pdf[1]
    height, text = page.get_height(), page.get_textpage()
    for row in rows:
        box = (row["box_left"], height - row["box_bottom"], row["box_right"], height - row["box_top"])
        inside = "".join(text.get_text_bounded(*box).split())
        assert "".join(row["text"].split())[:2] in inside


def test_a_document_shows_the_pictures_of_its_marked_places(with_files: Site) -> None:
    block = with_files.rows("SELECT id, page FROM blocks WHERE box_left IS NOT NULL AND text <> '' ORDER BY id")[5]
    page = with_files.page(f"/document/{block['id'][:16]}?at={block['id'][17:]}")
    assert page.xpath("//section[@class='pictures']//img/@src") == [
        f"/document/{block['id'][:16]}/page-{block['page']}.png"
    ]
    assert len(page.xpath("//section[@class='pictures']//rect")) == 1


def test_no_picture_without_the_file_or_of_no_page(site: Site, with_files: Site) -> None:
    document = with_files.rows("SELECT id FROM documents")[0]["id"]
    site.get(f"/document/{document}/page-1.png", 404)
    with_files.get(f"/document/{document}/page-999.png", 404)
    with_files.get(f"/document/{'0' * 16}/page-1.png", 404)


def test_masked_passages_are_painted_over() -> None:
    import io

    from PIL import Image

    data = (SAMPLES / PDF).read_bytes()
    drawn = Image.open(io.BytesIO(render.page_png(data, 1, [(100.0, 100.0, 200.0, 120.0)])))
    piece = drawn.crop(
        (int(101 * render.SCALE), int(101 * render.SCALE), int(199 * render.SCALE), int(119 * render.SCALE))
    )
    assert piece.getextrema() == (render.GREY, render.GREY)
    assert privacy.MASK == "＊"


def test_only_the_very_file_inside_the_folder_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.pdf").write_bytes(b"a")
    (tmp_path / "secret.pdf").write_bytes(b"a")
    digest = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert originals.Originals(folder).find(digest, ["sub/a.pdf"]) == folder / "sub" / "a.pdf"
    assert originals.Originals(folder).find(digest, ["files/sub/a.pdf"]) == folder / "sub" / "a.pdf"
    for path in ("../secret.pdf", "/".join(("..",) * 3) + "/secret.pdf", str(tmp_path / "secret.pdf")):
        assert originals.Originals(folder).find(digest, [path]) is None
    assert originals.Originals(folder).find("0" * 64, ["sub/a.pdf"]) is None


def test_a_broken_file_gives_no_picture_and_ends_nothing(tmp_path: Path) -> None:
    import asyncio

    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    asked = originals.Originals(tmp_path)
    assert asyncio.run(asked.sizes("x", path)) is None
    assert asyncio.run(originals.Originals(tmp_path).png("x", path, 1, [])) is None


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([(0, 2), (0, 2)], [(0, 2)]),
        ([(1, 3), (0, 5)], [(0, 5), (1, 3)]),
        ([(0, 3), (2, 5)], [(0, 3)]),
        ([(0, 3), (3, 5)], [(0, 3), (3, 5)]),
        ([(4, 9), (None, None), (3, 3)], []),
    ],
)
def test_spans_that_cut_each_other_are_not_both_shown(spans: Any, kept: Any) -> None:
    assert original.nested(5, spans) == kept
    made = html.fromstring(f"<p>{original.spotted('a<b&c', 'p0', spans)}</p>")
    assert made.text_content() == "a<b&c"
    assert [each.get("id") for each in made.iter("span")] == [f"p0-{start}-{end}" for start, end in kept]


def test_hostile_text_beside_the_rows_is_text() -> None:
    assert "<script" not in original.spotted("<script>alert(1)</script>", "p0", [(0, 8)])
