"""Small files of the kinds that are made to do harm: each ends with its reason, and reads nothing it should not."""

import os
import socket
import threading
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from extract import store
from extract.engine.build import Built, Settings, build
from extract.engine.limits import Limits
from extract.names import shown
from parsers import parse
from schemas.document import Source
from schemas.errors import DocumentError
from tests.test_parsers_errors import PARAGRAPH, W_NS, body_xml, zip_of

REPORT = "绩效自评报告\n\n一、基本情况\n本单位编制30人。\n"


def build_of(folder: Path, limits: Limits | None = None, *more: Path) -> tuple[Built, store.Database]:
    db = store.open_database(None)
    return build([folder, *more], db, Settings(root=folder.parent, limits=limits)), db


def packed(xml: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("word/document.xml", xml)
    return buffer.getvalue()


def reason_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        parse(data, Source("0" * 64, "x", "", len(data)))
    return caught.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037", "utf-7"])
@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', '"aaaaaaaaaa"'])
def test_entities_are_refused_in_whatever_encoding(encoding: str, entity: str) -> None:
    name = {"cp037": "IBM037", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}.get(encoding, encoding)
    head = f'<?xml version="1.0" encoding="{name}"?><!DOCTYPE w [<!ENTITY x {entity}>]>'
    body = "<w:body><w:p><w:r><w:t>a&x;</w:t></w:r></w:p></w:body>"
    xml = f'{head}<w:document xmlns:w="{W_NS}">{body}</w:document>'
    assert reason_of(packed(xml.encode(encoding))) == "malformed"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressions_without_bound_are_refused(method: int) -> None:
    assert reason_of(packed(b" " * (32 << 20), method)) == "malformed"


def test_member_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    xml = f'<w:document xmlns:w="{W_NS}"><w:body>{PARAGRAPH}</w:body></w:document>'
    names = ("../../evil", "/evil", "..\\evil", "word/\nevil")
    data = zip_of({"word/document.xml": xml, **dict.fromkeys(names, "evil")})
    assert len(parse(data, Source("0" * 64, "x", "", len(data))).blocks) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_relation_to_the_net_is_not_followed() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        relation = f'<Relationship Type="x/header" Target="{url}" TargetMode="External"/>'
        namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
        xml = f'<w:document xmlns:w="{W_NS}"><w:body>{PARAGRAPH}</w:body></w:document>'
        rels = f'<Relationships xmlns="{namespace}">{relation}</Relationships>'
        data = zip_of({"word/document.xml": xml, "word/_rels/document.xml.rels": rels})
        assert parse(data, Source("0" * 64, "x", "", len(data))).blocks
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_table_too_wide_and_too_long_is_refused_before_it_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.grid.MAX_PLACES", 100)
    row = "<w:tr>" + "<w:tc/>" * 20 + "</w:tr>"
    assert len(parse(body_xml(f"<w:tbl>{row * 5}</w:tbl>"), Source("0" * 64, "x", "", 1)).tables) == 1
    assert reason_of(body_xml(f"<w:tbl>{row * 6}</w:tbl>")) == "too-large"


def pdf_of(*objects: bytes) -> bytes:
    data, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return data + head + b"trailer<</Size 9/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>/Font<</F 5 0 R>>>>>>"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"
LYING_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>>>]>>"
)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (more, len(content), content)


def bomb() -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(600)) + packer.flush()


PDFS = {
    "a page tree that holds itself": (pdf_of(CATALOG, b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>"), "malformed"),
    # PDFium ends its process where memory runs out, and the reader is replaced
    "a form that draws itself": (pdf_of(CATALOG, ONE_PAGE, PAGE, stream(b"/X Do /X Do", FORM)), "crash"),
    "a stream that inflates": (
        pdf_of(CATALOG, ONE_PAGE, PAGE, stream(bomb(), b"/Filter/FlateDecode")), "crash",
    ),
}  # fmt: skip


def test_pdfs_made_to_do_harm_end_with_their_reason(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in PDFS.items():
        (folder / f"{name}.pdf").write_bytes(data)
    built, db = build_of(folder, Limits(timeout_s=20, memory_mb=500))
    assert {(path[3:-4], reason) for path, reason, _ in built.failed} == {(k, v) for k, (_, v) in PDFS.items()}
    db.close()


def test_characters_that_no_text_may_hold_do_not_stop_a_build(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    cmap = b"begincmap 1 beginbfrange <0041> <0043> 55296 endbfrange endcmap"
    page = stream(b"BT /F 9 Tf 50 50 Td <004100420043> Tj ET")
    (folder / "font.pdf").write_bytes(pdf_of(CATALOG, ONE_PAGE, PAGE, page, LYING_FONT, stream(cmap)))
    (folder / "nul.txt").write_text("绩效\0自评报告\n" + "预算。" * 300, encoding="utf8")
    (folder / "good.txt").write_text(REPORT, encoding="utf8")
    _, db = build_of(folder)
    ends = dict(db.execute("SELECT filename, status FROM documents"))
    assert len(ends) == 3
    assert ends["good.txt"] == "ok"
    db.close()


def test_pipes_devices_links_and_folders_named_like_reports_do_not_hang(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "folder.docx").mkdir(parents=True)
    os.mkfifo(folder / "pipe.docx")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "round").symlink_to(".")
    (folder / "good.txt").write_text(REPORT, encoding="utf8")
    done: list[Built] = []
    named = (folder / "pipe.docx", folder / "zero.txt")
    thread = threading.Thread(target=lambda: done.append(build_of(folder, None, *named)[0]), daemon=True)
    thread.start()
    thread.join(60)
    assert [(path, reason) for path, reason, _ in done[0].failed] == [
        ("in/pipe.docx", "unreadable"), ("in/zero.txt", "unreadable"),
    ]  # fmt: skip


def test_a_file_larger_than_any_report_is_not_even_hashed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with (folder / "sparse.pdf").open("wb") as file:
        file.truncate(1 << 40)
    built, db = build_of(folder)
    assert [each[:2] for each in built.failed] == [("in/sparse.pdf", "unreadable")]
    db.close()


def test_odd_file_names_are_stored_and_shown_without_doing_harm(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = ["new\nline.txt", "\x1b[31mred.txt", "turn\u202etxt.txt", os.fsdecode(b"bytes\xff.txt")]
    for name in names:
        try:
            (folder / name).write_text(f"{REPORT}{names.index(name)}", encoding="utf8")
        except OSError:
            pytest.skip("this file system takes no such names")
    built, db = build_of(folder)
    assert built.failed == []
    paths = [path for (path,) in db.execute("SELECT path FROM files ORDER BY path")]
    assert paths == sorted(["in/\\x1b[31mred.txt", "in/bytes\\xff.txt", "in/new\\nline.txt", "in/turn\\u202etxt.txt"])
    db.close()


def test_ordinary_names_are_shown_as_they_are() -> None:
    assert shown("2022年 绩效自评（定稿）.docx") == "2022年 绩效自评（定稿）.docx"
    assert shown("空\u3000格.txt") == "空\u3000格.txt"
