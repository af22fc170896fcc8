"""Checks that a Table Schema can't express: calendar, twin texts, sources that stand for something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from sourced.data.cells import PERIODS
from sourced.data.history import history_warnings
from sourced.data.names import is_slug, slug_fix
from sourced.data.package import read_package
from sourced.data.plausibility import warnings_beside_errors
from sourced.data.rows import untranslated
from sourced.data.suggestions import day_problem, period_problem, quoted
from sourced.data.tables import PERIOD_COLUMNS, Package, Row, Table
from sourced.findings import NOT_TRANSLATED, Finding, ReportError, Severity, in_order
from sourced.periods import Period
from sourced.words.language import Language
from sourced.words.prose import says_more_than_a_name

_NAMES: Final = ("name", "title", "publisher", "author", "term", "forms")
"""Stems of columns that hold names."""


def checked_package(folder: Path, *, root: Path, today: date | None = None) -> tuple[Package, list[Finding]]:
    """A data package that is right in itself, with warnings.

    Raise ReportError with every problem of all its cells together, and the doubts about those that have none.
    """
    package, findings = read_package(folder, root=root)
    faulty = {(one.file, one.line) for one in findings}
    cells = {(one.file, one.line, one.column) for one in findings}
    findings += [one for one in content_problems(package) if (one.file, one.line) not in faulty or _is_beside(one, cells)]
    if any(one.severity is Severity.ERROR for one in findings):
        raise ReportError([*findings, *warnings_beside_errors(package, findings, today)])
    return package, in_order([*findings, *history_warnings(root, folder)])


def _is_beside(one: Finding, cells: Collection[tuple[str, int, str]]) -> bool:
    """Whether a finding stands beside those of the same row: a text to be translated, where nothing is said of that cell."""
    return one.found == NOT_TRANSLATED and (one.file, one.line, one.column) not in cells


def content_problems(package: Package) -> Iterator[Finding]:
    """Everything wrong with cells that are well-formed one by one."""
    for table in package.tables.values():
        yield from _key_problems(table)
        yield from _calendar_problems(table)
        yield from _twin_problems(table)
        yield from _copy_warnings(table)
        yield from _language_problems(table)
        yield from _punctuation_problems(table)
        yield from _freshness_problems(table)
        yield from _scope_problems(table, package)
    yield from _claim_problems(package)
    yield from _unit_problems(package)
    if package.reviewed and package.reviewed not in {row["id"] for row in package.rows("sources")}:
        found = f'has "{package.reviewed}" as reviews, which is no publication of the table sources'
        yield Finding(f"{package.folder.name}/datapackage.yaml", 0, "", found, "write the key of the publication, or leave reviews out")


def _key_problems(table: Table) -> Iterator[Finding]:
    """Keys that could not stand in paths and addresses, whatever the column's own pattern allows."""
    for row in table.rows:
        key = row.cells.get("id")
        if key is not None and not is_slug(key):
            yield row.problem("id", f"{quoted(str(key))} can't be a key, which files and addresses are called by", slug_fix(str(key)))


def _calendar_problems(table: Table) -> Iterator[Finding]:
    columns = [field.name for field in table.fields if field.name in PERIOD_COLUMNS]
    for row in table.rows:
        for column in columns:
            if row[column] is None:
                continue
            try:
                Period.parse(row.text(column))
            except ValueError as error:
                yield row.problem(column, *_period_problem(row.text(column), str(error)))


def _period_problem(text: str, error: str) -> tuple[str, str]:
    """What is wrong with a period, and what to write: the day that is in no calendar, or the form that was meant."""
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})(-[0-9]{2})?", text):
        return error.replace("'", '"'), day_problem(max(1, int(match[1])), int(match[2]))
    return (error.replace("'", '"'), "put the earlier end first") if "before" in error else period_problem(text, PERIODS)


def _twin_problems(table: Table) -> Iterator[Finding]:
    """Texts that are there in one language and not in another."""
    for group in table.twins:
        fix = "fill in both, or neither" if len(group) == 2 else "fill in all, or none"
        for row in table.rows:
            empty = [column for column in group if row[column] is None]
            if 0 < len(empty) < len(group):
                for column in empty:
                    if told := untranslated(table, column, row.cells):
                        yield row.problem(column, told[0], f"{told[1]}, or leave it out in all")
                        continue
                    named = next(group[one].english_name for one in group if one not in empty)
                    yield row.problem(column, f"has no {group[column].english_name} text, and the {named} one is there", fix)


def _copy_warnings(table: Table) -> Iterator[Finding]:
    """Sentences that a language has word for word from the first; names may be alike."""
    for group in table.twins:
        first, *others = group
        if first.rpartition("_")[0] in _NAMES:
            continue
        for row, column in ((row, column) for row in table.rows for column in others if row[column] == row[first]):
            if isinstance(text := row[column], str) and says_more_than_a_name(text):
                fix = f"write it in {group[column].english_name}"
                said = row.problem(column, f"{NOT_TRANSLATED}: it is word for word as in {group[first].english_name}", fix)
                yield replace(said, severity=Severity.WARNING)


def _language_problems(table: Table) -> Iterator[Finding]:
    """Texts in the column of another language, and marks of another script."""
    texts = {field.name for field in table.fields if field.type == "string"}
    for group in table.twins:
        for row in table.rows:
            for column, language in group.items():
                if column in texts and row[column] is not None:
                    yield from _text_problems(row, column, language, group)


def _text_problems(row: Row, column: str, language: Language, group: Mapping[str, Language]) -> Iterator[Finding]:
    text, others = row.text(column), [other for other in group if other != column]
    foreign = language.conventions.seems_foreign(text, row.text(others[0]))
    if foreign:
        swapped = next((one for one in others if group[one].conventions.seems_foreign(row.text(one), text) == language.english_name), "")
        fix = f'change it for the text in "{swapped}"' if swapped else f"write it in {language.english_name}"
        yield row.problem(column, f"{quoted(text)} is {foreign} in the column for {language.english_name}", fix)
    if language.conventions.has_lost_characters(text):
        yield row.problem(column, f"{quoted(text)} has lost its characters to question marks", "type it anew, and save as UTF-8")


_PATTERN: Final = re.compile("(zero|one|two|few|many|other)_")
"""The columns of a unit that have its words by grammatical number."""


def _unit_problems(package: Package) -> Iterator[Finding]:
    for row in package.rows("units"):
        factor = row["factor"]
        if isinstance(factor, Decimal) and factor <= 0:
            yield row.problem("factor", f"{factor:f} makes every amount of this unit nothing", "say how many base units one of these is")
        for column in (one.name for one in package.tables["units"].fields if _PATTERN.match(one.name)):
            if (text := row.text(column)) and (text.count("{}") != 1 or re.search("[{}]", text.replace("{}", ""))):
                yield row.problem(column, f"{quoted(text)} does not say once where the number stands", 'write {} for it: "{} tonnes"')


def _punctuation_problems(table: Table) -> Iterator[Finding]:
    for column in (field.name for field in table.fields if field.type == "string"):
        if language := table.language_of(column):
            conventions, name = language.conventions, language.english_name  # looked up once: there may be 100,000 rows
            for row, text in ((row, row.text(column)) for row in table.rows):
                for _, found, fix in conventions.punctuation_problems(text, name) if text else ():
                    yield row.problem(column, found, fix)


def _scope_problems(table: Table, package: Package) -> Iterator[Finding]:
    """Scopes that nothing describes: a package may do without the table of scopes, but then without scopes too."""
    if table.name.endswith("observations") and not any(one.column == "scope" for one in table.references):
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
