"""`python -m corpus.synth FOLDER` writes the samples; with FIRST and LAST, invented reports of these seeds instead."""

import sys
from pathlib import Path

from corpus.synth.sampling import write_invented, write_samples

if __name__ == "__main__":
    target, *seeds = sys.argv[1:]
    if seeds:
        write_invented(Path(target), range(int(seeds[0]), int(seeds[1]) + 1))
    else:
        write_samples(Path(target))
