"""Evidence by address: how a cell names a figure, a row or a source, puts a figure into a sentence, or tests a claim.

An address is one of

    rain.coast.2023-Q2                        an observation: indicator.entity.period[.scope][@as_of]
    ratio(rain.coast.2023, rain.hill.2023)
                                              a computation: ratio (percent), multiple, change, difference, sum, or
                                              convert(amount, rate) into another currency at the rate of a day
    count(moves kind=departure date>=2025)    how many rows of a table fulfil conditions: = one of a|b, or for a date
                                              within; ~ the entity or one of its family; & may lie within
    last(rain.coast in 2023)                  the newest observation in a time of a series: indicator.entity[.scope]
    stated(forecast.coast in 2023)            the same by the time at which it was said
    best(rain of coast in 2023)               the best of a family, or of all, in a time: indicator[.scope]
    newest(rain of coast in 2023)             the same on the last day of that time on which the family is observed
    gap(rain of coast in 2023)                how far that is from the best of all on the same day
    months(moves:some-exit to 2025-Q3)        months from a row's date to the end of a time
    events:attack                             a row of a table, by its key
    sources:some-filing                       a publication

A sentence holds figures in braces: `It rained {rain.coast.2023-Q2}`. A test compares a figure with another, with
a number, or with what the claim says: `ratio(…) < claim`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sourced.data.tables import Row, Table
from sourced.evidence.counts import counted, lies_in, rows_figure, time_of
from sourced.evidence.figures import Figure, FigureError, Figures, NoObservationError, from_observations
from sourced.periods import Period

_OBSERVATION = re.compile(
    r"(?P<indicator>[a-z0-9-]+)\.(?P<entity>[a-z0-9-]+)\.(?P<period>[0-9QH/-]+)(\.(?P<scope>[a-z0-9-]+))?(@(?P<as_of>[0-9QH/-]+))?"
)
_CALL = re.compile(r"([a-z]+)\(")
_COUNT = re.compile(r"count\((?P<table>[a-z-]+)(?P<conditions>(?: [a-z_]+(?:=|>=|<=|~|&)[^\s()]+)*)\)")
_PICK = re.compile(
    r"(?P<how>last|stated|best|newest|gap)\((?P<series>[a-z0-9.-]+)(?: of (?P<family>[a-z0-9-]+))? in (?P<time>[0-9QH/-]+)\)"
)
_MONTHS = re.compile(r"months\((?P<table>[a-z-]+):(?P<key>[^\s()]+) to (?P<time>[0-9QH/-]+)\)")
_TEST = re.compile(r"(?P<left>.+?)\s(?P<sign><=|>=|<|>|=)\s(?P<right>.+)")
SIGNS = "< <= = >= >"
"""By which a test compares."""
_MEANT = {"==": "=", "=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=", "≧": ">=", "≦": "<=", "＞": ">", "＜": "<", "＝": "="}
_ANY_SIGN = re.compile(r"\s*([=<>!≥≤≧≦≠＞＜＝]+)\s*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A gap in a sentence."""
HELP = "write indicator.entity.period, ratio(…, …), count(table column=value) or table:key"


@dataclass(frozen=True)
class RowReference:
    """A row that is evidence."""

    table: Table
    row: Row
    key: str


Evidence = Figure | RowReference


@dataclass(frozen=True)
class Comparison:
    """A comparison that a claim rests on: what was compared, and whether it holds."""

    left: Figure
    sign: str
    right: Figure | Decimal | None
    """None for the claim's own figure."""
    holds: bool


def evidence_at(figures: Figures, address: str) -> Evidence:
    """The figure, row or publication at an address; FigureError, with a remedy, if there is none."""
    table, colon, key = address.strip().partition(":")
    return _row(figures, table, key.strip()) if colon and "(" not in table else figure_at(figures, address)


def evidence_in(figures: Figures, cell: str) -> list[Evidence]:
    """All of a cell's addresses, which semicolons part."""
    return [evidence_at(figures, part) for part in cell.split(";") if part.strip()]


def figure_at(figures: Figures, address: str) -> Figure:
    """The figure at an address; FigureError, with a remedy, if there is none."""
    figure, rest = _figure(figures, address.strip())
    if rest.strip():
        raise FigureError(f'"{address}" goes on with "{rest.strip()}" where it should end', HELP, due_to=())
    return figure


def comparisons_in(figures: Figures, cell: str, claimed: tuple[Decimal, str] | None) -> list[Comparison]:
    """All of a cell's tests; `claimed` is the claim's value in base units and how it is bounded."""
    return [_test(figures, part.strip(), claimed) for part in cell.split(";") if part.strip()]


def _figure(figures: Figures, text: str) -> tuple[Figure, str]:
    """The figure that `text` begins with, and what follows it."""
    if count := _COUNT.match(text):
        return counted(figures, _table(figures, count["table"]), count["conditions"].strip()), text[count.end() :]
    if pick := _PICK.match(text):
        return _picked(figures, pick["how"], pick["series"], pick["family"] or "", time_of(pick["time"])), text[pick.end() :]
    if months := _MONTHS.match(text):
        return _months(figures, months["table"], months["key"], time_of(months["time"])), text[months.end() :]
    if call := _CALL.match(text):
        arguments, rest = _arguments(figures, text[call.end() :])
        return _computed(figures, call[1], arguments), rest
    match = _OBSERVATION.match(text)
    if not match:
        raise FigureError(f'"{text}" is no address of a figure', HELP, due_to=())
    found = figures.observed(match["indicator"], match["entity"], match["period"], scope=match["scope"] or "", as_of=match["as_of"] or "")
    return found, text[match.end() :]


def _arguments(figures: Figures, text: str) -> tuple[list[Figure], str]:
    found: list[Figure] = []
    while True:
        figure, text = _figure(figures, text.strip())
        found.append(figure)
        text = text.strip()
        if text.startswith(")"):
            return found, text[1:]
        if not text.startswith(","):
            said = f'"{text}" stands' if text else "it ends"
            raise FigureError(f"{said} where a comma or a closing bracket should stand", HELP, due_to=())
        text = text[1:]


def _computed(figures: Figures, name: str, arguments: list[Figure]) -> Figure:
    match name, arguments:
        case "ratio", [above, below]:
            return figures.ratio(above, below)
        case "multiple", [above, below]:
            return figures.ratio(above, below, unit="multiple")
        case "change", [new]:
            return figures.change(new, figures.year_before(new))
        case "change", [new, old]:
            return figures.change(new, old)
        case "difference", [new]:
            return figures.difference(new, figures.year_before(new))
        case "difference", [new, old]:
            return figures.difference(new, old)
        case "convert", [amount, rate]:
            return figures.convert(amount, rate)
        case "sum", [_, _, *_]:
            return figures.total(arguments)
    raise FigureError(
        f'"{name}" of {len(arguments)} figures can\'t be computed', "use ratio, multiple, change, difference, convert or sum", due_to=()
    )


def _picked(figures: Figures, how: str, series: str, family: str, time: Period) -> Figure:
    """One observation of a series, or of an indicator within a family, in a time."""
    indicator, _, rest = series.partition(".")
    entity, _, scope = rest.partition(".") if how in ("last", "stated") else ("", "", rest)
    figures.known(indicator, entity or family, scope)
    listed = [
        from_observations(group)
        for group in figures.model.by_indicator.get(indicator, ())
        if (group[0].scope.id if group[0].scope else "") == scope
        and lies_in(group[0].as_of if how == "stated" else group[0].period, time)
    ]  # fmt: skip
    found = [one for one in listed if entity in ("", one.entity.id) and (not family or figures.belongs(one.entity.id, family))]
    if not found:
        raise NoObservationError(f"nothing is observed of {series} in {time}", "choose another time, or add a row")
    if how in ("last", "stated"):
        return max(found, key=lambda one: (one.observations[0].as_of or one.period) if how == "stated" else one.period)
    if how == "best":
        return _best(found)
    day = max(one.period for one in found)
    ours = _best([one for one in found if one.period == day])
    return ours if how == "newest" else figures.difference(ours, _best([one for one in listed if one.period == day]))


def _best(found: Sequence[Figure]) -> Figure:
    """The best of figures of one indicator, as its direction has it; of equals the first in time."""
    indicator = found[0].indicator
    if indicator and indicator.direction == "down":
        return min(found, key=lambda one: (one.value, one.period))
    return max(found, key=lambda one: (one.value, -one.period.start.toordinal()))


def _months(figures: Figures, name: str, key: str, time: Period) -> Figure:
    """Whole months from the first day of a row's date to the last day of a time, one row being the evidence."""
    reference = _row(figures, name, key)
    start = Period.parse(reference.row.text("date")).start
    months = (time.end.year - start.year) * 12 + time.end.month - start.month + 1
    if months <= 0:
        raise NoObservationError(f"{time} ends before {name}:{key}", "choose another time")
    counted_rows = rows_figure(figures, reference.table, (reference.row,), f"months({name}:{key} to {time})")
    return replace(counted_rows, value=Decimal(months), unit=figures.unit("months"), qualifier="approx", period=time)


def _table(figures: Figures, name: str) -> Table:
    tables = figures.model.package.tables
    if name not in tables:
        raise FigureError(f'there is no table "{name}"', f"use one of {', '.join(tables)}", due_to=())
    return tables[name]


def _row(figures: Figures, name: str, key: str) -> RowReference:
    table = _table(figures, name)
    row = table.by_key.get(key)
    if row is None:
        raise FigureError(
            f'the table "{name}" has no row "{key}"',
            f"its keys are in the column {'/'.join(table.key)} of {table.file}",
            due_to=[(name, key)],
        )
    return RowReference(table, row, key)


def _test(figures: Figures, text: str, claimed: tuple[Decimal, str] | None) -> Comparison:
    match = _TEST.fullmatch(text)
    if not match:
        raise _no_test(text)
    left, sign, right = figure_at(figures, match["left"]), match["sign"], match["right"].strip()
    if right == "claim":
        if claimed is None:
            raise FigureError("the test names the claim's figure, and it has none", "fill in its value, unit and qualifier", due_to=())
        value, qualifier = claimed
        return Comparison(left, sign, None, _agrees(left.base, value, qualifier) if sign == "=" else _compared(left.base, sign, value))
    if _NUMBER.fullmatch(right):
        number = Decimal(right)
        return Comparison(left, sign, number, _compared(left.value, sign, number))
    if re.match(r"[-+.,%\d\s]+(\D*)$", right):
        raise FigureError(
            f'"{right}" is no number to compare with', f"write it with digits and a point alone, in {left.unit.id}", due_to=()
        )
    other = figure_at(figures, right)
    return Comparison(left, sign, other, _compared(left.base, sign, other.base))


def _no_test(text: str) -> FigureError:
    """What is said of a test that has no sign of ours, or one without blanks around it."""
    found, parts = f'"{text}" compares nothing', _ANY_SIGN.split(text, maxsplit=1)
    if len(parts) != 3 or not (parts[0] and parts[2]):
        fix = f"write a figure, one of {SIGNS}, and a figure, a number or the word claim"
    elif parts[1] in _MEANT or parts[1] in SIGNS.split():
        fix = f'write "{parts[0]} {_MEANT.get(parts[1], parts[1])} {parts[2]}": the signs are {SIGNS}, with a blank on each side'
    else:
        found, fix = f'"{text}" compares by "{parts[1]}"', f"say which is greater: the signs are {SIGNS}"
    return FigureError(found, fix, due_to=())


def _compared(left: Decimal, sign: str, right: Decimal) -> bool:
    return {"<": left < right, "<=": left <= right, "=": left == right, ">=": left >= right, ">": left > right}[sign]


def _agrees(measured: Decimal, claimed: Decimal, qualifier: str) -> bool:
    """Whether a measured value bears out a claim: a bound as one, else once rounded alike, an approximation also within a tenth."""
    if qualifier == "at_least":
        return measured >= claimed
    if qualifier == "at_most":
        return measured <= claimed
    if qualifier in ("approx", "estimate") and abs(measured - claimed) <= abs(claimed) / 10:
        return True
    return rounds_to(measured, claimed)


def rounds_to(measured: Decimal, claimed: Decimal) -> bool:
    """Whether a value is another once rounded to its last digit."""
    exponent = claimed.normalize().as_tuple().exponent
    return abs(measured - claimed) <= Decimal(5).scaleb(exponent - 1 if isinstance(exponent, int) else 0)
