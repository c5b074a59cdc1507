"""Published files at hand: found in a folder by their paths, told by their hash, their pages drawn by a process apart."""

import asyncio
import hashlib
import json
import sys
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pages.render import Box

PDF = "application/pdf"
TIMEOUT_S = 20
MAX_KEPT = 64
MAX_AT_ONCE = 2

Key = TypeVar("Key")
Value = TypeVar("Value")


class Originals:
    """The files of a folder. Every answer is None where a file is not at hand, is another, or cannot be drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._found: dict[str, Path | None] = {}
        self._sizes: OrderedDict[str, list[tuple[float, float]] | None] = OrderedDict()
        self._pages: OrderedDict[tuple[str, int], bytes | None] = OrderedDict()
        self._gate = asyncio.Semaphore(MAX_AT_ONCE)

    def find(self, sha256: str, paths: Iterable[str]) -> Path | None:
        """The file with that hash at one of the paths, which may begin with the name of the folder itself."""
        if sha256 not in self._found:
            self._found[sha256] = next(filter(None, (self._checked(path, sha256) for path in paths)), None)
        return self._found[sha256]

    def _checked(self, path: str, sha256: str) -> Path | None:
        parts = PurePosixPath(path).parts
        for place in (self._folder.joinpath(*parts), self._folder.joinpath(*parts[1:])):
            full = place.resolve()
            if full.is_relative_to(self._folder) and full.is_file() and _sha256(full) == sha256:
                return full
        return None

    async def sizes(self, sha256: str, path: Path) -> list[tuple[float, float]] | None:
        """(width, height) in points of every page."""
        if sha256 not in self._sizes:
            answer = await self._ask(["sizes", str(path)], b"")
            _keep(self._sizes, sha256, json.loads(answer) if answer else None)
        return self._sizes[sha256]

    async def png(self, sha256: str, path: Path, number: int, covered: list[Box]) -> bytes | None:
        """One page as PNG, the covered boxes painted over."""
        if (sha256, number) not in self._pages:
            answer = await self._ask(["page", str(path), str(number)], json.dumps(covered).encode())
            _keep(self._pages, (sha256, number), answer)
        return self._pages[sha256, number]

    async def _ask(self, arguments: list[str], given: bytes) -> bytes | None:
        pipe = asyncio.subprocess.PIPE
        async with self._gate:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "pages.render", *arguments,
                stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parent.parent,
            )  # fmt: skip
            try:
                answer, _ = await asyncio.wait_for(process.communicate(given), TIMEOUT_S)
            except TimeoutError:
                process.kill()
                await process.wait()
                return None
        return answer if process.returncode == 0 else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(kept: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    kept[key] = value
    if len(kept) > MAX_KEPT:
        kept.popitem(last=False)
