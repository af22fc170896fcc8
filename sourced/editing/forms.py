"""A row as a form: what its table's schema says of each cell, as data that any screen or terminal can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sourced.data.tables import Field, Package, Reference, Row, Table
from sourced.data.typed_rows import DECLARED

_NAMES: Final = ("title", "name", "term", "statement")
"""Stems of the columns that say what a row is, in words."""
_ALSO: Final = ("publisher", "published", "author", "kind", "section", "period")
"""Columns that tell rows of the same name apart."""
_SIZES: Final = {Decimal(10) ** zeros: word for zeros, word in ((3, "thousand"), (6, "million"), (9, "billion"))}
_LONG: Final = 60
"""The length from which on a column's texts need more than a line."""


@dataclass(frozen=True)
class Option:
    """What may be chosen: what the cell then holds, and the words for it."""

    value: str
    label: str
    also: str = ""
    """Other words by which it can be found or told apart."""
    unit: str = ""
    """The unit of what is measured, if it is an indicator."""


@dataclass(frozen=True)
class Input:
    """A cell to fill in."""

    name: str
    title: str
    description: str
    kind: str
    """text, long, number, choice or reference."""
    required: bool
    value: str = ""
    choices: tuple[Option, ...] = ()
    """What a choice allows."""
    table: str = ""
    """The table that a reference leads to."""


@dataclass(frozen=True)
class Form:
    """All that is needed to ask for a row."""

    table: str
    title: str
    """What a row of the table is, as the table is called."""
    description: str
    row: str
    """What the row is of, in words; "" for a new one."""
    key: str | None
    """The key of the row that is changed; None for a new one."""
    inputs: tuple[Input, ...]


def form_of(package: Package, table: Table, cells: Mapping[str, str], key: str | None = None) -> Form:
    """The form for a row that has these cells so far; `key` is that of the row to be changed."""
    code = package.languages[0].code
    row = table.by_key.get(key) if key else None
    inputs = tuple(_input(package, table, one, cells.get(one.name, "")) for one in table.fields)
    return Form(table.name, table.title[code], table.description[code], row_words(package, table, row) if row else "", key, inputs)


def _input(package: Package, table: Table, column: Field, value: str) -> Input:
    code, reference = package.languages[0].code, reference_of(table, column.name)
    declared = reference if reference and reference.table in DECLARED.values() else None  # few, and none is made in passing
    reference = None if declared else reference
    kind = "reference" if reference else "choice" if column.enum or declared else "number" if column.type != "string" else "text"
    if kind == "text" and (column.prose or any(len(row.text(column.name)) > _LONG for row in table.rows)):
        kind = "long"
    return Input(
        name=column.name,
        title=column.title[code] or column.name,
        description=column.description[code],
        kind=kind,
        required=column.required,
        value=value,
        choices=tuple(options_of(package, package.tables[declared.table])) if declared else choices_of(package, table, column),
        table=(reference.table or table.name) if reference else "",
    )


def reference_of(table: Table, column: str) -> Reference | None:
    """The reference that a column holds, None if it holds none."""
    return next((one for one in table.references if one.column == column), None)


def choices_of(package: Package, table: Table, column: Field) -> tuple[Option, ...]:
    """The words that a column allows, each with the report's term for it, if it has one."""
    words = package.tables["terms"].by_key if "terms" in package.tables else {}
    code = package.languages[0].code
    singular = re.sub("ies$", "y", table.name.rpartition("-")[2]).removesuffix("s")

    def label(word: str) -> str:
        names = (f"{singular}_{column.name}.{word}", f"{column.name}.{word}")
        term = next((words[name].text(f"name_{code}") for name in names if name in words), "")
        return term or word.replace("_", " ")

    return tuple(Option(word, label(word)) for word in column.enum)


def options_of(package: Package, table: Table, target: str = "") -> list[Option]:
    """The rows of a table, by name, as what a reference to its column `target` (its key, if "") may hold."""
    return [_option(package, table, row, row.text(target) if target else table.key_of(row)) for row in table.rows]


def _option(package: Package, table: Table, row: Row, value: str) -> Option:
    figure = f": {row.text('value')}" if "value" in row.cells else ""
    label = name_of(package, row) or f"{row_words(package, table, row)}{figure}"
    other = [row.text(name) for name in row.cells if _is_name(name)] + [row.optional(name) for name in _ALSO]
    also = " · ".join(dict.fromkeys(word for word in other if word and word != label))
    return Option(value, label, also, unit_words(package, value) if table.name == "indicators" else "")


def _is_name(column: str) -> bool:
    return column in _NAMES or column.rpartition("_")[0] in _NAMES


def name_of(package: Package, row: Row) -> str:
    """What a row is called in the report's first language, "" if nothing says so."""
    code = package.languages[0].code
    return next((name for stem in _NAMES for column in (f"{stem}_{code}", stem) if (name := row.optional(column))), "")


def unit_words(package: Package, indicator: str) -> str:
    """The unit of an indicator's values in words, with its size: CNY million, percent."""
    row = package.tables["indicators"].by_key.get(indicator) if "indicators" in package.tables else None
    if row is None:
        return ""
    unit, code = row.text("unit"), package.languages[0].code
    written = package.tables["units"].by_key.get(unit) if "units" in package.tables else None
    factor = Decimal(written.optional("factor") or 1) if written else Decimal(1)
    size = "" if factor == 1 else f"{_SIZES.get(factor, f'{factor:,f}')} "
    name = written.optional(f"axis_{code}").strip() if written else ""
    return f"{size}{name}" if name else unit.replace("_", " ")


def row_words(package: Package, table: Table, row: Row) -> str:
    """What a row is of: its name, else the names of what its key refers to and the rest of its key."""
    return name_of(package, row) or ", ".join(_key_words(package, table, row, _telling(table)))


def _telling(table: Table) -> list[str]:
    """The columns that tell what a row without a name is of: its key, unless that is a bare id of what happened to another row."""
    of = [one.column for one in table.references if one.table not in ("sources", table.name)][:1]
    when = [one.name for one in table.fields if one.name in ("date", "kind")]
    return [*of, *when] if len(table.key) == 1 and of and when and table.key[0] not in of else list(table.key)


def _key_words(package: Package, table: Table, row: Row, columns: Iterable[str]) -> Iterable[str]:
    for column in columns:
        if not (cell := row.text(column)):
            continue
        reference = reference_of(table, column)
        target = package.tables.get(reference.table) if reference else None
        yield (name_of(package, named) if target and (named := target.by_key.get(cell)) else "") or cell


def suggested_key(package: Package, table: Table, cells: Mapping[str, str]) -> str:
    """A key for a new row that says what it is and that no other has; "" if its cells give none."""
    if len(table.key) != 1:
        return ""
    code = package.languages[0].code
    publisher = cells.get(f"publisher_{code}") or cells.get("publisher", "")
    named = next((cells[one] for stem in _NAMES for one in (f"{stem}_{code}", stem) if cells.get(one)), "")
    if table.name == "sources":
        named = f"{publisher} {cells.get('published', '')}" if _slug(publisher) else named
    start = _slug(named)
    numbers = ("", *(f"-{number}" for number in range(2, 100)))
    return next((f"{start}{number}" for number in numbers if f"{start}{number}" not in table.by_key), "") if start else ""


def _slug(words: str) -> str:
    """Words as a key: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:60].strip("-")
