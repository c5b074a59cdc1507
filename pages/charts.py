"""Charts as SVG made by the server: readable on a phone, printed as they are, told in words to who cannot see them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from markupsafe import Markup, escape

WIDTH, HEIGHT = 360, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 14, 26
_BAR_LINE, _LABEL_HEIGHT = 29, 15
MAX_BARS = 15
MAX_LABEL = 56

Number = float | None


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its name and a value, or None, for every label."""

    name: str
    values: Sequence[Number]


def columns(title: str, labels: Sequence[str], series: Sequence[Series], unit: str) -> Markup:
    """Columns side by side over each label; the empty text where there is no value at all."""
    known = [value for each in series for value in each.values if value is not None]
    if not known or max(known) <= 0:
        return Markup("")
    top = nice(max(known))
    room = (WIDTH - _LEFT - _RIGHT) / len(labels)
    wide = min(34.0, room * 0.8 / len(series))
    depth = HEIGHT - _TOP - _BOTTOM
    marks = []
    for place, label in enumerate(labels):
        middle = _LEFT + room * (place + 0.5)
        for number, each in enumerate(series):
            value = each.values[place]
            if value is None:
                continue
            high = depth * max(0.0, value) / top
            x, y = middle + wide * (number - len(series) / 2), HEIGHT - _BOTTOM - high
            marks.append(_bar(x, y, wide - 1, high, number, f"{label} {each.name} {number_text(value)} {unit}"))
            if len(labels) * len(series) <= MAX_BARS:
                marks.append(_text(x + wide / 2, y - 3, short(value), "value"))
        marks.append(_text(middle, HEIGHT - 9, label, "label"))
    axis = Markup('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
        _LEFT, WIDTH - _RIGHT, HEIGHT - _BOTTOM, HEIGHT - _BOTTOM
    )
    body = Markup("").join([*marks, axis])
    return _figure(title, body, HEIGHT, series, unit, told(labels, series, unit))


def bars(title: str, labels: Sequence[str], values: Sequence[Number], unit: str = "") -> Markup:
    """Lying bars, one a label, the first MAX_BARS of them; the empty text where no value is above zero."""
    pairs = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None][:MAX_BARS]
    largest = max((abs(value) for _, value in pairs), default=0)
    if largest <= 0:
        return Markup("")
    marks = []
    for place, (label, value) in enumerate(pairs):
        y = place * _BAR_LINE
        whole = f"{label} {number_text(value)} {unit}"
        marks.append(_text(0, y + _LABEL_HEIGHT - 4, cut(label, MAX_LABEL), "left"))
        length = (WIDTH - 60) * abs(value) / largest
        marks.append(_bar(0, y + _LABEL_HEIGHT, length, 8, 1 if value < 0 else 0, whole))
        marks.append(_text(length + 4, y + _LABEL_HEIGHT + 8, short(value), "left value"))
    series = [Series(title, [value for _, value in pairs])]
    text = told([label for label, _ in pairs], series, unit)
    return _figure(title, Markup("").join(marks), len(pairs) * _BAR_LINE + 2, series, unit, text)


def told(labels: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """The chart in words: every label with its values."""
    lines = []
    for place, label in enumerate(labels):
        known = [f"{each.name} {number_text(value)}" for each in series if (value := each.values[place]) is not None]
        if known:
            lines.append(f"{label}: {', '.join(known)}")
    return f"{'; '.join(lines)} ({unit})" if unit else "; ".join(lines)


def nice(largest: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten that is not below."""
    power = 10.0 ** floor(log10(largest))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= largest * (1 - 1e-9))


def short(value: float) -> str:
    """A value as a chart has room for it: 12,346 · 123 · 12.3 · 1.25."""
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_text(value: float) -> str:
    """A value with at most four decimals."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def cut(label: str, room: int) -> str:
    """The label, shortened to so many half-width characters; Chinese ones take two."""
    widths = [2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in label]
    if sum(widths) <= room:
        return label
    kept = next(place for place in range(len(label)) if sum(widths[: place + 1]) > room - 1)
    return label[:kept] + "…"


def _bar(x: float, y: float, width: float, height: float, number: int, text: str) -> Markup:
    shape = Markup('<rect class="s{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>')
    return shape.format(number, x, y, max(0.5, width), max(0.5, height), text)


def _text(x: float, y: float, text: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(kind, x, y, text)


def _figure(title: str, body: Markup, height: int, series: Sequence[Series], unit: str, text: str) -> Markup:
    key = Markup("")
    if len(series) > 1:
        names = Markup("").join(
            Markup('<li class="s{}">{}</li>').format(place, each.name) for place, each in enumerate(series)
        )
        key = Markup('<ul class="key" aria-hidden="true">{}</ul>').format(names)
    caption = Markup("<figcaption>{}{}</figcaption>").format(
        title, Markup(" <small>{}</small>").format(unit) if unit else ""
    )
    drawn = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, escape(f"{title}: {text}"), body
    )
    return Markup('<figure class="chart">{}{}{}</figure>').format(caption, key, drawn)
