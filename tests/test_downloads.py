"""Every download is what it says it is, has the rows of the tables, and is the same each time."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from frictionless import Package
from openpyxl import load_workbook

from sourced.outputs.downloads import download_files
from sourced.project import Project
from sourced.site.build import build
from sourced.site.load import load_report

Edit = Callable[[str, str, str], None]
TABLES = ("entities", "observations", "sources", "units")


def rows(site: Path, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((site / f"data/{table}.csv").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("table", TABLES)
def test_json_has_the_rows_of_the_csv_with_numbers_as_numbers(tiny_site: Path, table: str) -> None:
    found = json.loads((tiny_site / f"data/{table}.json").read_text(encoding="utf-8"))
    typed = [[str(value or "") for value in row.values()] for row in found]
    assert typed == [list(map(as_number, row.values())) for row in rows(tiny_site, table)]


@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_the_rows_of_the_json(tiny_site: Path, table: str) -> None:
    listed = json.loads((tiny_site / f"data/{table}.json").read_text(encoding="utf-8"))
    rows = duckdb.read_parquet(str(tiny_site / f"data/{table}.parquet"))
    assert [dict(zip(rows.columns, row)) for row in rows.fetchall()] == listed


def as_number(cell: str) -> str:
    return str(json.loads(cell)) if cell.replace(".", "").isdigit() else cell


@pytest.mark.parametrize("table", TABLES)
def test_the_database_has_the_rows_and_keeps_its_references(tiny_site: Path, table: str) -> None:
    database = sqlite3.connect(tiny_site / "data/report.sqlite")
    assert database.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (len(rows(tiny_site, table)),)  # noqa: S608
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


def test_the_zip_is_a_valid_data_package(tiny_site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tiny_site / "data/package.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    (descriptor,) = tmp_path.glob("*/datapackage.yaml")
    assert Package(str(descriptor)).validate().valid


def test_the_descriptor_is_there_under_its_standard_name_too(tiny_site: Path) -> None:
    assert Package(str(tiny_site / "data/datapackage.json")).validate().valid


def test_the_workbook_opens_with_a_sheet_a_table(tiny_site: Path) -> None:
    book = load_workbook(tiny_site / "data/report.xlsx")
    assert {"observations", "sources"} <= set(book.sheetnames)
    assert book["observations"].max_row == len(rows(tiny_site, "observations")) + 1


def test_an_indicator_has_an_address_with_its_observations_and_their_sources(tiny_site: Path) -> None:
    found = json.loads((tiny_site / "data/indicators/rain.json").read_text(encoding="utf-8"))
    one = next(one for one in found["observations"] if one["key"] == "rain.coast.2023-Q2")
    assert (one["value"], one["qualifier"], one["words"]["zh"]) == (298.7, "exact", "298.7毫米")
    assert [source["publisher"] for source in one["sources"]] == ["Weather Office", "Coast Gazette"]
    section = json.loads((tiny_site / "data/sections/weather.json").read_text(encoding="utf-8"))
    assert found in section["indicators"]


def test_the_same_rows_give_the_same_bytes(tiny: Project) -> None:
    once, again = (download_files(load_report(tiny)[0]) for _ in range(2))
    assert once == again


def test_a_changed_row_is_in_every_download(built: Project, edit: Edit) -> None:
    before = {path: path.read_bytes() for path in (built.site / "data").rglob("*") if path.is_file()}
    edit("data/observations.csv", "298.7", "299.9")
    build(built)
    changed = {path.name for path, content in before.items() if path.read_bytes() != content}
    forms = {f"observations.{ending}" for ending in ("csv", "json", "parquet")}
    assert changed == forms | {"rain.json", "weather.json", "report.sqlite", "report.xlsx", "package.zip"}


@pytest.mark.build
def test_without_downloads_there_are_none(tiny: Project) -> None:
    build(tiny, downloads=False)
    assert not list((tiny.site / "data").rglob("*.json"))


@pytest.mark.build
def test_what_programs_leave_in_data_is_not_published(tiny: Project) -> None:
    left = (".idea/workspace.xml", ".ipynb_checkpoints/observations.csv", "Thumbs.db", "observations.csv.orig", "~$sources.csv")
    for name in left:
        (tiny.data / name).parent.mkdir(exist_ok=True)
        (tiny.data / name).write_text("draft", encoding="utf-8")
    build(tiny, downloads=False)
    published = {path.name for path in (tiny.site / "data").rglob("*") if path.is_file()}
    assert published == {path.name for path in tiny.data.glob("*") if path.is_file() and path.name not in left}
