"""`python -m corpus.synth FOLDER` writes the samples."""

import sys
from pathlib import Path

from corpus.synth.sampling import write_samples

if __name__ == "__main__":
    write_samples(Path(sys.argv[1]))
