"""A report as a .docx file: merged cells as Word writes them, headings as plain paragraphs, the same bytes every time."""

import io
import zipfile
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from corpus.synth.model import Grid, Line, Report

TEXT_WIDTH_DXA = 9060
STAMP = (2024, 1, 1, 0, 0, 0)
ALIGNMENT = {"title": "center", "caption": "center"}
SIZES_HALF_PT = {"title": 36, "caption": 24}
BODY_HALF_PT = 28
CELL_HALF_PT = 20
CELL_PARAGRAPH = '<w:pPr><w:spacing w:after="0"/><w:jc w:val="center"/></w:pPr>'
UNWANTED = ("thumbnail",)


def write(report: Report) -> bytes:
    """The file's bytes."""
    document = docx.Document()
    prepare(document)
    body = document.element.body
    for block in report.blocks:
        element = paragraph(block) if isinstance(block, Line) else table(block)
        body.insert(len(body) - 1, element)
    if isinstance(report.blocks[-1], Grid):
        body.insert(len(body) - 1, paragraph(Line("", "blank")))
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def prepare(document: Any) -> None:
    """Page, base font and properties; the template's picture is dropped."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(*STAMP)
    relations = document.part.package.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith(UNWANTED)]:
        del relations[key]


def run(text: str, size: int, font: str, bold: bool = False) -> str:
    """One run of text."""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>{weight}<w:sz w:val="{size}"/>'
        f'</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def paragraph(line: Line) -> Any:
    """One paragraph; headings are no styles, as in published reports."""
    size = SIZES_HALF_PT.get(line.role, BODY_HALF_PT)
    font = {"title": "宋体", "heading": "黑体"}.get(line.role, "仿宋")
    placed = f'<w:jc w:val="{ALIGNMENT[line.role]}"/>' if line.role in ALIGNMENT else ""
    indent = '<w:ind w:firstLine="560"/>' if line.role in ("body", "heading") else ""
    text = run(line.text, size, font, line.role == "title") if line.text else ""
    return parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{indent}{placed}</w:pPr>{text}</w:p>")


def table(grid: Grid) -> Any:
    """One table with single rules."""
    widths = [TEXT_WIDTH_DXA * width // sum(grid.widths) for width in grid.widths]
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(f"<w:tr>{''.join(row_cells(grid, row, widths))}</w:tr>" for row in range(grid.n_rows))
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def row_cells(grid: Grid, row: int, widths: list[int]) -> list[str]:
    """The cells of one row, continued ones included."""
    out = []
    for cell in sorted(grid.cells, key=lambda placed: placed.col):
        if not cell.row <= row < cell.row + cell.row_span:
            continue
        first = row == cell.row
        span = f'<w:gridSpan w:val="{cell.col_span}"/>' if cell.col_span > 1 else ""
        merge = ""
        if cell.row_span > 1:
            merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
        width = sum(widths[cell.col : cell.col + cell.col_span])
        texts = cell.text.split("\n") if first else [""]
        lines = "".join(f"<w:p>{CELL_PARAGRAPH}{cell_run(text)}</w:p>" for text in texts)
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
        out.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>")
    return out


def cell_run(text: str) -> str:
    """A line of a cell; nothing for a blank one."""
    return run(text, CELL_HALF_PT, "宋体") if text else ""


def repacked(data: bytes) -> bytes:
    """The same package with fixed time stamps."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            out.writestr(info, given.read(name))
    return buffer.getvalue()
