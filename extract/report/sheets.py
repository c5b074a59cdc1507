"""Findings as CSV and as a workbook, with columns to be filled in and taken in again by `jixiao review --import`."""

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from extract.lexicons import review_words
from extract.report import Found
from extract.reviews import as_csv, harmless
from schemas.sql import codes

_NARROW = 12
_TO_FILL = ("mark", "note")
_WRAPPED = {"text_wrap": True, "valign": "top"}
_MANY_MARKS = 10_000
_ADDRESSES = ("http://", "https://")
_LONGEST_ADDRESS = 2_000
_MOST_LINKS = 65_000


def to_csv(found: Iterable[Found]) -> bytes:
    """One line for each finding, under Chinese headings."""
    fields, names = _columns()
    return as_csv([names, *([harmless(str(value)) for value in _line(each, fields)] for each in found)])


def to_xlsx(found: Iterable[Found]) -> bytes:
    """The same as a workbook: headings stay in sight, marks are chosen from a list, texts are never formulas."""
    buffer = io.BytesIO()
    fields, names = _columns()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(review_words()["sheet"])
        head = book.add_format(_WRAPPED | {"bold": True, "bottom": 1})
        forms = {
            "": book.add_format(_WRAPPED),
            "link": book.add_format(_WRAPPED | {"font_color": "#1A4B8C", "underline": 1}),
        }
        forms |= dict.fromkeys(_TO_FILL, book.add_format(_WRAPPED | {"bg_color": "#FFF8DC", "border": 1}))
        for column, (field, name) in enumerate(zip(fields, names, strict=True)):
            sheet.set_column(column, column, review_words()["widths"].get(field, _NARROW))
            sheet.write_string(0, column, name, head)
        for row, each in enumerate(found, 1):
            for column, (field, value) in enumerate(zip(fields, _line(each, fields), strict=True)):
                _write(sheet, row, column, value, forms.get(field, forms[""]), field == "link" and row <= _MOST_LINKS)
        marks = [code.zh for code in codes() if code.kind == "mark"]
        column = fields.index("mark")
        sheet.data_validation(1, column, _MANY_MARKS, column, {"validate": "list", "source": marks})
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, form: Any, linked: bool) -> None:
    """One cell; an address is a link where it may be one, by the limits of Excel."""
    if isinstance(value, int):
        sheet.write_number(row, column, value, form)
    elif linked and value.startswith(_ADDRESSES) and len(value) <= _LONGEST_ADDRESS:
        sheet.write_url(row, column, value, form)
    else:
        sheet.write_string(row, column, value, form)


def _columns() -> tuple[list[str], list[str]]:
    words = review_words()
    return words["listed"], [words["columns"][field] for field in words["listed"]]


def _line(each: Found, fields: list[str]) -> list[Any]:
    names = {(code.kind, code.code): code.zh for code in codes()}
    values: dict[str, Any] = {
        "severity": names["severity", each.severity],
        "mark": names["mark", each.mark] if each.mark else "",
        "where": "；".join(spot.name for spot in each.spots),
        "link": each.spots[0].link if each.spots else "",
    }
    return [_shown(values[field] if field in values else getattr(each, field)) for field in fields]


def _shown(value: Any) -> Any:
    return "" if value is None else value
