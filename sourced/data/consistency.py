"""Rows that contradict one another or the calendar: what no cell shows by itself, and what no editor may accept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from urllib.parse import unquote, urlsplit

from sourced.data.model import Model, Observation, Source, agree
from sourced.data.suggestions import quoted
from sourced.data.tables import Row
from sourced.findings import Finding
from sourced.periods import Period
from sourced.words.conventions import conventions_of


def consistency_problems(model: Model) -> Iterator[Finding]:
    """Values that came too early, values of one key that differ without a note, plans below what was spent; sources twice or misnamed."""
    for one in model.observations:
        yield from _said_too_early(model, one)
    for group in model.observed.values():
        yield from _values_of_one_key(group)
    yield from _plans_below_outcome(model)
    yield from _sources(model)


def _said_too_early(model: Model, one: Observation) -> Iterator[Finding]:
    """Values of a time that had not ended, and plans of a day that had not come, when their source was published."""
    if not one.source.published:
        return
    published = Period.parse(one.source.published)
    said = f"its source {one.source.id} was published, {one.source.published}"
    if one.as_of and one.as_of.start > published.end:
        yield one.row.problem("as_of", f"{one.as_of} is later than {said}", "correct the day, or name the source that says so")
    planned = one.as_of or one.qualifier == "estimate" or one.indicator.plan_for
    if not planned and _end(model, one) > published.end:
        fix = "correct the period or the source; a plan or forecast has as_of or is an estimate"
        yield one.row.problem("period", f"{one.period} had not ended when {said}", fix)


def _end(model: Model, one: Observation) -> date:
    """The last day that a value speaks of; where a year or a month only says when it was read, the first."""
    kinds = (
        {other.period.kind for other in model.series[one.indicator.id, one.entity.id]} if one.period.kind == "year" else {one.period.kind}
    )
    return one.period.end if kinds & {"quarter", "half"} else one.period.start


def _values_of_one_key(group: tuple[Observation, ...]) -> Iterator[Finding]:
    """Values that differ by more than rounding under one key, where no note tells readers why."""
    first, *others = group
    for other in others:
        if not agree(first, other) and not (first.note.first or other.note.first):
            found = f"{other.value:,f} of {other.source.id} differs from {first.value:,f} of {first.source.id}, and no note says why"
            fix = "correct one, give them scopes that say what each counts, or tell readers in a note why they differ"
            yield other.row.problem("value", found, fix)


def _plans_below_outcome(model: Model) -> Iterator[Finding]:
    """Plans for less than had been reached when they were made."""
    for one in model.observations:
        if one.indicator.plan_for and one.as_of and one.qualifier != "at_least":
            reached = outcome(model, one, one.as_of)
            if reached > one.value:
                found = f"{one.value:,f} was planned in {one.as_of}, when {reached:,f} had been reached in {one.period}"
                yield one.row.problem("value", found, "correct the plan, or the outcome")


def outcome(model: Model, plan: Observation, by: Period | None = None) -> Decimal:
    """What had been reached of a plan, by a time if one is given: the largest sum of periods that do not overlap."""
    found = [
        one
        for one in model.series.get((plan.indicator.plan_for, plan.entity.id), ())
        if not one.scope and not one.as_of and plan.period.start <= one.period.start and one.period.end <= plan.period.end
        and (by is None or one.period.end < by.start) and one.indicator.unit is plan.indicator.unit
    ]  # fmt: skip
    best: dict[object, Decimal] = {}
    for one in sorted(found, key=lambda each: each.period.end):
        before = max((total for end, total in best.items() if end < one.period.start), default=Decimal(0))  # type: ignore[operator]
        best[one.period.end] = max(best.get(one.period.end, Decimal(0)), before + one.value)
    return max(best.values(), default=Decimal(0))


def _sources(model: Model) -> Iterator[Finding]:
    rows = {row.text("id"): row for row in model.package.rows("sources")}
    same: dict[str, list[Source]] = defaultdict(list)
    titled: dict[tuple[str, str, str], list[Source]] = defaultdict(list)
    for source in model.sources.values():
        yield from _source(source, rows[source.id], model)
        same[_address(source.url)].append(source)
        titled[source.original.casefold(), source.publisher_original.casefold(), source.published].append(source)
    for first, *others in same.values():
        for other in others:
            yield rows[other.id].problem("url", f"is the page of {first.id} once more", f"name {first.id} in its place and remove it")
    for first, *others in titled.values():
        for other in others:
            if first.published and first.carries != other.carries and _address(first.url) != _address(other.url):
                found = f"has title, publisher and day of {first.id}"
                yield rows[other.id].problem(
                    "title", found, f'write "{first.id}" under carries if it is the same text, else tell the titles apart'
                )


def _source(source: Source, row: Row, model: Model) -> Iterator[Finding]:
    """What is wrong with one publication by itself."""
    foreign = conventions_of(source.language).seems_foreign(source.original, "") if source.language != "ja" else ""
    if foreign:
        found = f"is {foreign} in a source of the language {source.language}: {quoted(source.original)}"
        fix = "correct the language, or give the title of the document itself, and this one as its translation"
        yield row.problem("title", found, fix)
    if source.carries != source.id and source.carries in model.sources and model.sources[source.carries].carries != source.carries:
        found = f"names {source.carries}, which carries the text of {model.sources[source.carries].carries} itself"
        yield row.problem("carries", found, f"write {model.sources[source.carries].carries}")
    if source.copy and not source.via:
        yield row.problem("via", "is empty although what was read is a copy", "name the site that carries it")


def _address(url: str) -> str:
    """An address without what makes no difference: scheme, www, encoding, a slash at the end, a fragment."""
    parts = urlsplit(unquote(url))
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
