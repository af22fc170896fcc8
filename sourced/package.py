"""The door: `data/` as files to `Package`, tables of checked, typed rows that remember their line.

`datapackage.yaml` is a Frictionless Data Package (https://datapackage.org); each CSV is held to its Table Schema here
rather than by the Frictionless library, because an editor needs the column, the value and the remedy in one
sentence, and because it is several times faster (`benchmarks/validators.py`). The tests hold both to one verdict.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from sourced.findings import Finding, ReportError, stop_on_errors
from sourced.memory import Reads, Watched, WatchedRows, digest

type_names = {"string": "text", "integer": "a whole number", "number": "a number"}
Value = str | int | Decimal | None
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_FORMULA = re.compile(r"[=+@\t]|-(?![\d.])")
MAX_CELL = 10_000


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
    prose: bool = False
    """Whether its cells are sentences that hold figures in braces, by address, and no bare digits."""


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
    warnings: tuple[Finding, ...] = field(default=())
    reads: Reads = field(default_factory=Reads, compare=False, repr=False)
    """Who reads what of the rows."""
    described: str = ""
    """Digest of the descriptor: of all that is no row."""

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table, or none where the package has no such table."""
        return self.tables[table].rows if table in self.tables else ()


def load_package(folder: Path, *, root: Path) -> Package:
    """Read and check `folder` (files are named in findings as seen from `root`).

    Raise ReportError with every problem of every file: a descriptor that is none, missing or unreadable files, wrong
    headers, cells against their schema, duplicate keys, dangling references.
    """
    descriptor = folder / "datapackage.yaml"
    name = _relative(descriptor, root)
    texts: list[str] = []
    try:
        texts.append(descriptor.read_text(encoding="utf-8"))
        description = read_yaml(texts[0])
        empty = [_table(resource, folder, root, texts) for resource in description["resources"]]
        about = _about(description)
    except FileNotFoundError as error:
        missing = _relative(Path(error.filename), root)
        raise _stop(missing, "there is no such file", "every report has a datapackage.yaml and the schemas it names") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _stop(name, f"is not YAML: {error.problem}", "look at the indentation and the quotes there", line) from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _stop(name, f"lacks or garbles {error}", "write it as the other resources have it") from None
    findings: list[Finding] = []
    tables = {table.name: _filled(table, folder, findings) for table in empty}
    broken = {finding.file for finding in findings if finding.column == ""}
    for table in tables.values():
        findings += _key_problems(table)
        findings += _reference_problems(table, tables, broken)
    warnings = stop_on_errors(findings)
    reads = Reads()
    watched = {name: _watched(table, reads) for name, table in tables.items()}
    return Package(folder, description["name"], **about, tables=watched, warnings=tuple(warnings), reads=reads, described=digest(*texts))


def _watched(table: Table, reads: Reads) -> Table:
    """The same table, noting who reads its rows."""

    def cells(row: Row) -> list[Value]:
        return list(row.cells.values())

    by_key = {table.key_of(row): row for row in table.rows}
    rows = WatchedRows(reads, f"rows of {table.name}", table.rows, cells)
    return replace(table, rows=rows, by_key=Watched(reads, f"row of {table.name}", by_key, cells))


def read_yaml(text: str) -> Any:
    """YAML by libyaml, which is ten times faster than PyYAML's own parser, where the wheel has it."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe loaders)


def describe(folder: Path, *, root: Path) -> dict[str, Table]:
    """The tables as `datapackage.yaml` describes them, without their rows; raise ReportError as `load_package` does."""
    try:
        description = read_yaml((folder / "datapackage.yaml").read_text(encoding="utf-8"))
        return {table.name: table for table in (_table(one, folder, root, []) for one in description["resources"])}
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError):
        load_package(folder, root=root)  # says what is wrong, in full
        raise


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


def _stop(file: str, found: str, fix: str, line: int = 0) -> ReportError:
    return ReportError([Finding(file, line, "", found, fix)])


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _bilingual(description: Mapping[str, Any], key: str) -> dict[str, str]:
    text = str(description.get(key, ""))
    return {"en": text, "zh": str(description.get(f"{key}_zh", text))}


def _table(resource: Mapping[str, Any], folder: Path, root: Path, texts: list[str]) -> Table:
    """The table as described, without rows; the text of a schema in a file of its own is added to `texts`."""
    schema = resource["schema"]
    if isinstance(schema, str):
        texts.append((folder / schema).read_text(encoding="utf-8"))
        schema = read_yaml(texts[-1])
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
    if description["type"] not in type_names:
        raise ValueError(f"field type {description['type']!r}: use one of {', '.join(type_names)}")
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
        prose=description.get("prose", False),
    )


def _bound(constraints: Mapping[str, Any], key: str) -> Decimal | None:
    return Decimal(str(constraints[key])) if key in constraints else None


def _references(keys: list[Mapping[str, Any]], table: str) -> Iterator[Reference]:
    for key in keys:
        (column,), reference = key["fields"], key["reference"]
        (target,) = reference["fields"]
        yield Reference(column, reference["resource"] or table, target)


def _filled(table: Table, folder: Path, findings: list[Finding]) -> Table:
    """The table with its rows; what is wrong is added to `findings`, and the cells concerned are empty."""
    path = folder / Path(table.file).relative_to(folder.name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        findings.append(Finding(table.file, 0, "", f"cannot be read: {error.strerror}", "add it, or drop it from datapackage.yaml"))
        return table
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.append(_encoding_problem(table.file, raw, error))
        return table
    rows = list(_rows(table, text, findings))
    return replace(table, rows=tuple(rows))


def _encoding_problem(file: str, raw: bytes, error: UnicodeDecodeError) -> Finding:
    line = raw[: error.start].count(b"\n") + 1
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return Finding(file, line, "", "is not UTF-8 text from here on", "save the file as CSV UTF-8")
    return Finding(file, line, "", "is in GBK, as Excel in China saves it", 'save it as "CSV UTF-8 (comma delimited)"')


def _rows(table: Table, text: str, findings: list[Finding]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [field.name for field in table.fields]
    line = 1
    try:
        header = [cell.strip() for cell in next(reader, [])]
        findings += _header_problems(table.file, header, names)
        if header != names:
            return
        line = reader.line_num + 1
        columns = [(field, _Cells(field)) for field in table.fields]
        for cells in reader:
            yield from _row(table, columns, line, cells, findings)
            line = reader.line_num + 1
    except csv.Error as error:
        findings.append(Finding(table.file, line, "", f"cannot be split into cells: {error}", 'look for a lone " in this line'))


def _header_problems(file: str, header: list[str], names: list[str]) -> Iterator[Finding]:
    if not any(header):
        yield Finding(file, 1, "", "is empty", f"its first line must be: {','.join(names)}")
        return
    for name in header:
        if name not in names:
            close = get_close_matches(name, names, 1)
            yield Finding(file, 1, "", f'has an unknown column "{name}"', f'rename it to "{close[0]}"' if close else "remove it")
        elif header.count(name) > 1:
            yield Finding(file, 1, "", f'has the column "{name}" twice', "remove one of them")
    missing = [name for name in names if name not in header]
    for name in missing:
        yield Finding(file, 1, "", f'lacks the column "{name}"', f"the first line must be: {','.join(names)}")
    if not missing and sorted(header) == sorted(names) and header != names:
        yield Finding(file, 1, "", "has its columns in another order", f"the first line must be: {','.join(names)}")


class _Cells(dict[str, tuple[Value, tuple[str, str] | None]]):
    """What the cells of a column come to, each looked at once: most stand there many times."""

    def __init__(self, column: Field) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, cell: str) -> tuple[Value, tuple[str, str] | None]:
        self[cell] = found = _value(self._column, cell)
        return found


def _row(table: Table, columns: list[tuple[Field, _Cells]], line: int, cells: list[str], findings: list[Finding]) -> Iterator[Row]:
    if not any(cells) or not any(map(str.strip, cells)):
        findings.append(Finding(table.file, line, "", "is a blank row", "remove it"))
        return
    if len(cells) != len(table.fields):
        found = f"has {len(cells)} cells where the header has {len(table.fields)}"
        findings.append(Finding(table.file, line, "", found, "a text with a comma must stand in quotes"))
        return
    values: dict[str, Value] = {}
    for (column, known), cell in zip(columns, cells, strict=True):
        value, problem = known[cell]
        if problem:
            found, fix = problem
            findings.append(Finding(table.file, line, column.name, found, fix))
        values[column.name] = value
    yield Row(table.file, line, values)


def _value(column: Field, cell: str) -> tuple[Value, tuple[str, str] | None]:
    """The typed value of a cell, and what is wrong with it: (found, fix)."""
    text = cell.strip()
    if not text:
        return None, ("is empty", "it must not be") if column.required else None
    unsafe = _unsafe(text, column)
    if unsafe:
        return None, unsafe
    if column.type == "string":
        return text, _text_problem(column, text)
    return _number(column, text)


def _unsafe(text: str, column: Field) -> tuple[str, str] | None:
    if text.isalnum() and text.isascii() and len(text) <= MAX_CELL:
        return None
    if len(text) > MAX_CELL:
        return f"{len(text)} characters long", f"at most {MAX_CELL}"
    control = _CONTROL.search(text)
    if control:
        return f"{_quoted(text)} holds the invisible character U+{ord(control[0]):04X}", "type the text anew"
    if column.type == "string" and _FORMULA.match(text):
        return f"{_quoted(text)} would run as a formula in a spreadsheet", "start it with another character"
    return None


def _text_problem(column: Field, text: str) -> tuple[str, str] | None:
    if column.enum and text not in column.enum:
        return f"{_quoted(text)} is not one of the words allowed", f"write {_choice(text, column.enum)}"
    if column.pattern and not re.fullmatch(column.pattern, text):
        plain = unicodedata.normalize("NFKC", text)
        fix = f"write {plain}" if re.fullmatch(column.pattern, plain) else column.description["en"] or "correct it"
        return f"{_quoted(text)} is not of the form {column.pattern}", fix
    return None


def _number(column: Field, text: str) -> tuple[Value, tuple[str, str] | None]:
    plain = unicodedata.normalize("NFKC", text)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return None, (f"{_quoted(text)} is not a number", _number_fix(plain))
    value = Decimal(plain)
    if column.type == "integer":
        if value != value.to_integral_value():
            return None, (f"{_quoted(text)} is not a whole number", f"write {value.to_integral_value()}, or correct it")
        if abs(value) > 10**15:
            return None, (f"{_quoted(text)} is out of all proportion", "correct it")
        return int(value), _range_problem(column, value)
    return value, _range_problem(column, value)


def _number_fix(text: str) -> str:
    if re.fullmatch(r"-?\d+,\d+", text):
        decimal, grouped = text.replace(",", "."), text.replace(",", "")
        return f"write {decimal} or {grouped}" if re.fullmatch(r"-?\d{1,3},\d{3}", text) else f"write {decimal}"
    digits = re.sub(r"[^\d.\-]", "", text)
    return f"write {digits}" if _NUMBER.fullmatch(digits) else "write digits with a point, such as 3.4"


def _range_problem(column: Field, value: Decimal) -> tuple[str, str] | None:
    if column.minimum is not None and value < column.minimum:
        return f"{value} is too small", f"at least {column.minimum}"
    if column.maximum is not None and value > column.maximum:
        return f"{value} is too large", f"at most {column.maximum}"
    return None


def _key_problems(table: Table) -> Iterator[Finding]:
    for columns in dict.fromkeys([table.key, *((column.name,) for column in table.fields if column.unique)]):
        if not columns:
            continue
        required = {column.name for column in table.fields if column.required and column.name in columns}
        seen: dict[tuple[Value, ...], int] = {}
        for row in table.rows:
            if any(row[column] is None for column in required):
                continue  # a faulty cell has its own finding
            key = tuple(row[column] for column in columns)
            if key in seen:
                shown = "/".join("" if part is None else str(part) for part in key)
                yield row.problem(columns[0], f'"{shown}" stands already in line {seen[key]}', "remove one, or change its key")
            else:
                seen[key] = row.line


def _reference_problems(table: Table, tables: Mapping[str, Table], broken: set[str]) -> Iterator[Finding]:
    for reference in table.references:
        target = tables.get(reference.table)
        if target is None:
            found = f'refers to the table "{reference.table}", which is not in the package'
            yield Finding(table.file, 0, reference.column, found, "correct datapackage.yaml")
            continue
        if target.file in broken:
            continue
        known = {str(row[reference.target]): None for row in target.rows}
        for row in table.rows:
            value = row[reference.column]
            if value is not None and str(value) not in known:
                close = get_close_matches(str(value), known, 1)
                fix = f'write "{close[0]}", or add "{value}" to {target.file}' if close else f"add it to {target.file}"
                yield row.problem(reference.column, f"{_quoted(str(value))} is not in {target.file}", fix)


def _choice(text: str, words: tuple[str, ...]) -> str:
    close = get_close_matches(text.casefold(), words, 1)
    return close[0] if close else "one of " + ", ".join(words)


def _quoted(text: str) -> str:
    return '"' + (text if len(text) <= 60 else text[:57] + "…") + '"'
