"""What becomes of claims and forecasts: verdicts that rest on evidence, and sentences whose figures are rows.

Every cell that names evidence is resolved here, once, so that a page never meets an address that leads nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from sourced.data.suggestions import quoted
from sourced.data.tables import Package, Row, Table
from sourced.evidence.addresses import PLACEHOLDER, Comparison, Evidence, comparisons_in, evidence_in, figure_at
from sourced.evidence.causes import of_each, refused
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.findings import Finding
from sourced.periods import Period
from sourced.words.language import Language

CLAIMS = "claims"
EVIDENCE = ("supports", "contradicts", "later")
"""The columns of a claim that name evidence by address."""
_STYLES = ("size", "signed", "bare")


@dataclass(frozen=True)
class Verdict:
    """A verdict: the rule of evidence by which a claim gets it, and what a reader sees of it."""

    key: str
    colour: str
    """Its name in the report's palette."""
    mark: str
    """The sign before its word."""
    needs: tuple[str, ...] = ()
    """The columns that must name evidence, if no test stands in for them."""
    test_holds: bool = False
    """What the tests of a claim that needs evidence must come to."""
    kind: str = ""
    """The kind of claim that always has it, as no other kind may."""
    says_where: bool = False
    """Whether the claim says where one would look, for want of evidence."""
    rating: int = 0
    """What a ClaimReview gives, 5 for true and 1 for false; 0 for no review."""

    @property
    def has_rule(self) -> bool:
        """Whether anything is asked of a claim that gets it."""
        return bool(self.needs or self.kind or self.says_where)


@dataclass(frozen=True)
class CheckedClaim:
    """A claim with its evidence resolved."""

    row: Row
    supports: tuple[Evidence, ...]
    contradicts: tuple[Evidence, ...]
    later: tuple[Evidence, ...]
    """What came after the time that the claim speaks of."""
    tests: tuple[Comparison, ...]

    @property
    def verdict(self) -> str:
        """Its key."""
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


def verdicts_of(package: Package) -> tuple[Verdict, ...]:
    """The verdicts that a report's claims may have, in the order in which readers see them: the rows of its table verdicts."""
    return tuple(_verdict(row) for row in package.rows("verdicts"))


def _verdict(row: Row) -> Verdict:
    needs = row.text("needs").split()
    return Verdict(
        key=row.text("id"),
        colour=row.text("colour"),
        mark=row.text("mark"),
        needs=tuple(column for column in needs if column in EVIDENCE),
        test_holds=row["test"] == "holds",
        kind=row.text("claim_kind"),
        says_where="where" in needs,
        rating=int(row.text("rating") or 0),
    )


def file_of_terms(package: Package) -> str:
    """The file with the words for codes, or where it would be."""
    return package.tables["terms"].file if "terms" in package.tables else f"{package.folder.name}/terms.csv"


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
        raise FigureError(f'"{style}" is no way to print a figure', f"use one of {', '.join(_STYLES)}", due_to=())
    if address == "claim" or address.startswith("claim:"):
        key = address.removeprefix("claim").removeprefix(":") or claim
        if not any(row["id"] == key and row["value"] is not None for row in figures.model.package.rows(CLAIMS)):
            raise FigureError(f'there is no claim "{key}" with a value', "use a claim of claims.csv that has one", due_to=[("claims", key)])
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
        if any(field.prose for field in table.fields):
            yield from of_each(figures, table.rows, partial(_sentence_problems, figures, table))
    yield from _declaration_problems(figures)
    yield from of_each(figures, figures.model.package.rows(CLAIMS), lambda row: _verdict_problems(figures, row))


def _checked(figures: Figures, row: Row) -> CheckedClaim:
    supports, contradicts, later = (tuple(evidence_in(figures, row.optional(column))) for column in EVIDENCE)
    return CheckedClaim(row, supports, contradicts, later, tuple(comparisons_in(figures, row.text("test"), claimed_value(figures, row))))


def _declaration_problems(figures: Figures) -> Iterator[Finding]:
    """Verdicts without a rule of evidence."""
    for row in figures.model.package.rows("verdicts"):
        if not _verdict(row).has_rule:
            fix = f"say in needs what a claim must have: {', '.join(EVIDENCE[:2])}, where; or in claim_kind which claims always have it"
            yield row.problem("needs", f'"{row["id"]}" has no rule of evidence', fix)


def _verdict_problems(figures: Figures, row: Row) -> Iterator[Finding]:
    resolved: dict[str, int] = {}
    for column in EVIDENCE:
        try:
            resolved[column] = len(evidence_in(figures, row.optional(column)))
        except FigureError as error:
            yield refused(row, column, error)
    try:
        tests = comparisons_in(figures, row.text("test"), claimed_value(figures, row))
    except FigureError as error:
        yield refused(row, "test", error)
        return
    declared = verdicts_of(figures.model.package)
    verdict = next((one for one in declared if one.key == row["verdict"]), None)
    if verdict is None:  # said of the descriptor, which allows it
        return
    yield from _kind_problems(row, verdict, declared)
    for column in verdict.needs:
        if resolved.get(column) == 0 and not tests:
            yield row.problem(column, f'is empty, and "{verdict.key}" needs it', "name a figure, a row or a source, or write a test")
    if tests and verdict.needs and (holds := all(test.holds for test in tests)) != verdict.test_holds:
        shown = "; ".join(_said(test, figures.languages[0]) for test in tests)
        fix = f"write {_either(one for one in declared if one.needs and one.test_holds == holds)}"
        yield row.problem("verdict", f'"{verdict.key}" goes against the test, which {"holds" if holds else "fails"}: {shown}', fix)
    where = f"where_{figures.languages[0].code}"
    if verdict.says_where != bool(row.text(where)):
        others = _either(one for one in declared if one.says_where)
        found, fix = ("is empty", "say where one would look") if verdict.says_where else ("is filled in", f"leave it to {others} claims")
        yield row.problem(where, f'{found} although the verdict is "{verdict.key}"', fix)


def _kind_problems(row: Row, verdict: Verdict, declared: Iterable[Verdict]) -> Iterator[Finding]:
    """A verdict of another kind of claim, or another verdict than the one that the claim's kind has."""
    kind = row.text("kind")
    own = next((one for one in declared if one.kind == kind), None)
    if own != verdict and (own or verdict.kind):
        found = f'"{verdict.key}" does not fit a claim of kind "{kind}"'
        yield row.problem("verdict", found, f"write {own.key if own else 'another verdict'}")


def _either(verdicts: Iterable[Verdict]) -> str:
    return " or ".join(one.key for one in verdicts) or "no verdict"


def _said(test: Comparison, language: Language) -> str:
    right = test.right.text(language) if isinstance(test.right, Figure) else "the claim" if test.right is None else str(test.right)
    return f"{test.left.text(language)} {test.sign} {right}"


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
            yield replace(refused(row, column, error), found=said)
    left = PLACEHOLDER.sub("", sentence)
    if "{" in left or "}" in left:
        around = re.search(r"\S*[{}]\S*", left)
        yield row.problem(column, f"has a lone brace: {quoted(around[0] if around else left)}", "close it, or take it out")
    elif digit := re.search(r"\S*\d\S*", left):
        yield row.problem(column, f'holds the bare figure "{digit[0]}"', "put the figure's address, the date or the entity's key in braces")
