"""The scorecard: declared measures, quarter by quarter, as improving, steady or worsening.

A measure is a row of the table `scorecard`: the address of a figure with the quarter left open, what it is compared
with, and the change from which on it counts. Nothing is summed up over measures but their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sourced.data.tables import Row
from sourced.evidence.addresses import figure_at
from sourced.evidence.causes import of_each, refused
from sourced.evidence.figures import Figure, FigureError, Figures, NoObservationError, rounded
from sourced.findings import Finding
from sourced.periods import Period

TABLE = "scorecard"
QUARTERS = 8
"""How many quarters are scored, up to the last that had ended when the tables were gone through."""
STATES = ("improving", "steady", "worsening")
CURRENT = 2
"""How many quarters may lie behind the newest that scores for a measure to count as current."""
_COUNTED = re.compile(r"(?:count|months)\(([a-z-]+)")
_WINDOWS = ("$year", "$sofar")


@dataclass(frozen=True)
class Score:
    """A measure in a quarter; `state` is "" where there is nothing to compare, `figure` None where there is no value."""

    quarter: Period
    figure: Figure | None
    before: Figure | None
    state: str


@dataclass(frozen=True)
class Measure:
    """A row of the scorecard with its scores, the oldest first."""

    row: Row
    scores: tuple[Score, ...]

    @property
    def latest(self) -> tuple[Score, Figure]:
        """The newest quarter that has a value, with it."""
        return next((score, score.figure) for score in reversed(self.scores) if score.figure)

    @property
    def is_current(self) -> bool:
        """Whether its newest value is of the last quarters; one that is older counts for nothing today."""
        return any(score.figure for score in self.scores[-CURRENT - 1 :])


def quarters(end: date, number: int = QUARTERS) -> list[Period]:
    """The last quarters that had ended by a day, the oldest first."""
    year, quarter = end.year, (end.month - 1) // 3 + 1
    found: list[Period] = []
    while len(found) < number:
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        found.append(Period.parse(f"{year}-Q{quarter}"))
    return found[::-1]


def measures(figures: Figures) -> tuple[Measure, ...]:
    """Every measure of the package with its scores; FigureError for a formula that can't be computed."""
    return figures.model.tracker.once("measures", lambda: _measures(figures))


def _measures(figures: Figures) -> tuple[Measure, ...]:
    days = [table.updated for table in figures.model.package.tables.values() if table.updated]
    scored = quarters(max(days)) if days else []
    return tuple(Measure(row, tuple(_scores(figures, row, scored))) for row in figures.model.package.rows(TABLE))


def scorecard_problems(figures: Figures) -> Iterator[Finding]:
    """Formulas that can't be computed, and measures that have no value in any quarter."""
    yield from of_each(figures, figures.model.package.rows(TABLE), lambda row: _formula_problems(figures, row))


def _formula_problems(figures: Figures, row: Row) -> Iterator[Finding]:
    days = [table.updated for table in figures.model.package.tables.values() if table.updated]
    try:
        scores = list(_scores(figures, row, quarters(max(days))))
    except FigureError as error:
        yield refused(row, "formula", error)
        return
    if not any(score.figure for score in scores):
        yield row.problem("formula", f"has no value in the last {QUARTERS} quarters", "correct it, or remove the measure")
    yield from _doubted_inputs(row, scores)


def _doubted_inputs(row: Row, scores: list[Score]) -> Iterator[Finding]:
    """Inputs that nobody but the publication under review has, or that are plans and forecasts of others."""
    figures = [one for score in scores if score.figure for one in (score.figure, *score.figure.inputs)]
    for one in dict.fromkeys(one for figure in figures for one in figure.shown):
        if one.source.kind == "article":
            found = f"rests on {one.key}, which the article under review alone has"
            yield row.problem("formula", found, "leave it out, or find another source")


def _scores(figures: Figures, row: Row, scored: list[Period]) -> Iterator[Score]:
    back = 4
    first = scored[0]
    earlier = [first]
    while len(earlier) <= back:
        earlier.insert(0, _quarter_before(earlier[0]))
    formula = row.text("formula")
    values = [(quarter, _covered(figures, formula, quarter)) for quarter in [*earlier[:-1], *scored]]
    for place in range(back, len(values)):
        quarter, figure = values[place]
        window = values[place - back : place]
        candidates = window[:1] if row["compared_with"] == "year" else window
        before = next((value for _, value in reversed(candidates) if value), None)
        yield Score(quarter, figure, before, _state(row, figure, before))


def _quarter_before(quarter: Period) -> Period:
    year, number = quarter.start.year, quarter.number
    return Period.parse(f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4")


def _covered(figures: Figures, formula: str, quarter: Period) -> Figure | None:
    """A quarter's value; None where a window reaches beyond the day until which a table it reads is complete."""
    figure = _value(figures, formula, quarter)
    if figure is None or not any(window in formula for window in _WINDOWS):
        return figure
    tables = figures.model.package.tables
    files = {one.row.file for one in figure.shown}
    named = {table.name for table in tables.values() if table.file in files} | set(_COUNTED.findall(formula))
    ends = [tables[name].complete_until for name in named]
    return None if any(end and end < quarter.end for end in ends) else figure


def _value(figures: Figures, formula: str, quarter: Period) -> Figure | None:
    end = quarter.end
    start = quarter.year_before().end + timedelta(days=1)
    formula = formula.replace("$quarter", str(quarter)).replace("$year", f"{start}/{end}").replace("$sofar", f"{date(1990, 1, 1)}/{end}")
    try:
        return figure_at(figures, formula)
    except NoObservationError:
        return None


def threshold(row: Row) -> Decimal:
    """The change up to which a measure counts as steady."""
    return Decimal(str(row["threshold"]))


def _state(row: Row, figure: Figure | None, before: Figure | None) -> str:
    if figure is None or before is None:
        return ""
    change = figure.value - before.value
    if row["threshold_unit"] == "percent":
        if not before.value:
            return ""
        change = change / abs(before.value) * 100
    if abs(rounded(change)) <= threshold(row):
        return "steady"
    return "improving" if (change > 0) == (row["better"] == "up") else "worsening"
