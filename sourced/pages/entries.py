"""The entries of evidence.json: of each figure its value, its standing, and the rows or figures that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sourced.evidence.figures import Figure, rounded
from sourced.pages.markup import evidence_address, observation_address
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.words.language import Language

MOST_ROWS: Final = 1000
"""How many counted rows are named one by one; of more, their table is named: the key says which of its rows."""


def entries_of(page: Page, report: Report) -> dict[str, dict[str, Any]]:
    """The entries of evidence.json for what was computed: the figures that a page prints, and those in turn that they come from.

    Observations have theirs anyway.
    """
    observed, printed = report.figures.model.observed, page.printed.values()
    computed = {one.key: one for figure in printed for one in (figure, *_inputs(figure)) if one.key not in observed}
    return {key: entry(one, report.root) for key, one in computed.items()}


def _inputs(figure: Figure) -> Iterator[Figure]:
    for one in figure.inputs:
        yield one
        yield from _inputs(one)


def entry(figure: Figure, language: Language) -> dict[str, Any]:
    """The entry of one figure."""
    known: dict[str, Any] = {
        "name": figure.name.first,
        "value": f"{rounded(figure.base):f}",
        "unit": figure.unit.id,
        "qualifier": figure.qualifier,
        "standing": figure.standing,
    }
    if figure.inputs:
        return {**known, "formula": figure.formula(language), "inputs": [one.key for one in figure.inputs]}
    if figure.row_table:
        if len(figure.row_keys) > MOST_ROWS:
            return {**known, "table": figure.rows[0].file, "page": evidence_address(figure)}
        return {**known, "rows": [f"{figure.row_table}:{key}" for key in figure.row_keys]}
    first = figure.observations[0]
    rows = [
        {"source": one.source.id, "value": f"{one.value:f}", "qualifier": one.qualifier, "confidence": one.confidence}
        for one in figure.observations
    ]
    return {**known, "table": first.row.file, "page": observation_address(first), "rows": rows}
