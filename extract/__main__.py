"""`python -m extract` is the `jixiao` command."""

from extract.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
