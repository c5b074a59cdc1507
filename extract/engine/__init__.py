"""Running the pipe over many files: what is left to do, and doing it on this machine."""
