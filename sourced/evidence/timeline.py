"""What the timeline of the first page must not lack: the newest of what the descriptor's `timeline` names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sourced.data.tables import Row, TimelineRule
from sourced.evidence.causes import of_each
from sourced.evidence.counts import matching
from sourced.evidence.figures import FigureError, Figures
from sourced.findings import Finding
from sourced.periods import Period

EVENTS = "events"


def timeline_problems(figures: Figures) -> Iterator[Finding]:
    """The newest row or result that no event of weight 1 tells of, for each rule of the descriptor."""
    package = figures.model.package
    if EVENTS not in package.tables:
        return
    yield from of_each(figures, package.timeline, lambda rule: _rule_problems(figures, rule))


def _rule_problems(figures: Figures, rule: TimelineRule) -> Iterator[Finding]:
    package = figures.model.package
    try:
        named, day = _newest(figures, rule)
    except (FigureError, KeyError) as error:
        found = error.found if isinstance(error, FigureError) else f"there is no table {error}"
        yield Finding(f"{package.folder.name}/datapackage.yaml", 0, "timeline", found, "correct the rule", read=vars(error).get("read"))
        return
    told = [row for row in package.rows(EVENTS) if row.text("weight") == "1" and row.text("topic") in rule.topics]
    if day and not any(_tells(row, day) for row in told):
        found = f"has no event of weight 1 and topic {' or '.join(rule.topics)} from {day} on, although {named} is the newest"
        yield Finding(package.tables[EVENTS].file, 0, "weight", found, "add the event, or give it weight 1")


def _newest(figures: Figures, rule: TimelineRule) -> tuple[str, date | None]:
    """What is newest by a rule, and its day: of a result the day after its period."""
    if rule.series:
        indicator, _, entity = rule.series.partition(".")
        figure = figures.latest(indicator, entity, kind=rule.kind)
        return figure.key, figure.period.end
    table = figures.model.package.tables[rule.table]
    found = matching(figures, table, rule.where)
    newest = max(found, key=lambda row: Period.parse(row.text("date")), default=None)
    return (f"{rule.table}:{table.key_of(newest)}", Period.parse(newest.text("date")).start) if newest else ("", None)


def _tells(row: Row, day: date) -> bool:
    return Period.parse(row.text("date")).end >= day
