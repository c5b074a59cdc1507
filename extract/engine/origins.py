"""Where documents came from: what the manifest of a store of crawled documents says goes with them into the database."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.manifest import NAME, Manifest
from extract import store, whereabouts
from extract.privacy import mask
from extract.rows import document_id

TEXTS = ("filename", "words")


def record(db: store.Database, paths: Iterable[Path]) -> int:
    """Brings the addresses of documents up to date from the stores among the paths, or above them; how many documents' changed.

    Raises ManifestError for a manifest that cannot be read.
    """
    changed = 0
    for folder in _stores(paths):
        manifest = Manifest(folder / NAME, readonly=True)
        try:
            origins = manifest.origins()
        finally:
            manifest.close()
        by_document: dict[str, list[dict[str, Any]]] = {}
        for origin in origins:
            row = {"document_id": document_id(origin.pop("sha256"))} | origin
            row |= {name: mask(row[name]) for name in TEXTS if row[name]}
            by_document.setdefault(row["document_id"], []).append(row)
        changed += whereabouts.place_sources(db, by_document)
    return changed


def _stores(paths: Iterable[Path]) -> list[Path]:
    """Folders with a manifest: those named, and the one above `blobs`."""
    folders = (folder for path in paths if path.is_dir() for folder in (path, path.absolute().parent))
    return list(dict.fromkeys(folder.absolute() for folder in folders if (folder / NAME).is_file()))
