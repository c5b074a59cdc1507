"""Word documents written by hand, one feature each, and the grid and text that must come out."""

import zipfile
from io import BytesIO

import pytest

from parsers import parse, sniff
from schemas.document import Document, Paragraph, Source, Table

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_NS = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def build_docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    part: str = "word/document.xml",
    namespace: str = W_NS,
    extra: dict[str, str] | None = None,
) -> bytes:
    """The bytes of a .docx with this body; styles and numbering are the insides of their parts."""
    folder, _, name = part.rpartition("/")
    root = f'xmlns:w="{namespace}" {NAMESPACES}'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        f'Target="/{part}"/></Relationships>',
        part: f"<w:document {root}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="n" Type="{OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
        f"{folder}/styles.xml": f"<w:styles {root}>{styles}</w:styles>",
        f"{folder}/numbering.xml": f"<w:numbering {root}>{numbering}</w:numbering>",
        **(extra or {}),
    }
    return zip_of(parts)


def zip_of(parts: dict[str, str]) -> bytes:
    """The bytes of a zip with these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read(data: bytes, name: str = "small.docx") -> Document:
    """The parsed bytes."""
    return parse(data, Source("0" * 64, name, sniff(data, name), len(data)))


def p(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def spanned(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def grid(table: Table) -> list[list[str]]:
    """Per row the texts of all grid columns, `^` where a cell runs on, `.` where nothing stands."""
    rows = []
    for r in range(table.n_rows):
        row = []
        for c in range(table.n_cols):
            cell = table.grid.get((r, c))
            row.append("." if cell is None else cell.text if (cell.row, cell.col) == (r, c) else "^")
        rows.append(row)
    return rows


def test_body_keeps_the_order_of_paragraphs_and_tables_and_drops_blank_paragraphs() -> None:
    document = read(build_docx(p("一") + p(" \u3000") + tbl(tr(tc("a"))) + p("\u3000二 ")))
    assert [block.text if isinstance(block, Paragraph) else grid(block) for block in document.blocks] == [
        "一",
        [["a"]],
        "\u3000二 ",
    ]


SDT = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
RUN_TEXT = "<w:r><w:t>{}</w:t></w:r>"
TEXT_BOX = (
    "<w:p><w:r><w:t>anchor</w:t></w:r><w:r><mc:AlternateContent>"
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>'
    "<mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>code</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

TEXT_CASES = {
    "inserted text stays, deleted text goes": (
        f"<w:p><w:ins>{RUN_TEXT.format('a')}</w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del>"
        f"<w:moveFrom>{RUN_TEXT.format('c')}</w:moveFrom><w:moveTo>{RUN_TEXT.format('d')}</w:moveTo></w:p>",
        ["ad"],
    ),
    "a text box is read once, after its anchor": (TEXT_BOX.format(p("boxed")), ["anchor", "boxed"]),
    "inline controls, links and smart tags keep their text": (
        f"<w:p>{SDT.format(RUN_TEXT.format('a'))}<w:hyperlink>{RUN_TEXT.format('b')}</w:hyperlink>"
        f"<w:smartTag>{RUN_TEXT.format('c')}</w:smartTag></w:p>",
        ["abc"],
    ),
    "a paragraph inside a control is body": (SDT.format(p("a")), ["a"]),
    "symbol-font ticks become characters": (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings 2" w:char="F052"/>'
        '<w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>',
        ["☑☑☐"],
    ),
    "check boxes show their state": (
        "".join(
            f'<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{value}"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{RUN_TEXT.format('x')}</w:sdtContent></w:sdt>{RUN_TEXT.format('是')}</w:p>"
            for value in (1, 0)
        ),
        ["☑是", "☐是"],
    ),
    "of a field only the result is text": (f"<w:p>{FIELD}</w:p>", ["7"]),
    "tabs, breaks and hyphens": (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>",
        ["a\tb\nc-d"],
    ),
    "hidden text is not seen": (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>b</w:t></w:r></w:p>',
        ["b"],
    ),
    "phonetic guides are left out": (
        f"<w:p><w:r><w:ruby><w:rubyPr/><w:rt>{RUN_TEXT.format('a')}</w:rt>"
        f"<w:rubyBase>{RUN_TEXT.format('b')}</w:rubyBase></w:ruby></w:r></w:p>",
        ["b"],
    ),
}


@pytest.mark.parametrize("name", TEXT_CASES)
def test_text_is_what_a_reader_sees(name: str) -> None:
    body, expected = TEXT_CASES[name]
    assert texts(read(build_docx(body))) == expected


GRID_CASES = {
    "a row inside a control": (tbl(tr(tc("a")), SDT.format(tr(tc("b")))), [["a"], ["b"]]),
    "a cell inside a control": (tbl(tr(tc("a"), SDT.format(tc("b")), tc("c"))), [["a", "b", "c"]]),
    "columns left out before a row": (
        tbl(tr(tc("a"), tc("b")), tr(tc("c"), properties='<w:gridBefore w:val="1"/>')),
        [["a", "b"], [".", "c"]],
    ),
    "a merged cell of two columns over two rows": (
        tbl(tr(tc("a", spanned(2) + RESTART), tc("b")), tr(tc("", spanned(2) + CONTINUE), tc("c"))),
        [["a", "^", "b"], ["^", "^", "c"]],
    ),
    "a continuation wider than its cell lengthens it and covers nothing else": (
        tbl(tr(tc("a", RESTART), tc("b"), tc("c")), tr(tc("", spanned(2) + CONTINUE), tc("d"))),
        [["a", "b", "c"], ["^", ".", "d"]],
    ),
    "a continuation narrower than the cell above stands for itself": (
        tbl(tr(tc("a", spanned(2) + RESTART)), tr(tc("x", CONTINUE), tc("b"))),
        [["a", "^"], ["x", "b"]],
    ),
    "a continuation with nothing above stands for itself": (tbl(tr(tc("a", CONTINUE), tc("b"))), [["a", "b"]]),
    "old horizontal merges": (
        tbl(tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("b"))),
        [["a", "^", "b"]],
    ),
    "a deleted row is gone": (tbl(tr(tc("a")), tr(tc("b"), properties="<w:del/>")), [["a"]]),
}


@pytest.mark.parametrize("name", GRID_CASES)
def test_grid_covers_each_place_at_most_once(name: str) -> None:
    body, expected = GRID_CASES[name]
    (table,) = read(build_docx(body)).tables
    assert grid(table) == expected
    assert sum(cell.row_span * cell.col_span for cell in table.cells) == len(table.grid)


def test_a_span_of_a_million_columns_does_not_widen_the_grid() -> None:
    (table,) = read(build_docx(tbl(tr(tc("a", spanned(1_000_000)), tc("b")), tr(tc("c"))))).tables
    assert grid(table) == [["a", "^", "b"], ["c", ".", "."]]


def test_a_nested_table_follows_its_parent_and_its_text_is_not_the_cell_s() -> None:
    inner = tbl(tr(tc("x"), tc("y")))
    outer = tbl(tr(tc("a"), f"<w:tc>{p('b')}{inner}{p('c')}</w:tc>"))
    first, second, third = read(build_docx(outer + tbl(tr(tc("z"))))).tables
    assert (grid(first), first.parent) == ([["a", "b\nc"]], None)
    assert (grid(second), second.parent) == ([["x", "y"]], (0, 0, 1))
    assert (grid(third), third.parent) == ([["z"]], None)


def test_a_text_box_in_a_cell_is_lines_of_the_cell() -> None:
    (table,) = read(build_docx(tbl(tr(f"<w:tc>{TEXT_BOX.format(p('boxed'))}</w:tc>")))).tables
    assert grid(table) == [["anchor\nboxed"]]


def test_a_table_without_cells_is_no_block() -> None:
    assert read(build_docx(p("a") + tbl() + tbl(tr()))).tables == ()


@pytest.mark.parametrize(
    ("part", "namespace"),
    [("word/document.xml", STRICT_NS), ("word/document2.xml", W_NS), ("Other/body.xml", STRICT_NS)],
)
def test_strict_namespaces_and_renamed_parts_are_read_alike(part: str, namespace: str) -> None:
    data = build_docx(p("a") + tbl(tr(tc("b", spanned(2)))), part=part, namespace=namespace)
    document = read(data)
    assert texts(document) == ["a"]
    assert grid(document.tables[0]) == [["b", "^"]]


def level(ilvl: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCountingThousand", "%1、", '<w:pStyle w:val="H1"/>')
    + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>')
    + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    + level(3, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    + '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="6"><w:abstractNumId w:val="1"/>'
    + '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


def styled(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{RUN_TEXT.format(text)}</w:p>'


def listed(num_id: int, ilvl: int, text: str) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{RUN_TEXT.format(text)}</w:p>"


def test_list_numbers_and_heading_levels_come_from_styles_and_numbering() -> None:
    body = [
        (styled("H1", "a"), "一、", 1),
        (styled("H2", "b"), "（一）", 2),
        (styled("H2", "c"), "（二）", 2),
        (listed(5, 2, "d"), "1.2.1", None),
        (listed(5, 3, "e"), None, None),
        (styled("H1", "f"), "二、", 1),
        (styled("H2", "g"), "（一）", 2),
        (listed(6, 0, "h"), "十一、", None),
        (listed(0, 0, "i"), None, None),
        (p("j"), None, None),
    ]
    document = read(build_docx("".join(xml for xml, _, _ in body), styles=STYLES, numbering=NUMBERING))
    found = [(paragraph.number, paragraph.level) for paragraph in document.paragraphs]
    assert found == [(number, depth) for _, number, depth in body]


def test_a_damaged_styles_part_is_an_issue_and_the_text_is_read() -> None:
    document = read(build_docx(styled("H1", "a"), styles="<w:broken>"))
    assert texts(document) == ["a"]
    assert [issue.code for issue in document.issues] == ["part.unreadable"]
