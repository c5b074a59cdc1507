"""Documents inside a zip archive, as portals attach them. Nothing is written to names of its own, archives in it stay shut."""

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from corpus.kinds import Kind, kind_of

ARCHIVES = (".zip", ".rar", ".7z")
MAX_MEMBERS = 1000
MAX_INFLATED_BYTES = 512 << 20
_ENCRYPTED = 0x1
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive, under the name it has there."""

    name: str
    data: bytes
    kind: Kind


@dataclass(slots=True)
class Unpacked:
    """What an archive holds: its documents in the order of their names, and (name, why) of what was left shut."""

    members: list[Member] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def unpack(data: bytes, kind: Kind) -> Unpacked:
    """The documents of an archive; none of what is no archive, or of a kind that cannot be opened (that is told)."""
    found = Unpacked()
    if kind.suffix not in ARCHIVES:
        return found
    if kind.suffix != ".zip":
        found.left.append(("", f"{kind.suffix} archives are kept, but not opened"))
        return found
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _read(archive, found)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError) as error:
        found.left.append(("", f"the archive cannot be opened: {error}"))
    return found


def _read(archive: zipfile.ZipFile, found: Unpacked) -> None:
    entries = sorted((_name(entry), entry) for entry in archive.infolist() if not entry.is_dir())
    room = MAX_INFLATED_BYTES
    for place, (name, entry) in enumerate(entries):
        if place >= MAX_MEMBERS:
            found.left.append(("", f"{len(entries) - MAX_MEMBERS} files beyond the first {MAX_MEMBERS}"))
            break
        if entry.flag_bits & _ENCRYPTED:
            found.left.append((name, "encrypted"))
            continue
        inflated = _inflated(archive, entry, room)
        if isinstance(inflated, str):
            found.left.append((name, inflated))
            continue
        room -= len(inflated)
        kind = kind_of(inflated, name)
        if kind is None or kind.is_page or kind.suffix in ARCHIVES:
            found.left.append((name, "no document"))
        else:
            found.members.append(Member(name, inflated, kind))


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes | str:
    """The bytes of a member, or why it is left; what its header says of its size is not believed."""
    try:
        with archive.open(entry) as member:
            data = member.read(room + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        return f"cannot be read: {error}"
    return data if len(data) <= room else f"more than {MAX_INFLATED_BYTES >> 20} MB in one archive"


def _name(entry: zipfile.ZipInfo) -> str:
    """A member's name; where the archive does not say UTF-8, programs write the bytes of GB 18030 all the same."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    raw = entry.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
