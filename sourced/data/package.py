"""The door: `data/` as files to `Package`, tables of checked, typed rows that remember their line.

`datapackage.yaml` is a Frictionless Data Package (https://datapackage.org); each CSV is held to its Table Schema here
rather than by the Frictionless library, because an editor needs the column, the value and the remedy in one
sentence, and because it is several times faster (`benchmarks/validators.py`). The tests hold both to one verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sourced.data.descriptor import DESCRIPTOR, about_package, read_descriptor, tables_of
from sourced.data.keys import key_problems, reference_problems
from sourced.data.parts import beginnings
from sourced.data.rows import with_rows
from sourced.data.tables import FILES, Package, Row, Table, Value, text_in
from sourced.data.untranslated import untranslated_texts
from sourced.findings import Finding, stop_on_errors
from sourced.system.tracking import TrackedMapping, TrackedRows, Tracker, digest


def load_package(folder: Path, *, root: Path) -> Package:
    """Read and check `folder`; raise ReportError with every problem of every file, as `read_package` finds them."""
    package, findings = read_package(folder, root=root)
    stop_on_errors(findings)
    return package


def read_package(folder: Path, *, root: Path) -> tuple[Package, list[Finding]]:
    """The package in `folder` and what is wrong with it; cells that are wrong are empty.

    Found are missing or unreadable files, wrong headers, cells against their schema, duplicate keys and dangling
    references (files are named as seen from `root`). Raise ReportError if `datapackage.yaml` is no descriptor.
    """
    descriptor, texts = read_descriptor(folder, root)
    findings: list[Finding] = []
    filled = [with_rows(table, folder, findings) for table in tables_of(descriptor, folder, root)]
    tables = {table.name: table for table, _ in filled}
    broken = {table.name for table, whole in filled if not whole}
    for table in tables.values():
        findings += key_problems(table)
        findings += reference_problems(table, tables, broken)
    tracker = Tracker()
    tracker.holds(FILES, lambda path: text_in(folder, str(path)))
    tracked = {name: _tracked(table, tracker) for name, table in tables.items()}
    about = about_package(descriptor, root)
    file = (folder / DESCRIPTOR).relative_to(root).as_posix()
    findings += untranslated_texts(descriptor, texts[DESCRIPTOR], file, about["languages"])
    described = digest(*texts.values())
    return Package(folder, **about, tables=tracked, tracker=tracker, described_in=tuple(texts), descriptor_digest=described), findings


def _tracked(table: Table, tracker: Tracker) -> Table:
    """The same table, noting who reads its rows."""

    def cells(row: Row) -> list[Value]:
        return list(row.cells.values())

    parts = beginnings(sorted(map(table.key_of, table.rows))) if table.name == "sources" else ()
    rows = TrackedRows(tracker, f"rows of {table.name}", table.rows, cells)
    return replace(table, rows=rows, parts=parts, by_key=TrackedMapping(tracker, f"row of {table.name}", _ByKey(table), cells))


class _ByKey(Mapping[str, Row]):
    """Rows by key, put in order when the first is asked for: nobody asks for those of observations."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {self._table.key_of(row): row for row in self._table.rows}

    def __getitem__(self, key: str) -> Row:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
