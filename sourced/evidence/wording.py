"""Words that say more than their rows: "confirmed" of what nobody confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from sourced.data.tables import Row, Table
from sourced.evidence.addresses import RowReference, evidence_in
from sourced.evidence.figures import FigureError, Figures
from sourced.findings import Finding

CERTAINTY, CONFIRMED = "certainty", "confirmed"


def wording_problems(figures: Figures) -> Iterator[Finding]:
    """Texts that call something confirmed, where the row, or none of the rows that the text rests on, is."""
    for table in figures.model.package.tables.values():
        certain = any(field.name == CERTAINTY for field in table.fields)
        naming = [field.name for field in table.fields if field.name in ("supports", "contradicts", "later", "evidence")]
        for row in table.rows if certain or naming else ():
            if row[CERTAINTY] != CONFIRMED if certain else _rests_on_unconfirmed(figures, row, naming):
                yield from _said(table, row)


def _rests_on_unconfirmed(figures: Figures, row: Row, columns: list[str]) -> bool:
    """Whether a row names rows that have a certainty, and none of them is confirmed."""
    try:
        named = [item for column in columns for item in evidence_in(figures, row.optional(column))]
    except FigureError:
        return False  # said elsewhere
    certainties = [item.row.optional(CERTAINTY) for item in named if isinstance(item, RowReference)]
    return any(certainties) and CONFIRMED not in certainties


def _said(table: Table, row: Row) -> Iterator[Finding]:
    prose = any(field.prose for field in table.fields)  # then other texts restate what is claimed, or set a condition
    for field in table.fields:
        language = table.language_of(field.name) if field.prose == prose else None
        if language and (word := language.conventions.confirmation(row.text(field.name))):
            yield row.problem(
                field.name, f'says "{word}" of what no row has as confirmed', "write who reported it, or that it is not confirmed"
            )
