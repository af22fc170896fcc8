"""Changes to the data made by the program: a row added, files put in order, a workbook out and in. Checked, then written."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sourced.data.checks import checked_package
from sourced.data.csv_files import arranged, as_lists
from sourced.data.model import build_model
from sourced.data.package import Field, Package, Table, describe, plain_code
from sourced.data.plausibility import plausibility_warnings
from sourced.data.suggestions import plain_number
from sourced.evidence.figures import Figures
from sourced.evidence.scorecard import scorecard_problems
from sourced.evidence.verdicts import evidence_problems
from sourced.findings import Finding, ReportError, stop_on_errors
from sourced.project import Project

Rows = list[list[str]]
"""A table as typed: the header, then the rows."""
EPOCH = datetime(1980, 1, 1)


def read_rows(path: Path, names: Sequence[str] = ()) -> Rows:
    """A CSV file as typed, whatever program saved it, its columns put in the order of `names`; ValueError if it is no CSV."""
    return as_lists(path.read_bytes(), names)


def csv_text(rows: Rows) -> str:
    """A table in canonical form: LF, quotes only where they must be."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def canonical(table: Table, rows: Rows) -> Rows:
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


def put_in_order(project: Project) -> list[str]:
    """Bring every CSV file into canonical form; give the files that changed. Files that are no CSV are left alone."""
    package = describe(project.data, root=project.root)
    changed = []
    for table in package.values():
        path = project.root / table.file
        try:
            text = csv_text(canonical(table, read_rows(path, [field.name for field in table.fields])))
        except (OSError, ValueError):
            continue  # check says what is wrong with it
        if path.read_bytes() != text.encode():
            _write(path, text)
            changed.append(table.file)
    return changed


def tables_named(package: Package, name: str) -> list[str]:
    """The tables that an editor may mean by a name: moves, move, observation."""
    return [table for table in package.tables if table == name] or [
        table for table in package.tables if table == f"{name}s" or table.endswith((f"-{name}s", f"-{name}"))
    ]


def add_row(project: Project, package: Package, table: str, values: Mapping[str, str]) -> tuple[str, str, list[Finding]]:
    """Add a row to a table, if the whole package is right with it; give the file, the line added, and what is doubtful about it.

    Raise ReportError with what is wrong, with nothing written.
    """
    described = package.tables[table]
    names = [field.name for field in described.fields]
    if unknown := [name for name in values if name not in names]:
        fix = f"use one of {', '.join(names)}"
        raise ReportError([Finding(described.file, 0, name, "is no column of the table", fix) for name in unknown])
    path = project.root / described.file
    rows = read_rows(path)
    row = canonical(described, [names, [values.get(name, "") for name in names]])[1]
    before = path.read_bytes().decode("utf-8-sig", "replace")
    if before == csv_text(rows):
        rows = canonical(described, [*rows, row]) if described.order else [*rows, row]
        text, line = csv_text(rows), csv_text(rows[: rows.index(row)]).count("\n") + 1
    else:  # a file in another form keeps it
        ending = "\r\n" if "\r\n" in before else "\n"
        start = before + ("" if before.endswith("\n") else ending)
        text, line = start + csv_text([row]).rstrip("\n") + ending, start.count("\n") + 1
    try:
        warnings = write_checked(project, {described.file: text})
    except ReportError as error:
        new = f"the new row of {table}"
        named = (replace(one, file=new, line=0) if (one.file, one.line) == (described.file, line) else one for one in error.findings)
        raise ReportError(named) from None
    return described.file, csv_text([row]).rstrip("\n"), [one for one in warnings if (one.file, one.line) == (described.file, line)]


def write_checked(project: Project, texts: Mapping[str, str], tidy: Mapping[str, str] | None = None) -> list[Finding]:
    """Write files (path from the project's root to text) if the whole package is right with them; give the warnings.

    What is written is `tidy`, the same in canonical form, if it is given.

    Raise ReportError with what is wrong, with nothing written.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(project.data, root / project.data.name)
        for file, text in texts.items():
            (root / file).write_text(text, encoding="utf-8", newline="")
        warnings = data_problems(root / project.data.name, root)
    for file, text in (texts if tidy is None else tidy).items():
        _write(project.root / file, text)
    return warnings


def data_problems(data: Path, root: Path) -> list[Finding]:
    """The warnings of a data package; raise ReportError with its errors."""
    package, warnings = checked_package(data, root=root)
    figures = Figures(build_model(package))
    return warnings + stop_on_errors([*evidence_problems(figures), *scorecard_problems(figures), *plausibility_warnings(figures.model)])


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def workbook(project: Project, package: Package) -> bytes:
    """The package as an Excel workbook, a sheet a table, every cell text; the same bytes for the same rows."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = EPOCH
    book.properties.creator = package.author["en"]
    book.properties.title = package.title["en"]
    for table in package.tables.values():
        sheet = book.create_sheet(table.name[:31])
        for line, row in enumerate(read_rows(project.root / table.file), 1):
            for place, text in enumerate(row, 1):
                cell = sheet.cell(line, place)
                cell.value, cell.data_type, cell.number_format = text, "s", "@"
                if line == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    raw = io.BytesIO()
    book.save(raw)
    return _undated(raw.getvalue())


def _undated(archive: bytes) -> bytes:
    """A zip file with its members in order of name and dated 1980."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":  # openpyxl dates the file when it saves it
                content = _dated(content)
            member = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return out.getvalue()


def _dated(core: bytes) -> bytes:
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", core)


def imported(package: Package, project: Project, file: Path) -> dict[str, str]:
    """The files that a workbook changes: path from the project's root to text.

    Raise ReportError for what is no workbook of this package: sheets and columns that it does not know or lacks,
    formulas, and cells that are neither text nor a number nor a day.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        fix = 'save it in Excel as "Excel Workbook (.xlsx)", without a password'
        raise ReportError([Finding(file.name, 0, "", "is no Excel workbook", fix)]) from None
    by_sheet = {table.name[:31]: table for table in package.tables.values()}
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for sheet in book.worksheets:
        table = by_sheet.get(sheet.title)
        if table is None and not any(cell for row in sheet.iter_rows(values_only=True) for cell in row):
            continue
        if table is None:
            absent = [name for name in by_sheet if name not in book.sheetnames]
            near = get_close_matches(sheet.title.casefold(), absent, 1, 0.5)
            fix = f'rename it to "{near[0]}"' if near else f"name it after a table: {', '.join(by_sheet)}, or take it out"
            findings.append(Finding(file.name, 0, "", f'has a sheet "{sheet.title}" that is no table', fix))
            continue
        rows = _sheet_rows(sheet, f"{file.name}, sheet {sheet.title}", findings)
        names = [field.name for field in table.fields]
        for merged in sheet.merged_cells.ranges:
            fix = "split them, and fill in each cell"
            findings.append(Finding(f"{file.name}, sheet {sheet.title}", merged.min_row, "", f"has the merged cells {merged.coord}", fix))
        rows = arranged(rows, names) if rows else rows
        if rows[:1] != [names]:
            found = f"has the columns {', '.join(rows[0]) if rows else 'none'}"
            findings.append(Finding(f"{file.name}, sheet {sheet.title}", 1, "", found, f"the first row must be: {', '.join(names)}"))
        elif rows != read_rows(project.root / table.file):
            texts[table.file] = csv_text(rows)
    if findings:
        raise ReportError(findings)
    return texts


def missing_sheets(package: Package, file: Path) -> list[str]:
    """The tables that a workbook has no sheet for: they stay as they are."""
    from openpyxl import load_workbook

    names = load_workbook(file, read_only=True).sheetnames
    return [table.name for table in package.tables.values() if table.name[:31] not in names]


def tidied(package: Package, project: Project, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts in canonical form, and in order if their files were."""
    found = {}
    for table in package.tables.values():
        if (text := texts.get(table.file)) is not None:
            before = read_rows(project.root / table.file)
            rows = [*csv.reader(io.StringIO(text, newline=""))]
            kept = table if canonical(table, before) == before else replace(table, order=())
            found[table.file] = csv_text(canonical(kept, rows))
    return found


def _sheet_rows(sheet: Any, place: str, findings: list[Finding]) -> Rows:
    rows: Rows = []
    for line, cells in enumerate(sheet.iter_rows(), 1):
        header = rows[0] if rows else []
        row = []
        for number, cell in enumerate(cells):
            column = header[number] if number < len(header) else cell.column_letter
            try:
                row.append(_typed(cell))
            except ValueError as error:
                findings.append(Finding(place, line, column, str(error), "type it as text or as a number"))
                row.append("")
        rows.append(row)
    width = len(_trimmed(rows[0])) if rows else 0
    for line, row in enumerate(rows, 1):
        if beyond := _trimmed(row[width:]):
            found = f'holds "{beyond[-1]}" to the right of the last column'
            findings.append(Finding(place, line, "", found, "move it into a column, or take it out"))
    return [row[:width] for row in rows if any(row)]


def _trimmed(row: Sequence[str]) -> list[str]:
    """A row without the empty cells at its end."""
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _typed(cell: Any) -> str:
    """What an editor sees in a cell, as the CSV has it; ValueError where that is in doubt."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise ValueError(f"is a formula, {value}")
    if isinstance(value, bool):
        raise ValueError(f"is {str(value).upper()}, a truth value")  # noqa: TRY004 (a finding, not a fault of the program)
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", str(cell.number_format)).lower()
    if isinstance(value, int | float):
        if "%" in shown:
            raise ValueError(f"is shown as {value * 100:.15g}%, and stored as {value:.15g}")
        return f"{Decimal(f'{value:.15g}').normalize():f}"
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) != (0, 0, 0):
            raise ValueError(f"is a time, {value}")
        return value.strftime("%Y-%m-%d" if "d" in shown else "%Y-%m" if "m" in shown else "%Y")  # as Excel shows it
    if isinstance(value, str):
        return value
    raise ValueError(f"is a {type(value).__name__}")
