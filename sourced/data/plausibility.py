"""What is well-formed and yet looks wrong: doubts, which an editor may know to be none and accepts (`doubts`)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from heapq import nlargest
from statistics import median

from sourced.data.doubts import TABLE as ACCEPTED
from sourced.data.doubts import Doubt, shown, stale_acceptances, unanswered
from sourced.data.model import Group, Model, Observation, agree
from sourced.data.tables import Package, Row, Table
from sourced.data.typed_rows import build_model
from sourced.findings import Finding, Severity
from sourced.periods import Period
from sourced.system.tracking import Tracker

FAR: float = 30
"""How many times larger or smaller than the middle of its neighbours a value must be to be doubted."""
NEAR: float = 4
"""The same where three or more neighbours hardly differ among themselves."""
OF_TWO: float = 6
"""The same where it has but two, which hardly differ."""
TENFOLD = (8, 12.5)
"""Between which times its only neighbour it looks like that with a digit too many, or too few."""
RELATIVES = 4
"""How many other entities, of which none is far from another, it is held against where it has fewer than two neighbours."""
MOST_RELATIVES = 100
"""Against how many other entities at most: a table of ten thousand would else be gone through ten thousand times."""
NEIGHBOURS = 4
"""How many of a series, the nearest in time, it is held against."""
ALONE: float = 300
"""How many times larger or smaller than the only other it must be, or than two that differ much."""


def doubts(model: Model, today: date | None = None) -> Iterator[Doubt]:
    """Values far from their neighbours in time, sources that differ, doubled rows; if `today` is given, times in the future."""
    yield from _outliers(model)
    yield from _disagreements(model)
    yield from _doubled(model)
    if today:
        for table in model.package.tables.values():
            yield from _in_the_future(table, today)
        yield from _observed_in_the_future(model, today)


def plausibility_warnings(model: Model, today: date | None = None) -> Iterator[Finding]:
    """The doubts that no row of the table `accepted` answers, and the rows of that table that answer none."""
    found = list(doubts(model, today))
    for doubt, before in unanswered(found, model.package):
        yield doubt.finding(model.package, before)
    yield from stale_acceptances(found, model.package, dated=today is not None)


def warnings_beside_errors(package: Package, errors: Iterable[Finding], today: date | None = None) -> list[Finding]:
    """The doubts about rows that have no errors and name none that has; none where errors are in whole files."""
    faulty = {(one.file, one.line) for one in errors if one.severity is Severity.ERROR}
    if any(line < 2 for _, line in faulty):
        return []
    sound = _without(package, lambda row: (row.file, row.line) in faulty)
    return [doubt.finding(package, before) for doubt, before in unanswered(doubts(build_model(sound), today), package)]


def _without(package: Package, unwanted: Callable[[Row], bool]) -> Package:
    """A package without some rows, without those that name one of them, and so on."""
    rows = {name: [row for row in table.rows if not unwanted(row)] for name, table in package.tables.items()}
    left = -1
    while left != (left := sum(map(len, rows.values()))):
        for name, table in package.tables.items():
            for one in table.references:
                known = {None, *(row[one.target] for row in rows[one.table])}
                rows[name] = [row for row in rows[name] if row[one.column] in known]
    return replace(package, tables={name: replace(table, rows=rows[name]) for name, table in package.tables.items()}, tracker=Tracker())


def _outliers(model: Model) -> Iterator[Doubt]:
    """Values far from those of the same indicator, entity, scope and kind of period at other times."""
    series: dict[tuple[str, str, str, str], list[Group]] = defaultdict(list)
    for group in model.observed.values():
        one = group[0]
        series[one.indicator.id, one.entity.id, one.scope.id if one.scope else "", one.period.kind].append(group)
    alike: dict[tuple[str, str, str], _Relatives] = defaultdict(_Relatives)
    for (indicator, _, scope, kind), groups in series.items():
        alike[indicator, scope, kind].add(groups)
    for (indicator, _, scope, kind), groups in series.items():
        relatives = partial(alike[indicator, scope, kind].beside, groups)
        beside = _Series([group[0] for group in groups])
        for group in groups:
            far = [
                (one, found) for one in group if (found := _far_off(one, group[0], beside) or _far_from_relatives(one, beside, relatives))
            ]
            if far:
                first, found = far[0]
                yield Doubt("outlier", first.key, shown(one.value for one, _ in far), first.row, "value", found, "correct it")


class _Series:
    """The values of a series at different times, put in order once, so that each is soon held against the others."""

    def __init__(self, values: Sequence[Observation]) -> None:
        self.values = sorted(values, key=lambda one: one.period.start)
        self._places = {id(one): place for place, one in enumerate(self.values)}
        self._days = [one.period.start.toordinal() for one in self.values]
        self._largest = nlargest(2, (abs(one.value) for one in values))
        self._below, self._above = sum(one.value < 0 for one in values), sum(one.value > 0 for one in values)

    def nearest(self, to: Observation) -> list[Observation]:
        """The others that are nearest to one in time."""
        place = self._places[id(to)]
        day, days = self._days[place], self._days
        before, after, end = place - 1, place + 1, len(days)
        found: list[Observation] = []
        while len(found) < NEIGHBOURS and (before >= 0 or after < end):
            if after == end or (before >= 0 and day - days[before] <= days[after] - day):
                found.append(self.values[before])
                before -= 1
            else:
                found.append(self.values[after])
                after += 1
        return found

    def largest(self, but: Observation) -> Decimal:
        """The largest amount of the others."""
        return self._largest[1] if abs(but.value) == self._largest[0] else self._largest[0]

    def crosses_zero(self, but: Observation) -> bool:
        """Whether the others lie on both sides of zero."""
        return self._below > (but.value < 0) and self._above > (but.value > 0)


class _Relatives:
    """The series of an indicator's entities, of which at most a hundred are looked at: the others of so many say no more."""

    def __init__(self) -> None:
        self._series: list[list[Group]] = []
        self._about: dict[date, list[float]] = {}
        """What they have at a time, or nearest to it, in order; of the last thousand times asked for."""

    def add(self, groups: list[Group]) -> None:
        """Add the series of an entity."""
        if len(self._series) < MOST_RELATIVES:
            self._series.append(groups)

    def beside(self, own: list[Group], start: date) -> list[float]:
        """The amounts that others than the series `own` have at a time, or nearest to it, in order; what is nothing is left out."""
        if start not in self._about:
            if len(self._about) > 1000:
                self._about.clear()
            self._about[start] = sorted(filter(None, (_about(groups, start) for groups in self._series)))
        values = self._about[start]
        if not any(groups is own for groups in self._series) or not (mine := _about(own, start)):
            return values
        place = bisect_left(values, mine)
        return values[:place] + values[place + 1 :]


def _about(groups: Sequence[Group], start: date) -> float:
    """The amount of a series at a time, or nearest to it."""
    return float(abs(min(groups, key=lambda group: abs((group[0].period.start - start).days))[0].value))


def _far_off(one: Observation, first: Observation, series: _Series) -> str:
    """What looks wrong about a value beside those of other times than its own, "" if nothing does; `first` is that of the series."""
    nearest = series.nearest(first)
    values = [float(abs(other.value)) for other in nearest if other.value]
    if not values:
        return ""
    value = float(abs(one.value))
    if one.value > 0 and len(values) >= 3 and any(value / NEAR < other < value * NEAR for other in values):
        return _spike(one, series.largest(first), series)  # as most are: whatever else is true of the others, it has company
    middle = median(values)
    spread = max(values) / min(values)
    if len(values) >= 3 and spread < NEAR and (odd := _odd_sign(one, nearest, middle, spread)):
        return odd
    few = len(values) < 2 or (len(values) == 2 and spread > NEAR)
    far = ALONE if few else min(FAR, max(NEAR if len(values) > 2 else OF_TWO, 2 * spread**2))
    small = 0 if series.crosses_zero(first) else middle / far  # on its way through zero a series comes as near to it as it may
    if not value or small <= value <= middle * far or any(value / far < other < value * far for other in values):
        return _spike(one, series.largest(first), series)
    return f"{_shown(one.value)} where its neighbours are about {middle:,.6g}{_slip(one, value / middle)}"


def _spike(one: Observation, largest: Decimal, series: _Series) -> str:
    """What looks wrong about a value between two of which it is many times the larger, and the largest of all at that."""
    if not largest or abs(one.value) < _LARGER * largest:
        return ""
    before = max((other for other in series.values if other.period < one.period), key=lambda other: other.period, default=None)
    after = min((other for other in series.values if other.period > one.period), key=lambda other: other.period, default=None)
    if not before or not after:
        return ""
    between = f"{_shown(before.value)} and {_shown(after.value)}"
    return f"{_shown(one.value)} between {between}{_slip(one, float(abs(one.value) / largest))}"


def _far_from_relatives(one: Observation, series: _Series, relatives: Callable[[date], list[float]]) -> str:
    """What looks wrong about one of the first two values of an entity: far from what others have, or the one before with a digit more.

    Percentages, which may come down to nothing, are doubted upwards only; places on a list not at all.
    """
    value = float(abs(one.value))
    if not value or len(series.values) > 2 or one.indicator.unit.style == "rank":
        return ""
    values = relatives(one.period.start)
    if len(values) >= RELATIVES and max(values) / min(values) < 3:
        times = value / median(values)
        found = f"{_shown(one.value)} where other entities have about {median(values):,.6g}{_slip(one, times)}"
        return found if _apart(one, times) > OF_TWO else ""
    before = [other for other in series.values if other.value and other.period < one.period]
    if before and TENFOLD[0] < _apart(one, value / float(abs(before[0].value))) < TENFOLD[1]:
        return f"{_shown(one.value)} where the one before it is {_shown(before[0].value)}: a slip of ten?"
    return ""


def _apart(one: Observation, times: float) -> float:
    """How far a value is from another of which it is so many times as much, by what counts of its unit."""
    return times if one.indicator.unit.style == "percent" else max(times, 1 / times)


def _disagreements(model: Model) -> Iterator[Doubt]:
    """Values of one key that differ by more than rounding."""
    for group in model.observed.values():
        first, *others = group
        apart = [one for one in others if not agree(first, one)]
        if apart:
            found = f"{_shown(apart[0].value)} of {apart[0].source.id} differs by more than rounding from "
            found += f"{_shown(first.value)} of {first.source.id}"
            fix = "correct one, or give them scopes that say what each counts"
            yield Doubt("disagreement", first.key, shown(one.value for one in group), apart[0].row, "value", found, fix)


def _odd_sign(one: Observation, nearest: list[Observation], middle: float, spread: float) -> str:
    """A zero or a minus in a series that has none and is steady, in words; "" if there is none."""
    if one.value > 0 or len(nearest) < NEIGHBOURS or any(other.value <= 0 for other in nearest):
        return ""
    if one.value and not middle / (2 * spread) < float(-one.value) < middle * 2 * spread:
        return ""
    what = "below zero" if one.value else "zero"
    return f"{_shown(one.value)} is {what} where its neighbours are about {middle:,.6g}"


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


_LARGER = Decimal(OF_TWO)
_WORDS = {
    0: "single units", 3: "thousands", -3: "", 4: "ten thousands (万)", -4: "", 6: "millions", -6: "", 8: "hundred millions (亿)", -8: "",
    9: "billions", -9: "", 12: "trillions",
}  # fmt: skip
"""Powers of ten that units differ by, and what amounts are counted in."""


def _doubled(model: Model) -> Iterator[Doubt]:
    """The same value of one source for one span of days, written in two ways: 2025-Q1 and 2025-01/2025-03."""
    seen: dict[tuple[object, ...], Observation] = {}
    for one in model.observations:
        key = (one.indicator.id, one.entity.id, one.scope, one.as_of, one.source.id, one.period.start, one.period.end)
        first = seen.setdefault(key, one)
        if first is not one:
            found = f"{one.period} is the same time as {first.period} in line {first.row.line}, of the same source"
            yield Doubt("doubled", one.key, shown((first.value, one.value)), one.row, "period", found, "keep one of the two rows")


def _in_the_future(table: Table, today: date) -> Iterator[Doubt]:
    for column in ("date", "published"):
        if table.name != ACCEPTED and any(field.name == column for field in table.fields):
            for row in table.rows:
                if row[column] is not None and Period.parse(row.text(column)).start > today:
                    found, key = f"{row.text(column)} lies in the future", f"{table.name}:{table.key_of(row)}"
                    yield Doubt("future", key, row.text(column), row, column, found, "correct the date")


def _observed_in_the_future(model: Model, today: date) -> Iterator[Doubt]:
    for group in model.observed.values():
        found = [one for one in group if one.period.start > today and not one.as_of and one.qualifier != "estimate"]
        if found:
            fix = "correct the period; a forecast is an estimate, or has as_of"
            words = f"{found[0].period} lies in the future"
            yield Doubt("future", found[0].key, shown(one.value for one in found), found[0].row, "period", words, fix)
