"""How fresh the data are: of when the newest figure is, when each table was gone through and when its next figures are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from sourced.data.tables import Table
from sourced.pages.markup import period_tag
from sourced.pages.report import Report
from sourced.periods import Period
from sourced.words.language import Language
from sourced.words.prose import safe


def newest_figure(report: Report, language: Language, *, short: bool = False) -> str:
    """The period of the newest observation that is over when the tables were last gone through, in words; "" if there is none."""
    return language.period(found, short=short) if (found := report.newest_period) else ""


def is_stale(table: Table, report: Report) -> bool:
    """Whether a table is past the day by which its next figures were expected, as of the day that the build was told."""
    return report.today is not None and table.next_update is not None and table.next_update < report.today


def freshness(table: Table, report: Report, language: Language) -> dict[str, Any] | None:
    """How fresh a table is, in words; None if it does not say when its next figures are due."""
    if table.next_update is None or table.updated is None:
        return None
    periods = (Period.parse(row.text(column)) for row in table.rows for column in ("period", "date") if row.cells.get(column))
    newest = newest_of(periods, table.updated)
    return {
        "name": table.name,
        "title": table.title[language.code],
        "rows": Markup(
            f'<data value="{len(table.rows)}" data-key="count({table.name})">{language.number(Decimal(len(table.rows)), 0)}</data>'
        ),
        "newest": period_tag(newest, language, short=True) if newest else "",
        "updated": period_tag(Period.parse(table.updated.isoformat()), language, short=True),
        "next": period_tag(Period.parse(table.next_update.isoformat()), language, short=True),
        "reason": table.next_reason[language.code],
        "stale": is_stale(table, report),
        "complete": _completeness(table, language),
        "by": safe(table.updated_by[language.code]) if table.updated_by.first else "",
    }


def newest_of(periods: Iterable[Period], day: date) -> Period | None:
    """The newest of periods that are over on a day; of one that spans others, the last of these."""
    past = [period for period in periods if period.end <= day]
    return max(past, key=lambda period: (period.start, period.end)).parts[1] if past else None


def _completeness(table: Table, language: Language) -> Markup:
    """Until when a table is complete, and for what; empty if it does not say."""
    if table.complete_until is None:
        return Markup("")
    day = period_tag(Period.parse(table.complete_until.isoformat()), language, short=True)
    return Markup(language.word("complete", day, safe(table.complete_for[language.code])))
