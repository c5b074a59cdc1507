"""The pure steps behind PDF: lines, paragraphs, running heads, frames and tables that run over pages."""

import pytest

from parsers.grid import place_boxes
from parsers.layout import Glyph, Line, Margins, PageText, join_zones, lines_of, without_running_heads
from parsers.page_tables import BoxCell, TablePart, build_table, follows, without_frames
from schemas.document import BBox, Table

MARGINS = Margins(70, 500, False)
INDENTED = Margins(70, 500, True)
PAGE_HEIGHT = 800.0


def line(text: str, x0: float = 70, x1: float = 500, top: float = 100, page: int = 1) -> Line:
    return Line(text, BBox(x0, top, x1, top + 12), 12, page)


def test_characters_become_lines_and_fake_bold_counts_once() -> None:
    glyphs = [Glyph("乙", 22, 10, 32, 20), Glyph("甲", 10, 11, 20, 21), Glyph("甲", 10.4, 11, 20.4, 21)]
    glyphs += [Glyph("丙", 10, 30, 20, 40), Glyph(" ", 0, 30, 5, 40), Glyph("丁", 40, 30, 50, 40)]
    assert [(line.text, line.box.x0) for line in lines_of(glyphs, 1)] == [("甲乙", 10), ("丙 丁", 10)]


JOINS = [
    ("a full line goes on", [line("前半"), line("后半", x1=300, top=116)], MARGINS, ["前半后半"]),
    ("a short line ends", [line("一", x1=300), line("二", top=116)], MARGINS, ["一", "二"]),
    ("a full line that ends a sentence ends", [line("一。"), line("二", top=116)], MARGINS, ["一。", "二"]),
    ("unless paragraphs are indented", [line("一。"), line("二", top=116)], INDENTED, ["一。二"]),
    ("an indented line begins", [line("一"), line("二", x0=94, top=116)], MARGINS, ["一", "二"]),
    ("a numbered heading begins", [line("一"), line("（二）目标", top=116)], MARGINS, ["一", "（二）目标"]),
    ("a decimal number does not", [line("增长"), line("2.5%", top=116)], MARGINS, ["增长2.5%"]),
    ("a gap ends", [line("一"), line("二", top=140)], MARGINS, ["一", "二"]),
    ("a page end does not", [line("一", top=750), line("二", top=70, page=2)], MARGINS, ["一二"]),
    (
        "an early end before a long number goes on",
        [line("共", x1=440), line("123456789家", top=116)],
        MARGINS,
        ["共123456789家"],
    ),
    ("latin words keep their space", [line("budget"), line("report", top=116)], MARGINS, ["budget report"]),
]


@pytest.mark.parametrize(
    ("lines", "margins", "expected"), [case[1:] for case in JOINS], ids=[case[0] for case in JOINS]
)
def test_broken_lines_are_joined_to_paragraphs(lines: list[Line], margins: Margins, expected: list[str]) -> None:
    assert [paragraph.text for paragraph in join_zones([(lines, None, margins)])] == expected


def test_page_numbers_and_running_heads_are_dropped_and_numbers_in_the_text_are_not() -> None:
    pages = [
        PageText(n, 600, PAGE_HEIGHT, (line("某局", top=40), line("12", top=400), line(f"- {n} -", top=780)))
        for n in (1, 2, 3)
    ]
    assert [[line.text for line in page.lines] for page in without_running_heads(pages)] == [["12"]] * 3


def test_the_title_of_a_form_on_every_page_is_no_running_head() -> None:
    pages = [
        PageText(n, 600, PAGE_HEIGHT, (line("项目支出绩效自评表", top=60)._replace(size_pt=18),)) for n in (1, 2, 3)
    ]
    assert [len(page.lines) for page in without_running_heads(pages)] == [1, 1, 1]


def test_what_stands_below_a_title_on_every_page_is_no_running_head_and_a_foot_is_one() -> None:
    title = line("项目支出绩效自评表", top=40)._replace(size_pt=18)
    pages = [
        PageText(n, 600, PAGE_HEIGHT, (title, line("（2023年度）", top=62), line("某局印", top=770))) for n in (1, 2, 3)
    ]
    assert [[each.text for each in page.lines] for page in without_running_heads(pages)] == [
        ["项目支出绩效自评表", "（2023年度）"]
    ] * 3


def test_the_first_of_running_heads_that_tell_a_year_is_kept() -> None:
    pages = [PageText(n, 600, PAGE_HEIGHT, (line("某局2023年度决算", top=40), line("文", top=400))) for n in (1, 2, 3)]
    assert [[each.text for each in page.lines] for page in without_running_heads(pages)] == [
        ["某局2023年度决算", "文"], ["文"], ["文"],
    ]  # fmt: skip


def test_boxes_over_several_edges_span_and_doubly_covered_places_stay_single() -> None:
    boxes = [BBox(0, 0, 20, 10), BBox(20, 0, 30, 20), BBox(0, 10, 10, 20), BBox(10, 10, 20, 20), BBox(11, 11, 20, 20)]
    cells = place_boxes(boxes, ["a", "b", "c", "d", "e"], [0, 10, 20, 30], [0, 10, 20], 1)
    assert [(c.text, c.row, c.col, c.row_span, c.col_span) for c in cells] == [
        ("a", 0, 0, 1, 2),
        ("b", 0, 2, 2, 1),
        ("c", 1, 0, 1, 1),
        ("d\ne", 1, 1, 1, 1),
    ]


def test_a_frame_around_cells_is_no_cell() -> None:
    cells = [BBox(0, 0, 10, 10), BBox(10, 0, 20, 10)]
    assert without_frames([BBox(0, 0, 20, 30), *cells]) == cells


def part(page: int, rows: list[list[str]], top: float = 700, width: float = 100, row_height: float = 20) -> TablePart:
    """Cells in columns of one width; the lines of a text stand at the top of its cell, a `|` makes one reach the right."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = BBox(c * width, top + r * row_height, (c + 1) * width, top + (r + 1) * row_height)
            lines = tuple(
                Line(
                    piece.rstrip("|"),
                    BBox(box.x0 + 2, y, box.x1 - 2 if piece.endswith("|") else box.x0 + 30, y + 9),
                    9,
                    page,
                )
                for i, piece in enumerate(text.split("\n"))
                if piece and (y := box.top + 1 + 9 * i) is not None
            )
            cells.append(BoxCell(box, lines))
    return TablePart(page, tuple(cells), PAGE_HEIGHT)


def rows(table: Table) -> list[list[str]]:
    return [[slot.text for slot in table.row(r)] for r in range(table.n_rows)]


HEAD = [["项目", "金额"]]
PARTS = {
    "rows are counted on": ([["a", "1"]], [["b", "2"]], [["项目", "金额"], ["a", "1"], ["b", "2"]]),
    "a repeated head is dropped": ([["a", "1"]], [*HEAD, ["b", "2"]], [["项目", "金额"], ["a", "1"], ["b", "2"]]),
    "a cut row is mended": (
        [["a\nlong|", "1"]],
        [["rest", ""], ["b", "2"]],
        [["项目", "金额"], ["a\nlong\nrest", "1"], ["b", "2"]],
    ),
    "a cut row goes on below a repeated head": (
        [["a\nlong|", "1"]],
        [*HEAD, ["rest", ""], ["b", "2"]],
        [["项目", "金额"], ["a\nlong\nrest", "1"], ["b", "2"]],
    ),
    "figures below words are values below their heads": (
        [["规模\n面积|", "投资额\n单价|", "是"]],
        [["2,460", "98.8%", ""], ["b", "2", "c"]],
        [["规模\n面积", "投资额\n单价", "是"], ["2,460", "98.8%", ""], ["b", "2", "c"]],
    ),
    "a new row with a number of its own is not": (
        [["a\nlong|", "1"]],
        [["b", "2"]],
        [["项目", "金额"], ["a\nlong", "1"], ["b", "2"]],
    ),
    "a new row under a short line is not": (
        [["a\nend", "1"]],
        [["b", ""]],
        [["项目", "金额"], ["a\nend", "1"], ["b", ""]],
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_table_over_two_pages_is_one(name: str) -> None:
    upper, lower, expected = PARTS[name]
    head = HEAD if len(upper[0]) == len(HEAD[0]) else []
    table = build_table([part(1, head + upper), part(2, lower, top=70)])
    assert rows(table) == expected
    assert table.pages == (1, 2)


def test_only_a_table_of_the_same_width_on_the_next_page_goes_on() -> None:
    upper = part(1, HEAD)
    assert follows(upper, part(2, HEAD, top=70))
    assert follows(upper, part(2, [["opinion"]], top=70, width=200))
    assert not follows(upper, part(3, HEAD, top=70))
    assert not follows(upper, part(2, HEAD, top=70, width=150))
