"""What the data wait for: tables past their next update, series whose next period has ended, forecasts that have fallen due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sourced.data.tables import Package, Row, Table
from sourced.editing.forms import name_of, row_words
from sourced.evidence.forecasts import FORECASTS, UNDECIDED
from sourced.periods import REGULAR, Period


@dataclass(frozen=True)
class Series:
    """An indicator's figures for an entity, with the cells that its next row begins with."""

    table: str
    words: str
    latest: str
    cells: Mapping[str, str]
    figures: int
    """How many figures there are: after one alone nothing says that another will come."""


@dataclass(frozen=True)
class Overdue:
    """A table that should have been gone through, or some of whose forecasts have fallen due."""

    table: str
    title: str
    updated: str
    next_update: str
    reasons: Mapping[str, str]
    """Why it is to be gone through again, by the name that the descriptor has for it."""
    is_past: bool
    """Whether its next update has passed."""
    series: tuple[Series, ...]
    rows: tuple[tuple[str, str], ...]
    """Key and words of the rows that have fallen due."""


def overdue(package: Package, today: date) -> list[Overdue]:
    """What is to be gone through on a day."""
    return [found for table in package.tables.values() if (found := _overdue(package, table, today))]


def _overdue(package: Package, table: Table, today: date) -> Overdue | None:
    is_past = table.next_update is not None and table.next_update < today
    due = [row for row in table.rows if table.name == FORECASTS and _is_due(row, today)]
    if not is_past and not due:
        return None
    code = package.languages[0].code
    rows = tuple((table.key_of(row), f"{_claim(package, row) or row_words(package, table, row)} (due {row.text('due')})") for row in due)
    series = series_of(package, table) if is_past else ()
    waiting = tuple(one for one in series if one.figures > 1 and _has_ended(one.cells.get("period", ""), today))
    reasons = {_reason(code, one.code): table.next_reason[one.code] for one in package.languages}
    return Overdue(
        table.name, table.title[code], str(table.updated or ""), str(table.next_update or ""), reasons, is_past, waiting, rows
    )  # fmt: skip


def _reason(first: str, code: str) -> str:
    """The descriptor's name for the reason of the next update in a language."""
    return "next_reason" if code == first else f"next_reason_{code}"


def _is_due(row: Row, today: date) -> bool:
    return row.text("state") in UNDECIDED and Period.parse(row.text("due")).end <= today


def _claim(package: Package, row: Row) -> str:
    """What is foreseen, in words."""
    claim = package.tables["claims"].by_key.get(row.text("claim")) if "claims" in package.tables else None
    return name_of(package, claim) if claim else ""


def _has_ended(period: str, today: date) -> bool:
    return bool(period) and Period.parse(period).end < today


def series_of(package: Package, table: Table, indicator: str = "", entity: str = "") -> Iterator[Series]:
    """The series of a table of observations, each with what its next row begins with; those of an indicator or an entity alone if named."""
    if not {"indicator", "entity", "period", "scope"} <= {one.name for one in table.fields}:
        return
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in table.rows:
        what, whose, scope = row.text("indicator"), row.text("entity"), row.text("scope")
        if row.optional("as_of") or (indicator and what != indicator) or (entity and whose != entity):
            continue
        groups.setdefault((what, whose, scope), []).append(row)
    for (what, whose, scope), rows in groups.items():
        periods = [one for row in rows if (one := _period(row)) and one.kind in REGULAR]
        latest = max(periods, key=lambda one: (one.end, -one.start.toordinal()), default=None)
        words = ", ".join(filter(None, (_named(package, "indicators", what), _named(package, "entities", whose), scope)))
        cells = {"indicator": what, "entity": whose, "scope": scope, "period": str(latest.next()) if latest else ""}
        yield Series(table.name, words, str(latest or ""), cells, len(rows))


def _period(row: Row) -> Period | None:
    try:
        return Period.parse(row.text("period"))
    except ValueError:
        return None


def _named(package: Package, table: str, key: str) -> str:
    row = package.tables[table].by_key.get(key) if table in package.tables else None
    return (name_of(package, row) if row else "") or key
