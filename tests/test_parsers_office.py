"""LibreOffice as a converter: nothing runs or is fetched, nothing is left behind, and what fails has its reason."""

import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from parsers import convert, office, parse
from parsers.office import INSTALL, Office, find_soffice
from schemas.document import Source
from schemas.errors import DocumentError

needs_libreoffice = pytest.mark.skipif(find_soffice() is None, reason=INSTALL)
SOURCE = Source("0" * 64, "x.doc", "", 0)
SECRET = "机密字样"

RTF = r"""{\rtf1\ansi plain text\par
{\field{\*\fldinst INCLUDEPICTURE "URL/picture.png" \\d}{\fldrslt p}}\par
{\field{\*\fldinst INCLUDETEXT "FILE"}{\fldrslt old}}\par {\field{\*\fldinst INCLUDETEXT "URL/text.txt"}{\fldrslt old}}\par
{\field{\*\fldinst HYPERLINK "URL/link"}{\fldrslt link}}{\*\template URL/template.dot}\par}"""

MARKUP = "urn:oasis:names:tc:opendocument:xmlns:"
FODT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{MARKUP}office:1.0" xmlns:text="{MARKUP}text:1.0" xmlns:script="{MARKUP}script:1.0"
 xmlns:draw="{MARKUP}drawing:1.0" xmlns:svg="{MARKUP}svg-compatible:1.0" xmlns:ooo="http://openoffice.org/2004/office"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">
<ooo:module ooo:name="M"><ooo:source-code>Sub Go
 Open "MARK" For Output As #1
 Close #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load"
 xlink:href="vnd.sun.star.script:Standard.M.Go?language=Basic&amp;location=document" xlink:type="simple"/>
</office:event-listeners></office:scripts><office:body><office:text><text:p>plain text<draw:frame svg:width="2cm"
 svg:height="2cm" text:anchor-type="as-char"><draw:image xlink:href="URL/picture.png" xlink:type="simple"
 xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="s"><text:section-source xlink:href="file://FILE" text:filter-name="Text"/><text:p>old</text:p>
</text:section></office:text></office:body></office:document>"""


@pytest.fixture(scope="module")
def shared_office() -> Iterator[Office]:
    running = Office()
    yield running
    running.close()


@pytest.fixture
def fetched() -> Iterator[tuple[str, list[str]]]:
    """(address of a server on this machine, the paths asked of it)."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@needs_libreoffice
@pytest.mark.parametrize(("template", "suffix"), [(RTF, ".rtf"), (FODT, ".fodt")])
def test_macros_links_and_fields_never_run_or_fetch(
    template: str, suffix: str, shared_office: Office, fetched: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = fetched
    secret, mark = tmp_path / "secret.txt", tmp_path / "mark"
    secret.write_text(SECRET, encoding="utf-8")
    text = template.replace("URL", address).replace("FILE", str(secret)).replace("MARK", str(mark))
    with zipfile.ZipFile(BytesIO(shared_office.to_docx(text.encode(), suffix))) as package:
        body = package.read("word/document.xml").decode()
    assert "plain text" in body
    assert SECRET not in body
    assert asked == []
    assert not mark.exists()


@needs_libreoffice
def test_what_cannot_be_opened_is_malformed_and_the_instance_lives_on(shared_office: Office) -> None:
    with pytest.raises(DocumentError) as caught:
        shared_office.to_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), ".doc")
    assert caught.value.reason == "malformed"
    assert shared_office.to_docx(rb"{\rtf1 a}", ".rtf").startswith(b"PK")


@needs_libreoffice
def test_an_instance_that_hangs_is_ended_with_its_folder_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Office(seconds_per_file=0.001)
    with pytest.raises(DocumentError) as caught:
        slow.to_docx(rb"{\rtf1 a}", ".rtf")
    assert caught.value.reason == "timeout"
    assert slow._folder is None
    monkeypatch.setattr(slow, "_seconds", 40.0)
    assert slow.to_docx(rb"{\rtf1 a}", ".rtf").startswith(b"PK")
    folder, keeper = slow._folder, slow._keeper
    assert folder is not None
    assert keeper is not None
    slow.close()
    assert not folder.exists()
    assert not office._pipes(folder)
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(folder) not in left


@needs_libreoffice
def test_an_instance_that_grows_too_large_is_ended_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Office(resident_mb=20)
    with pytest.raises(DocumentError, match="more than 20 MB") as caught:
        small.to_docx(rb"{\rtf1 a}", ".rtf")
    assert caught.value.reason == "memory"
    assert small._folder is None
    monkeypatch.setattr(small, "_resident_bytes", 800 << 20)
    assert small.to_docx(rb"{\rtf1 a}", ".rtf").startswith(b"PK")
    small.close()


@pytest.mark.parametrize("place", ["/proc", "/no-such-folder"])
def test_the_memory_of_a_group_is_that_of_its_largest_process(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROC", Path(place))
    script = "held = b'x' * (64 << 20); print('ready', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        assert 64 << 20 < office.resident_bytes(process.pid) < 200 << 20
        process.kill()
    assert office.resident_bytes(process.pid) == 0


@needs_libreoffice
def test_an_instance_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    import time

    script = (
        "import os, signal; from parsers.office import Office; o = Office(); o.to_docx(rb'{\\rtf1 a}', '.rtf');"
        "print(o._folder, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[1])
    folder = Path(run.stdout.strip())
    assert folder.name.startswith("jixiao-office-"), run.stderr
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (folder.exists() or office._pipes(folder)):
        time.sleep(0.1)
    assert not folder.exists()
    assert not office._pipes(folder)


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    with pytest.raises(DocumentError) as caught:
        Office().to_docx(b"", ".doc")
    assert (caught.value.reason, caught.value.message) == ("needs-converter", INSTALL)
    assert "apt install libreoffice-writer-nogui" in INSTALL


def test_a_word_file_with_a_password_is_encrypted() -> None:
    stream = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01" + bytes(500)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    with pytest.raises(DocumentError) as caught:
        convert.parse_legacy_word(head + stream, SOURCE)
    assert caught.value.reason == "encrypted"


def test_rich_text_that_ends_inside_a_group_is_truncated() -> None:
    with pytest.raises(DocumentError) as caught:
        parse(rb"{\rtf1 {\b a", SOURCE)
    assert caught.value.reason == "truncated"
