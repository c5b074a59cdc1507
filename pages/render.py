"""A page of a PDF as a picture. Run as a process of its own, for a broken file must not end the site.

`python -m pages.render sizes FILE` prints the sizes of all pages in points as JSON; `python -m pages.render page FILE N`
writes page N (from 1) as PNG, the boxes given as JSON on standard input painted over.
"""

import json
import resource
import sys
from contextlib import suppress
from io import BytesIO

import pypdfium2
from PIL import ImageDraw

SCALE = 1.6
MAX_PIXELS = 4_000_000
MAX_PAGES = 2000
CPU_SECONDS, MEMORY_BYTES = 20, 2 * 1024**3
GREY = 128

Box = tuple[float, float, float, float]


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """(width, height) of every page in points, as shown."""
    pdf = pypdfium2.PdfDocument(data)
    return [pdf.get_page_size(index) for index in range(min(len(pdf), MAX_PAGES))]


def page_png(data: bytes, number: int, covered: list[Box]) -> bytes:
    """Page `number` (from 1) as a grey PNG, with the covered boxes (points from the top left) painted over."""
    page = pypdfium2.PdfDocument(data)[number - 1]
    width, height = page.get_size()
    scale = min(SCALE, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    draw = ImageDraw.Draw(image)
    for x0, top, x1, bottom in covered:
        draw.rectangle((x0 * scale, top * scale, x1 * scale, bottom * scale), fill=GREY)
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def main(arguments: list[str]) -> None:
    """Answers one question on standard output; any error ends the process with a traceback."""
    for kind, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY_BYTES)):
        with suppress(ValueError, OSError):  # macOS has no limit of the address space
            resource.setrlimit(kind, (most, most))
    question, path = arguments[:2]
    with open(path, "rb") as file:
        data = file.read()
    if question == "sizes":
        sys.stdout.write(json.dumps(page_sizes(data)))
    else:
        covered = [tuple(box) for box in json.load(sys.stdin)]
        sys.stdout.buffer.write(page_png(data, int(arguments[2]), covered))


if __name__ == "__main__":
    main(sys.argv[1:])
