"""Bytes by their SHA-256 in a folder: `blobs/ab/ab12….pdf`. What is there is whole, for files are renamed into place."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 20


class Blobs:
    """A folder of contents. Nothing is ever overwritten or removed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str, suffix: str) -> Path:
        """Where a content lies, or would lie; `suffix` with its dot."""
        return self.folder / sha256[:2] / f"{sha256}{suffix}"

    def put(self, data: bytes, suffix: str) -> str:
        """Stores a content that is not there yet, safe against power loss; gives its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256, suffix)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
        return sha256

    def digest(self, sha256: str, suffix: str) -> tuple[str, int] | None:
        """(SHA-256, size in bytes) of what lies at the place of a content, None where nothing does."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.path(sha256, suffix).open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        except FileNotFoundError:
            return None
        return digest.hexdigest(), size

    def names(self) -> Iterator[str]:
        """The file names in the folder, sorted; leftovers of a write that was cut short begin with a dot."""
        for path in sorted(self.folder.glob("*/*")):
            if path.is_file():
                yield path.name


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file beside its place, then renames it there: a reader sees all of it or nothing."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder last through a power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
