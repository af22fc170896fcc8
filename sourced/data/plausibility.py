"""What is well-formed and yet looks wrong: warnings for an editor, who may know better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import median

from sourced.data.model import Model, Observation
from sourced.data.tables import Row, Table
from sourced.findings import Finding, Severity
from sourced.periods import Period

FAR: float = 30
"""How many times larger or smaller than the middle of its neighbours a value must be to be doubted."""
NEAR: float = 4
"""The same where the neighbours hardly differ among themselves."""
NEIGHBOURS = 4
"""How many of a series, the nearest in time, it is held against; at least three are needed."""
ALONE: float = 300
"""How many times larger or smaller than the only one or two others it must be."""


def plausibility_warnings(model: Model, today: date | None = None) -> Iterator[Finding]:
    """Values far from their neighbours in time, doubled rows, times in the future.

    A row that has a note is taken as explained. What lies in the future is told only if `today` is given.
    """
    yield from _outliers(model)
    yield from _doubled(model)
    if today:
        for table in model.package.tables.values():
            yield from _in_the_future(table, today)
        yield from _observed_in_the_future(model, today)


def _outliers(model: Model) -> Iterator[Finding]:
    """Values far from those of the same indicator, entity, scope and kind of period."""
    series: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
    for one in model.observations:
        series[one.indicator.id, one.entity.id, one.scope.id if one.scope else "", one.period.kind].append(one)
    for found in series.values():
        for one in found:
            yield from _outlier(one, [other for other in found if other is not one])


def _outlier(one: Observation, others: list[Observation]) -> Iterator[Finding]:
    if one.note.first or not others:
        return
    nearest = sorted(others, key=lambda other: abs((other.period.start - one.period.start).days))[:NEIGHBOURS]
    values = [float(abs(other.value)) for other in nearest if other.value]
    if not values:
        return
    middle, value = median(values), float(abs(one.value))
    spread = max(values) / min(values)
    if len(values) >= 3 and spread < NEAR and (doubt := _odd_sign(one, nearest, middle, spread)):
        yield doubt
        return
    far = ALONE if len(values) < 3 else min(FAR, max(NEAR, 2 * spread**2))
    if not value or middle / far <= value <= middle * far or any(value / far < other < value * far for other in values):
        return
    found = f"{_shown(one.value)} where its neighbours are about {middle:,.6g}{_slip(one, value / middle)}"
    yield _warning(one.row, "value", found, "correct it, or say in its note why it is so")


def _odd_sign(one: Observation, nearest: list[Observation], middle: float, spread: float) -> Finding | None:
    """A zero or a minus in a series that has none and is steady."""
    if one.value > 0 or len(nearest) < NEIGHBOURS or any(other.value <= 0 for other in nearest):
        return None
    if one.value and not middle / (2 * spread) < float(-one.value) < middle * 2 * spread:
        return None
    what = "below zero" if one.value else "zero"
    found = f"{_shown(one.value)} is {what} where its neighbours are about {middle:,.6g}"
    return _warning(one.row, "value", found, "correct it, or say in its note why it is so")


def _shown(value: Decimal) -> str:
    text = f"{value:,f}"
    return text if len(text) <= 40 else f"{value:.3e}"


def _slip(one: Observation, times: float) -> str:
    """The unit in which a value seems to be, if it were right in that: "billions instead of millions"."""
    unit = one.indicator.unit
    if unit.style == "percent":
        return ": a share instead of percent?" if 1 / 300 < times < 1 / 30 else ""
    power = next((power for power in _WORDS if power and 1 / 3 < times * 10.0**power < 3), 0)
    own = unit.factor.adjusted() if unit.factor == Decimal(1).scaleb(unit.factor.adjusted()) else 0
    if not power:
        tens = next((word for word, size in (("ten", 10), ("a hundred", 100)) if 1 / 2 < times / size < 2 or 1 / 2 < times * size < 2), "")
        return f": a slip of {tens}?" if tens else ""
    meant, word = _WORDS.get(own, ""), _WORDS.get(own + power, "")
    return f": {word} instead of {meant}?" if meant and word else f": a slip of {10 ** abs(power):,}?"


_WORDS = {
    0: "single units", 3: "thousands", -3: "", 4: "ten thousands (万)", -4: "", 6: "millions", -6: "", 8: "hundred millions (亿)", -8: "",
    9: "billions", -9: "", 12: "trillions",
}  # fmt: skip
"""Powers of ten that units differ by, and what amounts are counted in."""


def _doubled(model: Model) -> Iterator[Finding]:
    """The same value of one source for one span of days, written in two ways: 2025-Q1 and 2025-01/2025-03."""
    seen: dict[tuple[object, ...], Observation] = {}
    for one in model.observations:
        key = (one.indicator.id, one.entity.id, one.scope, one.as_of, one.source.id, one.period.start, one.period.end)
        first = seen.setdefault(key, one)
        if first is not one:
            found = f"{one.period} is the same time as {first.period} in line {first.row.line}, of the same source"
            yield _warning(one.row, "period", found, "keep one of the two rows")


def _in_the_future(table: Table, today: date) -> Iterator[Finding]:
    for column in ("date", "published"):
        if any(field.name == column for field in table.fields):
            for row in table.rows:
                if row[column] is not None and Period.parse(row.text(column)).start > today:
                    yield _warning(row, column, f"{row.text(column)} lies in the future", "correct the date")


def _observed_in_the_future(model: Model, today: date) -> Iterator[Finding]:
    for one in model.observations:
        if one.period.start > today and not one.as_of and one.qualifier != "estimate" and not one.note.first:
            found = f"{one.period} lies in the future"
            yield _warning(one.row, "period", found, "correct the period; a forecast is an estimate, or has as_of")


def _warning(row: Row, column: str, found: str, fix: str) -> Finding:
    return replace(row.problem(column, found, fix), severity=Severity.WARNING)
