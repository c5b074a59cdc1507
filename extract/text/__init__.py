"""Sentences of the narrative as plain text: tokens, and the rules that tie figures to their words. Knows no spaCy."""
