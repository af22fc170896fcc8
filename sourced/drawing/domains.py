"""Scales whose ends a chart has fixed, and the values that lie beyond them: marks outside of the frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sourced.drawing.views import Unit, column_of, units
from sourced.evidence.figures import FigureError

_AXES = ("x", "y")
_OVERLAID = ("normalize", "center")
_PARTS = {"year": 1, "month": 1, "date": 1, "hours": 0, "minutes": 0, "seconds": 0}


def check_domains(specification: dict[str, Any]) -> None:
    """Raise FigureError for the first value of a Vega-Lite chart that its own scale has no place for."""
    scales: dict[tuple[int, str], list[Unit]] = defaultdict(list)
    for unit in units(specification, specification.get("datasets", {})):
        for axis in _AXES:
            apart = unit.view.get("resolve", {}).get("scale", {}).get(axis) == "independent"
            scales[id(unit.part if apart else unit.view), axis].append(unit)
    for (_, axis), listed in scales.items():
        _check(listed, axis)


def _check(listed: list[Unit], axis: str) -> None:
    """Raise FigureError for the first value of marks on one scale that it has no place for."""
    scales = [scale for unit in listed if (scale := _channel(unit, axis).get("scale"))]
    domains = [one for scale in scales if isinstance(one := scale.get("domain"), list)]
    ends = [(one[0], one[-1]) for one in domains if len(one) == 2] + [(one.get("domainMin"), one.get("domainMax")) for one in scales]
    lows, highs = ([at for end in side if (at := _number(end)) is not None] for side in (zip(*ends, strict=True) if ends else ((), ())))
    places = {str(one) for domain in domains for one in domain}
    is_log = any(scale.get("type") == "log" for scale in scales)
    for row, value, kind in (found for unit in listed for found in _values(unit, axis)):
        said, at = f"draws {said_of_row(row, value)}", _number(value)
        if kind in ("nominal", "ordinal"):
            if places and str(value) not in places:
                raise FigureError(f'{said}, which the domain of its scale "{axis}" lacks', "leave the domain out, or take it from the data")
        elif at is not None and is_log and at <= 0:
            raise FigureError(f'{said} on the scale "{axis}" of logarithms, where zero and less have no place', "use another type of scale")
        elif at is not None and ((lows and at < min(lows)) or (highs and at > max(highs))):
            between = f"{_end(lows, kind, min) if lows else 'any'} to {_end(highs, kind, max) if highs else 'any'}"
            fix = "leave the domain out, or take its ends from the data; clip=True on the mark if what lies beyond is to be cut off"
            raise FigureError(f'{said} outside of the domain of its scale "{axis}", {between}', fix)


def _channel(unit: Unit, axis: str) -> Mapping[str, Any]:
    channel = unit.encoding.get(axis)
    return channel if isinstance(channel, dict) else {}


def _values(unit: Unit, axis: str) -> Iterator[tuple[Mapping[str, Any], Any, str]]:
    """The values that a mark sets on a scale as they are in its rows, each with its row and the scale's kind; none that Vega computes."""
    main = _channel(unit, axis)
    if unit.is_computed or main.get("stack") in _OVERLAID or unit.mark.get("clip"):
        return
    for name in (axis, f"{axis}2"):
        column = column_of(unit.encoding.get(name))
        for row in unit.rows if column else []:
            if (value := row.get(column)) is not None:
                yield row, value, str(main.get("type", ""))


def _number(value: Any) -> float | None:
    """A number, or a moment as seconds; None for what is neither, such as what Vega computes."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dict) and set(value) <= set(_PARTS) and all(isinstance(one, int) for one in value.values()):
        value = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*(value.get(part, at) for part, at in _PARTS.items()))
    with suppress(ValueError):
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC).timestamp()
    return None


def _end(ends: Iterable[float], kind: str, choose: Callable[[Iterable[float]], float]) -> str:
    """The end of a domain in words."""
    at = choose(ends)
    return datetime.fromtimestamp(at, UTC).date().isoformat() if kind == "temporal" else f"{at:g}"


def said_of_row(row: Mapping[str, Any], value: Any) -> str:
    """A value and the row that it is of."""
    shown = str(value)[:10] if isinstance(value, str) and "T" in value else f"{value:g}" if isinstance(value, float) else str(value)
    named = next((str(row[column]) for column in ("key", "id", "label") if row.get(column)), "")
    return f"{shown} ({named})" if named else shown
