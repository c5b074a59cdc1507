"""OFD files: the same pages give the same document as in a PDF; matrices, steps, templates; what is broken ends clearly."""

from pathlib import Path

import pytest

from parsers import parse
from parsers.ofd_paths import compose, numbers, straight_pieces
from schemas.document import Document, Paragraph, Source, Table
from schemas.errors import DocumentError
from schemas.folding import squeeze
from tests.ofd_files import line, packed, page_part, raw_pages, redrawn, text

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "samples").glob("*.pdf"))


def read(data: bytes, name: str = "x.ofd") -> Document:
    return parse(data, Source("0" * 64, name, "application/ofd", len(data)))


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_pages_drawn_again_give_the_same_blocks(path: Path) -> None:
    pdf = path.read_bytes()
    document = read(redrawn(raw_pages(pdf)))
    assert [_told(block) for block in document.blocks] == [_told(block) for block in read(pdf, "x.pdf").blocks]
    assert document.ledger is not None
    assert document.ledger.unaccounted_share == 0


def _told(block: Paragraph | Table) -> object:
    """What a block says and where; spaces are drawn by nobody, so each reader finds its own."""
    if isinstance(block, Paragraph):
        return squeeze(block.text), block.page
    return block.pages, [(cell.row, cell.col, cell.row_span, cell.col_span, squeeze(cell.text)) for cell in block.cells]


def test_a_matrix_moves_and_widens_text_and_rules() -> None:
    rules = [(0, 0, 60, 0), (0, 10, 60, 10), (0, 0, 0, 10), (30, 0, 30, 10), (60, 0, 60, 10)]
    grid = "".join(line(*ends, CTM="1 0 0 1 10 20") for ends in rules)
    words = text("预算数", 0, 0, 3.5, "12 27 60 10", CTM="1 0 0 1 1 0") + text(
        "12", 0, 0, 1.75, "42 27 9 9", CTM="2 0 0 2 0 0"
    )
    document = read(packed([(210, 297, grid + words)]))
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells] == ["预算数", "12"]
    box = table.cells[0].bbox
    assert box is not None
    assert (round(box.x0 * 25.4 / 72), round(box.top * 25.4 / 72)) == (10, 20)


@pytest.mark.parametrize("steps", ["g 4 5", "5 5 5 5", "g 2 5 5 5", ""])
def test_steps_between_characters(steps: str) -> None:
    assert paragraphs(read(packed([(210, 297, text("支出合计数", 20, 40, 5, DeltaX=steps))]))) == ["支出合计数"]


def test_text_that_is_not_shown_or_lies_aslant_is_no_text() -> None:
    hidden = text("草稿", 20, 60, 5, Visible="false")
    slanted = text("样本", 60, 90, 12, CTM="0.7 0.7 -0.7 0.7 0 0")
    assert paragraphs(read(packed([(210, 297, text("正文", 20, 40, 5) + hidden + slanted)]))) == ["正文"]


def test_what_a_template_draws_belongs_to_its_pages() -> None:
    template = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/>'
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    name = "xmlns:ofd='http://www.ofdspec.org/2016'"
    document = (
        f"<ofd:Document {name}><ofd:CommonData>{area}{template}</ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="0" BaseLoc="/Doc_0/Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    page = page_part(text("下文", 20, 60, 5), before='<ofd:Template TemplateID="9"/>')
    more = {
        "Doc_0/Document.xml": document,
        "Doc_0/Tpls/T.xml": page_part(text("表头", 20, 40, 5)),
        "Doc_0/Pages/Page_0/Content.xml": page,
    }
    assert paragraphs(read(packed([(210, 297, "")], more.items()))) == ["表头", "下文"]


def test_white_paper_painted_on_paper_is_no_rule() -> None:
    white = '<ofd:PathObject ID="5" Boundary="0 0 210 297" Stroke="false" Fill="true"><ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>M 10 10 L 90 10 L 90 60 L 10 60 C</ofd:AbbreviatedData></ofd:PathObject>'
    document = read(packed([(210, 297, white + text("正文", 20, 40, 5))]))
    assert [type(block) for block in document.blocks] == [Paragraph]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"OFD.xml": "<a/>"}, "malformed"),
        ({"OFD.xml": "<a><DocRoot>../../etc/passwd</DocRoot></a>"}, "malformed"),
        ({"Doc_0/Document.xml": "<a>"}, "malformed"),
        ({"Doc_0/Pages/Page_0/Content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "malformed"),
        ({"Doc_0/Pages/Page_0/Content.xml": page_part(text("正文", 1, 1, 5, boundary="nan 0 1 1"))}, "malformed"),
        ({"Encryptions.xml": "<a/>"}, "encrypted"),
        ({"Doc_0/Pages/Page_0/Content.xml": page_part('<ofd:ImageObject Boundary="0 0 210 297"/>')}, "unsupported"),
    ],
)
def test_what_is_broken_ends_with_its_reason(more: dict[str, str], reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(packed([(210, 297, text("正文", 20, 40, 5))], more.items()))
    assert caught.value.reason == reason


def test_one_broken_page_leaves_the_others() -> None:
    broken = {"Doc_0/Pages/Page_0/Content.xml": "<a"}
    document = read(packed([(210, 297, ""), (210, 297, text("正文", 20, 40, 5))], broken.items()))
    assert paragraphs(document) == ["正文"]
    assert [(issue.code, issue.severity) for issue in document.issues] == [("page.unread", "error")]


def test_a_path_gives_its_straight_pieces() -> None:
    assert list(straight_pieces("M 0 0 L 10 0 B 1 1 2 2 10 5 L 0 5 C")) == [
        ((0, 0), (10, 0)), ((10, 5), (0, 5)), ((0, 5), (0, 0)),
    ]  # fmt: skip
    assert list(straight_pieces("M 0 0 L 1")) == []
    assert list(straight_pieces("X 1 1 L 2 2")) == []


def test_numbers_and_matrices() -> None:
    assert compose((1, 0, 0, 1, 5, 5), (2, 0, 0, 2, 1, 1)) == (2, 0, 0, 2, 6, 6)
    assert numbers("1 2.5 -3e1 0", 4) == (1, 2.5, -30, 0)
    for text_ in ("1 2 3", "1 2 3 inf", "1 2 3 x", None):
        with pytest.raises(DocumentError):
            numbers(text_, 4)
