"""Invented reports with exact gold: seeded, in the form families of the country, as Word, PDF and text dump."""
