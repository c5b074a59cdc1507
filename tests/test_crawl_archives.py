"""Archives that portals attach: their documents become documents of their own, proven by the archive's evidence."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus import archives
from corpus.archives import unpack
from corpus.evidence import Store
from corpus.kinds import kind_of
from corpus.manifest import NAME
from corpus.verify import verify
from extract.cli import main
from tests.crawling import needs_crawl
from tests.portals import document, zipped
from tests.test_crawl_store import keep

PDF = b"%PDF-1.4 "


def windows_zipped(*members: tuple[str, bytes]) -> bytes:
    """A zip archive as Windows programs write it: names are bytes of GB 18030, and nothing says so."""
    packed = zipped(*((_stand_in(number, name), data) for number, (name, data) in enumerate(members)))
    for number, (name, _) in enumerate(members):
        packed = packed.replace(_stand_in(number, name).encode(), name.encode("gb18030"))
    return packed


def _stand_in(number: int, name: str) -> str:
    return f"{number:0{len(name.encode('gb18030'))}d}"


def names(data: bytes) -> list[str]:
    kind = kind_of(data)
    assert kind is not None
    return [member.name for member in unpack(data, kind).members]


@pytest.mark.parametrize("pack", [zipped, windows_zipped])
def test_documents_are_found_under_their_chinese_names(pack: Callable[..., bytes]) -> None:
    packed = pack(("报告/2022年自评报告.docx", document(1)), ("自评表.pdf", PDF), ("说明.url", b"[x]"))
    assert names(packed) == ["报告/2022年自评报告.docx", "自评表.pdf"]


def test_what_is_not_opened_is_told() -> None:
    packed = zipped(("a.pdf", PDF), ("b.exe", b"MZ"), ("c.zip", zipped(("d.pdf", PDF))))
    kind = kind_of(packed)
    assert kind is not None
    assert unpack(packed, kind).left == [("b.exe", "no document"), ("c.zip", "no document")]
    rar = b"Rar!\x1a\x07\x00"
    kind = kind_of(rar)
    assert kind is not None
    assert unpack(rar, kind).left == [("", ".rar archives are kept, but not opened")]


def test_an_encrypted_member_is_left() -> None:
    packed = bytearray(zipped(("a.pdf", PDF)))
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    kind = kind_of(bytes(packed))
    assert kind is not None
    assert unpack(bytes(packed), kind).left == [("a.pdf", "encrypted")]


def test_a_bomb_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_INFLATED_BYTES", 1 << 20)
    packed = zipped(("a.pdf", PDF + bytes(2 << 20)), ("b.pdf", PDF))
    kind = kind_of(packed)
    assert kind is not None
    found = unpack(packed, kind)
    assert [member.name for member in found.members] == ["b.pdf"]
    assert found.left == [("a.pdf", "more than 1 MB in one archive")]


def test_no_damage_to_an_archive_raises() -> None:
    packed = zipped(("a.pdf", PDF * 100), ("b.docx", document(2)))
    for at in range(0, len(packed), max(1, len(packed) // 300)):
        damaged = packed[:at] + bytes([packed[at] ^ 0x55]) + packed[at + 1 :]
        if damaged.startswith(b"PK\x03\x04"):
            unpack(damaged, archives.Kind(".zip", "application/zip"))


@needs_crawl
def test_members_are_stored_proven_listed_and_built(tmp_path: Path) -> None:
    report = document(3)
    with Store(tmp_path / "store") as store:
        run, _ = store.manifest.open_run("p", "某局", None, "r", "agent")
        keep(
            store,
            run,
            "http://h/all.zip",
            zipped(("甲.docx", report), ("乙/甲.docx", report), ("丙.docx", document(4))),
        )
        store.manifest.end_run(run, "finished")
    assert (verify(tmp_path / "store").damage, verify(tmp_path / "store").documents) == ([], 3)
    listed = CliRunner().invoke(main, ["corpus", "list", str(tmp_path / "store"), "--json"]).stdout
    assert [json.loads(line)["member"] for line in listed.splitlines()] == [None, "丙.docx", "乙/甲.docx", "甲.docx"]
    built = CliRunner().invoke(main, ["build", str(tmp_path / "store"), "--db", str(tmp_path / "x.db")])
    assert built.exit_code == 0, built.output
    rows = sqlite3.connect(tmp_path / "x.db").execute("SELECT url, filename, state FROM sources ORDER BY filename")
    assert rows.fetchall() == [
        ("http://h/all.zip", "丙.docx", "present"),
        ("http://h/all.zip", "乙/甲.docx", "present"),
    ]


@needs_crawl
def test_a_member_that_is_not_in_the_archive_is_damage(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run, _ = store.manifest.open_run("p", None, None, "r", "agent")
        keep(store, run, "http://h/all.zip", zipped(("甲.docx", document(3))))
    manifest = sqlite3.connect(tmp_path / NAME)
    manifest.execute("UPDATE members SET name = '乙.docx'")
    manifest.commit()
    manifest.close()
    assert [why for _, why in verify(tmp_path).damage] == [
        "the archive does not hold the documents it is said to hold",
        "no response is kept that gave this document",
    ]
