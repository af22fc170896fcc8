"""Stretches of a series without a gap: a line breaks where a period is missing, by the cadence of what is measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sourced.evidence.figures import Figure
from sourced.periods import Period, cadence, distances, filled_in

Cadences = Mapping[tuple[str, str], int]
"""By indicator and kind of period, as `Model.cadences`."""


def runs(listed: Sequence[Figure], keys: Sequence[str], cadences: Cadences) -> list[int]:
    """For each figure, the stretch of its series that it is in: a line breaks where a period is missing or comes again."""
    last: dict[str, tuple[Period | None, int]] = {}
    own = _cadence_of(listed, keys)
    found = []
    for one, key in zip(listed, keys, strict=True):
        before, run = last.get(key, (None, 0))
        step = _step(one, cadences)
        broken = before is not None and (before == one.period or _apart_in_time(before, one.period, own if step is None else step))
        last[key] = one.period, run + broken
        found.append(run + broken)
    return found


def runs_in_any_order(listed: Sequence[Figure], keys: Sequence[str], cadences: Cadences) -> list[int]:
    """The same of figures that are in no order of time."""
    order = sorted(range(len(listed)), key=lambda at: listed[at].period)
    found = dict(zip(order, runs([listed[at] for at in order], [keys[at] for at in order], cadences), strict=True))
    return [found[at] for at in range(len(listed))]


def step_of_axis(figures: Iterable[Figure], cadences: Cadences) -> int:
    """How far apart the periods of figures on one axis are as a rule: as those of the closest series among them; 0 without a rule."""
    listed = list(figures)
    steps = {_step(one, cadences) for one in listed}
    known = {step for step in steps if step is not None} or {_cadence_of(listed, [f"{one.name.first} {one.entity.id}" for one in listed])}
    return min((step for step in known if step), default=0)


def _step(figure: Figure, cadences: Cadences) -> int | None:
    """The cadence of what a figure is of, of a computed one the longest among its inputs; None where nothing tells it."""
    kind = figure.period.kind
    pairs = {(one.indicator.id, one.period.kind) for one in figure.shown}
    found = [cadences[pair] for pair in pairs if pair[1] == kind and pair in cadences]
    return None if not found else 0 if 0 in found else max(found)


def _cadence_of(listed: Sequence[Figure], keys: Sequence[str]) -> int:
    """The cadence of figures themselves, by the series that they are in."""
    series: dict[str, list[Period]] = defaultdict(list)
    for one, key in zip(listed, keys, strict=True):
        series[key].append(one.period)
    return cadence([apart for periods in series.values() for apart in distances(periods)])


def _apart_in_time(before: Period, after: Period, step: int) -> bool:
    """Whether a period of their kind is missing between two."""
    return before.kind == after.kind != "day" and len(filled_in([before, after], step)) > 2
