"""Which cells have changed since the last good build, so that what no longer holds can name them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sourced.data.history import RowChange, changes_between, texts_of
from sourced.data.model import observation_key
from sourced.data.suggestions import quoted
from sourced.data.tables import Package, Table
from sourced.findings import Finding
from sourced.system.tracking import WHOLE, Piece

MOST = 3
"""How many cells a finding names."""


class Changes:
    """What differs between a package and its CSV files as the last good build read them."""

    def __init__(self, kept: Path, package: Package) -> None:
        """The files of the last good build are in the folder `kept`, if there was one."""
        self._kept, self._package = kept, package

    def keep(self) -> None:
        """Keep the files as they are: the build was good."""
        for table in self._package.tables.values():
            inner = Path(table.file).relative_to(self._package.folder.name)
            (self._kept / inner).parent.mkdir(parents=True, exist_ok=True)
            (self._kept / inner).write_bytes((self._package.folder / inner).read_bytes())

    def named(self, findings: Iterable[Finding], read: Collection[Piece]) -> list[Finding]:
        """The findings, naming the changed cells that they can be due to: those that they say themselves, else those in `read`."""
        return [replace(one, fix=one.fix + self._since(read if one.read is None else one.read), read=None) for one in findings]

    def _since(self, read: Collection[Piece]) -> str:
        """The changed cells among pieces of data, in words; "" if there are none."""
        cells = [words for pieces, words in self._cells if not pieces.isdisjoint(read)] if read else []
        more = f" and {len(cells) - MOST} more" if len(cells) > MOST else ""
        return f"; changed since the last good build or check: {', '.join(cells[:MOST])}{more}" if cells else ""

    @cached_property
    def _cells(self) -> list[tuple[frozenset[Piece], str]]:
        """Each change in words, with the pieces of data that it is in."""
        before = {name: text for name, text in texts_of(self._kept, self._package).items() if text}
        now = texts_of(self._package.folder, self._package)
        changes = changes_between({**now, **before}, now, self._package)
        return [
            (_pieces(table, one), words) for one in changes for table in [self._package.tables[one.table]] for words in _words(table, one)
        ]


def _words(table: Table, change: RowChange) -> Iterator[str]:
    """A row's change in words, cell by cell if it was there before."""
    row = table.by_key.get(change.key)
    place = f"{table.file}:{row.line}" if row else table.file
    if change.kind != "revised":
        yield f"{place} new row" if row else f"{place} row {change.key} gone"
        return
    for column, before, after in change.cells:
        yield f'{place} column "{column}" {quoted(before)} → {quoted(after)}'


def _pieces(table: Table, change: RowChange) -> frozenset[Piece]:
    """The pieces of data that a row is in."""
    row = table.by_key.get(change.key)
    cells = {name: row.text(name) for name in row.cells} if row else {column: before for column, before, _ in change.cells}
    found: list[Piece] = [(f"rows of {table.name}", WHOLE), (f"row of {table.name}", change.key), (f"row of {table.name}", WHOLE)]
    found += [(table.name, change.key), (table.name, WHOLE)]
    if table.name.endswith("observations"):
        indicator, entity = cells["indicator"], cells["entity"]
        key = observation_key(indicator, entity, cells["period"], cells.get("scope", ""), cells.get("as_of", ""))
        found += [("observed", key), ("series", (indicator, entity)), ("by_indicator", indicator)]
        found += [(name, WHOLE) for name in ("observations", "observed", "series", "by_indicator")]
    return frozenset(found)
