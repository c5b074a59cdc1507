"""Pages whose tables are drawn only in part: open sides, white areas, pages of two widths, rows cut by a page end."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.layout import Line
from parsers.page_tables import BoxCell, TablePart, build_table
from parsers.pdfium import FastFile
from parsers.plumber import CarefulFile
from parsers.rulings import tables_of
from schemas.document import BBox, Table
from tests.test_parsers_pages import part, rows
from tests.test_parsers_pdf import FONT, HEIGHT, drawn, read

COLS = (50.0, 150.0, 250.0, 350.0)
LINES = (500.0, 475.0, 450.0, 425.0)
TEXTS = [["项目", "预算数", "决算数"], ["办公费", "12.50", "11.80"], ["差旅费", "3.20", "2.95"]]


def fill(canvas: Canvas) -> None:
    for r, row in enumerate(TEXTS):
        for c, text in enumerate(row):
            canvas.drawString(COLS[c] + 5, LINES[r] - 17, text)


def ruled(canvas: Canvas, down: tuple[float, ...], across: tuple[float, ...]) -> None:
    for x in down:
        canvas.line(x, LINES[0], x, LINES[-1])
    for y in across:
        canvas.line(COLS[0], y, COLS[-1], y)
    fill(canvas)


def grid(table: Table) -> list[list[str]]:
    return [[slot.text for slot in table.row(r)] for r in range(table.n_rows)]


@pytest.mark.parametrize(
    ("down", "across"),
    [
        (COLS[1:3], LINES),
        (COLS[1:], LINES),
        (COLS[1:2], LINES),
        (COLS, LINES[1:]),
        (COLS, LINES[:3]),
    ],
    ids=["both sides", "left side", "sides and a column", "top", "bottom"],
)
def test_a_side_that_was_not_drawn_is_closed(down: tuple[float, ...], across: tuple[float, ...]) -> None:
    expected = TEXTS
    if len(down) == 1:
        expected = [[row[0], " ".join(row[1:])] for row in TEXTS]
    tables = read(lambda canvas: ruled(canvas, down, across)).tables
    assert [grid(table) for table in tables] == [expected]


def test_rules_that_reach_over_each_other_a_little_make_no_cells() -> None:
    def draw(canvas: Canvas) -> None:
        for x in COLS:
            canvas.line(x, LINES[0] + 5, x, LINES[-1] - 5)
        for y in LINES:
            canvas.line(COLS[0] - 5, y, COLS[-1] + 5, y)
        fill(canvas)

    assert [grid(table) for table in read(draw).tables] == [TEXTS]


def white(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillGray(1)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setFillGray(0)


def test_lines_of_text_on_white_areas_above_a_table_are_text() -> None:
    def draw(canvas: Canvas) -> None:
        for row, text in enumerate(("本表由各预算单位填写，汇总后报送主管部门，", "没有数据的栏目不填。")):
            white(canvas, COLS[0], LINES[0] + 25 - 25 * row, COLS[-1] - COLS[0], 25)
            canvas.drawString(COLS[0] + 3, LINES[0] + 32 - 25 * row, text)
        white(canvas, COLS[0] - 40, LINES[1], COLS[-1] - COLS[0] + 40, 25)
        ruled(canvas, COLS, LINES)

    document = read(draw)
    assert [grid(table) for table in document.tables] == [TEXTS]
    assert len(document.paragraphs) == 2


def test_white_areas_inside_a_table_are_cells_whose_border_was_not_drawn() -> None:
    def draw(canvas: Canvas) -> None:
        for y in LINES[1:3]:
            white(canvas, COLS[0], y, COLS[1] - COLS[0], 25)
        for x in COLS:
            canvas.line(x, LINES[0], x, LINES[-1])
        for y in LINES:
            canvas.line(COLS[1] if y == LINES[1] else COLS[0], y, COLS[-1], y)
        fill(canvas)

    assert [grid(table) for table in read(draw).tables] == [TEXTS]


def test_a_cells_background_painted_in_pieces_that_overlap_is_one_cell() -> None:
    def draw(canvas: Canvas) -> None:
        white(canvas, COLS[0], LINES[1], 100, 25)
        white(canvas, COLS[0] + 99.7, LINES[1], COLS[-1] - COLS[0] - 99.7, 25)
        for x in COLS:
            canvas.line(x, LINES[0] if x in (COLS[0], COLS[-1]) else LINES[1], x, LINES[-1])
        for y in LINES:
            canvas.line(COLS[0], y, COLS[-1], y)
        canvas.drawCentredString((COLS[0] + COLS[-1]) / 2, LINES[0] - 17, "收支情况")

    assert grid(read(draw).tables[0])[0] == ["收支情况"]


def test_white_cells_on_a_dark_area_are_cells() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(COLS[0], LINES[-1], COLS[-1] - COLS[0], LINES[0] - LINES[-1], stroke=0, fill=1)
        for r in range(3):
            for c in range(3):
                white(canvas, COLS[c] + 0.5, LINES[r + 1] + 0.5, 99, 24)
        fill(canvas)

    assert [grid(table) for table in read(draw).tables] == [TEXTS]


def test_both_readers_know_the_same_white_areas() -> None:
    def draw(canvas: Canvas) -> None:
        white(canvas, 20, 500, 300, 50)
        canvas.rect(100, 100, 100, 100, stroke=0, fill=1)
        white(canvas, 110, 110, 50, 50)

    data = drawn(draw)
    with FastFile(data) as fast:
        first = fast.read(1, 1000, 1000)
    second = CarefulFile(data).read(1, 1000, 1000)
    assert first is not None
    assert second is not None
    for page in (first, second):
        assert [(round(a.x0), round(a.top), round(a.x1), round(a.bottom)) for a in page.blank_areas] == [
            (20, HEIGHT - 550, 320, HEIGHT - 500)
        ]
    cells = [[len(table) for table in tables_of(page.edges or (), page.blank_areas)] for page in (first, second)]
    assert cells[0] == cells[1]


def test_a_broad_page_before_does_not_keep_the_lines_of_a_narrow_one_apart() -> None:
    def broad(canvas: Canvas) -> None:
        canvas.setPageSize((HEIGHT, 400))
        canvas.setFont(FONT, 10)
        canvas.drawString(50, 200, "注：" + "本表反映本年度各项收支的执行情况" * 3)

    def narrow(canvas: Canvas) -> None:
        canvas.setPageSize((400, HEIGHT))
        canvas.setFont(FONT, 10)
        canvas.drawString(70, 400, "全年收入支出总计与上年相比均有增加主要原因是")
        canvas.drawString(50, 385, "项目增加。")

    texts = [paragraph.text for paragraph in read(broad, narrow).paragraphs]
    assert texts[1:] == ["全年收入支出总计与上年相比均有增加主要原因是项目增加。"]


def merged_label(table: TablePart) -> TablePart:
    """The part with the cells of its first column one empty cell."""
    box = table.box
    label = BoxCell(BBox(box.x0, box.top, 100, box.bottom), ())
    return TablePart(table.page, (label, *(cell for cell in table.cells if cell.box.x0 >= 100)), table.page_height)


def with_line(table: TablePart, text: str, x0: float, x1: float) -> TablePart:
    """The part with one line moved sideways."""
    cells = [
        BoxCell(
            cell.box,
            tuple(
                Line(line.text, BBox(x0, line.box.top, x1, line.box.bottom), line.size_pt, line.page)
                if line.text == text
                else line
                for line in cell.lines
            ),
        )
        for cell in table.cells
    ]
    return TablePart(table.page, tuple(cells), table.page_height)


def test_a_row_after_the_page_end_under_a_label_that_goes_on_is_no_rest_of_a_cut_row() -> None:
    upper = with_line(part(1, [["数量指标", "合格率", "95%以上"]]), "95%以上", 202, 298)
    lower = part(2, [["", "完成率", "90%以上"], ["", "满意度", "98%"]], top=70)
    assert rows(build_table([upper, merged_label(lower)])) == [
        ["数量指标", "合格率", "95%以上"],
        ["", "完成率", "90%以上"],
        ["", "满意度", "98%"],
    ]


@pytest.mark.parametrize(("x0", "end", "joined"), [(118, 182, False), (102, 182, True)])
def test_a_centred_text_with_room_on_both_sides_does_not_fill_its_line(x0: float, end: float, joined: bool) -> None:
    upper = with_line(part(1, [["甲", "95%以上"]]), "95%以上", x0, end)
    table = build_table([upper, part(2, [["", "较好"]], top=70)])
    assert (table.n_rows == 1) is joined
