"""Results as they leave the site: XLSX beside Datasette's own CSV and JSON, the chart of a saved query, its API call."""

from functools import partial
from io import BytesIO
from typing import Any

import xlsxwriter
from datasette import Response, hookimpl

from pages import charts
from pages.language import translate

MAX_CELL = 32_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@hookimpl
def register_output_renderer(datasette: Any) -> dict[str, Any]:
    """`.xlsx` of any table or query."""
    return {"extension": "xlsx", "render": render_xlsx}


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """`query_chart` and `absolute`, for the page of a query."""
    env.globals["query_chart"] = query_chart
    env.globals["absolute"] = partial(absolute, datasette)


def render_xlsx(columns: list[str], rows: list[Any]) -> Response:
    """The rows of the page as one sheet; texts stay texts, whatever they begin with."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, str(value)[:MAX_CELL])
    book.close()
    headers = {"content-disposition": 'attachment; filename="data.xlsx"'}
    return Response(written.getvalue(), content_type=XLSX, headers=headers)


def query_chart(title: str, chosen: list[str], columns: list[str], rows: list[Any]) -> str:
    """The first rows as bars; nothing where the columns are not there."""
    if not set(chosen) <= set(columns):
        return ""
    label, value = (columns.index(name) for name in chosen)
    known = [row for row in rows[: charts.MAX_BARS] if isinstance(row[value], int | float)]
    return charts.bars(translate(title), [str(row[label] or "") for row in known], [row[value] for row in known])


def absolute(datasette: Any, request: Any, path: str) -> str:
    """The whole address of a path of the site."""
    return str(datasette.absolute_url(request, path))
