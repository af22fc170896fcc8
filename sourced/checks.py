"""Checks that a Table Schema can't express: calendar, twin texts, sources that stand for something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sourced.findings import Finding, Severity
from sourced.package import Package, Table
from sourced.periods import Period
from sourced.prose import punctuation_problems

PERIOD_COLUMNS = ("period", "as_of", "date", "due")


def content_problems(package: Package) -> Iterator[Finding]:
    """Everything wrong with cells that are well-formed one by one."""
    for table in package.tables.values():
        yield from _calendar_problems(table)
        yield from _twin_problems(table)
        yield from _punctuation_problems(table)
        yield from _freshness_problems(table)
        yield from _scope_problems(table, package)
    yield from _claim_problems(package)


def _calendar_problems(table: Table) -> Iterator[Finding]:
    columns = [field.name for field in table.fields if field.name in PERIOD_COLUMNS]
    for row in table.rows:
        for column in columns:
            if row[column] is None:
                continue
            try:
                Period.parse(row.text(column))
            except ValueError as error:
                yield row.problem(column, str(error), "correct the date")


def _twin_problems(table: Table) -> Iterator[Finding]:
    names = {field.name for field in table.fields}
    stems = [name.removesuffix("_en") for name in names if name.endswith("_en")]
    twins = [stem for stem in stems if f"{stem}_zh" in names]
    for row in table.rows:
        for stem in twins:
            english, chinese = row[f"{stem}_en"], row[f"{stem}_zh"]
            if (english is None) != (chinese is None):
                empty = f"{stem}_en" if english is None else f"{stem}_zh"
                yield row.problem(empty, "is empty while its twin in the other language is not", "fill in both, or neither")


def _punctuation_problems(table: Table) -> Iterator[Finding]:
    columns = [field.name for field in table.fields if field.name.endswith("_zh")]
    for row in table.rows:
        for column in columns:
            for _, mark, wide in punctuation_problems(row.text(column)):
                yield row.problem(column, f'has a half-width "{mark}" beside Chinese', f"write {wide}")


def _scope_problems(table: Table, package: Package) -> Iterator[Finding]:
    """Scopes that nothing describes: a package may do without the table of scopes, but then without scopes too."""
    if table.name.endswith("observations"):
        known = {row["id"] for row in package.rows("scopes")}
        for row in table.rows:
            if row["scope"] is not None and row["scope"] not in known:
                yield row.problem("scope", f'"{row["scope"]}" is in no table of scopes', "leave it empty, or add it to scopes.csv")


def _freshness_problems(table: Table) -> Iterator[Finding]:
    if table.updated is None:
        fix = 'add "updated: 2026-01-31" to the resource in datapackage.yaml'
        yield Finding(table.file, 0, "", "does not say when it was last gone through", fix)


def stale_tables(package: Package, today: date) -> Iterator[Finding]:
    """Tables past the day by which their next figures were expected: warnings."""
    for table in package.tables.values():
        if table.next_update and table.next_update < today:
            found = f"its next figures were expected by {table.next_update}"
            fix = "add them, or put off next_update in datapackage.yaml with its reason"
            yield Finding(table.file, 0, "", found, fix, severity=Severity.WARNING)


def _claim_problems(package: Package) -> Iterator[Finding]:
    for row in package.rows("claims"):
        given = [column for column in ("value", "unit", "period", "qualifier") if row[column] is not None]
        if row["value"] is not None:
            for column in {"unit", "qualifier"} - set(given):
                yield row.problem(column, "is empty although the claim has a value", "fill it in")
        start, end = row["char_start"], row["char_end"]
        if isinstance(start, int) and isinstance(end, int) and end <= start:
            yield row.problem("char_end", f"{end} is not behind the first character {start}", "correct the span")
        if isinstance(end, int) and package.reviewed_characters and end > package.reviewed_characters:
            yield row.problem("char_end", f"{end} lies behind the text's last character {package.reviewed_characters}", "correct the span")
