"""Rows as somebody wants them, put into the texts of their files with no other line touched, and what is wrong with them."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sourced.data.canonical import Rows, canonical_rows, csv_text
from sourced.data.encodings import ending_of
from sourced.data.tables import Package, Table
from sourced.findings import Finding, ReportError
from sourced.project import Project

_BOM: Final = "\ufeff"


@dataclass(frozen=True)
class Entry:
    """A row as somebody wants it: in place of the one with this key, or a new one."""

    table: str
    cells: Mapping[str, str]
    """By column; of a row that is there, those that are to be others."""
    key: str | None = None
    """None for a new row."""
    gone: bool = False
    """Whether the row is to be taken out."""
    before: Mapping[str, str] | None = None
    """The cells that somebody saw who wants them changed, None if nobody looked."""


@dataclass(frozen=True)
class Placed:
    """The texts of the files that entries change, and where in them each entry's row stands."""

    texts: Mapping[str, str]
    lines: Sequence[tuple[str, int]]
    """Of each entry, the file and the line that its row begins in; 0 of one that is taken out."""


@dataclass(frozen=True)
class _Record:
    """A row in a text: the first of its lines, the first behind them (both from 0), and its cells as typed."""

    start: int
    end: int
    cells: list[str]


def placed(project: Project, package: Package, entries: Sequence[Entry]) -> Placed:
    """Put entries into their files' texts; ReportError if a table, a column or a row that they name is not there."""
    texts: dict[str, str] = {}
    rows: list[tuple[Table, list[str] | None]] = []
    for entry in entries:
        table = _table(package, entry)
        if table.file not in texts:
            texts[table.file] = (project.root / table.file).read_bytes().decode("utf-8")
        if entry.gone:
            texts[table.file], row = _without(texts[table.file], table, entry), None
        else:
            texts[table.file], row = _with_entry(texts[table.file], table, entry)
        rows.append((table, row))
    return Placed(texts, [(table.file, _line_of(texts[table.file], table, row) if row else 0) for table, row in rows])


def _without(text: str, table: Table, entry: Entry) -> str:
    """A file's text without the row of an entry; no other line is touched."""
    lines = io.StringIO(text, newline="").readlines()
    if old := _found(_records(text), table, entry.key):
        del lines[old.start : old.end]
    return "".join(lines)


def _table(package: Package, entry: Entry) -> Table:
    """The table of an entry, if it has all the columns that are named."""
    if entry.table not in package.tables:
        found, fix = f'has no table "{entry.table}"', f"use one of {', '.join(package.tables)}"
        raise ReportError([Finding(f"{package.folder.name}/datapackage.yaml", 0, "", found, fix)])
    table = package.tables[entry.table]
    names = [one.name for one in table.fields]
    if unknown := [name for name in entry.cells if name not in names]:
        fix = f"use one of {', '.join(names)}"
        raise ReportError([Finding(table.file, 0, name, "is no column of the table", fix) for name in unknown])
    return table


def _with_entry(text: str, table: Table, entry: Entry) -> tuple[str, list[str]]:
    """A file's text with an entry in its place, and the row."""
    records = _records(text)
    old = _found(records, table, entry.key)
    names = [one.name for one in table.fields]
    before = dict(zip(names, old.cells, strict=True)) if old else {}
    [row] = _canonical(table, [[entry.cells.get(name, before.get(name, "")) for name in names]])
    if old and row == _canonical(table, [old.cells])[0]:
        return text, row
    return with_row(text, table, row, old), row


def _found(records: Sequence[_Record], table: Table, key: str | None) -> _Record | None:
    """The record with a key, None for none; ReportError if it is not there."""
    if key is None:
        return None
    places = [[one.name for one in table.fields].index(column) for column in table.key]
    rows = _canonical(table, [one.cells for one in records])
    for record, row in zip(records, rows, strict=True):
        if "/".join(row[place] for place in places) == key:
            return record
    raise ReportError([Finding(table.file, 0, "", f'has no row "{key}" any longer', "look at the page anew: the file was changed")])


def _canonical(table: Table, rows: Rows) -> Rows:
    """Rows in canonical form, in the order in which they are."""
    return canonical_rows(replace(table, order=()), [[one.name for one in table.fields], *rows])[1:]


def with_row(text: str, table: Table, row: list[str], old: _Record | None = None) -> str:
    """A file's text with a row in place of an old one or new where the table's order has it; no other line is touched."""
    lines = io.StringIO(text, newline="").readlines()
    ending = ending_of(text)
    written = csv_text([row]).rstrip("\n") + ending
    if old and _order(table, row) == _order(table, old.cells):
        lines[old.start : old.end] = [written]
        return "".join(lines)
    if old:
        del lines[old.start : old.end]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    lines.insert(_place(table, row, _records("".join(lines)), len(lines)), written)
    return "".join(lines)


def _order(table: Table, row: Sequence[str]) -> list[str]:
    """What a table is sorted by, of a row; nothing if its order means something."""
    names = [one.name for one in table.fields]
    return [row[names.index(column)].strip() for column in table.order]


def _place(table: Table, row: Sequence[str], records: Sequence[_Record], end: int) -> int:
    """Before which line a new row goes: behind the greatest of those that are not greater, at the end where nothing is sorted."""
    if not table.order or not records:
        return end
    before = [(_order(table, one.cells), one.end) for one in records if _order(table, one.cells) <= _order(table, row)]
    return max(before)[1] if before else records[0].start


def _records(text: str) -> list[_Record]:
    """The rows of a file's text below its header, blank ones left out."""
    reader = csv.reader(io.StringIO(text.removeprefix(_BOM), newline=""))
    found, start = [], 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            found.append(_Record(start, reader.line_num, cells))
        start = reader.line_num
    return found[1:]


def _line_of(text: str, table: Table, row: list[str]) -> int:
    """The line in which a row begins, the last if it stands there twice."""
    return max(one.start + 1 for one in _records(text) if one.cells == row or _canonical(table, [one.cells]) == [row])


def row_at(text: str, line: int) -> str:
    """The row that begins in a line of a text, as it stands there."""
    lines = io.StringIO(text, newline="").readlines()
    record = next(one for one in _records(text) if one.start == line - 1)
    return "".join(lines[record.start : record.end]).rstrip("\r\n")


def cells_of(project: Project, table: Table, key: str) -> dict[str, str]:
    """The cells of a row as they stand in its file; ReportError if it is not there."""
    record = _found(_records((project.root / table.file).read_bytes().decode("utf-8")), table, key)
    return dict(zip([one.name for one in table.fields], record.cells if record else [], strict=False))


@contextmanager
def changed_copy(project: Project, texts: Mapping[str, str]) -> Iterator[Path]:
    """A copy of the data package in which files have other texts: path from the project's root to text."""
    with TemporaryDirectory() as name:
        folder = Path(name) / project.data.name
        shutil.copytree(project.data, folder)
        for file, text in texts.items():
            (Path(name) / file).write_text(text, encoding="utf-8", newline="")
        yield folder
