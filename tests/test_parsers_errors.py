"""Each kind of bad input is refused with its own reason, and nothing but DocumentError leaves `parse`."""

import contextlib
import random
import zipfile
from io import BytesIO

import pytest

from parsers import parse, sniff
from schemas.document import Source
from schemas.errors import DocumentError

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zip_of(parts: dict[str, str]) -> bytes:
    """The bytes of a zip with these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def document_xml(xml: str) -> bytes:
    """A package whose document part is this text."""
    return zip_of({"word/document.xml": xml})


def body_xml(body: str) -> bytes:
    """A package whose document has this body."""
    return document_xml(f'<w:document xmlns:w="{W_NS}"><w:body>{body}</w:body></w:document>')


PARAGRAPH = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
GOOD = body_xml(f"{PARAGRAPH}<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>")
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCTYPE = '<!DOCTYPE w:document [<!ENTITY a "b">]>'


def ole_with(stream: str) -> bytes:
    """A compound file's head and one directory entry."""
    return OLE_HEAD + stream.encode("utf-16-le") + bytes(64)


def bomb() -> bytes:
    """A package that inflates to far more than its size."""
    return body_xml(f"<w:p><w:r><w:t>{'a' * 9_000_000}</w:t></w:r></w:p>")


def lying_zip() -> bytes:
    """A package cut off inside its document part, with a directory that promises more."""
    data = bytearray(GOOD)
    at = data.find(b"word/document.xml") + len("word/document.xml")
    data[at + 4 : at + 24] = b"\xff" * 20
    return bytes(data)


CASES = {
    "empty": (b"", "empty"),
    "a docx cut short": (GOOD[: len(GOOD) // 2], "truncated"),
    "a zip that is no package": (zip_of({"a.txt": "b"}), "unsupported"),
    "a workbook without its sheets": (zip_of({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "malformed"),
    "a package with no workbook in it": (zip_of({"xl/styles.xml": "<a/>"}), "no-document-part"),
    "a binary workbook": (zip_of({"xl/workbook.bin": "a"}), "unsupported"),
    "a workbook with a DOCTYPE": (zip_of({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "malformed"),
    "a spreadsheet bomb": (zip_of({"xl/workbook.xml": "<a/>", "xl/sharedStrings.xml": "a" * 9_000_000}), "too-large"),
    "a package without document part": (
        zip_of({"_rels/.rels": f'<Relationships xmlns="{RELATIONS}"/>', "word/other.xml": "<a/>"}),
        "no-document-part",
    ),
    "a document part that is something else": (document_xml("<a/>"), "no-document-part"),
    "broken XML": (document_xml(f'<w:document xmlns:w="{W_NS}"><w:body>'), "malformed"),
    "a DOCTYPE": (document_xml(f'{DOCTYPE}<w:document xmlns:w="{W_NS}"/>'), "malformed"),
    "a damaged member": (lying_zip(), "malformed"),
    "XML nested too deep": (body_xml("<w:ins>" * 300 + PARAGRAPH + "</w:ins>" * 300), "too-large"),
    "a zip bomb": (bomb(), "too-large"),
    "no text at all": (body_xml("<w:p/>"), "no-content"),
    "a blank text": (b" \n\n", "no-content"),
    "an Office file with a password": (ole_with("EncryptedPackage"), "encrypted"),
    "a legacy spreadsheet cut short": (ole_with("Workbook"), "malformed"),
    "another compound file": (OLE_HEAD, "unsupported"),
    "slides of WPS": (ole_with("PowerPoint Document"), "unsupported"),
    "Microsoft Works": (ole_with("MatOST"), "unsupported"),
    "Microsoft Works for DOS": (b"\x01\xfe" + bytes(110) + b"\x01\x00" + bytes(100), "unsupported"),
    "a web page without text": (b"<!DOCTYPE html><html></html>", "no-content"),
    "a web page nested too deep": (b"<html>" + b"<div>" * 5000 + b"a", "too-large"),
    "a web page whose table has no end": (b"<html><table>" + b"<td colspan=1000 rowspan=60000>a" * 9, "no-content"),
    "a web archive without a page": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\na", "malformed"),
    "XML that is no page": (b'<?xml version="1.0"?><a/>', "unsupported"),
    "an image named .txt": (b"GIF89a" + bytes(20), "unsupported"),
    "a PDF without pages": (b"%PDF-1.4\nnothing", "malformed"),
}


def reason_of(data: bytes) -> str:
    """The reason of the refusal."""
    with pytest.raises(DocumentError) as caught:
        parse(data, Source("0" * 64, "x.txt", sniff(data, "x.txt"), len(data)))
    assert caught.value.message
    assert "\n" not in caught.value.message
    return caught.value.reason


@pytest.mark.parametrize("name", CASES)
def test_bad_input_has_its_reason(name: str) -> None:
    data, reason = CASES[name]
    assert reason_of(data) == reason


def test_too_many_members_are_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for i in range(10_001):
            archive.writestr(f"word/{i}", "")
    assert reason_of(buffer.getvalue()) == "too-large"


def test_damaged_bytes_give_a_document_or_a_reason() -> None:
    noise = random.Random(7)
    for _ in range(300):
        data = bytearray(GOOD)
        for _ in range(noise.randint(1, 12)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        with contextlib.suppress(DocumentError):
            assert parse(bytes(data), Source("0" * 64, "x", "", len(data))).blocks


SNIFFED = [
    (b"%PDF-1.7", "x.txt", "application/pdf"),
    (GOOD, "x.pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"a\tb", "x.txt", "text/plain"),
    (b"a,b", "x.csv", "text/csv"),
    (ole_with("WORDDOCUMENT"), "x.docx", "application/msword"),
    (b"", "x.docx", "application/x-empty"),
]


@pytest.mark.parametrize(("data", "name", "media_type"), SNIFFED)
def test_bytes_decide_the_media_type_and_the_name_only_between_texts(data: bytes, name: str, media_type: str) -> None:
    assert sniff(data, name) == media_type
