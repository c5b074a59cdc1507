"""Every exception jixiao raises on purpose, on one page."""


class ProjectError(Exception):
    """Base of all: this document, file or rule cannot go on."""


class DocumentError(ProjectError):
    """Raised by `parsers.parse` when the bytes cannot become a Document; `reason` is a stable code.

    Reasons: empty · unsupported · truncated · no-document-part · encrypted · too-large · not-text ·
    malformed · no-content · timeout · needs-converter.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[str, str]]:
        return type(self), (self.reason, self.message)


class NumberError(ProjectError):
    """Raised by `extract.numbers` when a text is neither a number nor a known blank."""


class FieldError(ProjectError):
    """Raised when a data file (fields, units, forms, lexicons) breaks its own rules; names file and entry."""


class StoreError(ProjectError):
    """Raised by `extract.store` when a database is of another schema version or is not ours."""


class RuleError(ProjectError):
    """Raised by `extract.audit` when a rule file has no head or returns other columns than the fixed ones."""


class GoldError(ProjectError):
    """Raised by `corpus.evaluate` when a gold file or an extraction does not follow the contract."""
