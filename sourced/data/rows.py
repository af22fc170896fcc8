"""The lines of a file to the rows of its table, and what is wrong with a line as a whole: its width, blanks, leftovers of a merge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from sourced.data.cells import cell_problem, cell_value
from sourced.data.csv_files import Line, Unreadable, bytes_of, conflict, lines_of
from sourced.data.suggestions import FoundAndFix, quoted
from sourced.data.tables import Field, Row, Table, Value
from sourced.findings import NOT_TRANSLATED, Finding
from sourced.system.limits import TooMuch, bounded

_NO_KEY = re.compile(r"[^\w./-]|[^\x00-\x7f]")


def with_rows(table: Table, folder: Path, findings: list[Finding]) -> tuple[Table, bool]:
    """The table with its rows, and whether all are there; what is wrong is added to `findings`, and the cells concerned are empty."""
    path = folder / Path(table.file).relative_to(folder.name)
    try:
        content = bytes_of(path, table.file)
    except Unreadable as error:
        findings.append(error.finding)
        return table, False
    rows, whole, found = _read(table, content) if len(content) > _MOST_KEPT else _kept(_ByText(table), content)
    findings += found
    return replace(table, rows=rows), whole


_MOST_KEPT: Final = 2**21
"""Bytes of a table whose rows a process keeps for the next time: a preview reads all tables for each change of one."""
_Read = tuple[tuple[Row, ...], bool, tuple[Finding, ...]]
"""A table's rows, whether all are there, and what is wrong."""


class _ByText:
    """A table without its rows, the same as another that is declared in the same words."""

    def __init__(self, table: Table) -> None:
        self.table, self._text = table, repr(table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByText) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@lru_cache(maxsize=96)
def _kept(named: _ByText, content: bytes) -> _Read:
    return _read(named.table, content)


def _read(table: Table, content: bytes) -> _Read:
    """What stands in a table's file."""
    findings: list[Finding] = []
    try:
        read = lines_of(content, table.file, _titles(table), findings)
    except Unreadable as error:
        return (), False, (*findings, error.finding)
    lines = list(_without_blanks(table, read.rows, findings))
    known = {field.name: _CellCache(field) for field in table.fields}
    try:
        with bounded():
            rows = [row for line, cells in lines if (row := _row(table, known, line, cells, findings))]
    except TooMuch as error:
        return (), False, (*findings, _endless(table, known, str(error)))
    whole = read.whole and len(rows) == len(lines)
    if whole and not rows and table.name.endswith("observations"):
        fix = "add its rows again, or drop the table from datapackage.yaml"
        findings.append(Finding(table.file, 1, "", "has no row below its header", fix))
        whole = False
    return tuple(rows), whole, tuple(findings)


def _endless(table: Table, known: Mapping[str, _CellCache], found: str) -> Finding:
    """What is wrong with a table whose cells can't be held against their form in time: the column at which it stood."""
    column = next((cache.column for cache in known.values() if cache.looked_at is not None), None)
    if column is None:
        return Finding(table.file, 0, "", found, "part the table in two")
    cell = quoted(known[column.name].looked_at or "")
    fix = f"write the pattern so that no text fits it in many ways: {column.pattern}"
    return Finding(table.file, 0, column.name, f"{cell}, held against the column's pattern, {found}", fix)


def _titles(table: Table) -> dict[str, Sequence[str]]:
    """The names of a table's columns, each with its titles."""
    return {field.name: tuple(field.title.values()) for field in table.fields}


def _without_blanks(table: Table, lines: Sequence[Line], findings: list[Finding]) -> Iterator[Line]:
    """The lines that hold something; blank ones are a finding for each run of them, those at the end of the file none."""
    blank: list[int] = []
    for line, cells in lines:
        if "".join(cells).strip("\x1a \t\u00a0\u3000"):
            if blank:
                many = f"are blank rows down to line {blank[-1]}" if len(blank) > 1 else "is a blank row"
                findings.append(Finding(table.file, blank[0], "", many, "remove it" if len(blank) == 1 else "remove them"))
                blank = []
            yield line, cells
        else:
            blank.append(line)


class _CellCache(dict[str, Value]):
    """What the cells of a column come to, each looked at once, as most stand there many times; and what is wrong with which."""

    def __init__(self, column: Field) -> None:
        super().__init__()
        self.column = column
        self.problems: dict[str, FoundAndFix] = {}
        self.looked_at: str | None = None
        """The cell that is being looked at."""

    def __missing__(self, cell: str) -> Value:
        self.looked_at = cell
        self[cell], problem = cell_value(self.column, cell)
        if problem:
            self.problems[cell] = problem
        self.looked_at = None
        return self[cell]


def _row(table: Table, known: Mapping[str, _CellCache], line: int, cells: list[str], findings: list[Finding]) -> Row | None:
    """A line's cells as a row, None if it is none; what is wrong is added to `findings`."""
    if problem := _line_problem(table, list(known), line, cells):
        findings.append(problem)
        return None
    values = {name: cache[cell] for (name, cache), cell in zip(known.items(), cells, strict=True)}
    for cache, cell in zip(known.values(), cells, strict=True):
        if cache.problems and cell in cache.problems:
            gap = untranslated(table, cache.column.name, values) if not cell.strip() else None
            findings.append(Finding(table.file, line, cache.column.name, *(gap or cache.problems[cell])))
    return Row(table.file, line, values)


def untranslated(table: Table, column: str, values: Mapping[str, Value]) -> FoundAndFix | None:
    """What is wrong with an empty cell whose text is there in the report's first language; None if it is not."""
    original, language = table.original_of(column), table.language_of(column)
    if not language or values.get(original) is None:
        return None
    return NOT_TRANSLATED, f'write what "{original}" says in {language.english_name}'


def _line_problem(table: Table, names: list[str], line: int, cells: list[str]) -> Finding | None:
    """Why a line can't be a row of the table, None if it can."""
    if conflict(cells):
        found, fix = f"holds {quoted(','.join(cells))}, left by a merge in Git", "keep one of the two versions, and no such line"
        return Finding(table.file, line, "", found, fix)
    if cells[0].strip() == names[0] and [cell.strip() for cell in cells] == names:
        return Finding(table.file, line, "", "is the line with the names of the columns once more", "remove it")
    return _width_problem(table, line, cells) if len(cells) != len(names) else None


def _width_problem(table: Table, line: int, cells: list[str]) -> Finding:
    """A row with too few or too many cells: where one seems to be missing, or which two to be one."""
    width, number = len(table.fields), len(cells)
    found = f"has {number} cell{'s' if number != 1 else ''} where the header has {width}"
    fix = "give it a cell for each column; a text with a comma must stand in quotes"
    if number > width and not any(cell.strip() for cell in cells[width:]) and not _faults(table, cells[:width], -1):
        fix = f"remove the comma{'s' if number > width + 1 else ''} at its end"
    elif number == width + 1:
        column, cell = _cell_in_two(table, cells)
        found += f': {quoted(cell)} in the column "{column.name}" is not in quotes'
        problem = cell_problem(column, cell)
        meant = problem[1] if problem and not problem[1].endswith(".") else f'write "{cell}"'
        fix = f"a text with a comma must stand in quotes: {meant}"
    elif number == width - 1:
        found, fix = f'{found}: one seems to be missing at "{_gap(table, cells).name}"', "put a comma for each empty cell"
    return Finding(table.file, line, "", found, fix)


def _cell_in_two(table: Table, cells: list[str]) -> tuple[Field, str]:
    """Of a row with one cell too many, the column whose text was likeliest split at its comma, and that text."""
    width = len(table.fields)
    keys = {one.column for one in table.references}
    plain = [one.type == "string" and not one.coded for one in table.fields]
    joined = [[*cells[:place], f"{cells[place]},{cells[place + 1]}", *cells[place + 2 :]] for place in range(width)]
    place = min(range(width), key=lambda one: (_faults(table, joined[one], one), table.fields[one].name in keys, not plain[one]))
    return table.fields[place], joined[place][place].strip()


def _gap(table: Table, cells: list[str]) -> Field:
    """Of a row with one cell too few, the column whose cell is likeliest missing."""
    width = len(table.fields)
    filled = [[*cells[:place], "", *cells[place:]] for place in range(width)]
    return table.fields[min(range(width), key=lambda one: _faults(table, filled[one], -1))]


def _faults(table: Table, cells: list[str], place: int) -> int:
    """How many cells of a row are wrong, that at `place` left aside unless it is text: to find the likeliest way in which it was meant."""
    keys = {*table.key, *(one.column for one in table.references)}
    count = 0
    for number, (column, cell) in enumerate(zip(table.fields, cells, strict=True)):
        if number != place or (column.type == "string" and not column.coded):
            language = table.language_of(column.name)
            odd = _NO_KEY.search(cell.strip()) if column.name in keys else language and language.conventions.is_odd(cell)
            count += bool(cell_problem(column, cell) or odd)
    return count
