"""The one form of a CSV file: LF, quotes only where they must be, plain digits, rows in the order that the table states."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sourced.data.cells import plain_code
from sourced.data.csv_files import as_lists
from sourced.data.suggestions import plain_number
from sourced.data.tables import Field, Package, Table
from sourced.project import Project

Rows = list[list[str]]
"""A table as typed: the header, then the rows."""


def read_rows(path: Path, names: Sequence[str] = ()) -> Rows:
    """A CSV file as typed, whatever program saved it, its columns put in the order of `names`; ValueError if it is no CSV."""
    return as_lists(path.read_bytes(), names)


def csv_text(rows: Rows) -> str:
    """A table in canonical form: LF, quotes only where they must be."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def canonical_rows(table: Table, rows: Rows) -> Rows:
    """The same table without blanks around cells, with plain digits in numbers, in the table's order if it states one."""
    header, *body = [[cell.strip() for cell in row] for row in rows]
    kinds = {field.name: field for field in table.fields}
    for row in body:
        for place, name in enumerate(header[: len(row)]):
            if name in kinds:
                row[place] = _plain(kinds[name], row[place])
    if table.order and set(table.order) <= set(header):
        places = [header.index(name) for name in table.order]
        body.sort(key=lambda row: [row[place] if place < len(row) else "" for place in places])
    return [header, *body]


def _plain(column: Field, cell: str) -> str:
    """A number or a code in plain characters, if it is one beyond doubt; another text as it is."""
    if column.type == "string":
        return plain_code(column, cell)
    plain = plain_number(cell)
    return plain if plain and "e" not in plain.lower() else cell


def canonical_texts(package: Package, project: Project, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of files in canonical form, and in order if the files that they replace were."""
    found = {}
    for table in package.tables.values():
        if (text := texts.get(table.file)) is not None:
            before = read_rows(project.root / table.file)
            rows = [*csv.reader(io.StringIO(text, newline=""))]
            kept = table if canonical_rows(table, before) == before else replace(table, order=())
            found[table.file] = csv_text(canonical_rows(kept, rows))
    return found
