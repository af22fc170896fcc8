"""The cells of a new row: as given on the command line, the others asked for at the prompt."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import click

from sourced.data.cells import cell_problem
from sourced.data.tables import Field, Package, Table
from sourced.editing.entries import Entry
from sourced.editing.forms import Option, choices_of, options_of, reference_of, unit_words
from sourced.editing.rows import tables_named

HELP, BACK = "?", "<"
"""Answers that are none: what may stand here, and back to the cell before."""
HINT = f"{HELP} for help, {BACK} for the cell before; what a cell refers to may be named by its key or its name"
MOST = 15
"""How many rows help lists by name."""
FEW = 6
"""How many rows are listed that an answer may mean."""


def cells_of_new_row(package: Package, name: str, given: Sequence[str]) -> tuple[Table, dict[str, str], list[Entry]]:
    """The table that a name means, the cells of its new row, and the rows made on the way; UsageError for what can't be had."""
    cells = cells_given(given)
    beside: list[Entry] = []
    asked_before = _ask_for_the_indicator(package, name, cells)
    table = _table_for(package, name, cells)
    if missing := [field.name for field in table.fields if field.required and not cells.get(field.name)]:
        if not sys.stdin.isatty():
            raise click.UsageError(f"{table.name} also needs " + " ".join(f"--set {one}=…" for one in missing))
        if not asked_before:
            click.echo(HINT, err=True)
        _ask_for_all(table, package, cells, beside)
    return table, cells, beside


def cells_given(given: Sequence[str]) -> dict[str, str]:
    """Cells as the command line gives them; UsageError for what names none."""
    if wrong := [one for one in given if "=" not in one]:
        raise click.UsageError(f"--set {wrong[0]} names no cell: write --set COLUMN=VALUE")
    return dict(one.partition("=")[::2] for one in given)


def _ask_for_all(table: Table, package: Package, cells: dict[str, str], beside: list[Entry]) -> None:
    """Ask for the cells that are not given, one after the other and back again."""
    asked = [field for field in table.fields if field.name not in cells]
    place = 0
    while place < len(asked):
        answer = _asked(asked[place], table, package, cells, beside)
        if answer == BACK:
            if not place:
                click.echo("There is no cell before this one", err=True)
            place = max(0, place - 1)
        else:
            cells[asked[place].name] = answer
            place += 1


def _ask_for_the_indicator(package: Package, name: str, cells: dict[str, str]) -> bool:
    """Where a name may mean several tables of observations, the indicator says which: ask for it, or say that it is unknown.

    Gives whether it was asked for.
    """
    found = tables_named(package, name)
    field = next((one for table in found for one in package.tables[table].fields if one.name == "indicator"), None)
    if len(found) < 2 or field is None:
        return False
    known = [row.text("id") for row in package.rows("indicators")]
    if asks := "indicator" not in cells and sys.stdin.isatty():
        click.echo(HINT, err=True)
        while (answer := _asked(field, package.tables[found[0]], package, cells)) == BACK:
            click.echo("There is no cell before this one", err=True)
        cells["indicator"] = answer
    if (given := cells.get("indicator", known[0] if known else "")) not in known:
        raise click.UsageError(f'there is no indicator "{given}": {_like(given, known)}')
    return asks


def _table_for(package: Package, name: str, cells: Mapping[str, str]) -> Table:
    """The table that a name means; among tables of observations, the one of the indicator's section."""
    found = tables_named(package, name)
    sections = {row.text("id"): row.text("section") for row in package.rows("indicators")}
    section = sections.get(cells.get("indicator", ""), "")
    chosen = [table for table in found if len(found) == 1 or table.partition("-")[0] == section]
    if len(chosen) != 1:
        meant = ", ".join(found or package.tables)
        said = f"{name} may be {meant}: name it, or set indicator=…" if found else f'"{name}" is no table: use one of {meant}'
        raise click.UsageError(said)
    return package.tables[chosen[0]]


def _asked(field: Field, table: Table, package: Package, cells: Mapping[str, str], beside: list[Entry] | None = None) -> str:
    """A cell, asked for at the prompt until the answer may stand in it, or BACK; what is named and not there is made if wished."""
    while True:
        before = cells.get(field.name, "")
        default = before or (None if field.required else "")
        question = _question(field, package, cells)
        answer = str(click.prompt(question, default=default, show_default=bool(before))).strip()
        if answer == BACK:
            return BACK
        if answer == HELP:
            click.echo(_help(field, table, package), err=True)
        elif key := _called(answer, field, table, package):
            click.echo(f"  {key}", err=True)
            return key
        elif beside is not None and (made := _made(field, table, package, answer, beside)):
            return made
        elif fault := _fault(answer, field, table, package, beside or []):
            click.echo(fault, err=True)
        else:
            return answer


def _question(field: Field, package: Package, cells: Mapping[str, str]) -> str:
    """What a cell holds, in words, its unit, and whether it may stay empty."""
    described = field.description.first.rstrip(".")
    said = f"{field.title.first} ({field.name})" + (f": {described}" if described else "")
    unit = unit_words(package, cells.get("indicator", "")) if field.name == "value" else ""
    said += f" [in {unit}]" if unit else ""
    return said if field.required else f"{said} [may stay empty]"


def _help(field: Field, table: Table, package: Package) -> str:
    """What a cell may hold: its description, the words allowed, what it may refer to by name."""
    said = [field.description.first or field.title.first]
    said += [f"  {one.value}" + (f"  {one.label}" if one.label != one.value else "") for one in choices_of(package, table, field)]
    if reference := reference_of(table, field.name):
        options = options_of(package, package.tables[reference.table or table.name], reference.target)
        said += [f"  {one.value}  {one.label}" for one in options[:MOST]]
        said += [f"  … and {len(options) - MOST} more: type a word of the name"] if len(options) > MOST else []
    return "\n".join(said)


def _made(field: Field, table: Table, package: Package, answer: str, beside: list[Entry]) -> str:
    """The key of a row that is made because a reference names none that is there; "" if it does, or if that is not wished."""
    reference = reference_of(table, field.name)
    target = package.tables.get(reference.table or table.name) if reference else None
    if (
        target is None
        or not answer
        or answer in _known(package, target.name, beside)
        or len(target.key) != 1
        or _named(answer, package, target)
    ):
        return ""
    key = target.key[0]
    if not click.confirm(f'"{answer}" is not in {target.file}: make it now?', default=False):
        return ""
    is_key = not _fault(answer, next(one for one in target.fields if one.name == key), target, package, beside)
    names = {one.name for one in target.fields}
    called = next((one for one in ("title", f"name_{package.languages[0].code}", "name") if one in names), key)
    cells = {key if is_key else called: answer}
    _ask_for_all(target, package, cells, beside)
    beside.append(Entry(target.name, cells))
    return cells[key]


def _called(answer: str, field: Field, table: Table, package: Package) -> str:
    """The key of the one row that is called just as the answer is; "" if there is none, if several are, or if it is a key itself."""
    reference = reference_of(table, field.name)
    target = package.tables.get(reference.table or table.name) if reference else None
    if target is None or not answer or answer in target.by_key:
        return ""
    found = [one.value for one in options_of(package, target) if one.label.casefold() == answer.casefold()]
    return found[0] if len(found) == 1 else ""


def _named(answer: str, package: Package, target: Table) -> list[Option]:
    """The rows whose names hold all words of an answer, those first whose name or key begins with it."""
    words, start = answer.casefold().split(), answer.casefold()
    options = options_of(package, target)
    found = [one for one in options if all(word in f"{one.label} {one.value} {one.also}".casefold() for word in words)]
    return sorted(found, key=lambda one: not one.label.casefold().startswith(start) and not one.value.startswith(start))


def _known(package: Package, table: str, beside: Sequence[Entry]) -> list[str]:
    """The keys of a table, with those that are made on the way."""
    key = package.tables[table].key[0]
    return [row.text(key) for row in package.tables[table].rows] + [one.cells[key] for one in beside if one.table == table]


def _fault(answer: str, field: Field, table: Table, package: Package, beside: Sequence[Entry]) -> str:
    """Why an answer can't stand in a cell, "" if it can."""
    if problem := cell_problem(field, answer):
        return f"{problem[0]}: {problem[1]}"
    reference = reference_of(table, field.name)
    target = package.tables.get(reference.table or table.name) if reference else None
    if target and answer and target.rows and answer not in (known := _known(package, target.name, beside)):
        near = [f"\n  {one.value}  {one.label}" for one in _named(answer, package, target)[:FEW]]
        return f'"{answer}" is not in {target.file}: {"".join(near) or _like(answer, known)}'
    return ""


def _like(key: str, known: list[str]) -> str:
    """The known keys that are like one that is not known, in words."""
    return ", ".join(get_close_matches(key, known, 5, 0.4)) or "none is like it"
