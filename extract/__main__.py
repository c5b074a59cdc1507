"""`python -m extract` is the `jixiao` command."""

import os

from extract.cli import main as command

__all__ = ["main"]


def main() -> None:
    """The command. Processes it starts find modules where this one does, never in the folder one works in, which is data.

    Arrays are small here: threads for them would be started, and waited for, in vain.
    """
    os.environ.setdefault("PYTHONSAFEPATH", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    command()


if __name__ == "__main__":
    main()
