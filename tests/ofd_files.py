"""OFD files for tests: the pages of a PDF drawn again as OFD, so that both must give the same document."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from parsers.layout import Glyph, one_by_one
from parsers.page import TOP_SHARE, Edge, RawPage
from parsers.pages import MAX_EDGES, MAX_GLYPHS
from parsers.pdfium import FastFile

MM = 25.4 / 72
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def raw_pages(pdf: bytes) -> list[RawPage]:
    """What PDFium gives of each page."""
    with FastFile(pdf) as file:
        found = [file.read(number, MAX_GLYPHS, MAX_EDGES) for number in range(1, len(file) + 1)]
    return [page for page in found if page is not None]


def redrawn(pages: Sequence[RawPage]) -> bytes:
    """An OFD file of such pages."""
    return packed([(page.width * MM, page.height * MM, _objects(page)) for page in pages])


def packed(pages: Sequence[tuple[float, float, str]], more: Iterable[tuple[str, str]] = ()) -> bytes:
    """An OFD file of (width and height in mm, objects of the layer) for each page; `more` are other parts."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": f'<ofd:OFD {NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, (width, height, objects) in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = page_part(objects, f"0 0 {width:.4f} {height:.4f}")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | dict(more)).items():
            archive.writestr(
                zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), f'<?xml version="1.0" encoding="UTF-8"?>{text}'
            )
    return written.getvalue()


def page_part(objects: str, area: str = "0 0 210 297", before: str = "") -> str:
    """The part of one page with these objects in its layer."""
    return (
        f"<ofd:Page {NAMESPACE}>{before}<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def text(words: str, x: float, y: float, size: float, boundary: str = "0 0 210 297", **more: str) -> str:
    """A text object; `x` and `y` are where the baseline begins, from the corner of its boundary, in mm."""
    code = {name: more.pop(name) for name in ("DeltaX", "DeltaY") if name in more}
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    steps = "".join(f' {name}="{value}"' for name, value in code.items())
    return (
        f'<ofd:TextObject ID="2" Boundary="{boundary}" Font="3" Size="{size:.4f}"{attributes}>'
        f'<ofd:TextCode X="{x:.4f}" Y="{y:.4f}"{steps}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float, **more: str) -> str:
    """A stroked line from one point to another, in mm."""
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    data = f"M {x0:.4f} {y0:.4f} L {x1:.4f} {y1:.4f}"
    return f'<ofd:PathObject ID="4" Boundary="0 0 210 297" LineWidth="0.25"{attributes}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def _objects(page: RawPage) -> str:
    glyphs = "".join(_glyph(glyph) for glyph in one_by_one(page.glyphs) if glyph.text.strip() and glyph.turn == 0)
    return glyphs + "".join(_rule(edge) for edge in page.edges or ())


def _glyph(glyph: Glyph) -> str:
    size = (glyph.bottom - glyph.top) * MM
    step = (glyph.x1 - glyph.x0) * MM
    return text(glyph.text, glyph.x0 * MM, glyph.top * MM + TOP_SHARE * size, size, DeltaX=f"{step:.4f}")


def _rule(edge: Edge) -> str:
    at, start, end = edge.at * MM, edge.start * MM, edge.end * MM
    return line(start, at, end, at) if edge.flat else line(at, start, at, end)
