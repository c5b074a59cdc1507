"""Tables without upright rules and text in two columns: what is taken for one, and what must not be."""

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from schemas.document import Document
from tests.test_parsers_pdf import Draw, read
from tests.test_parsers_shapes import COLS, LINES, TEXTS, grid, ruled

ABOVE = ["全年支出执行情况见下表，各项支出均控制在年初预算之内，", "与上年相比略有下降。"]
BELOW = ["以上数据均已与部门决算核对一致。"]
XS = (50.0, 200.0, 300.0)


def put(canvas: Canvas, rows: list[list[str]], top: float = 500, xs: tuple[float, ...] = XS, right: int = 9) -> None:
    """Rows 20 points apart; columns from number `right` on end at their x instead of beginning there."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            draw = canvas.drawRightString if c >= right else canvas.drawString
            draw(xs[c], top - 20 * r, text)


def prose(canvas: Canvas, lines: list[str], top: float) -> None:
    for i, text in enumerate(lines):
        canvas.drawString(50, top - 15 * i, text)


def tables(document: Document) -> list[list[list[str]]]:
    return [grid(table) for table in document.tables]


def paragraphs(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


MONEY = [*TEXTS, ["合计", "15.70", "14.75"]]


@pytest.mark.parametrize("right", [1, 9], ids=["figures end together", "figures begin together"])
def test_labels_above_figures_are_a_table_without_any_rule(right: int) -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, ABOVE, 560)
        put(canvas, MONEY, right=right)
        prose(canvas, BELOW, 380)

    document = read(draw)
    assert tables(document) == [MONEY]
    assert paragraphs(document) == ["".join(ABOVE), *BELOW]
    assert [(issue.code, issue.severity) for issue in document.issues] == [("page.unruled-table", "notice")]
    assert document.ledger is not None
    assert document.ledger.unaccounted_chars == 0


def test_empty_places_and_a_label_of_its_own_stay_in_their_columns() -> None:
    rows = [TEXTS[0], ["办公费", "12.50", "11.80"], ["其中：", "", ""], ["差旅费", "", "2.95"], ["培训费", "1.10", ""]]
    assert tables(read(lambda canvas: put(canvas, rows))) == [rows]


def test_a_title_and_a_unit_above_stay_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(160, 540, "支出决算表")
        put(canvas, [["部门：某某局", "", "单位：万元"], *MONEY], 520)

    document = read(draw)
    assert tables(document) == [MONEY]
    assert paragraphs(document) == ["支出决算表", "部门：某某局 单位：万元"]


def costs(names: str, first: int) -> list[list[str]]:
    return [[f"{name}费", f"{first + i}.50", f"{first + i}.25"] for i, name in enumerate(names)]


@pytest.mark.parametrize("head", [[], [TEXTS[0]]], ids=["rows alone", "head repeated"])
def test_a_table_without_rules_goes_on_on_the_next_page(head: list[list[str]]) -> None:
    upper, lower = [TEXTS[0], *costs("办公差旅", 10)], costs("会议培训", 1200)

    def first(canvas: Canvas) -> None:
        put(canvas, upper, 160, right=1)
        canvas.drawString(190, 20, "— 1 —")

    def second(canvas: Canvas) -> None:
        put(canvas, [*head, *lower], 560, right=1)
        prose(canvas, BELOW, 400)

    document = read(first, second)
    assert tables(document) == [[*upper, *lower]]
    assert document.tables[0].pages == (1, 2)
    assert paragraphs(document) == BELOW


def test_figures_at_the_top_of_a_page_after_text_are_no_table() -> None:
    def first(canvas: Canvas) -> None:
        put(canvas, MONEY, 300)
        prose(canvas, BELOW, 100)

    document = read(first, lambda canvas: put(canvas, costs("会议培训", 20), 560))
    assert tables(document) == [MONEY]


def test_a_label_over_two_columns_spans_them() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, [["", "金额（万元）上下两年合并"], *MONEY], xs=(50, 210, 300))

    table = read(draw).tables[0]
    assert [(cell.col, cell.col_span, cell.text) for cell in table.cells if cell.row == 0] == [
        (0, 1, ""),
        (1, 2, "金额（万元）上下两年合并"),
    ]


@pytest.mark.parametrize(
    "rules",
    [(515, 495, 435), (515, 495, 475, 455, 435), (518, 515, 495, 438, 435)],
    ids=["three lines", "a line under every row", "double lines"],
)
def test_level_rules_without_uprights_are_a_table(rules: tuple[int, ...]) -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, ABOVE, 560)
        for y in rules:
            canvas.line(50, y, 350, y)
        put(canvas, MONEY)
        prose(canvas, BELOW, 400)

    document = read(draw)
    assert tables(document) == [MONEY]
    assert paragraphs(document) == ["".join(ABOVE), *BELOW]


def test_words_between_level_rules_make_rows_of_several_lines() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (515, 492, 452, 432):
            canvas.line(50, y, 350, y)
        put(canvas, [["指标", "目标", "完成情况"], ["培训", "不少于二百人", "全部完成"], ["", "（分三期）", ""]])
        put(canvas, [["满意度", "较高", "基本达到"]], 438)

    assert tables(read(draw)) == [
        [["指标", "目标", "完成情况"], ["培训", "不少于二百人\n（分三期）", "全部完成"], ["满意度", "较高", "基本达到"]]
    ]


def entries(canvas: Canvas) -> None:
    rows = [
        ["单位负责人：", "填表人：", "12.5"],
        ["填报单位：某局", "联系方式：", "34.5"],
        ["日期：", "编号：", "20.6"],
    ]
    put(canvas, rows)


def contents(canvas: Canvas) -> None:
    put(
        canvas,
        [["目录", "", "页码"], ["一、概况", "……………", "1"], ["二、目标", "……………", "3"], ["三、结果", "…………", "12"]],
    )


def contents_without_leaders(canvas: Canvas) -> None:
    put(canvas, [["目录", "页码"], ["一、概况", "1"], ["二、目标", "3"], ["三、结果", "12"]])


def numbered(canvas: Canvas) -> None:
    put(
        canvas,
        [["1.", "完成道路养护里程12.5公里"], ["2.", "完成培训3.2千人次"], ["3.", "群众满意度达到95%"]],
        xs=(50, 75),
    )


def heads(canvas: Canvas) -> None:
    """Two rules of one length as a running head and foot have them, prose with a gap between."""
    for y in (575, 520, 30):
        canvas.line(50, y, 350, y)
    prose(
        canvas,
        ["全年执行率达到 98.5%，比上年提高1.2个百分点，其中", "项目支出执行率 97.1%，", "基本支出执行率 99.9%。"],
        540,
    )


def signatures(canvas: Canvas) -> None:
    prose(canvas, ABOVE, 560)
    put(canvas, [["某某单位（盖章）", "评价组组长"], ["2023年3月5日", "2023年3月6日"]], 480)


def figures_without_labels(canvas: Canvas) -> None:
    put(canvas, MONEY[1:])


@pytest.mark.parametrize(
    "draw",
    [entries, contents, contents_without_leaders, numbered, heads, signatures, figures_without_labels],
    ids=lambda draw: draw.__name__,
)
def test_what_only_looks_like_columns_stays_text(draw: Draw) -> None:
    document = read(draw)
    assert document.tables == ()
    assert document.issues == ()


ARTICLE = (
    "全年各项重点工作有序推进，年初设定的绩效目标基本完成，资金使用符合有关规定，没有截留挤占挪用的情况。",
    "项目实施单位按照合同约定组织验收，群众对服务质量总体满意，社会效益逐步显现。",
    "下一步将继续完善预算绩效管理制度，提高绩效目标编制的科学性，压实项目单位的主体责任，加强结果应用。",
)


def columned(
    canvas: Canvas, top: float, lower: float = 0, xs: Sequence[float] = (50, 212), chars: int = 14, times: int = 1
) -> None:
    """The article in columns of so many characters, those behind the first a little lower."""
    lines = []
    for text in ARTICLE * times:
        indented = "　　" + text
        lines += [indented[i : i + chars] for i in range(0, len(indented), chars)]
    share = -(-len(lines) // len(xs))
    for i, line in enumerate(lines):
        x, row, down = xs[i // share], i % share, lower if i >= share else 0.0
        canvas.drawString(x + 10 * line.count("　"), top - down - 15 * row, line.strip("　"))


@pytest.mark.parametrize("lower", [0, 4, 7.5], ids=["level", "a little lower", "half a line lower"])
def test_two_columns_are_read_one_after_the_other(lower: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(120, 560, "部门整体支出绩效自评情况")
        columned(canvas, 530, lower)
        prose(canvas, BELOW, 380)

    document = read(draw)
    assert paragraphs(document) == ["部门整体支出绩效自评情况", *ARTICLE, *BELOW]
    assert [issue.code for issue in document.issues] == ["page.columns"]


@pytest.mark.parametrize("lower", [0, 4], ids=["level", "a little lower"])
def test_three_columns_are_read_one_after_the_other(lower: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(120, 560, "部门整体支出绩效自评情况")
        columned(canvas, 530, lower, (30, 148, 266), 10, 2)
        prose(canvas, BELOW, 320)

    document = read(draw)
    assert paragraphs(document) == ["部门整体支出绩效自评情况", *ARTICLE, *ARTICLE, *BELOW]
    assert [issue.message for issue in document.issues] == ["page 1: 3 columns of text were read one after the other"]


def test_a_table_of_full_width_stands_above_its_two_columns() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, COLS, LINES)
        columned(canvas, 390)

    document = read(draw)
    assert tables(document) == [TEXTS]
    assert [type(block).__name__ for block in document.blocks] == ["Table", "Paragraph", "Paragraph", "Paragraph"]
    assert paragraphs(document) == list(ARTICLE)


def test_a_paragraph_goes_on_in_the_next_pages_first_column() -> None:
    sentence = "各级财政部门应当加强绩效运行监控，发现问题及时纠正，确保绩效目标如期实现。"

    def first(canvas: Canvas) -> None:
        columned(canvas, 300)
        for i in range(0, 28, 14):
            canvas.drawString(212, 300 - 15 * (5 + i // 14), sentence[i : i + 14])

    def second(canvas: Canvas) -> None:
        canvas.drawString(50, 560, sentence[28:])
        columned(canvas, 545)

    found = paragraphs(read(first, second))
    assert "".join(found) == "".join(ARTICLE) + sentence + "".join(ARTICLE)


def test_short_entries_side_by_side_are_not_two_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(8):
            canvas.drawString(50, 560 - 15 * i, "经办人签字")
            canvas.drawString(230, 560 - 15 * i, "负责人意见")

    document = read(draw)
    assert "".join(paragraphs(document)) == "经办人签字 负责人意见" * 8
    assert document.issues == ()
