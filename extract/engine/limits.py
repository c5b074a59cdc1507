"""What one document may cost: time, memory and size of its result."""

from dataclasses import dataclass, replace

from schemas.errors import LimitError

LEAST_MEMORY_MB = 320
LEAST_OCR_MEMORY_MB = 1300
SCAN_TIMEOUT_S, SCAN_MEMORY_MB = 900.0, 4000


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a reading process. LimitError for a value that makes no sense.

    `timeout_s` bounds a document's wall clock and its CPU time alike; `memory_mb` the address space of the process,
    `output_mb` what a document may be made into and any file written on the way; after `renew_after` documents a
    process is replaced by a fresh one. `scan_timeout_s` and `scan_memory_mb` stand in the place of the first two for a
    document that turns out to need OCR, from the moment it does; None: nothing more than others.
    """

    timeout_s: float = 50.0
    memory_mb: int = 1000
    output_mb: int = 128
    renew_after: int = 200
    scan_timeout_s: float | None = None
    scan_memory_mb: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.timeout_s <= 86_400:
            raise LimitError(f"a time limit of {self.timeout_s} s: give more than 0 and at most a day")
        if self.memory_mb < LEAST_MEMORY_MB:
            raise LimitError(
                f"a memory limit of {self.memory_mb} MB: a reading process needs {LEAST_MEMORY_MB} MB to start"
            )
        if self.output_mb < 1 or self.renew_after < 1:
            raise LimitError("the limits of output and of documents a process must be at least 1")

    def of_scans(self) -> "Limits":
        """The limits of a document that needs OCR."""
        return replace(
            self, timeout_s=self.scan_timeout_s or self.timeout_s, memory_mb=self.scan_memory_mb or self.memory_mb
        )
