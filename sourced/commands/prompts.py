"""The cells of a new row: as given on the command line, the others asked for at the prompt."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import click

from sourced.data.cells import cell_problem
from sourced.data.tables import Field, Package, Table
from sourced.editing.rows import tables_named


def cells_of_new_row(package: Package, name: str, given: Sequence[str]) -> tuple[Table, dict[str, str]]:
    """The table that a name means and the cells of its new row; raise UsageError for what can't be given or asked for."""
    cells = dict(one.partition("=")[::2] for one in given)
    if wrong := [one for one in given if "=" not in one]:
        raise click.UsageError(f"--set {wrong[0]} names no cell: write --set COLUMN=VALUE")
    _ask_for_the_indicator(package, name, cells)
    table = _table_for(package, name, cells)
    if missing := [field.name for field in table.fields if field.required and not cells.get(field.name)]:
        if not sys.stdin.isatty():
            raise click.UsageError(f"{table.name} also needs " + " ".join(f"--set {one}=…" for one in missing))
        for field in table.fields:
            if field.name not in cells:
                cells[field.name] = _asked(field, table, package)
    return table, cells


def _ask_for_the_indicator(package: Package, name: str, cells: dict[str, str]) -> None:
    """Where a name may mean several tables of observations, the indicator says which: ask for it, or say that it is unknown."""
    found = tables_named(package, name)
    field = next((one for table in found for one in package.tables[table].fields if one.name == "indicator"), None)
    if len(found) < 2 or field is None:
        return
    known = [row.text("id") for row in package.rows("indicators")]
    if "indicator" not in cells and sys.stdin.isatty():
        cells["indicator"] = _asked(field, package.tables[found[0]], package)
    if (given := cells.get("indicator", known[0] if known else "")) not in known:
        raise click.UsageError(f'there is no indicator "{given}": {_like(given, known)}')


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


def _asked(field: Field, table: Table, package: Package) -> str:
    """A cell, asked for at the prompt until the answer may stand in it."""
    kind = click.Choice(list(field.enum)) if field.enum and field.required else None
    while True:
        answer = str(click.prompt(_question(field), type=kind, default=None if field.required else "", show_default=False)).strip()
        if not (fault := _fault(answer, field, table, package)):
            return answer
        click.echo(fault, err=True)


def _question(field: Field) -> str:
    """What a cell holds, in words, and whether it may stay empty."""
    described = field.description.first.rstrip(".")
    said = f"{field.title['en']} ({field.name})" + (f": {described}" if described else "")
    return said if field.required else f"{said} [may stay empty]"


def _fault(answer: str, field: Field, table: Table, package: Package) -> str:
    """Why an answer can't stand in a cell, "" if it can."""
    if problem := cell_problem(field, answer):
        return f"{problem[0]}: {problem[1]}"
    reference = next((one for one in table.references if one.column == field.name), None)
    known = [row.text(reference.target) for row in package.rows(reference.table)] if reference else []
    if reference and answer and known and answer not in known:
        return f'"{answer}" is not in {package.tables[reference.table].file}: {_like(answer, known)}'
    return ""


def _like(key: str, known: list[str]) -> str:
    """The known keys that are like one that is not known, in words."""
    return ", ".join(get_close_matches(key, known, 5, 0.4)) or "none is like it"
