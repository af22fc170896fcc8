"""Checks that a Table Schema can't express: calendar, twin texts, sources that stand for something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from sourced.data.cells import PERIODS
from sourced.data.package import read_package
from sourced.data.suggestions import day_problem, period_problem, quoted
from sourced.data.tables import PERIOD_COLUMNS, Package, Table
from sourced.findings import Finding, Severity, stop_on_errors
from sourced.periods import Period
from sourced.words.prose import punctuation_problems

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_GAP = re.compile(r"\{[^{}]*\}")
_WIDE_MARK = re.compile(r"[，。；：！？（）、]")


def checked_package(folder: Path, *, root: Path) -> tuple[Package, list[Finding]]:
    """A data package that is right in itself, with warnings; raise ReportError with every problem of all its cells together."""
    package, findings = read_package(folder, root=root)
    faulty = {(one.file, one.line) for one in findings}
    more = [one for one in content_problems(package) if (one.file, one.line) not in faulty]
    return package, stop_on_errors([*findings, *more])


def content_problems(package: Package) -> Iterator[Finding]:
    """Everything wrong with cells that are well-formed one by one."""
    for table in package.tables.values():
        yield from _calendar_problems(table)
        yield from _twin_problems(table)
        yield from _language_problems(table)
        yield from _punctuation_problems(table)
        yield from _freshness_problems(table)
        yield from _scope_problems(table, package)
    yield from _claim_problems(package)
    yield from _unit_problems(package)
    if package.reviewed and package.reviewed not in {row["id"] for row in package.rows("sources")}:
        found = f'has "{package.reviewed}" as reviews, which is no publication of the table sources'
        yield Finding(f"{package.folder.name}/datapackage.yaml", 0, "", found, "write the key of the publication, or leave reviews out")


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
    names = {field.name for field in table.fields}
    stems = [name.removesuffix("_en") for name in names if name.endswith("_en")]
    twins = [stem for stem in stems if f"{stem}_zh" in names]
    for row in table.rows:
        for stem in twins:
            english, chinese = row[f"{stem}_en"], row[f"{stem}_zh"]
            if (english is None) != (chinese is None):
                empty = f"{stem}_en" if english is None else f"{stem}_zh"
                yield row.problem(empty, "is empty while its twin in the other language is not", "fill in both, or neither")


def _language_problems(table: Table) -> Iterator[Finding]:
    """Texts in the column of the other language."""
    names = {field.name for field in table.fields if field.type == "string"}
    pairs = [(name, f"{name[:-3]}_zh") for name in names if name.endswith("_en") and f"{name[:-3]}_zh" in names]
    for row in table.rows:
        for english, chinese in pairs:
            ours, theirs = row.text(english), row.text(chinese)
            if not ours and not theirs:
                continue
            if not ours.isascii() and _is_chinese(ours):
                swapped = theirs and not _CHINESE.search(theirs)
                fix = f'change it for the text in "{chinese}"' if swapped else "write it in English"
                yield row.problem(english, f"{quoted(ours)} is Chinese in the column for English", fix)
            elif theirs.isascii() and _is_english(theirs, ours):
                yield row.problem(chinese, f"{quoted(theirs)} is English in the column for Chinese", "write it in Chinese")
            if "??" in theirs and not _CHINESE.search(theirs):
                yield row.problem(chinese, f"{quoted(theirs)} has lost its characters to question marks", "type it anew, and save as UTF-8")
            if not ours.isascii() and not _CHINESE.search(ours) and (mark := _WIDE_MARK.search(ours)):
                narrow = unicodedata.normalize("NFKC", mark[0]).replace("。", ".").replace("、", ",")
                yield row.problem(english, f'has a full-width "{mark[0]}" in English', f"write {narrow}")


def _is_chinese(text: str) -> bool:
    """Whether a text is Chinese, Latin names in it or not."""
    return 2 * len(_CHINESE.findall(text)) > len(re.findall(r"[A-Za-z]", text))


def _is_english(text: str, english: str) -> bool:
    """Whether a text without a Chinese character is English: a sentence, or the very words of its twin, and no name."""
    words = re.findall(r"(?<![\w{.@/-])[a-z]+(?![\w}@/-])", _GAP.sub("", text))
    return len(words) >= 3 or (text == english and re.fullmatch(r"[a-z][a-z ]{5,}", text) is not None)


def _unit_problems(package: Package) -> Iterator[Finding]:
    for row in package.rows("units"):
        factor = row["factor"]
        if isinstance(factor, Decimal) and factor <= 0:
            yield row.problem("factor", f"{factor:f} makes every amount of this unit nothing", "say how many base units one of these is")


def _punctuation_problems(table: Table) -> Iterator[Finding]:
    columns = [field.name for field in table.fields if field.name.endswith("_zh")]
    for row in table.rows:
        for column in columns:
            for _, mark, wide in punctuation_problems(row.text(column)):
                yield row.problem(column, f'has a half-width "{mark}" beside Chinese', f"write {wide}")


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
