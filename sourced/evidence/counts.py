"""Rows that are counted: which fulfil conditions, what they are counted as, what they rest on, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from sourced.data.model import CONFIDENCE, Entity
from sourced.data.parts import beginning_of
from sourced.data.tables import Row, Table
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.evidence.standing import STANDINGS, standing
from sourced.periods import Period
from sourced.words.language import Language, Texts

_CONDITION = re.compile(r"([a-z_]+)(>=|<=|=|~|&)(\S+)")
_CERTAINTY = {"confirmed": "high", "reported": "medium", "single": "low", "rumoured": "low"}


def counted(figures: Figures, table: Table, conditions: str) -> Figure:
    """How many rows of a table fulfil conditions; the rows are its evidence.

    At most so many where a row is only known to lie in a time that reaches beyond the one asked for.
    """
    rows = tuple(matching(figures, table, conditions))
    figure = rows_figure(figures, table, rows, f"count({table.name}{' ' if conditions else ''}{conditions})")
    figure = replace(figure, name=_count_name(figures, table, conditions))
    vague = [time for column, sign, time in _CONDITION.findall(conditions) if sign == "&"]
    if any(not lies_in(Period.parse(row.text("date")), time_of(time)) for time in vague for row in rows):
        return replace(figure, qualifier="at_most")
    return figure


def _count_name(figures: Figures, table: Table, conditions: str) -> Texts:
    """What is counted, in words: Claims (financials, corroborated)."""
    said = Texts()
    for language in figures.languages:
        words = [_condition_words(figures, table, column, value, language) for column, _, value in _CONDITION.findall(conditions)]
        title = table.title[language.code]
        said[language.code] = language.word("bracket", title, language.word("list").join(words)) if words else title
    return said


def _condition_words(figures: Figures, table: Table, column: str, value: str, language: Language) -> str:
    if column in ("date", "period"):
        return language.period(time_of(value))
    found = []
    for one in value.split("|"):
        entity, source = figures.model.entities.get(one), figures.model.sources.get(one)
        keys = (f"{column}.{one}", f"{table.name.removesuffix('s')}_{column}.{one}")
        own = entity.name if entity else source.publisher if source else None
        known = own or next((figures.model.terms[key] for key in keys if key in figures.model.terms), Texts())
        found.append(known.get(language.code, one))
    return language.word("or").join(found)


def rows_figure(figures: Figures, table: Table, rows: tuple[Row, ...], key: str) -> Figure:
    """A figure whose evidence is rows: their number."""
    periods = [Period.parse(row.text("date")) for row in rows if row.cells.get("date")]
    first, last = min(periods, default=None), max(periods, key=lambda one: one.end, default=None)
    span = Period.parse(f"{first.start}/{last.end}") if first and last else Period.parse(str(table.updated or "2000"))
    return Figure(
        key=key,
        value=Decimal(len(rows)),
        unit=figures.unit("count"),
        decimals=0,
        qualifier="exact",
        period=span,
        name=table.title,
        entity=Entity("", "concept", Texts({one.code: "" for one in figures.languages}), ""),
        rows=rows,
        row_table=table.name,
        row_page=page_of(table, rows[0] if len(rows) == 1 else None),
        row_keys=tuple(table.key_of(row) for row in rows),
        row_sources=tuple(
            map(figures.model.sources.__getitem__, dict.fromkeys(row.text("source") for row in rows if row.cells.get("source")))
        ),
        row_standing=_middle(_standings(figures, rows)),
        row_confidence=max((_confidence(row) for row in rows), key=CONFIDENCE.index, default="high"),
    )


def _standings(figures: Figures, rows: Iterable[Row]) -> list[str]:
    """What each row rests on; rows of the same sources and certainty, of which a long table has thousands, are looked at once."""
    alike: dict[tuple[object, ...], str] = {}
    found = []
    for row in rows:
        kind = *map(row.cells.get, ("source", "second_source")), _confidence(row)
        found.append(alike.get(kind) or alike.setdefault(kind, row_standing(figures, row)))
    return found


def _middle(standings: list[str]) -> str:
    """What at least half of the rows rest on, or something better; "primary" where there are none."""
    listed = sorted(standings, key=STANDINGS.index)
    return listed[len(listed) // 2] if listed else "primary"


def row_standing(figures: Figures, row: Row) -> str:
    """What a row rests on; one of STANDINGS."""
    sources = [figures.model.sources[row.text(column)] for column in ("source", "second_source") if row.cells.get(column)]
    if "source" not in row.cells:
        return "primary"  # the report's own table
    return standing(sources, low=_confidence(row) == "low")


def _confidence(row: Row) -> str:
    return _CERTAINTY.get(str(row.cells.get("certainty") or ""), str(row.cells.get("confidence") or "high"))


def _fulfils(figures: Figures, row: Row, column: str, sign: str, value: str) -> bool:
    cell = row.text(column)
    if sign == "~":
        return figures.belongs(cell, value)
    if column not in ("date", "period"):
        return sign == "=" and cell in value.split("|")
    asked, when = time_of(value), Period.parse(cell)
    if sign == "=":
        return lies_in(when, asked)
    if sign == "&":
        return when.start <= asked.end and asked.start <= when.end
    return when.start >= asked.start if sign == ">=" else when.start <= asked.end


def lies_in(period: Period | None, time: Period) -> bool:
    """Whether a period lies within a time."""
    return period is not None and time.start <= period.start and period.end <= time.end


def time_of(text: str) -> Period:
    """A period as an address writes it; FigureError if it is none."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise FigureError(str(error), "correct the time", due_to=()) from None


def matching(figures: Figures, table: Table, conditions: str) -> list[Row]:
    """The rows of a table that fulfil conditions such as `kind=departure date>=2025-07`.

    A date is held against the first (>=) or last (<=) day of the period named; = means within it.
    """
    parsed = _CONDITION.findall(conditions)
    names = {field.name for field in table.fields}
    for column, _, _ in parsed:
        if column not in names:
            raise FigureError(f'the table "{table.name}" has no column "{column}"', f"use one of {', '.join(sorted(names))}", due_to=())
    return [row for row in table.rows if all(_fulfils(figures, row, *condition) for condition in parsed)]


def page_of(table: Table, row: Row | None = None) -> str:
    """The page below Evidence on which a table's rows, or this row, stand with their keys as anchors; "data" where none shows them."""
    if table.name == "claims" and row:
        return f"article/{row.text('section')}"
    if table.name == "sources" and row and table.parts:
        return f"sources/{beginning_of(table.key_of(row), table.parts)}_"
    names = {field.name for field in table.fields}
    own = {"sources": "sources", "claims": "article", "forecasts": "forecasts", "scorecard": "scorecard", "glossary": "glossary"}
    return own.get(table.name) or (f"tables/{table.name}" if "source" in names and "value" not in names else "data")
