"""What templates may call and name: figures, computations, dates, names, rows, charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from markupsafe import Markup

from sourced.data.keys import row_to_paste
from sourced.data.model import Source
from sourced.data.tables import Row, Table
from sourced.evidence.addresses import comparisons_in, evidence_in, figure_at
from sourced.evidence.counts import counted
from sourced.evidence.figures import Figure, FigureError
from sourced.evidence.forecasts import set_after_due
from sourced.evidence.inputs import leaves_or_self, newer
from sourced.evidence.scorecard import measures
from sourced.evidence.standing import STANDINGS
from sourced.evidence.verdicts import checked_claims, file_of_terms, verdicts_of
from sourced.findings import Finding, ReportError
from sourced.pages.calls import blamed, told_where_called
from sourced.pages.citations import Work, citation, report_work, table_work
from sourced.pages.formats import PACKAGE_FORMATS, TABLE_FORMATS
from sourced.pages.freshness import freshness, is_stale
from sourced.pages.markup import PageFigure, name_tag, period_tag, reviewed_link, source_links
from sourced.pages.news import News, news
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.pages.row_views import ClaimView, EvidenceView, MeasureView, RowView, claim_figure
from sourced.pages.shared import EVIDENCE, ORDER
from sourced.pages.sparklines import sparkline
from sourced.periods import Period
from sourced.words.prose import safe

T = TypeVar("T")


class Vocabulary:
    """The words of templates, bound to a report and a page; every public method is one.

    With a list for `problems`, what is wrong with a chart or with what the page says is put into it, and the page goes on.
    """

    def __init__(self, report: Report, page: Page, chart: Callable[[str], Markup], problems: list[Finding] | None = None) -> None:
        self._report, self._page, self._chart = report, page, chart
        self._figures, self._language = report.figures, page.language
        self._problems, self.failed = problems, False
        """Whether the page can't be, though it is gone through to its end."""

    def context(self) -> dict[str, Any]:
        """All of them by name, with `page`, `base` (the language's root as seen from the page) and `language`."""
        names = (name for name in dir(type(self)) if not name.startswith("_") and name != "context")
        methods = {name: blamed(getattr(self, name), self._figures) for name in names}
        return {**methods, "page": self._page, "base": self._page.base, "language": self._language}

    def _or_noted(self, made: Callable[[], T]) -> T | None:
        """What `made` gives, None if it fails: nothing else of the page rests on it, so the rest is looked at too."""
        try:
            with self._figures.model.tracker.blamed():
                return made()
        except (FigureError, ReportError) as error:
            if self._problems is None:
                raise
            self._problems += error.findings if isinstance(error, ReportError) else told_where_called(error, self._report, self._page)
        self.failed = True
        return None

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

    def at(self, address: str) -> PageFigure:
        """The figure at an address, as cells write it: ratio(rain.coast.2023, rain.hill.2023)."""
        return self._on_page(figure_at(self._figures, address))

    def holds(self, *tests: str) -> str:
        """Stop the build unless comparisons such as `rain.coast.2023 > rain.hill.2023` hold; prints nothing.

        Signs: `<` `<=` `=` `>=` `>`, with a blank on each side; on the right another address, or a number in the left one's unit.
        For what a page says in words: a conclusion that a changed row no longer bears must be written anew.
        """
        for one in tests:
            self._or_noted(partial(self._stop_unless, one))
        return ""

    def _stop_unless(self, tests: str) -> None:
        """Raise FigureError for the first of some comparisons that does not hold."""
        for test in comparisons_in(self._figures, tests, None):
            if not test.holds:
                right = test.right.text(self._language) if isinstance(test.right, Figure) else test.right
                found = f"what the page says no longer holds: {test.left.text(self._language)} {test.sign} {right}"
                raise FigureError(found, "write the sentence anew, and the comparison that it rests on")

    def newest(self, figure: PageFigure) -> PageFigure:
        """The same figure, if nothing newer is observed of what it is of; for key figures."""
        for leaf in leaves_or_self(figure.figure):
            later = newer(self._figures, leaf)
            if later:
                raise FigureError(f"{leaf.key} is a key figure, and {later} is newer", f"show {later}")
        return figure

    def spark(self, series: Sequence[PageFigure], *, better: str = "up") -> Markup:
        """A small line through a series."""
        return sparkline([one.figure for one in series], better=better)

    def count(self, table: str, **where: str) -> PageFigure:
        """How many rows a table has, those only whose columns have the values named."""
        conditions = " ".join(f"{column}={value}" for column, value in where.items())
        return self._on_page(counted(self._figures, self._table(table), conditions))

    def when(self, period: str | Period, *, short: bool = False) -> Markup:
        """A period in words."""
        return period_tag(Period.parse(period) if isinstance(period, str) else period, self._language, short=short)

    def name(self, entity: str) -> Markup:
        """The name of an entity; the way to print one with a digit in it."""
        return name_tag(self._figures, entity, self._language)

    def term(self, key: str) -> Markup:
        """The words for a code, such as certainty.rumoured."""
        terms = self._figures.model.terms
        if key not in terms:
            raise FigureError(
                f'there is no term "{key}"', f"add the row {key} to {file_of_terms(self._figures.model.package)}", due_to=[("terms", key)]
            )
        return safe(terms[key][self._language.code])

    def word(self, key: str, *arguments: object) -> Markup:
        """One of the generator's own words; what is put into it is escaped unless it is a figure, or markup already."""
        if not any(hasattr(one, "__html__") for one in arguments):
            return safe(self._language.word(key, *arguments))
        return Markup(self._language.word(key, *(Markup(one) if hasattr(one, "__html__") else safe(one) for one in arguments)))

    def claim(self, claim: str, *, bare: bool = False) -> Markup:
        """The figure that a claim of the article asserts, without its qualifier if `bare`."""
        return claim_figure(self._figures, claim, self._language, bare=bare)

    def claim_statement(self, claim: object) -> Markup:
        """A claim of the article in our words."""
        row = self._table("claims").by_key.get(str(claim))
        if row is None:
            raise FigureError(f'there is no claim "{claim}"', "use a claim of claims.csv", due_to=[("claims", claim)])
        return RowView(row, "claims", self._page, self._report).statement

    def rows(self, table: str, **where: str | int) -> list[RowView]:
        """The rows of a table, those only whose columns have the values named; in order of time if each has a date.

        `row.sources` is the citation, links to the sources that a row names; `row.source` is no more than a key.
        """
        found = [row for row in self._table(table).rows if _matches(row, where)]
        if all("date" in row.cells for row in found):
            found.sort(key=lambda row: Period.parse(row.text("date")))
        views = [RowView(row, table, self._page, self._report) for row in found]
        self._page.rows += [one.address for one in views if "source" in one.row.cells]  # rows that say something of the world
        return views

    def claims(self, section: str = "") -> list[ClaimView]:
        """The claims of the article in its order, those of a section only if it is named."""
        found = checked_claims(self._figures)
        return [ClaimView(one, self._page, self._report) for one in found if section in ("", one.row["section"])]

    def verdicts(self) -> list[str]:
        """The keys of the verdicts that claims may have, in the order in which readers see them."""
        return [one.key for one in verdicts_of(self._figures.model.package)]

    def keys(self, table: str) -> list[str]:
        """The keys of a table's rows, in the order of the file."""
        return [row.text("id") for row in self._table(table).rows]

    def sections_of(self, table: str) -> list[str]:
        """The parts of the report that a table has rows of, in the report's order."""
        found = {row.text("section") for row in self._table(table).rows}
        return [section for section in self.keys("sections") if section in found]

    def choices(self, table: str, column: str) -> list[str]:
        """The codes that a column allows, in the order of the descriptor; those that it holds if it allows any."""
        allowed = next((field.enum for field in self._table(table).fields if field.name == column), None)
        return list(allowed or dict.fromkeys(row.text(column) for row in self._table(table).rows))

    def standings(self) -> tuple[str, ...]:
        """What figures can rest on, the best first."""
        return STANDINGS

    def has_table(self, table: str) -> bool:
        """Whether the report has a table of this name."""
        return table in self._figures.model.package.tables

    def evidence_pages(self) -> list[str]:
        """The Evidence pages that the report has besides the first, of those that the generator has words for, in their order."""
        return [name for name in ORDER if f"{EVIDENCE}{name}" in self._report.page_names]

    def report_title(self) -> str:
        """The report's title in the page's language."""
        return self._figures.model.package.report[self._language.code]

    def package_name(self) -> str:
        """The data package's name, by which its files are called."""
        return self._figures.model.package.name

    def licence(self) -> tuple[str, str] | None:
        """Name and address of the licence of text and data, None if the descriptor names none."""
        package = self._figures.model.package
        return (package.licence_name or package.licence, package.licence) if package.licence else None

    def evidence(self, addresses: str) -> list[EvidenceView]:
        """What stands at the addresses of a cell, which semicolons part."""
        return [EvidenceView(item, self._page, self._report) for item in evidence_in(self._figures, addresses)]

    def set_after_due(self, row: RowView) -> bool:
        """Whether the condition of a forecast was set when its day had passed."""
        return set_after_due(row.row)

    def scorecard(self, section: str = "") -> list[MeasureView]:
        """The measures of steadiness with their quarters, those of a section only if it is named."""
        found = measures(self._figures)
        return [MeasureView(one, self._page, self._report) for one in found if section in ("", one.row["section"])]

    def scored(self, state: str = "", section: str = "") -> Markup:
        """How many measures of the scorecard with a value of the last quarters stand at a state there; all of them if none is named."""
        current = [one for one in measures(self._figures) if one.is_current and section in ("", one.row["section"])]
        found = [one for one in current if state in ("", one.latest[0].state)]
        key = f"scorecard({' '.join(part for part in (section, state) if part)})"
        return Markup(f'<data value="{len(found)}" data-key="{safe(key)}">{self._language.number(Decimal(len(found)), 0)}</data>')

    def citation(self, work: Work | None = None) -> tuple[str, str]:
        """The style that readers of the language cite in and a citation in it, of the report unless a work is given."""
        return citation(work or report_work(self._report, self._language))

    def cited_table(self, table: Table) -> Work:
        """A table as something to cite."""
        return table_work(self._report, table, self._language)

    def is_stale(self, table: Table) -> bool:
        """Whether a table is past the day by which its next figures were expected, as of the day that the build was told."""
        return is_stale(table, self._report)

    def table_shown(self, name: str) -> str:
        """Note that the page shows a table, for the check that all languages do; prints nothing."""
        self._page.tables.append(name)
        return ""

    def downloads(self) -> bool:
        """Whether the report is built with all its files to take away."""
        return self._report.downloads

    def table_formats(self) -> Mapping[str, str]:
        """The forms of a table beside its CSV: ending of the file to name."""
        return TABLE_FORMATS

    def package_formats(self) -> Mapping[str, str]:
        """The forms of the whole package: name to file below the site."""
        return PACKAGE_FORMATS

    def tables(self) -> list[Table]:
        """All tables of the data package."""
        return list(self._figures.model.package.tables.values())

    def freshness(self) -> list[dict[str, Any]]:
        """For each table that says when its next figures are due: how fresh it is."""
        found = self._figures.model.package.tables.values()
        return [line for table in found if (line := freshness(table, self._report, self._language))]

    def updates(self) -> list[News]:
        """What has become of the data, day by day, the newest first."""
        return news(self._report, self._language)

    def updates_complete(self) -> bool:
        """Whether these are all of them."""
        return self._report.past.complete

    def table_title(self, table: str) -> Markup:
        """A table's title in the page's language."""
        return safe(self._table(table).title[self._language.code])

    def glossary_parts(self) -> list[str]:
        """The parts of the report that the glossary has terms of, in its order."""
        return self.sections_of("glossary")

    def sources(self, part: str = "") -> list[Source]:
        """All sources by publisher and date; of a long list one part, those whose keys begin so."""
        found = [one for one in self._figures.model.sources.values() if not part or one.part == part]
        return sorted(found, key=lambda one: (one.publisher[self._language.code].casefold(), one.published, one.id))

    def source_parts(self) -> list[str]:
        """How the keys begin of the sources in each part of a long list; none where all stand on one page."""
        return list(self._table("sources").parts)

    def reviewed(self) -> Markup:
        """The publication under review by its title, linked, with its publisher and day."""
        source = self._figures.model.sources[self._figures.model.package.reviewed]
        return reviewed_link(source, self._page)

    def source_link(self, source: str) -> Markup:
        """A link to a source's row on the Evidence pages."""
        if source not in self._figures.model.sources:
            raise FigureError(
                f'there is no source "{source}"',
                f"add it to sources.csv: {row_to_paste(self._table('sources'), 'id', source)}",
                due_to=[("sources", source)],
            )
        return source_links([self._figures.model.sources[source]], self._page)

    def chart(self, chart: str) -> Markup:
        """A chart in its frame."""
        return self._or_noted(partial(self._chart, chart)) or Markup("")

    def _on_page(self, figure: Figure) -> PageFigure:
        return PageFigure(figure, self._page, self._report)

    def _base(self, new: PageFigure, old: PageFigure | None) -> Figure:
        return old.figure if old else self._figures.year_before(new.figure)

    def _table(self, table: str) -> Table:
        tables = self._figures.model.package.tables
        if table not in tables:
            raise FigureError(f'there is no table "{table}"', f"use one of {', '.join(tables)}", due_to=())
        return tables[table]


def _matches(row: Row, where: Mapping[str, str | int]) -> bool:
    return all(row[column] == value for column, value in where.items())
