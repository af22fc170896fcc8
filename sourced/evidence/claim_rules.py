"""What the evidence of a verdict must be: of the claim's time, independent of the article, no silence, and one for one fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sourced.data.model import Source
from sourced.evidence.addresses import Evidence, RowReference
from sourced.evidence.causes import of_each
from sourced.evidence.counts import row_standing
from sourced.evidence.figures import Figure, Figures
from sourced.evidence.inputs import leaves_or_self
from sourced.evidence.verdicts import CheckedClaim, checked_claims
from sourced.findings import Finding
from sourced.periods import Period

TOGETHER = (frozenset({"corroborated", "corrected"}), frozenset({"opinion", "forecast"}))
"""Verdicts that two claims on one fact may have beside each other."""
LONGEST_QUOTE = 15
"""Characters of the article that a claim may quote: a term or a phrase."""
_ENDS_OF_SENTENCES = "。！？.!?"


def claim_rule_problems(figures: Figures) -> Iterator[Finding]:
    """Verdicts whose evidence can't bear them, and claims on one fact that exclude each other."""
    claims = checked_claims(figures)
    yield from of_each(figures, claims, lambda claim: _of_one_claim(figures, claim))
    yield from _one_fact(claims)


def _of_one_claim(figures: Figures, claim: CheckedClaim) -> Iterator[Finding]:
    """What is wrong with a claim by itself."""
    yield from _of_another_time(figures, claim)
    yield from _not_independent(figures, claim)
    yield from _silence(claim)
    yield from _quote(claim)


def _of_another_time(figures: Figures, claim: CheckedClaim) -> Iterator[Finding]:
    """Evidence that begins after the time that the claim speaks of."""
    if "later" not in claim.row.cells or claim.row["kind"] == "forecast":
        return
    end = _time_of(figures, claim)
    compared = [side for test in claim.tests for side in (test.left, test.right) if isinstance(side, Figure)]
    for column, items in (("supports", claim.supports), ("contradicts", claim.contradicts), ("test", compared)):
        for item in items:
            if (start := _start(item)) and end and start > end:
                found = f"names {_key(item)}, of {start}, and the claim speaks of the time up to {end}"
                yield claim.row.problem(column, found, "move it to later")


def _time_of(figures: Figures, claim: CheckedClaim) -> date | None:
    """The last day that a claim speaks of: that of its period, or that of the article if it is later."""
    reviewed = figures.model.sources.get(figures.model.package.reviewed)
    days = [Period.parse(text).end for text in (reviewed.published if reviewed else "", claim.row.text("period")) if text]
    return max(days, default=None)


def _start(item: Evidence) -> date | None:
    """The first day of the newest thing in a piece of evidence; None for what has no time of its own."""
    if isinstance(item, RowReference):
        when = next((item.row.optional(column) for column in ("date", "period") if item.row.optional(column)), "")
        return Period.parse(when).start if when and item.table.name != "claims" else None
    if item.inputs:
        return max((start for one in item.inputs if (start := _start(one))), default=None)
    if item.row_table:
        days = [row.optional("date") or row.optional("period") for row in item.rows]
        return max((Period.parse(one).start for one in days if one), default=None)
    return item.observations[0].as_of.start if item.observations[0].as_of else item.period.start


def _not_independent(figures: Figures, claim: CheckedClaim) -> Iterator[Finding]:
    """A claim that is corroborated by the article, its copies, what it was taken from, or by what is doubted itself."""
    if claim.verdict != "corroborated":
        return
    barred = _barred(figures, claim)
    compared = [side for test in claim.tests for side in (test.left, test.right) if isinstance(side, Figure)]
    for one in (leaf for figure in compared for leaf in leaves_or_self(figure)):
        if one.observations and not _bears(figures, one, barred):
            found = f"compares {one.key}, which rests on the article, its origin or a doubted row alone"
            yield claim.row.problem("test", found, "write unverifiable, or name evidence of its own")
            return
    if not compared and not any(_bears(figures, item, barred) for item in claim.supports):
        found = "names nothing but the article, its copies, the page it was taken from, or rows that are doubted"
        yield claim.row.problem("supports", found, "write unverifiable, or name evidence of its own")


def _barred(figures: Figures, claim: CheckedClaim) -> set[str]:
    """The texts that can't corroborate a claim."""
    sources = figures.model.sources
    names = [figures.model.package.reviewed, claim.row.optional("taken_from"), claim.row.optional("asserted_by")]
    texts = {sources[name].carries for name in names if name in sources}
    return texts | {one.carries for one in sources.values() if one.kind == "article"}


def _bears(figures: Figures, item: Evidence, barred: set[str]) -> bool:
    """Whether a piece of evidence is independent of the barred texts and not doubted."""
    if isinstance(item, RowReference):
        if item.table.name == "sources":
            return figures.model.sources[item.key].carries not in barred
        named = [figures.model.sources[key] for key in map(item.row.optional, ("source", "second_source")) if key]
        return row_standing(figures, item.row) != "weak" and _free(named, barred)
    if item.inputs:
        return all(_bears(figures, one, barred) for one in item.inputs)
    if item.row_table:
        return not item.row_sources or _free(item.row_sources, barred)
    free = [one for one in item.observations if one.source.carries not in barred]
    return bool(free) and item.standing != "weak"


def _free(sources: Iterable[Source], barred: set[str]) -> bool:
    listed = list(sources)
    return not listed or any(source.carries not in barred for source in listed)


def _silence(claim: CheckedClaim) -> Iterator[Finding]:
    """A claim that is contradicted by what was counted alone: names that were not found are no evidence."""
    if claim.verdict != "contradicted":
        return
    said = [*claim.contradicts, *(test.left for test in claim.tests)]
    if said and all(isinstance(item, Figure) and item.row_table for item in said):
        column = "contradicts" if claim.contradicts else "test"
        yield claim.row.problem(
            column, "counts rows alone, and what was not found is no evidence", "write unverifiable, or name what says otherwise"
        )


def _quote(claim: CheckedClaim) -> Iterator[Finding]:
    quote = claim.row.optional("quote")
    if len(quote) > LONGEST_QUOTE or any(mark in quote for mark in _ENDS_OF_SENTENCES):
        yield claim.row.problem("quote", f'"{quote}" is more than a phrase', f"quote at most {LONGEST_QUOTE} characters, no sentence")


def _one_fact(claims: Iterable[CheckedClaim]) -> Iterator[Finding]:
    """Claims on one fact whose verdicts exclude each other."""
    facts: dict[str, list[CheckedClaim]] = defaultdict(list)
    for claim in claims:
        if fact := claim.row.optional("fact"):
            facts[fact].append(claim)
    for fact, (first, *others) in facts.items():
        for other in others:
            pair = {first.verdict, other.verdict}
            if len(pair) > 1 and not any(pair <= together for together in TOGETHER):
                found = f'"{other.verdict}" where line {first.row.line}, on the same fact "{fact}", is "{first.verdict}"'
                yield other.row.problem("verdict", found, "judge both alike, or give them facts of their own")


def _key(item: Evidence) -> str:
    return item.key if isinstance(item, Figure) else f"{item.table.name}:{item.key}"
