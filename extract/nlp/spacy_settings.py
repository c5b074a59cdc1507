"""What must be said before spaCy is loaded."""

import os

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def one_thread() -> None:
    """Keeps linear algebra on one thread: matrices are small here, and threads would stand in the way of forking."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
