"""Changes to the data made by the program: a row added, files put in order, texts written. Checked, then written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sourced.data.canonical import canonical_rows, csv_text, read_rows
from sourced.data.checks import checked_package
from sourced.data.consistency import consistency_problems
from sourced.data.descriptor import described_tables
from sourced.data.plausibility import plausibility_warnings
from sourced.data.tables import Package
from sourced.data.typed_rows import build_model
from sourced.editing.entries import Entry, changed_copy, placed, row_at
from sourced.evidence.checks import conclusion_problems
from sourced.evidence.figures import Figures
from sourced.findings import Finding, ReportError, stop_on_errors
from sourced.project import Project


def put_in_order(project: Project) -> list[str]:
    """Bring every CSV file into canonical form; give the files that changed. Files that are no CSV are left alone."""
    changed = []
    for table in described_tables(project.data, root=project.root).values():
        path = project.root / table.file
        try:
            text = csv_text(canonical_rows(table, read_rows(path, [field.name for field in table.fields])))
        except (OSError, ValueError):
            continue  # check says what is wrong with it
        if path.read_bytes() != text.encode():
            write_whole(path, text)
            changed.append(table.file)
    return changed


def tables_named(package: Package, name: str) -> list[str]:
    """The tables that an editor may mean by a name: moves, move, observation."""
    return [table for table in package.tables if table == name] or [
        table for table in package.tables if table == f"{name}s" or table.endswith((f"-{name}s", f"-{name}"))
    ]


def add_row(
    project: Project, package: Package, table: str, values: Mapping[str, str], beside: Sequence[Entry] = ()
) -> tuple[str, str, list[Finding]]:
    """Add a row to a table, and those made with it, if the whole package is right with them.

    Give the file, the line added, and what is doubtful about it.

    Raise ReportError with what is wrong, with nothing written.
    """
    described = package.tables[table]
    done = placed(project, package, [*beside, Entry(table, values)])
    text, (_, line) = done.texts[described.file], done.lines[-1]
    try:
        warnings = write_checked(project, done.texts)
    except ReportError as error:
        new = f"the new row of {table}"
        named = (replace(one, file=new, line=0) if (one.file, one.line) == (described.file, line) else one for one in error.findings)
        raise ReportError(named) from None
    return described.file, row_at(text, line), [one for one in warnings if (one.file, one.line) == (described.file, line)]


def write_checked(project: Project, texts: Mapping[str, str], tidy: Mapping[str, str] | None = None) -> list[Finding]:
    """Write files (path from the project's root to text) if the whole package is right with them; give the warnings.

    What is written is `tidy`, the same in canonical form, if it is given.

    Raise ReportError with what is wrong, with nothing written.
    """
    with changed_copy(project, texts) as data:
        warnings = data_problems(data, data.parent)
    for file, text in (texts if tidy is None else tidy).items():
        write_whole(project.root / file, text)
    return warnings


def data_problems(data: Path, root: Path, today: date | None = None) -> list[Finding]:
    """The warnings of a data package, with `today` those that depend on the day; raise ReportError with its errors."""
    package, warnings = checked_package(data, root=root)
    figures = Figures(build_model(package))
    doubts = plausibility_warnings(figures.model, today)
    return warnings + stop_on_errors([*consistency_problems(figures.model), *conclusion_problems(figures), *doubts])


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
