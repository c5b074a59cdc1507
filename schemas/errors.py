"""Every exception jixiao raises on purpose, on one page."""


class ProjectError(Exception):
    """Base of all: this document, file or rule cannot go on."""


# Why a document failed: the closed list of what `documents.reason` may hold. Other reasons are not raised.
REASONS = {
    "empty": "the file has no bytes",
    "unsupported": "a format that is known but not read",
    "not-text": "neither a known format nor text",
    "truncated": "the file ends too early, or has lost its directory",
    "malformed": "the file breaks the rules of its format so that it cannot be read",
    "no-document-part": "a package without the part that holds the text",
    "no-content": "neither a paragraph nor a table",
    "encrypted": "a password is needed",
    "needs-converter": "a format that another program must convert first",
    "needs-ocr": "page images alone, and OCR is not installed",
    "too-large": "more bytes, members, pages, characters or levels than any report has, or a result beyond its limit",
    "unreadable": "cannot be opened, or is no regular file",
    "changed": "the file changed between two looks of one build",
    "timeout": "reading took longer than the limit; the process was killed",
    "memory": "reading needed more memory than the limit; the process was given up",
    "crash": "an error of this program or of a library; please report it",
}


class DocumentError(ProjectError):
    """Raised by `parsers.parse` when the bytes cannot become a Document; `reason` is one of REASONS."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[str, str]]:
        return type(self), (self.reason, self.message)


class LimitError(ProjectError):
    """Raised for limits that make no sense, and where no process can work within them."""


class NumberError(ProjectError):
    """Raised by `extract.numbers` when a text is neither a number nor a known blank."""


class FieldError(ProjectError):
    """Raised when a data file (fields, units, forms, lexicons) breaks its own rules; names file and entry."""


class StoreError(ProjectError):
    """Raised by `extract.store` when a database is of another schema version or is not ours."""


class PackingError(ProjectError):
    """Raised by `schemas.packing` for bytes that are not a packed document, or not any more; it must be parsed again."""


class RuleError(ProjectError):
    """Raised by `extract.audit` when a rule file has no head or returns other columns than the fixed ones."""


class GoldError(ProjectError):
    """Raised by `corpus.evaluate` when a gold file or an extraction does not follow the contract."""


class ReviewError(ProjectError):
    """A file of reviews, or a mark in it, cannot be understood."""


class CrawlError(ProjectError):
    """Raised by `corpus.crawl` for a portals file that makes no sense; names the portal and the entry."""


class ManifestError(ProjectError):
    """Raised by `corpus.manifest` when a store of crawled documents is not ours, of another version, or in use."""


class ClusterError(ProjectError):
    """Raised by `extract.engine.cluster` where no cluster answers, or its machines run another version."""

    def __reduce__(self) -> tuple[type["ClusterError"], tuple[str]]:
        return type(self), (str(self),)


class ExportError(ProjectError):
    """Raised by `extract.parquet` for a folder that may not be replaced, and where DuckDB is not installed."""


class ExtraError(ProjectError):
    """Raised where a command needs an extra of the distribution that is not installed; says which."""
