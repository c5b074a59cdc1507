"""A table -> records, by the meaning of its headers and labels; every cell ends used, ignored by name, or as an issue."""

from extract.tables.heads import labelled_answers
from extract.tables.parts import parts_of
from extract.tables.project_column import parts_by_project
from extract.tables.reader import read_table
from extract.tables.reading import Reading

__all__ = ["Reading", "labelled_answers", "parts_by_project", "parts_of", "read_table"]
