"""The commands that write into a report's folder, or make one: new, export, import, add, accept."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from sourced.commands.options import project_at, project_option
from sourced.commands.terminal import exit_with, or_exit, out, print_findings, shown
from sourced.data.doubts import KINDS
from sourced.data.package import load_package
from sourced.findings import ReportError
from sourced.project import Project


@click.command("new")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default=None, help="Title of the report. Asked for if it is not given.")
@click.option(
    "--language", "codes", multiple=True, metavar="CODE", help="A language, the first at the site's root: en, zh, de; as often as needed."
)
@click.option(
    "--section",
    "names",
    multiple=True,
    metavar="NAME",
    help='A section, in several languages "Who pays / Wer zahlt"; as often as needed. Default: the two of the example.',
)
def new_command(folder: Path, title: str | None, codes: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Write a new report into FOLDER: a small one, true to its sources, that builds at once."""
    from sourced.commands.plans import asked
    from sourced.editing.scaffold import files_of, write

    plan = asked(title, codes, names)
    try:
        write(folder, files_of(plan, date.today()))
    except FileExistsError:
        raise click.UsageError(f"{shown(folder)} holds files already: name a folder that is new or empty") from None
    steps = f"cd {shown(folder)}", f"{plan.command} build", 'git init && git add . && git commit -m "Begin the report"'
    out.print(f"Wrote a report into {shown(folder)}. Now:", *steps, sep="\n  ", markup=False, soft_wrap=True)
    if len(plan.languages) > 1 and any(len(set(one.names.values())) == 1 for one in plan.sections):
        out.print("A section is called alike in every language: its names stand in data/sections.csv", markup=False)
    out.print("The page of updates is made of the commits that change data/", markup=False)


@click.command("export")
@project_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default=Path("data.xlsx"))
def export_command(root: Path, file: Path) -> None:
    """Write the data as an Excel workbook FILE (default: data.xlsx), a sheet a table."""
    from sourced.data.workbook import workbook

    project = project_at(root)
    package = or_exit(load_package, project.data, root=project.root)
    file.write_bytes(workbook(project, package))
    out.print(f"Wrote {shown(file)}; bring your changes back with: import {shown(file)}")


@click.command("import")
@project_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(root: Path, file: Path) -> None:
    """Take over the changes made in a workbook that `export` wrote, if the data are right with them."""
    from sourced.data.canonical import canonical_texts
    from sourced.data.workbook import missing_sheets, sheet_name, workbook_changes
    from sourced.editing.rows import write_checked

    project = project_at(root)
    package = or_exit(load_package, project.data, root=project.root)
    texts = or_exit(workbook_changes, package, project, file)
    sheets = {table.file: f"{file.name}, sheet {sheet_name(table.name)}" for table in package.tables.values() if table.file in texts}
    try:
        print_findings(write_checked(project, texts, canonical_texts(package, project, texts)) if texts else [])
    except ReportError as error:  # said where the editor has it: in the sheet
        exit_with([replace(one, file=sheets.get(one.file, one.file)) for one in error.findings])
    for name in missing_sheets(package, file):
        out.print(f"No sheet {name}: its table stays as it is")
    out.print("".join(f"Changed {name}\n" for name in texts) or "Nothing has changed\n", end="")


@click.command("add")
@project_option
@click.argument("table")
@click.argument("code", required=False)
@click.option("--set", "given", multiple=True, metavar="COLUMN=VALUE", help="A cell; as often as needed. What is missing is asked for.")
def add_command(root: Path, table: str, code: str | None, given: tuple[str, ...]) -> None:
    """Add a row to TABLE (observation, source, move, release, event, …), if the data are right with it.

    Or a language with all that it needs: add language de. Or a section with its pages: add section "Who pays".
    """
    from sourced.commands.prompts import cells_of_new_row
    from sourced.editing.rows import add_row

    project = project_at(root)
    if table == "language":
        _add_language(project, code)
        return
    if table in ("section", "sections"):
        _add_section(project, code, given)
        return
    if code is not None:
        raise click.UsageError(f"add {table} takes no {code}: write --set COLUMN=VALUE, such as --set id={code}")
    package = or_exit(load_package, project.data, root=project.root)
    chosen, cells, beside = cells_of_new_row(package, table, given)
    file, line, warnings = or_exit(add_row, project, package, chosen.name, cells, beside)
    print_findings(warnings)
    for one in beside:
        out.print(f"Added to {package.tables[one.table].file}: {one.cells[package.tables[one.table].key[0]]}", markup=False)
    out.print(f"Added to {file}:\n{line}", markup=False)


def _add_language(project: Project, code: str | None) -> None:
    """Add a language to the report, and say what to do next."""
    from sourced.editing.languages import add_language

    if not code:
        raise click.UsageError("name its code: add language de")
    for file in or_exit(add_language, project, code):
        out.print(f"Wrote {file}", markup=False)
    out.print("check lists what is to be translated", markup=False)


def _add_section(project: Project, name: str | None, given: tuple[str, ...]) -> None:
    """Add a section to the report, and say what to do next."""
    from sourced.commands.prompts import cells_given
    from sourced.editing.sections import add_section, name_columns

    if not name:
        raise click.UsageError('name it: add section "Who pays"')
    cells, names = cells_given(given), name_columns(or_exit(load_package, project.data, root=project.root))
    for column, language in names.items():
        if column not in cells and sys.stdin.isatty():
            cells[column] = click.prompt(f"Name in {language} (empty: to be translated later)", default="", show_default=False)
    row, *files = or_exit(add_section, project, name, cells)
    out.print(f"Added to {row}", *(f"Wrote {file}" for file in files), sep="\n", markup=False)
    out.print("Write the pages; charts and indicators name the section as theirs", markup=False)
    if lacking := [column for column in names if not cells.get(column)]:
        out.print(f"Not translated yet: {', '.join(lacking)} in {row}; until it is, nothing is built", markup=False)


@click.command("accept")
@project_option
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("key")
@click.argument("reason")
def accept_command(root: Path, kind: str, key: str, reason: str) -> None:
    """Accept the doubt of a KIND about what stands at the address KEY, for the values that it has now; the REASON is for editors."""
    from sourced.editing.acceptance import Answer, accept_doubt

    file, line = or_exit(accept_doubt, project_at(root), Answer(kind, key, reason), date.today())
    out.print(f"Added to {file}:\n{line}", markup=False)


COMMANDS = new_command, export_command, import_command, add_command, accept_command
"""All of them."""
