"""The values that a chart is drawn from: those that a drawing has no place for, and more of them than can be told apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, Final

from sourced.drawing.domains import said_of_row
from sourced.drawing.views import all_parts, column_of, units
from sourced.evidence.figures import FigureError

_UNDRAWN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no SVG may hold."""
_MOMENT: Final = re.compile(r"[+-]?[0-9]{4,6}(-[0-9]{2}(-[0-9]{2}([T ].*)?)?)?")
_PLACES: Final = ("x", "y", "row", "column", "facet")
_LARGEST: Final = 10_000
"""How many pixels a part of a drawing may be high or wide."""
_MOST: Final = 500
"""How many places a chart may have side by side: more are no longer told apart, and some thousands not drawn at all."""


def check_values(specification: dict[str, Any]) -> None:
    """Raise FigureError for the first value of a Vega-Lite chart that can't be drawn, and for an axis of too many places."""
    sets = specification.get("datasets", {})
    for value in _leaves({key: one for key, one in specification.items() if key != "datasets"}):
        if found := _undrawable(value):
            raise FigureError(f"holds {found}", "take it out", due_to=())
    for rows in sets.values():
        for row in rows if isinstance(rows, list) else []:
            for column, value in row.items() if isinstance(row, dict) else []:
                if found := _undrawable(value):
                    raise FigureError(f'draws {said_of_row(row, found)} in the column "{column}"', "correct it, or leave the row out")
    _check_sizes(specification)
    for unit in units(specification, sets):
        for name, channel in unit.encoding.items() if not unit.is_computed else ():
            if column := column_of(channel):
                _check_column(unit.rows, name, column, str(channel.get("type", "")))


def _check_sizes(specification: dict[str, Any]) -> None:
    """Raise FigureError for the first part that is larger than a page, or smaller than anything."""
    for part in all_parts(specification):
        for side in ("width", "height"):
            if isinstance(size := part.get(side), int | float) and not 1 <= size <= _LARGEST:
                raise FigureError(
                    f"has the {side} {size:g}, where 1 to {_LARGEST} pixels can be drawn", "leave it out, or correct it", due_to=()
                )


def _leaves(value: Any) -> Iterator[Any]:
    """All values within a value that hold no others."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
    else:
        yield value


def _undrawable(value: Any) -> str:
    """What a cell holds that no drawing can, "" if nothing."""
    if isinstance(value, str):
        found = None if value.isascii() and value.isprintable() else _UNDRAWN.search(value)
        return f"the character U+{ord(found[0]):04X}" if found else ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else "a number without end"
    return "" if isinstance(value, int | list | dict | None) else f"a {type(value).__name__}, which is neither text nor number nor day"


def _check_column(rows: list[dict[str, Any]], channel: str, column: str, kind: str) -> None:
    """Raise FigureError for the first value of a column that is not of its kind, and for too many places."""
    if channel in _PLACES and kind in ("nominal", "ordinal"):
        many = len({str(row.get(column)) for row in rows})
        if many > _MOST:
            raise FigureError(f'has {many} places on "{channel}", where {_MOST} can be told apart at most', "put some together", due_to=())
    words = {"quantitative": "number", "temporal": "day"}.get(kind)
    for row in rows if words else []:
        value = row.get(column)
        if value is not None and not (_is_number(value) or (kind == "temporal" and _MOMENT.fullmatch(str(value)))):
            shown = said_of_row(row, f'"{str(value)[:40]}"')
            raise FigureError(f'draws {shown} on "{channel}", which is no {words}', f"give a {words}, or None where there is none")


def _is_number(value: Any) -> bool:
    """Whether Vega takes a value for a number, as it does texts that hold one."""
    try:
        return not isinstance(value, list | dict) and math.isfinite(float(value))
    except ValueError:
        return False
