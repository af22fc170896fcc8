"""What one axis may not hold: periods side by side that are not neighbours, and counts that can't be set against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sourced.drawing.views import PANELS, SIDE_BY_SIDE, all_parts, rows_of, units
from sourced.evidence.figures import Figure, FigureError
from sourced.periods import Period, filled_in

_Step = Callable[[Iterable[str]], int]
"""From keys of figures to how far apart their periods are as a rule."""
_SIZED = ("plotted", "short")
"""Columns of a frame in the unit that its largest figure asks for."""


def check_axes(specification: Mapping[str, Any], periods: Mapping[str, Period], used: Mapping[str, Figure], step: _Step) -> None:
    """Raise FigureError for the first axis of a Vega-Lite chart that leaves out a period between two, or mixes scopes kept apart.

    `periods` are those of which the chart was given the words, by these words; `used` the figures it was given, by key;
    `step` gives the cadence of some of them.
    """
    sets = specification.get("datasets", {})
    for view, above, panels in _views(specification, sets, []):
        layers = list(_layers(view, sets, {}, above))
        for channel in sorted({"x", "y"} - (panels or frozenset())):
            _check_periods([(encoding[channel], rows) for encoding, rows in layers if channel in encoding], periods, step)
        if panels is None and not any(facet in encoding for encoding, _ in layers for facet in PANELS):
            _check_scopes([row["key"] for _, rows in layers for row in rows if row.get("key") in used], used)


def check_units(specification: dict[str, Any]) -> None:
    """Raise FigureError for a mark that draws figures of several frames, of which each has a unit for its own largest."""
    sets = specification.get("datasets", {})
    looked_up = [
        row for part in all_parts(specification) for one in part.get("transform", []) for row in rows_of(one.get("from", {}), sets, [])
    ]
    for unit in units(specification, sets):
        fields = [one["field"] for one in unit.encoding.values() if isinstance(one, dict) and one.get("field") in _SIZED]
        found = list(
            dict.fromkeys(str(row["unit"]) for row in [*unit.rows, *looked_up] if row.get("unit") and row.get("plotted") is not None)
        )
        if fields and len(found) > 1:
            fix = "take them as one frame, canvas.frame([*…, *…]), or draw things of different units apart"
            raise FigureError(f'sets "{fields[0]}" in {" and in ".join(found)} on one scale', fix)


def _views(
    part: Mapping[str, Any], sets: Mapping[str, Any], above: list[dict[str, Any]], panels: frozenset[str] | None = None
) -> Iterator[tuple[Mapping[str, Any], list[dict[str, Any]], frozenset[str] | None]]:
    """The parts of a chart that have axes, each with the rows above it; of small multiples, which of x and y each has for itself."""
    rows = rows_of(part, sets, above)
    inner = [one for kind in SIDE_BY_SIDE for one in part.get(kind, [])]
    for one in inner:
        yield from _views(one, sets, rows, panels)
    if "facet" in part:
        scales = part.get("resolve", {}).get("scale", {})
        yield from _views(part["spec"], sets, rows, frozenset(one for one, how in scales.items() if how == "independent"))
    elif not inner and "repeat" not in part:
        yield part, rows, panels


def _layers(
    part: Mapping[str, Any], sets: Mapping[str, Any], above: Mapping[str, Any], rows: list[dict[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], list[dict[str, Any]]]]:
    """The encodings of a view's layers, each with its rows; both are inherited."""
    encoding = {**above, **part.get("encoding", {})}
    data = part.get("data", {})
    values = data.get("values") or sets.get(data.get("name", ""))
    rows = [one for one in values if isinstance(one, dict)] if isinstance(values, list) else rows
    if "layer" not in part:
        yield encoding, rows
    for one in part.get("layer", []):
        yield from _layers(one, sets, encoding, rows)


def _check_periods(channels: list[tuple[Mapping[str, Any], list[dict[str, Any]]]], periods: Mapping[str, Period], step: _Step) -> None:
    """Raise FigureError for a period between two of one axis that has no place on it."""
    discrete = [(one, rows) for one, rows in channels if one.get("type") in ("nominal", "ordinal") and isinstance(one.get("field"), str)]
    shown = {str(row[one["field"]]) for one, rows in discrete for row in rows if one["field"] in row}
    if len(shown) < 2 or not shown <= periods.keys():
        return
    domains = [domain for one, _ in discrete if isinstance(domain := (one.get("scale") or {}).get("domain"), list)]
    placed = {periods[str(word)] for word in {*shown, *(one for domain in domains for one in domain)} if str(word) in periods}
    places = sum((len(domain) for domain in domains[:1]), 0) or len(placed)
    keys = [str(row["key"]) for one, rows in discrete for row in rows if one["field"] in row and "key" in row]
    expected = filled_in((periods[word] for word in shown), step(keys))
    missing = [str(one) for one in expected if one not in placed]
    if missing and places < len(expected):
        fix = 'use x=by_period(canvas, frame) of sourced.drawing.layouts, which keeps its place, or an axis of time: x="middle:T"'
        raise FigureError(f"sets periods side by side and leaves out {', '.join(missing)}", fix)


def _check_scopes(keys: list[str], used: Mapping[str, Figure]) -> None:
    """Raise FigureError for observations of one indicator whose scopes are kept apart."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key in dict.fromkeys(keys):
        first = used[key].observations[0] if used[key].observations else None
        if first and first.scope and first.scope.apart:
            found[first.indicator.id].setdefault(first.scope.apart, key)
    for kinds in found.values():
        if len(kinds) > 1:
            one, other = list(kinds.values())[:2]
            raise FigureError(
                f"sets {one} and {other} on one axis, which count different things", "draw them apart, each with its own head"
            )
