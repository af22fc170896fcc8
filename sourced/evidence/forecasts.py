"""Forecasts: a condition, the day it falls due, the state, and what that state must rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sourced.data.tables import Row
from sourced.evidence.addresses import evidence_in
from sourced.evidence.causes import of_each, refused
from sourced.evidence.figures import FigureError, Figures
from sourced.evidence.verdicts import CLAIMS
from sourced.findings import Finding, Severity
from sourced.periods import Period

FORECASTS = "forecasts"
UNDECIDED = ("open", "on_track", "against")
"""States of a forecast that may still come either way."""
READINGS = ("met", "not_met", "unknown")
"""How a fact that several forecasts turn on may stand."""


def forecast_problems(figures: Figures) -> Iterator[Finding]:
    """Forecasts that nobody follows, states without what they must rest on, and facts that two of them read differently."""
    rows = figures.model.package.rows(FORECASTS)
    followed = {row["claim"] for row in rows}
    for row in figures.model.package.rows(CLAIMS):
        if row["kind"] == "forecast" and row["id"] not in followed and rows:
            found = "is a forecast that forecasts.csv does not follow"
            yield row.problem("kind", found, "add a row with its condition and the day it falls due")
    yield from of_each(figures, rows, lambda row: _state_problems(figures, row))
    yield from _readings_that_differ(rows)


def set_after_due(row: Row) -> bool:
    """Whether the condition was set when its day had passed."""
    return bool(row.optional("set_on")) and Period.parse(row.optional("set_on")).start > Period.parse(row.text("due")).end


def due_forecasts(figures: Figures, today: date) -> Iterator[Finding]:
    """Forecasts that have fallen due and are still undecided: a reminder."""
    for row in figures.model.package.rows(FORECASTS):
        if row["state"] in UNDECIDED and Period.parse(row.text("due")).end <= today:
            found = f"fell due on {row['due']} and is still {row.text('state').replace('_', ' ')}"
            fix = "write came_true or did_not with its evidence, else not_confirmed"
            yield replace(row.problem("due", found, fix), severity=Severity.WARNING)


def _state_problems(figures: Figures, row: Row) -> Iterator[Finding]:
    counts = {}
    for column in ("evidence", "refuted_by"):
        try:
            counts[column] = len(evidence_in(figures, row.optional(column)))
        except FigureError as error:
            yield refused(row, column, error)
            return
    state = row.text("state")
    if not counts["evidence"] and state != "open":
        yield row.problem("evidence", f'is empty although the state is "{state}"', "name a figure, a row or a source")
    if "refuted_by" in row.cells and bool(counts["refuted_by"]) != (state == "did_not"):
        found = "is empty although the state is" if state == "did_not" else "is filled in although the state is"
        fix = (
            "name what shows that it did not come true, or write not_confirmed"
            if state == "did_not"
            else "write did_not, or leave it empty"
        )
        yield row.problem("refuted_by", f'{found} "{state}"', fix)


def _readings_that_differ(rows: Iterable[Row]) -> Iterator[Finding]:
    """Facts, written as fact=met in the column `facts`, that are read in two ways."""
    read: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        for part in filter(None, (one.strip() for one in row.optional("facts").split(";"))):
            fact, _, reading = part.partition("=")
            if reading not in READINGS:
                yield row.problem("facts", f'"{part}" says not how the fact stands', f"write {fact}= and one of {', '.join(READINGS)}")
            first, other = next(iter(read[fact].items()), (reading, row))
            if first != reading:
                found = f'"{fact}" is {reading} where line {other.line} has it {first}'
                yield row.problem("facts", found, "read one fact in one way")
            read[fact].setdefault(reading, row)
