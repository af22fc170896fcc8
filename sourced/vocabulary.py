"""What templates may call and name: figures, computations, dates, names, rows, charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from sourced.figures import Figure, FigureError
from sourced.language import Language
from sourced.markup import Page, PageFigure, Report, RowView, claim_figure, period_tag, source_links
from sourced.model import Source
from sourced.package import Row, Table
from sourced.periods import Period
from sourced.prose import safe


class Vocabulary:
    """The words of templates, bound to a report and a page; every public method is one."""

    def __init__(self, report: Report, page: Page, chart: Callable[[str], Markup]) -> None:
        self._report, self._page, self._chart = report, page, chart
        self._figures, self._language = report.figures, page.language

    def context(self) -> dict[str, Any]:
        """All of them by name, with `page`, `base` (the language's root as seen from the page) and `language`."""
        methods = {name: getattr(self, name) for name in dir(type(self)) if not name.startswith("_") and name != "context"}
        return {**methods, "page": self._page, "base": self._page.base, "language": self._language}

    def figure(self, indicator: str, entity: str, period: str, *, scope: str = "", as_of: str = "") -> PageFigure:
        """An observation."""
        return self._on_page(self._figures.observed(indicator, entity, period, scope=scope, as_of=as_of))

    def latest(self, indicator: str, entity: str, *, kind: str = "", scope: str = "") -> PageFigure:
        """The newest observation of a series; `kind` of period if only those count."""
        return self._on_page(self._figures.latest(indicator, entity, kind=kind, scope=scope))

    def series(self, indicator: str, entity: str, *, kind: str = "", scope: str | None = "") -> list[PageFigure]:
        """A series in order of time."""
        return [self._on_page(one) for one in self._figures.series(indicator, entity, kind=kind, scope=scope)]

    def ratio(self, above: PageFigure, below: PageFigure, *, unit: str = "percent", decimals: int = 1) -> PageFigure:
        """One figure divided by another, in percent or (unit="multiple") as a multiple."""
        return self._on_page(self._figures.ratio(above.figure, below.figure, unit=unit, decimals=decimals))

    def change(self, new: PageFigure, old: PageFigure | None = None, *, decimals: int = 1) -> PageFigure:
        """Growth in percent, from the same period a year before unless another base is named."""
        return self._on_page(self._figures.change(new.figure, self._base(new, old), decimals=decimals))

    def difference(self, new: PageFigure, old: PageFigure | None = None) -> PageFigure:
        """One figure minus another, or minus its own a year before."""
        return self._on_page(self._figures.difference(new.figure, self._base(new, old)))

    def total(self, *parts: PageFigure) -> PageFigure:
        """The sum of figures."""
        return self._on_page(self._figures.total([part.figure for part in parts]))

    def count(self, items: Sequence[object]) -> Markup:
        """How many there are: a count of rows, which the page or a table shows."""
        return Markup(f'<data value="{len(items)}">{self._language.number(Decimal(len(items)), 0)}</data>')

    def when(self, period: str | Period, *, short: bool = False) -> Markup:
        """A period in words."""
        return period_tag(Period.parse(period) if isinstance(period, str) else period, self._language, short=short)

    def name(self, entity: str) -> Markup:
        """The name of an entity; the way to print one with a digit in it."""
        text = self._figures.entity(entity).name[self._language.index]
        if not any(map(str.isdigit, text)):
            return safe(text)
        return Markup(f'<span class="name" data-entity="{safe(entity)}">{safe(text)}</span>')

    def term(self, key: str) -> Markup:
        """The words for a code, such as certainty.rumoured."""
        terms = self._figures.model.terms
        if key not in terms:
            raise FigureError(f'there is no term "{key}"', "add it to terms.csv")
        return safe(terms[key][self._language.index])

    def word(self, key: str, *arguments: object) -> Markup:
        """One of the generator's own words."""
        return safe(self._language.word(key, *map(str, arguments)))

    def claim(self, claim: str, *, bare: bool = False) -> Markup:
        """The figure that a claim of the article asserts, without its qualifier if `bare`."""
        return claim_figure(self._figures, claim, self._language, bare=bare)

    def rows(self, table: str, **where: str | int) -> list[RowView]:
        """The rows of a table, those only whose columns have the values named."""
        found = [row for row in self._table(table).rows if _matches(row, where)]
        return [RowView(row, table, self._page, self._figures) for row in found]

    def table_shown(self, name: str) -> str:
        """Note that the page shows a table, for the check that both languages do; prints nothing."""
        self._page.tables.append(name)
        return ""

    def tables(self) -> list[Table]:
        """All tables of the data package."""
        return list(self._figures.model.package.tables.values())

    def freshness(self) -> list[dict[str, Any]]:
        """For each table that says when its next figures are due: how fresh it is."""
        found = self._figures.model.package.tables.values()
        return [line for table in found if (line := _freshness(table, self._report, self._language))]

    def sources(self) -> list[Source]:
        """All sources by publisher and date."""
        return sorted(self._figures.model.sources.values(), key=lambda one: (one.publisher.casefold(), one.published, one.id))

    def source_link(self, source: str) -> Markup:
        """A link to a source's row on the Evidence pages."""
        if source not in self._figures.model.sources:
            raise FigureError(f'there is no source "{source}"', "add it to sources.csv")
        return source_links([self._figures.model.sources[source]], self._page)

    def chart(self, chart: str) -> Markup:
        """A chart in its frame."""
        return self._chart(chart)

    def _on_page(self, figure: Figure) -> PageFigure:
        return PageFigure(figure, self._page, self._report)

    def _base(self, new: PageFigure, old: PageFigure | None) -> Figure:
        return old.figure if old else self._figures.year_before(new.figure)

    def _table(self, table: str) -> Table:
        tables = self._figures.model.package.tables
        if table not in tables:
            raise FigureError(f'there is no table "{table}"', f"use one of {', '.join(tables)}")
        return tables[table]


def _matches(row: Row, where: Mapping[str, str | int]) -> bool:
    return all(row[column] == value for column, value in where.items())


def _freshness(table: Table, report: Report, language: Language) -> dict[str, Any] | None:
    if table.next_update is None or table.updated is None:
        return None
    periods = [Period.parse(row.text(column)) for row in table.rows for column in ("period", "date") if row.cells.get(column)]
    past = [period for period in periods if period.end <= table.updated]
    newest = max(past, key=lambda period: period.end, default=None)
    return {
        "name": table.name,
        "title": table.title[language.code],
        "rows": Markup(f'<data value="{len(table.rows)}">{language.number(Decimal(len(table.rows)), 0)}</data>'),
        "newest": period_tag(newest.parts[1], language, short=True) if newest else "",
        "updated": period_tag(Period.parse(table.updated.isoformat()), language, short=True),
        "next": period_tag(Period.parse(table.next_update.isoformat()), language, short=True),
        "reason": table.next_reason[language.code],
        "stale": report.today is not None and table.next_update < report.today,
    }
