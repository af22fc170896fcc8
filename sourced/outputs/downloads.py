"""The data to take away in the forms that people use: JSON, Parquet, SQLite, a workbook, a zip, and an address per indicator."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sourced.data.model import Indicator
from sourced.data.tables import Package, Table, Value
from sourced.data.workbook import EPOCH, workbook
from sourced.data.yaml_files import read_yaml
from sourced.evidence.figures import Figure, from_observations, rounded
from sourced.pages.citations import issued
from sourced.pages.formats import PACKAGE_FORMATS, TABLE_FORMATS
from sourced.pages.report import Report
from sourced.system.tracking import digest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}
_COLUMN_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}


def download_files(report: Report) -> dict[str, bytes]:
    """Every file by its path below the site; none if the report is built without downloads.

    What has changed is made anew: the files of a table, of an indicator, of a section, and of the whole package.
    """
    if not report.downloads:
        return {}
    package = report.figures.model.package
    base = report.circumstances, str(issued(report))
    whole = *base, digest(*((package.folder / name).read_bytes() for name in package.files))  # it is made of the files as they are
    files: dict[str, bytes] = {}
    with ExitStack() as opened:
        database = cache(lambda: opened.enter_context(_duckdb()))
        for name, make in {**_of_tables(package, database), **_of_indicators(report), **_of_sections(report)}.items():
            files[name] = report.memo.recall(f"taken {name}", base, make)
        for name, make in _of_package(report).items():
            files[name] = report.memo.recall(f"taken {name}", whole, make)
    return files


Makers = dict[str, Callable[[], bytes]]
"""Files by their path below the site, each with what makes it."""


def _of_tables(package: Package, database: Callable[[], DuckDBPyConnection]) -> Makers:
    found: Makers = {}
    for table in package.tables.values():
        stem = table.file.removesuffix(".csv")
        makers = {"json": partial(_table_json, table), "parquet": partial(_parquet, table, database)}
        found |= {f"{stem}.{ending}": makers[ending] for ending in TABLE_FORMATS}
    return found


def _of_indicators(report: Report) -> Makers:
    return {f"data/indicators/{name}.json": partial(_indicator_json, report, name) for name in report.figures.model.by_indicator}


def _of_sections(report: Report) -> Makers:
    """A section's indicators in one file."""
    model = report.figures.model
    observed = [model.indicators[name] for name in model.by_indicator]
    found: Makers = {}
    for section in dict.fromkeys(one.section for one in observed):
        listed = sorted((one for one in observed if one.section == section), key=lambda one: one.id)
        found[f"data/sections/{section}.json"] = partial(_section_json, report, section, listed)
    return found


def _of_package(report: Report) -> Makers:
    made = {file: partial(_PACKAGES[name], report) for name, file in PACKAGE_FORMATS.items()}
    return {"data/datapackage.json": partial(_descriptor_json, report.figures.model.package), **made}


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: Value) -> str | int | float | None:
    """A cell as JSON and SQLite have it: numbers as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _records(table: Table) -> list[dict[str, str | int | float | None]]:
    return [{column: _plain(value) for column, value in row.cells.items()} for row in table.rows]


def _indicator_json(report: Report, name: str) -> bytes:
    return _json(_indicator(report, report.figures.model.indicators[name]))


def _section_json(report: Report, section: str, listed: Sequence[Indicator]) -> bytes:
    return _json({"section": section, "indicators": [_indicator(report, one) for one in listed]})


def _indicator(report: Report, indicator: Indicator) -> dict[str, Any]:
    """An indicator with all its observations, the value to show first in each."""
    figures = [from_observations(group) for group in report.figures.model.by_indicator[indicator.id]]
    return {
        "id": indicator.id,
        "section": indicator.section,
        "name": dict(indicator.name),
        "definition": dict(indicator.definition),
        "unit": indicator.unit.id,
        "licence": report.figures.model.package.licence,
        "observations": [_observation(report, one) for one in sorted(figures, key=lambda one: one.key)],
    }


def _observation(report: Report, figure: Figure) -> dict[str, Any]:
    first = figure.observations[0]
    return {
        "key": figure.key,
        "entity": {"id": figure.entity.id, "name": dict(figure.entity.name)},
        "period": str(figure.period),
        "scope": first.scope.id if first.scope else None,
        "as_of": str(first.as_of) if first.as_of else None,
        "value": _plain(rounded(figure.value)),
        "base_value": _plain(rounded(figure.base)),
        "qualifier": figure.qualifier,
        "standing": figure.standing,
        "words": {language.code: figure.text(language) for language in report.languages},
        "sources": [
            {"id": one.source.id, "title": one.source.original, "publisher": one.source.publisher_original, "url": one.source.url,
             "published": one.source.published, "locator": one.locator,
             "value": _plain(one.value), "qualifier": one.qualifier}
            for one in figure.observations
        ],
    }  # fmt: skip


def _descriptor_json(package: Package) -> bytes:
    """The descriptor under the standard's own name; days as text."""
    return _json(json.loads(json.dumps(read_yaml((package.folder / "datapackage.yaml").read_text(encoding="utf-8")), default=str)))


def _workbook(report: Report) -> bytes:
    return workbook(report.project, report.figures.model.package)


def _database(report: Report) -> bytes:
    """One SQLite file with every table, its types and its references."""
    package = report.figures.model.package
    with sqlite3.connect(":memory:") as database:
        for table in _in_order(package):
            columns = [f'"{field.name}" {_TYPES[field.type]}{" NOT NULL" if field.required else ""}' for field in table.fields]
            key = ", ".join(f'"{column}"' for column in table.key)
            columns += [f"UNIQUE ({key})"] if key else []
            columns += [f'FOREIGN KEY ("{one.column}") REFERENCES "{one.table}" ("{one.target}")' for one in table.references]
            database.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
            gaps = ", ".join("?" * len(table.fields))
            rows = [[_plain(value) for value in row.cells.values()] for row in table.rows]
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({gaps})', rows)  # noqa: S608 (names of the schema)
        database.commit()
        content = bytearray(database.serialize())
    database.close()
    content[96:100] = bytes(4)  # the version of SQLite that wrote it, which would make the bytes the machine's
    return bytes(content)


def _table_json(table: Table) -> bytes:
    return _json(_records(table))


@contextmanager
def _duckdb() -> Iterator[DuckDBPyConnection]:
    import duckdb

    with duckdb.connect(config={"threads": 1}) as database:
        yield database


def _parquet(table: Table, database: Callable[[], DuckDBPyConnection]) -> bytes:
    """A table as Parquet with its types, written by DuckDB from what the package has read."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "rows.json"), Path(folder, "rows.parquet")
        source.write_bytes(_table_json(table))
        columns = {field.name: _COLUMN_TYPES[field.type] for field in table.fields}
        database().read_json(str(source), columns=columns, format="array").write_parquet(str(target), compression="zstd")
        return target.read_bytes()


def _in_order(package: Package) -> Iterable[Table]:
    """Tables that others refer to first."""
    return sorted(package.tables.values(), key=lambda table: (len(table.references), list(package.tables).index(table.name)))


def _zipped(report: Report) -> bytes:
    """The package as it is: descriptor with the schemas it names, and tables; dated 1980."""
    out = io.BytesIO()
    package = report.figures.model.package
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in package.files:
            member = zipfile.ZipInfo(f"{package.name}/{name}", EPOCH.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, (package.folder / name).read_bytes())
    return out.getvalue()


_PACKAGES: Final[Mapping[str, Callable[[Report], bytes]]] = {"zip": _zipped, "sqlite": _database, "excel": _workbook}
"""How each declared form is made."""
