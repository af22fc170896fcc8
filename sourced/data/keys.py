"""Keys and the references between tables: rows that stand twice, keys that no table has, rows that lead back to themselves."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from sourced.data.suggestions import quoted
from sourced.data.tables import Reference, Row, Table, Value
from sourced.findings import Finding


def key_problems(table: Table) -> Iterator[Finding]:
    """Rows with the key of an earlier one, or with a cell that must be unique and is not."""
    for columns in dict.fromkeys([table.key, *((column.name,) for column in table.fields if column.unique)]):
        if not columns:
            continue
        required = [columns.index(column.name) for column in table.fields if column.required and column.name in columns]
        seen: dict[tuple[Value, ...], Row] = {}
        for row in table.rows:
            key = tuple([row.cells[column] for column in columns])
            if None in key and any(key[place] is None for place in required):
                continue  # a faulty cell has its own finding
            first = seen.setdefault(key, row)
            if first is not row:
                yield _twice(first, row, columns)


def _twice(first: Row, row: Row, columns: Sequence[str]) -> Finding:
    """A row with the key of an earlier one, and what they differ in."""
    key = ", ".join(str(row[column]) for column in columns if row[column] is not None)
    differ = [column for column in row.cells if row[column] != first[column]]
    if not differ:
        return row.problem(columns[0], f"is the same row as line {first.line}: {quoted(key)}", "remove one")
    shown = ", ".join(f"{one} {quoted(row.text(one))} instead of {quoted(first.text(one))}" for one in differ[:3])
    return row.problem(columns[0], f"{quoted(key)} stands already in line {first.line}; here with {shown}", "remove one, or change its key")


def reference_problems(table: Table, tables: Mapping[str, Table], broken: Collection[str]) -> Iterator[Finding]:
    """Keys that the tables named by a table's references do not have, and rows that lead back to themselves.

    Tables in `broken` lack rows for other reasons: a key that is missing there says nothing.
    """
    for reference in table.references:
        target = tables.get(reference.table)
        if target is None or reference.table in broken:
            continue
        known = _known_keys(target, reference)
        dangling = _dangling(table, reference, known)
        if dangling and not known:
            yield Finding(target.file, 1, "", "has no row below its header, yet other tables name its rows", "add them again")
            continue
        for value, rows in dangling.items():
            meant = _meant(value, known)
            add = f"add it to {target.file}: {row_to_paste(target, reference.target, value)}"
            fix = f'write "{meant}", or {add}' if meant else add
            yield rows[0].problem(reference.column, f"{quoted(value)} is not in {target.file}{_and_more(rows)}", fix)
        if target.name == table.name:
            yield from _circles(reference, known)


def row_to_paste(table: Table, column: str, key: str) -> str:
    """The line that adds a row of a key to a table, and the columns that are to be filled in there."""
    columns = [*table.rows[0].cells] if table.rows else [one.name for one in table.fields]
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([key if one == column else "" for one in columns])
    lacking = [one.name for one in table.fields if one.required and one.name != column]
    return f"paste {out.getvalue()}" + (f" and fill in {', '.join(lacking)}" if lacking else "")


def how_to_add(tables: Mapping[str, Table], name: str, key: str, known: Iterable[str]) -> str:
    """What to do about a key that a table lacks: the keys that are like it, and the line to paste."""
    table = tables.get(name)
    add = f"add it to {table.file}: {row_to_paste(table, 'id', key)}" if table else f"add it to {name}.csv"
    close = " or ".join(get_close_matches(key, [*known], 3, 0.4))
    return f"use {close}, or {add}" if close else add


def _known_keys(target: Table, reference: Reference) -> dict[str, Row]:
    """The keys that a reference may name, each with its row; those of a wrong form also as they are meant."""
    known = {str(row[reference.target]): row for row in target.rows}
    form = next((field.pattern for field in target.fields if field.name == reference.target and field.pattern), ".*")
    wrong = {key: row for key, row in known.items() if not re.fullmatch(form, key)}  # they have findings of their own
    return {_joined(key): row for key, row in wrong.items()} | known


def _dangling(table: Table, reference: Reference, known: Mapping[str, Row]) -> dict[str, list[Row]]:
    """The rows of a table by the unknown key that they name."""
    dangling: dict[str, list[Row]] = {}
    for row in table.rows:
        value = row[reference.column]
        if value is not None and str(value) not in known:
            dangling.setdefault(str(value), []).append(row)
    return dangling


def _and_more(rows: Sequence[Row]) -> str:
    """The lines of the rows behind the first, in words."""
    lines = [str(row.line) for row in rows[1:]]
    if not lines:
        return ""
    more = f" and {len(lines) - 8} more" if len(lines) > 8 else ""
    return f" (also line{'s' if len(lines) > 1 else ''} {', '.join(lines[:8])}{more})"


def _meant(value: str, known: Mapping[str, Row]) -> str:
    """The key that is likest to one that is unknown, or that of the row in which it stands as a name; "" if there is none."""
    keys = {_joined(key): key for key in known}
    joined, plain = _joined(value), value.casefold()
    if joined in keys:
        return keys[joined]
    for key, row in known.items():
        named = (cell for column, cell in row.cells.items() if column.startswith(("name", "title", "url")) and isinstance(cell, str))
        if any(cell.casefold() == plain for cell in named):
            return key
    return next((keys[one] for one in get_close_matches(joined, keys, 1, 0.75)), "")


def _joined(key: str) -> str:
    """A key in small letters and hyphens, by which those are the same that people take for the same."""
    plain = unicodedata.normalize("NFKC", key).casefold().strip()
    return re.sub(r"[^\w]+|_", "-", plain).strip("-") or plain


def _circles(reference: Reference, known: Mapping[str, Row]) -> Iterator[Finding]:
    """Rows that lead back to themselves, each circle once."""
    done: set[str] = set()
    for start in known:
        way: list[str] = []
        key = start
        while key in known and key not in done and key not in way:
            way.append(key)
            key = known[key].text(reference.column)
        if key in way:
            circle = way[way.index(key) :]
            last = max(circle, key=lambda one: known[one].line)
            ring = circle[circle.index(last) :] + circle[: circle.index(last)]
            found = f"leads back to its own row: {' → '.join([*ring, last])}"
            yield known[last].problem(reference.column, found, "name what it belongs to, or leave it empty")
        done.update(way)
