"""One long-lived LibreOffice of our own: a private profile in a temporary folder, nothing run or fetched, gone at exit.

The instance holds a blank document open, so it stays; every file is handed to it by a short-lived second `soffice` of
the same profile, which passes its arguments on and ends when the file is converted. That needs no UNO and no Python of
LibreOffice's. A shell stands between: it sets the limits, and when this process dies, whatever of, it ends LibreOffice
and removes the folder.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from schemas.errors import DocumentError

INSTALL = (
    "LibreOffice is needed for .doc and .wps files: apt install libreoffice-writer-nogui "
    "(macOS: brew install --cask libreoffice)"
)
PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
SECONDS_TO_START = 30.0
SECONDS_PER_FILE = 40.0
SECONDS_TO_END = 5.0
FILES_PER_INSTANCE = 200
MAX_RESIDENT_MB = 800  # an ordinary report needs 220, and 830 of addresses
MAX_ADDRESSES_KB = 3 * 1024 * 1024
LOOK_EVERY_S = 0.1
PROC = Path("/proc")
MAX_OUTPUT_512 = 256 * 1024 * 2
KEPT_OPEN = "kept-open.rtf"
PIPE_FOLDERS = ("/tmp", "/var/tmp")  # fixed in LibreOffice

# Ends LibreOffice and removes the folder ($1) as soon as the other end of standard input is closed.
KEEPER = f"""
ulimit -c 0; ulimit -f {MAX_OUTPUT_512} 2>/dev/null; ulimit -v {MAX_ADDRESSES_KB} 2>/dev/null
folder=$1; pipes=$2; shift 2
trap : TERM
{{ "$@" </dev/null >/dev/null 2>&1; kill -KILL 0; }} &
runner=$!
cat >/dev/null
kill -KILL $runner; kill -TERM 0
tries=0  # LibreOffice may still be writing while it ends
while [ -e "$folder" ] && [ $tries -lt 50 ]; do
  sleep 0.1; rm -rf -- "$folder" /tmp/OSL_PIPE_*_"$pipes" /var/tmp/OSL_PIPE_*_"$pipes" 2>/dev/null; sleep 0.1
  tries=$((tries + 1))
done
kill -KILL 0
"""

COMMON, WRITER, INET = "/org.openoffice.Office.Common", "/org.openoffice.Office.Writer", "/org.openoffice.Inet"
# Macros, links and fields never run or fetch; what still tried would meet a proxy at which nobody listens.
SETTINGS = (
    (f"{COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{COMMON}/Security/Scripting", "DisableOLEAutomation", "true"),
    (f"{COMMON}/Security/Scripting", "SecureURL", ""),
    (f"{COMMON}/Misc", "FirstRun", "false"),
    (f"{COMMON}/Save/Document", "CreateBackup", "false"),
    (f"{WRITER}/Content/Update", "Link", "2"),
    (f"{WRITER}/Content/Update", "Field", "false"),
    (f"{WRITER}/Content/Update", "Chart", "false"),
    (f"{INET}/Settings", "ooInetProxyType", "2"),
    *((f"{INET}/Settings", f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *((f"{INET}/Settings", f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
    (f"{INET}/Settings", "ooInetNoProxy", ""),
)


def find_soffice() -> str | None:
    """The path of LibreOffice's command, or None where it is not installed."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


class Office:
    """A LibreOffice instance, started with the first file, replaced when it hangs or dies. Not for two threads at once.

    `close` ends it and removes its folder; it may be used again afterwards.
    """

    def __init__(self, seconds_per_file: float = SECONDS_PER_FILE, resident_mb: int = MAX_RESIDENT_MB) -> None:
        self._seconds, self._resident_bytes = seconds_per_file, resident_mb << 20
        self._folder: Path | None = None
        self._keeper: subprocess.Popen[bytes] | None = None
        self._files = 0

    def to_docx(self, data: bytes, suffix: str) -> bytes:
        """The bytes of a file as .docx. `suffix` names the kind of the bytes (".doc", ".rtf").

        Raises DocumentError: needs-converter, timeout, memory, malformed (LibreOffice could not open it).
        """
        program = find_soffice()
        if program is None:
            raise DocumentError("needs-converter", INSTALL)
        if self._files >= FILES_PER_INSTANCE or not self._runs():
            self.close()
            self._start(program)
        self._files += 1
        folder = self._folder
        assert folder is not None
        work = Path(tempfile.mkdtemp(dir=folder))
        try:
            given, made = work / f"in{suffix}", work / "out" / "in.docx"
            given.write_bytes(data)
            self._hand_over(program, given, made.parent)
            # LibreOffice exits with 0 whether or not it could convert.
            if not made.is_file() or not made.stat().st_size:
                raise DocumentError("malformed", "LibreOffice could not open this file")
            return made.read_bytes()
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def close(self) -> None:
        """Ends the instance with all its processes and removes its folder; nothing happens where none runs."""
        keeper, folder = self._keeper, self._folder
        self._keeper = self._folder = None
        if keeper is not None:
            _end_group(keeper)
        if folder is not None:
            _remove(folder)

    def _runs(self) -> bool:
        return self._keeper is not None and self._keeper.poll() is None

    def _start(self, program: str) -> None:
        folder = self._folder = Path(tempfile.mkdtemp(prefix="jixiao-office-"))
        self._files = 0
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        (folder / KEPT_OPEN).write_text(r"{\rtf1 }", encoding="ascii")
        arguments = [*_arguments(program, folder), str(folder / KEPT_OPEN)]
        keeper = ["/bin/sh", "-c", KEEPER, "jixiao-office", str(folder), _pipe_name(folder), *arguments]
        self._keeper = subprocess.Popen(
            keeper,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(folder),
            start_new_session=True,
        )
        deadline = time.monotonic() + SECONDS_TO_START
        while not (folder / f".~lock.{KEPT_OPEN}#").exists() or not _pipes(folder):
            if not self._runs() or time.monotonic() > deadline:
                self.close()
                raise DocumentError("needs-converter", "LibreOffice is installed but does not start")
            time.sleep(0.02)

    def _hand_over(self, program: str, given: Path, out: Path) -> None:
        """Waits until the instance has converted the file; one that hangs or grows too large is ended."""
        assert self._folder is not None
        command = [*_arguments(program, self._folder), "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)]
        client = subprocess.Popen(
            [*command, str(given)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(self._folder),
            start_new_session=True,
        )
        try:
            self._watch(client)
        finally:
            _end_group(client)

    def _watch(self, client: subprocess.Popen[bytes]) -> None:
        """Waits for the client's end. DocumentError timeout or memory, the instance ended."""
        assert self._keeper is not None
        deadline = time.monotonic() + self._seconds
        while client.poll() is None:
            if time.monotonic() > deadline:
                self.close()
                raise DocumentError("timeout", f"LibreOffice needed more than {self._seconds:g} s for this file")
            if resident_bytes(self._keeper.pid) > self._resident_bytes:
                self.close()
                allowed = self._resident_bytes >> 20
                raise DocumentError("memory", f"LibreOffice needed more than {allowed} MB of memory for this file")
            with contextlib.suppress(subprocess.TimeoutExpired):
                client.wait(max(0.0, min(LOOK_EVERY_S, deadline - time.monotonic())))


def resident_bytes(group: int) -> int:
    """The memory that the largest process of a process group holds; 0 where the system does not tell."""
    return max((held for its_group, held in _processes() if its_group == group), default=0)


def _processes() -> Iterator[tuple[int, int]]:
    """(process group, resident bytes) of every process: from /proc, else from `ps`."""
    if not PROC.is_dir():
        told = subprocess.run(["ps", "-A", "-o", "pgid=", "-o", "rss="], capture_output=True, text=True, check=False)
        rows = (line.split() for line in told.stdout.splitlines())
        yield from ((int(group), int(kilobytes) << 10) for group, kilobytes in rows)
        return
    page = os.sysconf("SC_PAGE_SIZE")
    for stat in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            yield int(fields[2]), int(fields[21]) * page


def _arguments(program: str, folder: Path) -> list[str]:
    profile = (folder / "profile").as_uri()
    flags = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nofirststartwizard")
    return [program, f"-env:UserInstallation={profile}", *flags]


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but the path: no proxies, no home, no temporary files outside the folder."""
    home = str(folder)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "HOME": home,
        "TMPDIR": home,
    }


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    return f"{head}{items}</oor:items>"


def _pipe_name(folder: Path) -> str:
    """The end of the name LibreOffice gives the socket of a profile: a digest of its address, without leading zeros."""
    digest = hashlib.md5((folder / "profile").as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    return "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest)


def _pipes(folder: Path) -> list[Path]:
    return [path for place in PIPE_FOLDERS for path in Path(place).glob(f"OSL_PIPE_*_{_pipe_name(folder)}")]


def _remove(folder: Path) -> None:
    """Removes the folder and its socket; a process that was just killed may still be ending a write in it."""
    deadline = time.monotonic() + SECONDS_TO_END
    while True:
        for pipe in _pipes(folder):
            pipe.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists() or time.monotonic() > deadline:
            return
        time.sleep(0.05)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that leads a group, with the whole group, and waits for it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdin is not None:
        process.stdin.close()
    process.wait()
