"""The door: `data/` as files to `Package`, tables of checked, typed rows that remember their line.

`datapackage.yaml` is a Frictionless Data Package (https://datapackage.org); each CSV is held to its Table Schema here
rather than by the Frictionless library, because an editor needs the column, the value and the remedy in one
sentence, and because it is several times faster (`benchmarks/validators.py`). The tests hold both to one verdict.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from sourced.data.csv_files import Line, Unreadable, bytes_of, conflict, lines_of
from sourced.data.descriptor import description_problems, foreign_key_problems, read_description, schema_problems
from sourced.data.suggestions import (
    LARGEST,
    Said,
    address_problem,
    form_problem,
    garbled,
    number_problem,
    period_problem,
    plain_number,
    quoted,
)  # fmt: skip
from sourced.findings import Finding, ReportError, stop_on_errors
from sourced.system.memo import TrackedMapping, TrackedRows, Tracker, digest

Value = str | int | Decimal | None
_NO_KEY = re.compile(r"[^\w./-]|[^\x00-\x7f]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WIDE_DIGIT = re.compile(r"(?![0-9])\d")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_FORMULA = re.compile(r"[=+@\t]|-(?![\d.])")
MAX_CELL = 10_000
PERIOD_COLUMNS = ("period", "as_of", "date", "due", "published")
"""Columns that hold periods, in whatever table."""
PERIODS = "write 2025, 2025-H1, 2025-Q3, 2025-03, 2025-12-22 or first/last"


@dataclass(frozen=True)
class Field:
    """A column as its Table Schema describes it."""

    name: str
    type: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    required: bool
    unique: bool
    pattern: str | None
    enum: tuple[str, ...]
    minimum: Decimal | None
    maximum: Decimal | None
    format: str = ""
    """uri for addresses on the web."""
    prose: bool = False
    """Whether its cells are sentences that hold figures in braces, by address, and no bare digits."""

    @property
    def coded(self) -> bool:
        """Whether its cells are words of a list, or of a form: then full-width characters stand for plain ones."""
        return bool(self.enum or self.pattern) or self.name in PERIOD_COLUMNS


@dataclass(frozen=True)
class Reference:
    """A foreign key: `column` holds keys of `table`'s column `target`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Row:
    """A line of a table: typed cells, None where empty, with the place it came from."""

    file: str
    line: int
    cells: Mapping[str, Value]

    def __getitem__(self, column: str) -> Value:
        return self.cells[column]

    def text(self, column: str) -> str:
        """The cell as text, "" where it is empty."""
        value = self.cells[column]
        return "" if value is None else str(value)

    def problem(self, column: str, found: str, fix: str) -> Finding:
        """A finding about one of this row's cells."""
        return Finding(self.file, self.line, column, found, fix)


@dataclass(frozen=True)
class Table:
    """A resource of the package with its rows in the file's order."""

    name: str
    file: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    updated: date | None
    next_update: date | None
    next_reason: Mapping[str, str]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    order: tuple[str, ...] = ()
    """The columns by which its rows are sorted, none where their order means something."""
    rows: Sequence[Row] = ()
    by_key: Mapping[str, Row] = field(default_factory=dict, repr=False)
    """Rows by the cells of the primary key, parted by slashes, as addresses write it."""

    def key_of(self, row: Row) -> str:
        """A row's key as addresses write it."""
        return "/".join(row.text(column) for column in self.key)


@dataclass(frozen=True)
class Package:
    """The whole of `data/`: what describes it, and its tables by name."""

    folder: Path
    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    report: Mapping[str, str]
    """Title of the report that the package belongs to."""
    author: Mapping[str, str]
    licence: str
    """Address of the licence."""
    reviewed: str
    """Key of the publication whose claims are checked, "" if there is none."""
    reviewed_characters: int
    """How long its text is; 0 if that is not known."""
    tables: Mapping[str, Table]
    reads: Tracker = field(default_factory=Tracker, compare=False, repr=False)
    """Who reads what of the rows."""
    described: str = ""
    """Digest of the descriptor: of all that is no row."""

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table, or none where the package has no such table."""
        return self.tables[table].rows if table in self.tables else ()


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
    texts: list[str] = []
    description = _described(folder, root, texts)
    about = _about(description)
    empty = [_table(resource, folder, root) for resource in description["resources"]]
    findings: list[Finding] = []
    broken: set[str] = set()
    tables = {table.name: _filled(table, folder, findings, broken) for table in empty}
    for table in tables.values():
        findings += _key_problems(table)
        findings += _reference_problems(table, tables, broken)
    reads = Tracker()
    watched = {name: _watched(table, reads) for name, table in tables.items()}
    return Package(folder, description["name"], **about, tables=watched, reads=reads, described=digest(*texts)), findings


def _watched(table: Table, reads: Tracker) -> Table:
    """The same table, noting who reads its rows."""

    def cells(row: Row) -> list[Value]:
        return list(row.cells.values())

    rows = TrackedRows(reads, f"rows of {table.name}", table.rows, cells)
    return replace(table, rows=rows, by_key=TrackedMapping(reads, f"row of {table.name}", _ByKey(table), cells))


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


def describe(folder: Path, *, root: Path) -> dict[str, Table]:
    """The tables as `datapackage.yaml` describes them, without their rows; raise ReportError as `load_package` does."""
    description = _described(folder, root, [])
    return {table.name: table for table in (_table(one, folder, root) for one in description["resources"])}


def _described(folder: Path, root: Path, texts: list[str]) -> dict[str, Any]:
    """The descriptor, the schemas in files of their own in their places; all texts are added to `texts`.

    Raise ReportError with everything that is wrong with them.
    """
    file = _relative(folder / "datapackage.yaml", root)
    text, description = read_description(folder / "datapackage.yaml", file)
    texts.append(text)
    if findings := description_problems(description, text, file):
        raise ReportError(findings)
    apart: list[tuple[dict[str, Any], str, str]] = []
    schemas: dict[str, tuple[str, Any]] = {}
    for resource in description["resources"]:
        if isinstance(named := resource["schema"], str):
            if named not in schemas:
                schemas[named] = read_description(folder / named, _relative(folder / named, root))
                texts.append(schemas[named][0])
                findings += schema_problems(schemas[named][1], schemas[named][0], _relative(folder / named, root))
            resource["schema"] = schemas[named][1]
            apart.append((resource, named, schemas[named][0]))
    if findings:
        raise ReportError(findings)
    names = {one["name"]: [field["name"] for field in one["schema"]["fields"]] for one in description["resources"]}
    for resource, named, _ in apart:
        file = _relative(folder / named, root)
        problems = foreign_key_problems(resource["schema"], resource["name"], names)
        findings += [Finding(file, 0, "", found, fix) for _, found, fix in problems]
    if findings:
        raise ReportError(findings)
    return dict(description)


def _about(description: Mapping[str, Any]) -> dict[str, Any]:
    """What the descriptor says of the whole: titles, author, licence, what is reviewed."""
    title = _bilingual(description, "title")
    contributors, licences = description.get("contributors", [{}]), description.get("licenses", [{}])
    return {
        "title": title,
        "description": _bilingual(description, "description"),
        "report": _bilingual(description, "report") if "report" in description else title,
        "author": _bilingual(contributors[0], "title"),
        "licence": licences[0].get("path", ""),
        "reviewed": description.get("reviews", ""),
        "reviewed_characters": description.get("reviewed_characters", 0),
    }


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _bilingual(description: Mapping[str, Any], key: str) -> dict[str, str]:
    text = str(description.get(key, ""))
    return {"en": text, "zh": str(description.get(f"{key}_zh", text))}


def _table(resource: Mapping[str, Any], folder: Path, root: Path) -> Table:
    """The table as described, without rows."""
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    return Table(
        name=resource["name"],
        file=_relative(folder / resource["path"], root),
        title=_bilingual(resource, "title"),
        description=_bilingual(resource, "description"),
        updated=resource.get("updated"),
        next_update=resource.get("next_update"),
        next_reason=_bilingual(resource, "next_reason"),
        fields=tuple(map(_field, schema["fields"])),
        key=(key,) if isinstance(key, str) else tuple(key),
        references=tuple(_references(schema.get("foreignKeys", []), resource["name"])),
        order=tuple(resource.get("order", ())),
    )


def _field(description: Mapping[str, Any]) -> Field:
    constraints = description.get("constraints", {})
    return Field(
        name=description["name"],
        type=description["type"],
        title=_bilingual(description, "title"),
        description=_bilingual(description, "description"),
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        pattern=constraints.get("pattern"),
        enum=tuple(constraints.get("enum", ())),
        minimum=_bound(constraints, "minimum"),
        maximum=_bound(constraints, "maximum"),
        format=description.get("format", ""),
        prose=description.get("prose", False),
    )


def _bound(constraints: Mapping[str, Any], key: str) -> Decimal | None:
    return Decimal(str(constraints[key])) if key in constraints else None


def _references(keys: list[Mapping[str, Any]], table: str) -> Iterator[Reference]:
    for key in keys:
        (column,), reference = key["fields"], key["reference"]
        (target,) = reference["fields"]
        yield Reference(column, reference["resource"] or table, target)


def _filled(table: Table, folder: Path, findings: list[Finding], broken: set[str]) -> Table:
    """The table with its rows; what is wrong is added to `findings`, and the cells concerned are empty.

    A table that lacks rows because of what is wrong is added to `broken`.
    """
    path = folder / Path(table.file).relative_to(folder.name)
    try:
        read = lines_of(bytes_of(path, table.file), table.file, _titles(table), findings)
    except Unreadable as error:
        findings.append(error.finding)
        broken.add(table.name)
        return table
    lines = list(_without_blanks(table, read.rows, findings))
    columns = {field.name: _Cells(field) for field in table.fields}
    rows = [row for line, cells in lines if (row := _row(table, columns, line, cells, findings))]
    if not read.whole or len(rows) < len(lines):
        broken.add(table.name)
    elif not rows and table.name.endswith("observations"):
        fix = "add its rows again, or drop the table from datapackage.yaml"
        findings.append(Finding(table.file, 1, "", "has no row below its header", fix))
        broken.add(table.name)
    return replace(table, rows=tuple(rows))


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


class _Cells(dict[str, Value]):
    """What the cells of a column come to, each looked at once, as most stand there many times; and what is wrong with which."""

    def __init__(self, column: Field) -> None:
        super().__init__()
        self.column = column
        self.problems: dict[str, Said] = {}

    def __missing__(self, cell: str) -> Value:
        self[cell], problem = _value(self.column, cell)
        if problem:
            self.problems[cell] = problem
        return self[cell]


def _row(table: Table, columns: Mapping[str, _Cells], line: int, cells: list[str], findings: list[Finding]) -> Row | None:
    names = list(columns)
    if conflict(cells):
        found, fix = f"holds {quoted(','.join(cells))}, left by a merge in Git", "keep one of the two versions, and no such line"
        findings.append(Finding(table.file, line, "", found, fix))
        return None
    if cells[0].strip() == names[0] and [cell.strip() for cell in cells] == names:
        findings.append(Finding(table.file, line, "", "is the line with the names of the columns once more", "remove it"))
        return None
    if len(cells) != len(names):
        findings.append(_width_problem(table, line, cells))
        return None
    values = {name: known[cell] for (name, known), cell in zip(columns.items(), cells, strict=True)}
    for known, cell in zip(columns.values(), cells, strict=True):
        if known.problems and cell in known.problems:
            findings.append(Finding(table.file, line, known.column.name, *known.problems[cell]))
    return Row(table.file, line, values)


def _width_problem(table: Table, line: int, cells: list[str]) -> Finding:
    """A row with too few or too many cells: where one seems to be missing, or which two to be one."""
    width, number = len(table.fields), len(cells)
    found = f"has {number} cell{'s' if number != 1 else ''} where the header has {width}"
    if number > width and not any(cell.strip() for cell in cells[width:]) and not _faults(table, cells[:width], -1):
        return Finding(table.file, line, "", found, f"remove the comma{'s' if number > width + 1 else ''} at its end")
    if number == width + 1:
        keys = {one.column for one in table.references}
        plain = [one.type == "string" and not one.coded for one in table.fields]
        joined = [[*cells[:place], f"{cells[place]},{cells[place + 1]}", *cells[place + 2 :]] for place in range(width)]
        place = min(range(width), key=lambda one: (_faults(table, joined[one], one), table.fields[one].name in keys, not plain[one]))
        column, cell = table.fields[place], joined[place][place].strip()
        _, problem = _value(column, cell)
        fix = problem[1] if problem and not problem[1].endswith(".") else f'write "{cell}"'
        where = f'{found}: {quoted(cell)} in the column "{column.name}" is not in quotes'
        return Finding(table.file, line, "", where, f"a text with a comma must stand in quotes: {fix}")
    if number == width - 1:
        filled = [[*cells[:place], "", *cells[place:]] for place in range(width)]
        place = min(range(width), key=lambda one: _faults(table, filled[one], -1))
        shown = f'"{table.fields[place].name}"'
        return Finding(table.file, line, "", f"{found}: one seems to be missing at {shown}", "put a comma for each empty cell")
    return Finding(table.file, line, "", found, "give it a cell for each column; a text with a comma must stand in quotes")


def _faults(table: Table, cells: list[str], place: int) -> int:
    """How many cells of a row are wrong, that at `place` left aside unless it is text: to find the likeliest way in which it was meant."""
    keys = {*table.key, *(one.column for one in table.references)}
    count = 0
    for number, (column, cell) in enumerate(zip(table.fields, cells, strict=True)):
        if number != place or (column.type == "string" and not column.coded):
            odd = _NO_KEY if column.name in keys else _CHINESE if column.name.endswith("_en") else None
            count += bool(_value(column, cell)[1] or (odd and odd.search(cell.strip())))
    return count


def cell_problem(column: Field, cell: str) -> Said | None:
    """What is wrong with a cell by itself, None if nothing is: what was found, and what to write."""
    return _value(column, cell)[1]


def _value(column: Field, cell: str) -> tuple[Value, Said | None]:
    """The typed value of a cell, and what is wrong with it: (found, fix)."""
    text = cell.strip()
    if not text:
        return None, ("is empty", "fill it in") if column.required else None
    if unsafe := _unsafe(text, column):
        return None, unsafe
    if column.type != "string":
        return _number(column, text)
    text = plain_code(column, text)
    return text, _text_problem(column, text)


def plain_code(column: Field, text: str) -> str:
    """A word of a list, a period or the like without full-width characters, if it is one then; another text as it is."""
    if not column.coded or text.isascii() or _matches(column, text):
        return text
    plain = unicodedata.normalize("NFKC", text)
    return plain if _matches(column, plain) else text


def _unsafe(text: str, column: Field) -> Said | None:
    if text.isalnum() and text.isascii() and len(text) <= MAX_CELL:
        return None
    if len(text) > MAX_CELL:
        return f"{len(text)} characters long", f"at most {MAX_CELL}"
    if "\ufffd" in text:
        return f"{quoted(text)} holds a mark in the place of a lost character", "type the text anew"
    if was := garbled(text):
        return f"{quoted(text)} is garbled: UTF-8 was taken for another encoding", f"write {was}"
    control = _CONTROL.search(text)
    if control:
        return f"{quoted(text)} holds the invisible character U+{ord(control[0]):04X}", "type the text anew"
    if column.type == "string" and _FORMULA.match(text):
        return f"{quoted(text)} would run as a formula in a spreadsheet", "start it with another character"
    return None


def _matches(column: Field, text: str) -> bool:
    """Whether a text is one of a column's words, and of its form in plain digits."""
    if column.enum and text not in column.enum:
        return False
    if column.name in PERIOD_COLUMNS and _WIDE_DIGIT.search(text):
        return False
    return not column.pattern or bool(re.fullmatch(column.pattern, text) and not _WIDE_DIGIT.search(text))


def _text_problem(column: Field, text: str) -> Said | None:
    if column.enum and text not in column.enum:
        return f"{quoted(text)} is not one of the words allowed", f"write {_choice(text, column.enum)}"
    if column.format == "uri" and (problem := address_problem(text)):
        return problem
    if column.pattern and not re.fullmatch(column.pattern, text):
        words = column.description["en"].rstrip(".")
        if column.name in PERIOD_COLUMNS:
            return period_problem(text, words if re.search(r"\d", words) else PERIODS)
        return form_problem(text, lambda one: _matches(column, one), words or f"write it as {column.pattern} has it")
    return None


def _number(column: Field, text: str) -> tuple[Value, Said | None]:
    plain = plain_number(text)
    if not plain:
        return None, number_problem(text, required=column.required)
    value = Decimal(plain)
    if value.adjusted() > LARGEST or (column.type == "integer" and abs(value) > 10**15):
        return None, (f"{quoted(text)} is out of all proportion", "correct it")
    if column.type == "integer":
        if value != value.to_integral_value():
            return None, (f"{quoted(text)} is not a whole number", f"write {value.to_integral_value()}, or correct it")
        return int(value), _range_problem(column, value)
    return value, _range_problem(column, value)


def _range_problem(column: Field, value: Decimal) -> Said | None:
    if column.minimum is not None and value < column.minimum:
        return f"{value:f} is too small", f"at least {column.minimum}"
    if column.maximum is not None and value > column.maximum:
        return f"{value:f} is too large", f"at most {column.maximum}"
    return None


def _key_problems(table: Table) -> Iterator[Finding]:
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


def _reference_problems(table: Table, tables: Mapping[str, Table], broken: set[str]) -> Iterator[Finding]:
    for reference in table.references:
        target = tables.get(reference.table)
        if target is None or reference.table in broken:
            continue
        known = {str(row[reference.target]): row for row in target.rows}
        form = next((field.pattern for field in target.fields if field.name == reference.target and field.pattern), ".*")
        wrong = {key: row for key, row in known.items() if not re.fullmatch(form, key)}  # they have findings of their own
        known = {_joined(key): row for key, row in wrong.items()} | known
        dangling: dict[str, list[Row]] = {}
        for row in table.rows:
            value = row[reference.column]
            if value is not None and str(value) not in known:
                dangling.setdefault(str(value), []).append(row)
        if dangling and not known:
            yield Finding(target.file, 1, "", "has no row below its header, yet other tables name its rows", "add them again")
            continue
        for value, rows in dangling.items():
            meant = _meant(value, known)
            fix = f'write "{meant}", or add "{value}" to {target.file}' if meant else f"add it to {target.file}"
            yield rows[0].problem(reference.column, f"{quoted(value)} is not in {target.file}{_and_more(rows)}", fix)
        if target.name == table.name:
            yield from _circles(reference, known)


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


def _choice(text: str, words: tuple[str, ...]) -> str:
    plain = re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFKC", text).casefold().strip())
    close = get_close_matches(plain, words, 1)
    same = [word for word in words if re.sub("[_-]", "_", word) == plain]
    return next(iter(same or close), "") or "one of " + ", ".join(words)
