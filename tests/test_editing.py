"""Changes made by the program: checked before they are written, and no more of them than was asked for."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sourced.data.canonical import canonical_rows, canonical_texts, csv_text, read_rows
from sourced.data.package import load_package
from sourced.data.tables import Package
from sourced.data.workbook import EPOCH, missing_sheets, workbook, workbook_changes
from sourced.editing.rows import add_row, put_in_order, write_checked
from sourced.findings import ReportError
from sourced.project import Project
from tests.conftest import ROOT
from tests.test_cli import run

Edit = Callable[[str, str, str], None]
OBSERVATIONS = "data/observations.csv"
NEW = {
    "indicator": "rain", "entity": "coast", "period": "2023-Q3", "value": "7", "qualifier": "exact", "confidence": "high",
    "source": "office-2023",
}  # fmt: skip


def loaded(project: Project) -> Package:
    return load_package(project.data, root=project.root)


def texts(project: Project) -> dict[str, bytes]:
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in sorted(project.data.rglob("*.csv"))}


def exported(project: Project, folder: Path) -> Path:
    file = folder / "data.xlsx"
    file.write_bytes(workbook(project, loaded(project)))
    return file


def test_a_row_is_added_in_its_place_and_nothing_else_changes(tiny: Project) -> None:
    before = (tiny.root / OBSERVATIONS).read_text(encoding="utf-8").splitlines()
    write_checked(tiny, {})
    file, line, doubts = add_row(tiny, loaded(tiny), "observations", NEW)
    assert doubts[0].found.startswith("7 where its neighbours are about")
    assert (file, line) == (OBSERVATIONS, "rain,coast,2023-Q3,,,7,exact,high,office-2023,,")
    after = (tiny.root / OBSERVATIONS).read_text(encoding="utf-8").splitlines()
    assert after == [*before[:4], line, *before[4:]]


def test_a_file_of_another_form_keeps_it(tiny: Project) -> None:
    path = tiny.root / OBSERVATIONS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes().splitlines(keepends=True)
    add_row(tiny, loaded(tiny), "observations", NEW)
    assert path.read_bytes().splitlines(keepends=True) == [*before[:4], b"rain,coast,2023-Q3,,,7,exact,high,office-2023,,\r\n", *before[4:]]


@pytest.mark.parametrize(
    ("values", "found"), [({"value": "3,4"}, "is not a number"), ({"source": "nobody"}, "is not in"), ({"colour": "red"}, "is no column")]
)
def test_a_wrong_row_is_refused_and_nothing_is_written(tiny: Project, values: dict[str, str], found: str) -> None:
    before = texts(tiny)
    with pytest.raises(ReportError) as error:
        add_row(tiny, loaded(tiny), "observations", {**NEW, **values})
    assert any(found in one.found for one in error.value.findings)
    assert {one.line for one in error.value.findings} == {0}
    assert texts(tiny) == before


@pytest.mark.slow
def test_add_at_the_command_line(tiny: Project) -> None:
    cells = [f"--set={column}={value}" for column, value in NEW.items()]
    done = run("add", "observation", *cells, "--project", tiny.root)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "rain,coast,2023-Q3,,,7,exact,high,office-2023,,")
    done = run("add", "observation", *cells[:2], "--project", tiny.root)
    assert (done.returncode, "--set period=… --set value=…" in done.stderr) == (2, True)
    assert run("add", "nothing", "--project", tiny.root).returncode == 2
    assert "names no cell" in run("add", "observation", "--set", "value", "--project", tiny.root).stderr


def at_a_terminal(project: Project, *answers: str) -> str:
    """What `add observation` says at a terminal to somebody who gives these answers."""
    own, its = pty.openpty()
    command = [sys.executable, str(ROOT / "build_site.py"), "add", "observation", "--project", str(project.root)]
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, close_fds=True)  # noqa: S603
    os.close(its)
    os.write(own, "".join(f"{one}\n" for one in answers).encode())
    said = b""
    with suppress(OSError):  # the terminal ends with the process
        while part := os.read(own, 4096):
            said += part
    process.wait()
    return said.decode().replace("\r\n", "\n")


@pytest.mark.slow
def test_add_at_a_terminal_helps_goes_back_and_makes_a_source_on_the_way(tiny: Project) -> None:
    cells = ["rain", "coast", "2023-Q4", "<", "2023-Q3", "", "", "?", "240", "exact", "high"]
    source = ["gauge-2024", "y", "Gauge book", "Rain office", "", "dataset", "https://example.org/gauge", "2024-02", "en"]
    said = at_a_terminal(tiny, *cells, *source, "", "")
    assert "[in millimetres" in said, said
    assert '"gauge-2024" is not in data/sources.csv: make it now?' in said
    assert "rain,coast,2023-Q3,,,240,exact,high,gauge-2024,," in (tiny.root / OBSERVATIONS).read_text(encoding="utf-8")
    assert (tiny.root / "data/sources.csv").read_text(encoding="utf-8").splitlines()[-1].startswith("gauge-2024,Gauge book,Rain office,")


@pytest.mark.slow
def test_a_terminal_takes_names_lists_what_may_be_meant_and_keeps_the_name_of_what_is_made(tiny: Project) -> None:
    cells = ["<", "rainf", "Rainfall", "Hill", "Coast Station", "2023-Q3", "", "", "240", "exact", "high"]
    source = ["A book of gauges", "y", "gauge-2024", "Rain office", "", "dataset", "https://example.org/gauge", "2024-02", "en"]
    said = at_a_terminal(tiny, *cells, *source, "", "")
    assert "? for help, < for the cell before" in said.partition("Indicator (indicator)")[0]
    assert "There is no cell before this one" in said
    assert '"rainf" is not in data/indicators.csv: \n  rain  rainfall' in said
    assert "rain,coast,2023-Q3,,,240,exact,high,gauge-2024,," in (tiny.root / OBSERVATIONS).read_text(encoding="utf-8")
    assert "gauge-2024,A book of gauges,Rain office," in (tiny.root / "data/sources.csv").read_text(encoding="utf-8")


def test_an_unknown_indicator_is_said_where_it_would_choose_the_table() -> None:
    done = run("add", "observation", "--set", "indicator=revnue")
    assert (done.returncode, 'no indicator "revnue": revenue' in done.stderr) == (2, True)


def test_files_are_brought_into_canonical_form_and_order(tiny: Project) -> None:
    put_in_order(tiny)
    path = tiny.root / OBSERVATIONS
    wanted = path.read_bytes()
    lines = wanted.decode().splitlines()
    mixed = [lines[0], *reversed(lines[1:])]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(mixed).replace("210.4", " ２１０.4 ").replace("exact", '"exact"').encode() + b"\r\n")
    assert put_in_order(tiny) == [OBSERVATIONS]
    assert path.read_bytes() == wanted
    assert put_in_order(tiny) == []


def test_gbk_becomes_utf_8(tiny: Project) -> None:
    path = tiny.root / "data/claims.csv"
    wanted = path.read_bytes()
    path.write_bytes(wanted.decode().encode("gbk"))
    done = run("check", "--fix", "--today", "2023-01-01", "--project", tiny.root)
    assert (done.returncode, "Put in order: data/claims.csv" in done.stderr, path.read_bytes()) == (0, True, wanted)


def test_a_file_that_may_be_in_another_encoding_than_gbk_is_left_alone(tiny: Project) -> None:
    path = tiny.root / "data/sources.csv"
    before = path.read_text(encoding="utf-8").replace("Coast Gazette", "카카오").encode("euc-kr")
    path.write_bytes(before)
    done = run("check", "--fix", "--project", tiny.root)
    assert (done.returncode, path.read_bytes()) == (1, before)
    assert "is not UTF-8 text" in done.stderr


def test_the_real_files_are_in_canonical_form() -> None:
    package = load_package(ROOT / "data", root=ROOT)
    for table in package.tables.values():
        rows = read_rows(ROOT / table.file)
        assert csv_text(canonical_rows(table, rows)) == (ROOT / table.file).read_text(encoding="utf-8"), table.file


@pytest.mark.parametrize("which", ["tiny", "real"])
@pytest.mark.slow
def test_a_workbook_brings_back_what_it_took(tiny: Project, tmp_path: Path, which: str) -> None:
    project = tiny if which == "tiny" else Project(ROOT)
    file = exported(project, tmp_path)
    assert workbook_changes(loaded(project), project, file) == {}
    assert file.read_bytes() == workbook(project, loaded(project))


def test_no_cell_of_a_workbook_is_anything_but_text(tiny: Project, tmp_path: Path) -> None:
    book = load_workbook(exported(tiny, tmp_path))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize(
    ("typed", "text"), [(299, "299"), (299.5, "299.5"), ("299.50", "299.50"), (1e-7, "0.0000001"), (datetime(2023, 6, 30), "2023-06-30")]
)
def test_what_an_editor_types_in_excel_comes_back_as_typed(tiny: Project, tmp_path: Path, typed: object, text: str) -> None:
    file = exported(tiny, tmp_path)
    book = load_workbook(file)
    book["observations"]["F2"].value = typed
    book.save(file)
    ((_, changed),) = workbook_changes(loaded(tiny), tiny, file).items()
    assert changed.splitlines()[1].split(",")[5] == text


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("F2", "=1+1", "is a formula"),
        ("F2", True, "a truth value"),
        ("A1", "station", "has the columns station"),
        ("L1", "new", "has the columns"),
        ("L2", "x", "to the right of the last column"),
    ],
)
def test_what_can_t_be_taken_over_is_said_with_its_place(tiny: Project, tmp_path: Path, cell: str, value: object, found: str) -> None:
    file = exported(tiny, tmp_path)
    book = load_workbook(file)
    book["observations"][cell].value = value
    book.save(file)
    before = texts(tiny)
    with pytest.raises(ReportError) as error:
        workbook_changes(loaded(tiny), tiny, file)
    (finding,) = error.value.findings
    assert (finding.file, found in finding.found) == ("data.xlsx, sheet observations", True)
    assert texts(tiny) == before


def test_a_percentage_is_what_excel_shows_and_not_what_it_stores(tiny: Project, tmp_path: Path) -> None:
    file = exported(tiny, tmp_path)
    book = load_workbook(file)
    sheet = book["observations"]
    sheet["F2"].value, sheet["F2"].number_format = 0.12, "0%"
    sheet["C3"].value, sheet["C3"].number_format = datetime(2023, 6, 1), "mmm-yy"
    sheet.merge_cells("A5:A6")
    book.create_sheet("Observation2")["A1"].value = "x"
    del book["units"], book["terms"]
    book.save(file)
    with pytest.raises(ReportError) as error:
        workbook_changes(loaded(tiny), tiny, file)
    found = " ".join(one.found for one in error.value.findings)
    assert "is shown as 12%, and stored as 0.12" in found
    assert "has the merged cells A5:A6" in found
    assert missing_sheets(loaded(tiny), file) == ["units", "terms"]


def test_columns_may_stand_in_another_order_and_months_stay_months(tiny: Project, tmp_path: Path) -> None:
    file = exported(tiny, tmp_path)
    book = load_workbook(file)
    sheet = book["observations"]
    for line, row in enumerate([list(row) for row in sheet.iter_rows(values_only=True)], 1):
        for place, value in enumerate([*row[2:], *row[:2]], 1):
            sheet.cell(line, place).value = value
    sheet["A2"].value, sheet["A2"].number_format = datetime(2023, 6, 1), "mmm-yy"
    sheet["D3"].value = " ３０１ "
    book.create_sheet("Sheet1")
    book.save(file)
    texts = workbook_changes(loaded(tiny), tiny, file)
    tidy = canonical_texts(loaded(tiny), tiny, texts)[OBSERVATIONS].splitlines()
    assert tidy[0].startswith("indicator,entity,period")
    assert tidy[1].startswith("rain,coast,2023-06,,,210.4")
    assert tidy[2].startswith("rain,coast,2023-Q2,,,301,")


@pytest.mark.slow
def test_export_and_import_at_the_command_line(tiny: Project, tmp_path: Path) -> None:
    file = tmp_path / "rain.xlsx"
    assert run("export", file, "--project", tiny.root).returncode == 0
    book = load_workbook(file)
    book["observations"]["F2"].value = 1300
    book.save(file)
    done = run("import", file, "--project", tiny.root)
    assert (done.returncode, done.stdout) == (0, f"Changed {OBSERVATIONS}\n")
    book["observations"]["F2"].value = "many"
    book.save(file)
    before = texts(tiny)
    done = run("import", file, "--project", tiny.root)
    assert (done.returncode, '"many" is not a number' in done.stderr, texts(tiny) == before) == (1, True, True)
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    assert run("import", tmp_path / "no.xlsx", "--project", tiny.root).returncode == 1


def test_a_workbook_bears_no_date_of_its_making(tiny: Project) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(tiny, loaded(tiny)))) as archive:
        assert {member.date_time for member in archive.infolist()} == {EPOCH.timetuple()[:6]}


ODD = st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n"), max_size=20) | st.sampled_from(
    ["=1+1", "+1", "@A", "-x", "007", " 1 ", '"', "1,2", "1e5", "TRUE", "2023-01-01", "长", "🌧"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(ODD, min_size=3, max_size=3))
@pytest.mark.slow
def test_any_text_goes_through_a_workbook_unharmed(tiny: Project, tmp_path: Path, cells: list[str]) -> None:
    package = loaded(tiny)
    path = tiny.data / "terms.csv"
    original = path.read_bytes()
    path.write_text(csv_text([["id", "name_en", "name_zh"], cells or ["x"]]), encoding="utf-8", newline="")
    try:
        file = tmp_path / "odd.xlsx"
        file.write_bytes(workbook(tiny, package))
        assert workbook_changes(package, tiny, file) == {}
    finally:
        path.write_bytes(original)


@settings(deadline=None)  # the first example reads the whole package
@given(rows=st.lists(st.lists(ODD, min_size=3, max_size=3), max_size=5))
def test_canonical_form_is_reached_in_one_step(rows: list[list[str]]) -> None:
    table = load_package(ROOT / "data", root=ROOT).tables["terms"] if not _TERMS else _TERMS[0]
    _TERMS[:] = [table]
    once = canonical_rows(table, [["id", "name_en", "name_zh"], *rows])
    assert canonical_rows(table, once) == once


_TERMS: list = []  # type: ignore[type-arg]
