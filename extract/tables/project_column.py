"""Lists of indicators of several projects, whose names, money and goals stand in columns of their own before the levels."""

from collections.abc import Iterator

from extract.labels import bare_label, published_label
from extract.lexicons.grammar import pattern
from extract.tables.align import align
from extract.tables.columns import Column
from extract.tables.figures import add_amount, is_figure, money_at
from extract.tables.header import Header, Headers
from extract.tables.heads import head_key
from extract.tables.reading import Reading
from extract.tables.simple import add_goal
from schemas.document import Slot


def parts_by_project(headers: Headers, rows: range) -> Iterator[tuple[range, int | None]]:
    """The rows of a form, those of each project apart, each with the row of the header that it stands under; all of them at once,
    under no header, where no column names projects."""
    top = next((row for row in rows if _names_projects(headers.at(row))), None)
    header = None if top is None else headers.at(top)
    if top is None or header is None:
        yield rows, None
        return
    starts = _starts(headers, header, range(top + header.n_rows, rows.stop))
    if not starts:
        yield rows, None
        return
    if rows.start < top:
        yield range(rows.start, top), None
    for start, stop in zip(starts, [*starts[1:], rows.stop], strict=True):
        yield range(start, stop), top


def read_carriers(reading: Reading, header: Header, slots: list[Slot]) -> None:
    """Read what the first row of a project's says of it before its indicators: name, body, money and goal.

    Money in a row that names no project is that of all the projects below.
    """
    pairs = _before_levels(header, slots)
    whole = "total" if any(head_key(column.text) == "project" for _, column in pairs) else "project"
    for slot, column in pairs:
        key = head_key(column.text)
        if key in ("project", "organization", "competent_department", "implementing_unit"):
            if whole == "total":
                reading.answer(key, slot)
        elif not slot.text.strip():
            continue
        elif column.has("goal_expected"):
            add_goal(reading, slot, None)
        elif (measure := _measure_of(column)) and is_figure(slot.text):
            unit = reading.unit_for(column.unit, None)
            if value := money_at(reading, slot, unit[0]):
                label = published_label(column.text)
                year = column.year or reading.setting.fiscal_year
                item = column.item or whole
                add_amount(reading, slot, value, unit, item=item, label=label, measure=measure, year=year)
        else:
            continue
        reading.use([slot])


def _measure_of(column: Column) -> str | None:
    """The measure of a column of the projects' money; what says no more than that (项目金额) is what is planned beside targets."""
    plain = not column.known and pattern("tables", "money_of_project").fullmatch(bare_label(column.text))
    return column.measure or ("budget" if plain or column.has("amount") else None)


def _names_projects(header: Header | None) -> bool:
    """True for a header of indicators with a column of projects' names before their levels."""
    if header is None or header.kind != "indicators":
        return False
    first = _first_level(header)
    return any(head_key(column.text) == "project" for column in header.columns[:first])


def _first_level(header: Header) -> int:
    levels = (k for k, column in enumerate(header.columns) if column.has("level1", "level2", "level3", "levels"))
    return next(levels, 0)


def _starts(headers: Headers, header: Header, rows: range) -> list[int]:
    """The rows in which another project than above is named, or money of none; rows cut short by cells drawn over them name none."""
    starts: list[int] = []
    last = ""
    for row in rows:
        slots = headers.table.row(row)
        if len(slots) != len(header.columns):
            continue
        pairs = _before_levels(header, slots)
        named = next((slot for slot, column in pairs if head_key(column.text) == "project"), None)
        name = "" if named is None or named.continued else named.text.strip()
        of_none = named is None and any(_measure_of(column) and is_figure(slot.text) for slot, column in pairs)
        if (name and name != last) or of_none:
            starts.append(row)
            last = name
    return starts


def _before_levels(header: Header, slots: list[Slot]) -> list[tuple[Slot, Column]]:
    first = _first_level(header)
    pairs = ((slot, index) for slot, index in align(slots, header.columns) if index < first and slot.cell.text.strip())
    return [(slot, header.columns[index]) for slot, index in pairs]
