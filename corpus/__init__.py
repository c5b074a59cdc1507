"""Which documents there are, and what is known to be true of them."""
