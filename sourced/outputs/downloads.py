"""The data to take away in the forms that people use: JSON, Parquet, SQLite, a workbook, a zip, and an address per indicator."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
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

    What has changed is made anew: the files of a table and of the whole package, and what those of indicators are put together from.
    """
    if not report.downloads:
        return {}
    package = report.figures.model.package
    base = report.circumstances, str(issued(report))
    whole = *base, digest(*((package.folder / name).read_bytes() for name in package.files))  # it is made of the files as they are
    files: dict[str, bytes] = {}
    with ExitStack() as opened:
        database = cache(lambda: opened.enter_context(_duckdb()))
        for name, make in _of_tables(package, database).items():
            files[name] = report.memo.recall(f"taken {name}", base, make)
    for name, make in _of_package(report).items():
        files[name] = report.memo.recall(f"taken {name}", whole, make)
    return files | _of_indicators(report, base)


Makers = dict[str, Callable[[], bytes]]
"""Files by their path below the site, each with what makes it."""


def _of_tables(package: Package, database: Callable[[], DuckDBPyConnection]) -> Makers:
    found: Makers = {}
    for table in package.tables.values():
        stem = table.file.removesuffix(".csv")
        makers = {"json": partial(_table_json, table), "parquet": partial(_parquet, table, database)}
        found |= {f"{stem}.{ending}": makers[ending] for ending in TABLE_FORMATS}
    return found


def _of_indicators(report: Report, base: object) -> dict[str, bytes]:
    """The file of each indicator, and of each section, which has those of its indicators in it.

    What is made of an observation is kept by the parts that they are dealt out to: the rest is put together anew.
    """
    model = report.figures.model
    dealt: dict[str, list[str]] = {name: [] for name in model.by_indicator}
    for name, part in model.by_part:
        dealt[name].append(part)
    sections: dict[str, dict[str, bytes]] = {}
    for name, parts in dealt.items():
        told = dict[str, bytes]()
        for part in parts or [""]:
            told |= report.memo.recall(f"taken {name} {part}", base, partial(_observations, report, name, part))
        indicator = model.indicators[name]
        sections.setdefault(indicator.section, {})[name] = _indicator(report, indicator, told)
    files = {f"data/indicators/{name}.json": text for listed in sections.values() for name, text in listed.items()}
    files |= {f"data/sections/{section}.json": _section(section, listed) for section, listed in sections.items()}
    return files


def _of_package(report: Report) -> Makers:
    made = {file: partial(_PACKAGES[name], report) for name, file in PACKAGE_FORMATS.items()}
    return {"data/datapackage.json": partial(_descriptor_json, report.figures.model.package), **made}


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _with_list(about: Mapping[str, object], name: str, lines: Iterable[bytes]) -> bytes:
    """JSON of an object that ends in a list, of which each thing has a line: what Python writes without indents is written by C."""
    return b"".join((_json(about)[:-1], b", ", _json(name), b": [\n", b",\n".join(lines), b"\n]}\n"))


def _plain(value: Value) -> str | int | float | None:
    """A cell as JSON and SQLite have it: numbers as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _records(table: Table) -> list[dict[str, str | int | float | None]]:
    return [{column: _plain(value) for column, value in row.cells.items()} for row in table.rows]


def _section(section: str, listed: Mapping[str, bytes]) -> bytes:
    return _with_list({"section": section}, "indicators", (text.rstrip() for _, text in sorted(listed.items())))


def _indicator(report: Report, indicator: Indicator, told: Mapping[str, bytes]) -> bytes:
    """An indicator with all its observations, from the JSON of each by key."""
    about = {
        "id": indicator.id,
        "section": indicator.section,
        "name": dict(indicator.name),
        "definition": dict(indicator.definition),
        "unit": indicator.unit.id,
        "licence": report.figures.model.package.licence,
    }
    return _with_list(about, "observations", (text for _, text in sorted(told.items())))


def _observations(report: Report, name: str, part: str) -> dict[str, bytes]:
    """The observations of an indicator, or of a part of it, as JSON by key: the value to show first in each."""
    model = report.figures.model
    groups = model.by_part[name, part] if part else model.by_indicator[name]
    return {group[0].key: _json(_observation(report, from_observations(group))) for group in groups}


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
    told = read_yaml((package.folder / "datapackage.yaml").read_text(encoding="utf-8"))
    return (json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n").encode()


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
    """Its rows, one a line."""
    return b"".join((b"[\n", b",\n".join(map(_json, _records(table))), b"\n]\n"))


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
