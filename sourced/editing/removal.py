"""A row that is to go: what else names it, and a row that was changed while somebody looked at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sourced.data.tables import Package, Table
from sourced.editing.forms import row_words
from sourced.findings import Finding


def naming(package: Package, table: Table, key: str) -> Iterator[Finding]:
    """The rows of the package that name a row, each as what keeps it from being taken out; KeyError if it is not there."""
    target = table.by_key[key]
    for other in package.tables.values():
        for reference in other.references:
            if (reference.table or other.name) != table.name:
                continue
            value = target.text(reference.target)
            for row in other.rows:
                if row is not target and row.text(reference.column) == value:
                    found = f'"{row_words(package, other, row)}" names the row'
                    yield row.problem(reference.column, found, "name another one there, or take that row out first")


def changed_meanwhile(table: Table, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Finding]:
    """The cells of a row that are no longer as somebody saw them."""
    for column in table.fields:
        seen, there = before.get(column.name, ""), now.get(column.name, "")
        if seen != there:
            fix = "close the form and open it again, so that the other change is not lost"
            yield Finding(table.file, 0, column.name, f'was changed elsewhere since the form was opened: "{seen}" is now "{there}"', fix)
