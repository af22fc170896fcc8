"""The package as an Excel workbook, and what has been changed in one: every cell text, or a finding with its sheet and line."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any, Final

from sourced.data.canonical import Rows, csv_text, read_rows
from sourced.data.csv_files import arranged
from sourced.data.tables import Package, Table
from sourced.findings import Finding, ReportError, stop_on_errors
from sourced.project import Project
from sourced.system.limits import TooMuch, bounded

EPOCH = datetime(1980, 1, 1)
"""The earliest day that a zip file can bear."""


_UNPACKED: Final = 400 * 2**20
_ROWS: Final = 200_000
_COLUMNS: Final = 500
_SECONDS: Final = 120.0
"""What reading a workbook may come to: bytes, rows and columns of a sheet, time. 100,000 rows of 12 columns take half a minute."""
_HEAD: Final = 4096
"""Bytes at the beginning of a part, where XML declares entities."""


def sheet_name(table: str) -> str:
    """The sheet of a table: Excel allows a name no more characters."""
    return table[:31]


def workbook(project: Project, package: Package) -> bytes:
    """The package as an Excel workbook, a sheet a table, every cell text, the header bold and in sight; the same bytes for the same rows.

    openpyxl makes what is around the rows; a cell by itself takes it ten times as long as writing its XML.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = EPOCH
    book.properties.creator = package.author.first
    book.properties.title = package.title.first
    for table in package.tables.values():
        _begin(book.create_sheet(sheet_name(table.name)))
    raw = io.BytesIO()
    book.save(raw)
    sheets = {f"xl/worksheets/sheet{place}.xml": project.root / table.file for place, table in enumerate(package.tables.values(), 1)}
    return _completed(raw.getvalue(), sheets)


def _begin(sheet: Any) -> None:
    """Let a sheet begin with a cell of the header and one of text, in whose styles its rows are written."""
    from openpyxl.styles import Font

    for line in (1, 2):
        sheet.cell(line, 1, "").number_format = "@"
    sheet.cell(1, 1).font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _with_rows(sheet: bytes, rows: Rows) -> Iterator[str]:
    """A sheet as XML, a piece for each row, with these rows as text in the place of those that it began with."""
    from openpyxl.utils import get_column_letter

    begun = sheet.decode()
    head, text = re.findall(r'<c r="A[12]" s="([0-9]+)"', begun)
    letters = [get_column_letter(place) for place in range(1, max(map(len, rows), default=1) + 1)]
    before, _, rest = begun.partition("<sheetData>")
    yield re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{letters[-1]}{max(1, len(rows))}"', before) + "<sheetData>"
    for line, row in enumerate(rows, 1):
        cells = (_cell(f"{letter}{line}", head if line == 1 else text, cell) for letter, cell in zip(letters, row, strict=False))
        yield f'<row r="{line}">{"".join(cells)}</row>'
    yield rest[rest.index("</sheetData>") :]


def _cell(place: str, style: str, text: str) -> str:
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text, quote=False)}</t></is></c>'


def _completed(archive: bytes, sheets: Mapping[str, Path]) -> bytes:
    """A workbook with the rows of files in its sheets, its members in order of name and dated 1980."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":  # openpyxl dates the file when it saves it
                content = _dated(content)
            member = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            with new.open(member, "w") as part:  # piece by piece: a sheet is some hundred megabytes of XML where its table is six
                for piece in _with_rows(content, read_rows(sheets[name])) if name in sheets else [content.decode()]:
                    part.write(piece.encode())
    return out.getvalue()


def _dated(core: bytes) -> bytes:
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", core)


def workbook_changes(package: Package, project: Project, file: Path) -> dict[str, str]:
    """The files that a workbook changes: path from the project's root to text.

    Raise ReportError for what is no workbook of this package: sheets and columns that it does not know or lacks,
    formulas, and cells that are neither text nor a number nor a day.
    """
    by_sheet = {sheet_name(table.name): table for table in package.tables.values()}
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for sheet in _sheets(file):
        if table := by_sheet.get(sheet.title):
            rows = _table_rows(sheet, table, f"{file.name}, sheet {sheet.title}", findings)
            if rows is not None and rows != read_rows(project.root / table.file):
                texts[table.file] = csv_text(rows)
        elif any(cell for row in sheet.iter_rows(values_only=True) for cell in row):
            findings.append(_unknown_sheet(sheet, by_sheet, file.name))
    stop_on_errors(findings)
    return texts


def _sheets(file: Path) -> list[Any]:
    """The sheets of a workbook; raise ReportError if the file is none, or one that is larger than any table."""
    from openpyxl import load_workbook

    fix = 'save it in Excel as "Excel Workbook (.xlsx)", without a password'
    try:
        stop_on_errors(_archive_problems(file))
        with bounded(_SECONDS), warnings.catch_warnings(action="ignore"), file.open("rb") as opened:
            sheets = list(load_workbook(opened).worksheets)
    except TooMuch as error:
        raise ReportError([Finding(file.name, 0, "", str(error), "take out of it what is no table of the report")]) from None
    except ReportError:
        raise
    except Exception:  # noqa: BLE001 (openpyxl raises whatever it comes upon)
        raise ReportError([Finding(file.name, 0, "", "is no Excel workbook that can be read", fix)]) from None
    if not sheets:
        fix = 'save it in Excel as "Excel Workbook (.xlsx)", not as "Strict Open XML Spreadsheet"'
        raise ReportError([Finding(file.name, 0, "", "has no sheets that can be read", fix)])
    stop_on_errors(one for sheet in sheets if (one := _size_problem(sheet, file.name)))
    return sheets


def _archive_problems(file: Path) -> Iterator[Finding]:
    """What no program should unpack: parts that come to more than any table, and XML that makes more of itself."""
    with zipfile.ZipFile(file) as archive:
        size = sum(part.file_size for part in archive.infolist())
        if size > _UNPACKED:
            found = f"unpacks to {size // 2**20} MB, where no table comes to more than {_UNPACKED // 2**20}"
            yield Finding(file.name, 0, "", found, "take out of it what is no table of the report")
            return
        for part in archive.infolist():
            with archive.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(_HEAD):
                    yield Finding(file.name, 0, "", f"declares entities in {part.filename}, which could multiply", "save it anew in Excel")


def _size_problem(sheet: Any, file: str) -> Finding | None:
    """What is wrong with a sheet that reaches further than a table can."""
    if sheet.max_row <= _ROWS and sheet.max_column <= _COLUMNS:
        return None
    found = f"reaches down to row {sheet.max_row} and right to column {sheet.max_column}, where a table has at most {_ROWS} and {_COLUMNS}"
    return Finding(f"{file}, sheet {sheet.title}", 0, "", found, "delete the rows and columns behind the table, and save")


def _unknown_sheet(sheet: Any, by_sheet: Collection[str], file: str) -> Finding:
    """A sheet that is no table, with the table that may be meant: one that has no sheet."""
    absent = [name for name in by_sheet if name not in sheet.parent.sheetnames]
    near = get_close_matches(sheet.title.casefold(), absent, 1, 0.5)
    fix = f'rename it to "{near[0]}"' if near else f"name it after a table: {', '.join(by_sheet)}, or take it out"
    return Finding(file, 0, "", f'has a sheet "{sheet.title}" that is no table', fix)


def _table_rows(sheet: Any, table: Table, place: str, findings: list[Finding]) -> Rows | None:
    """A sheet as its table's rows, None if its columns are others; what is wrong is added to `findings`."""
    names = [field.name for field in table.fields]
    rows = _sheet_rows(sheet, place, findings)
    for merged in sheet.merged_cells.ranges:
        fix = "split them, and fill in each cell"
        findings.append(Finding(place, merged.min_row, "", f"has the merged cells {merged.coord}", fix))
    rows = arranged(rows, names) if rows else rows
    if rows[:1] == [names]:
        return rows
    found = f"has the columns {', '.join(rows[0]) if rows else 'none'}"
    findings.append(Finding(place, 1, "", found, f"the first row must be: {', '.join(names)}"))
    return None


def missing_sheets(package: Package, file: Path) -> list[str]:
    """The tables that a workbook has no sheet for: they stay as they are."""
    from openpyxl import load_workbook

    names = load_workbook(file, read_only=True).sheetnames
    return [table.name for table in package.tables.values() if sheet_name(table.name) not in names]


def _sheet_rows(sheet: Any, place: str, findings: list[Finding]) -> Rows:
    """The cells of a sheet as text, blank rows left out, no row wider than the header; what is wrong is added to `findings`."""
    rows: Rows = []
    for line, cells in enumerate(sheet.iter_rows(), 1):
        rows.append(_row(cells, rows[0] if rows else [], place, line, findings))
    width = len(_trimmed(rows[0])) if rows else 0
    findings += _beyond(rows, width, place)
    return [row[:width] for row in rows if any(row)]


def _row(cells: Sequence[Any], header: Sequence[str], place: str, line: int, findings: list[Finding]) -> list[str]:
    """The cells of a row as text, "" for those in doubt, which are added to `findings`."""
    row = []
    for number, cell in enumerate(cells):
        try:
            row.append(_typed(cell))
        except ValueError as error:
            column = header[number] if number < len(header) else cell.column_letter
            findings.append(Finding(place, line, column, str(error), "type it as text or as a number"))
            row.append("")
    return row


def _beyond(rows: Rows, width: int, place: str) -> Iterator[Finding]:
    """What stands to the right of the last column."""
    for line, row in enumerate(rows, 1):
        if beyond := _trimmed(row[width:]):
            found = f'holds "{beyond[-1]}" to the right of the last column'
            yield Finding(place, line, "", found, "move it into a column, or take it out")


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
