"""What becomes of claims and forecasts: verdicts that rest on evidence, and sentences whose figures are rows.

Every cell that names evidence is resolved here, once, so that a page never meets an address that leads nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sourced.data.suggestions import quoted
from sourced.data.tables import Row, Table
from sourced.evidence.addresses import PLACEHOLDER, Comparison, Evidence, comparisons_in, evidence_in, figure_at
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.findings import Finding, Severity
from sourced.periods import Period
from sourced.words.language import Language

CLAIMS, FORECASTS = "claims", "forecasts"
VERDICTS = ("corroborated", "corrected", "contradicted", "unverifiable", "opinion", "forecast")
_BY_KIND = {"opinion": "opinion", "forecast": "forecast"}
"""Kinds of claim that have a verdict of their own, which no other kind may have."""
_NEEDS = {"corroborated": ("supports",), "corrected": ("supports", "contradicts"), "contradicted": ("contradicts",)}
_STYLES = ("size", "signed", "bare")


@dataclass(frozen=True)
class CheckedClaim:
    """A claim with its evidence resolved."""

    row: Row
    supports: tuple[Evidence, ...]
    contradicts: tuple[Evidence, ...]
    tests: tuple[Comparison, ...]

    @property
    def verdict(self) -> str:
        """One of VERDICTS."""
        return self.row.text("verdict")


@dataclass(frozen=True)
class Placeholder:
    """What stands in a sentence's braces: a figure, a period, a claim's figure or an entity's name."""

    kind: str
    """figure, period, claim or name."""
    text: str
    """Period, key of the claim or of the entity."""
    style: str
    figure: Figure | None = None


def checked_claims(figures: Figures) -> tuple[CheckedClaim, ...]:
    """All claims, in the order of the article."""
    return figures.model.tracker.once("checked claims", lambda: _checked_claims(figures))


def _checked_claims(figures: Figures) -> tuple[CheckedClaim, ...]:
    rows = sorted(figures.model.package.rows(CLAIMS), key=lambda row: (int(row.text("char_start")), int(row.text("char_end"))))
    return tuple(_checked(figures, row) for row in rows)


def claimed_value(figures: Figures, row: Row) -> tuple[Decimal, str] | None:
    """What a claim says, in base units, and how it bounds it; None if it names no figure."""
    value = row["value"]
    return (value * figures.unit(row.text("unit")).factor, row.text("qualifier")) if isinstance(value, Decimal) else None


def placeholder(figures: Figures, text: str, claim: str = "") -> Placeholder:
    """What a pair of braces stands for; FigureError, with a remedy, if for nothing. `claim` is the key of the row's own."""
    address, bar, style = (part.strip() for part in text.rpartition("|"))
    if not bar or ")" in style:  # a bar within brackets parts alternatives of a condition
        address, style = text.strip(), ""
    if style and style not in _STYLES:
        raise FigureError(f'"{style}" is no way to print a figure', f"use one of {', '.join(_STYLES)}")
    if address == "claim" or address.startswith("claim:"):
        key = address.removeprefix("claim").removeprefix(":") or claim
        if not any(row["id"] == key and row["value"] is not None for row in figures.model.package.rows(CLAIMS)):
            raise FigureError(f'there is no claim "{key}" with a value', "use a claim of claims.csv that has one")
        return Placeholder("claim", key, style)
    if address in figures.model.entities:
        return Placeholder("name", address, style)
    try:
        return Placeholder("period", str(Period.parse(address)), style)
    except ValueError:
        return Placeholder("figure", address, style, figure_at(figures, address))


def filled(figures: Figures, sentence: str, write: Callable[[Placeholder], str], escape: Callable[[str], str], claim: str = "") -> str:
    """A sentence with its gaps written by `write` and the words between them by `escape`."""
    parts = PLACEHOLDER.split(sentence)
    return "".join(write(placeholder(figures, part, claim)) if place % 2 else escape(part) for place, part in enumerate(parts))


def evidence_problems(figures: Figures) -> Iterator[Finding]:
    """Verdicts without evidence or against it, addresses that lead nowhere, sentences with loose digits or uneven gaps.

    What is wrong with one thing in many cells of a file is said once, with their lines.
    """
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for one in _all_problems(figures):
        alike.setdefault((one.file, one.found, one.fix), []).append(one)
    for first, *others in alike.values():
        lines = sorted({one.line for one in others} - {first.line})
        shown = ", ".join(map(str, lines[:8])) + (f" and {len(lines) - 8} more" if len(lines) > 8 else "")
        columns = ", ".join(dict.fromkeys(f'"{one.column}"' for one in others if one.line == first.line and one.column != first.column))
        also = "; ".join(part for part in (columns, f"line{'s' if len(lines) > 1 else ''} {shown}" if lines else "") if part)
        yield replace(first, found=f"{first.found} (also {also})") if also else first


def _all_problems(figures: Figures) -> Iterator[Finding]:
    for table in figures.model.package.tables.values():
        for row in table.rows:
            yield from _sentence_problems(figures, table, row)
    for row in figures.model.package.rows(CLAIMS):
        yield from _verdict_problems(figures, row)
    forecasts = {row["claim"]: row for row in figures.model.package.rows(FORECASTS)}
    for row in figures.model.package.rows(CLAIMS):
        if row["kind"] == "forecast" and row["id"] not in forecasts and forecasts:
            yield row.problem(
                "kind", "is a forecast that forecasts.csv does not follow", "add a row with its condition and the day it falls due"
            )
    for row in forecasts.values():
        yield from _forecast_problems(figures, row)


def due_forecasts(figures: Figures, today: date) -> Iterator[Finding]:
    """Forecasts that have fallen due and are still undecided: a reminder."""
    for row in figures.model.package.rows(FORECASTS):
        if row["state"] in ("open", "on_track", "against") and Period.parse(row.text("due")).end <= today:
            found = f"fell due on {row['due']} and is still {row.text('state').replace('_', ' ')}"
            yield _warning(row.problem("due", found, "write came_true or did_not with its evidence, or say why it stays undecided"))


def _warning(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.WARNING)


def _checked(figures: Figures, row: Row) -> CheckedClaim:
    supports, contradicts = (tuple(evidence_in(figures, row.text(column))) for column in ("supports", "contradicts"))
    return CheckedClaim(row, supports, contradicts, tuple(comparisons_in(figures, row.text("test"), claimed_value(figures, row))))


def _verdict_problems(figures: Figures, row: Row) -> Iterator[Finding]:
    resolved: dict[str, int] = {}
    for column in ("supports", "contradicts"):
        try:
            resolved[column] = len(evidence_in(figures, row.text(column)))
        except FigureError as error:
            yield row.problem(column, error.found, error.fix)
    try:
        tests = comparisons_in(figures, row.text("test"), claimed_value(figures, row))
    except FigureError as error:
        yield row.problem("test", error.found, error.fix)
        return
    verdict, kind = row.text("verdict"), row.text("kind")
    if _BY_KIND.get(kind, verdict) != verdict or (verdict in _BY_KIND.values() and kind not in _BY_KIND):
        yield row.problem("verdict", f'"{verdict}" does not fit a claim of kind "{kind}"', f"write {_BY_KIND.get(kind, 'another verdict')}")
    for column in _NEEDS.get(verdict, ()):
        if resolved.get(column) == 0 and not tests:
            yield row.problem(column, f'is empty, and "{verdict}" needs it', "name a figure, a row or a source, or write a test")
    if tests and verdict in _NEEDS:
        holds = all(test.holds for test in tests)
        if holds != (verdict == "corroborated"):
            shown = "; ".join(_said(test, figures.languages[0]) for test in tests)
            fix = "write corroborated" if holds else "write contradicted, or corrected if the core holds"
            yield row.problem("verdict", f'"{verdict}" goes against the test, which {"holds" if holds else "fails"}: {shown}', fix)
    where = f"where_{figures.languages[0].code}"
    if (verdict == "unverifiable") != bool(row.text(where)):
        found, fix = (
            ("is empty", "say where one would look") if verdict == "unverifiable" else ("is filled in", "leave it to unverifiable claims")
        )
        yield row.problem(where, f'{found} although the verdict is "{verdict}"', fix)


def _said(test: Comparison, language: Language) -> str:
    right = test.right.text(language) if isinstance(test.right, Figure) else "the claim" if test.right is None else str(test.right)
    return f"{test.left.text(language)} {test.sign} {right}"


def _forecast_problems(figures: Figures, row: Row) -> Iterator[Finding]:
    try:
        found = evidence_in(figures, row.text("evidence"))
    except FigureError as error:
        yield row.problem("evidence", error.found, error.fix)
        return
    if not found and row["state"] != "open":
        yield row.problem("evidence", f'is empty although the state is "{row["state"]}"', "name a figure, a row or a source")


def _sentence_problems(figures: Figures, table: Table, row: Row) -> Iterator[Finding]:
    own = row.text("id") if table.name == CLAIMS else ""
    gaps: dict[str, Counter[str]] = {}
    for column in (field.name for field in table.fields if field.prose):
        sentence = row.text(column)
        problems = list(_placeholder_problems(figures, row, column, sentence, own))
        yield from problems
        if not problems:
            gaps[column] = Counter(part.strip() for part in PLACEHOLDER.findall(sentence))
    for column, found in gaps.items():
        first = next((one for one in figures.languages if column.endswith(f"_{one.code}")), None)
        if first is not figures.languages[0]:
            continue
        for other in figures.languages[1:]:
            twin = f"{column.removesuffix(first.code)}{other.code}"
            if twin in gaps and found != gaps[twin]:
                different = ", ".join(sorted((found - gaps[twin]) | (gaps[twin] - found)))
                found_words = f"has other figures than its {first.english_name} twin: {different}"
                yield row.problem(twin, found_words, "use the same gaps in all languages")


def _placeholder_problems(figures: Figures, row: Row, column: str, sentence: str, own: str) -> Iterator[Finding]:
    for part in PLACEHOLDER.findall(sentence):
        try:
            placeholder(figures, part, own)
        except FigureError as error:
            said = error.found if part.strip() in error.found else f"{{{part}}}: {error.found}"
            yield row.problem(column, said, error.fix)
    left = PLACEHOLDER.sub("", sentence)
    if "{" in left or "}" in left:
        around = re.search(r"\S*[{}]\S*", left)
        yield row.problem(column, f"has a lone brace: {quoted(around[0] if around else left)}", "close it, or take it out")
    elif digit := re.search(r"\S*\d\S*", left):
        yield row.problem(column, f'holds the bare figure "{digit[0]}"', "put the figure's address, the date or the entity's key in braces")
