"""The notes of a page: for each figure its prose prints, the evidence in full; cards on a screen, numbered notes on paper."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from sourced.data.model import Observation, Source
from sourced.data.tables import Table
from sourced.evidence.addresses import RowReference
from sourced.evidence.amounts import qualified_text
from sourced.evidence.counts import page_of
from sourced.evidence.figures import Figure
from sourced.evidence.inputs import leaves
from sourced.pages.markup import evidence_address, period_tag, row_address, source_address, subject
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.pages.row_views import row_title
from sourced.pages.support import well_supported
from sourced.pages.vocabulary import Vocabulary
from sourced.periods import Period
from sourced.words.language import Language
from sourced.words.prose import safe

TEMPLATE = "partials/notes.html.j2"


@dataclass(frozen=True)
class SourceView:
    """A source in a note."""

    source: Source
    page: Page

    @property
    def row(self) -> str:
        """Address of its row on the Evidence pages."""
        return f"{self.page.base}{source_address(self.source)}"

    @property
    def when(self) -> Markup:
        """When it was published."""
        return period_tag(Period.parse(self.source.published), self.page.language, short=True) if self.source.published else Markup("")


@dataclass(frozen=True)
class Note:
    """The evidence of one figure of a page."""

    number: int
    figure: Figure
    page: Page
    report: Report

    @property
    def text(self) -> str:
        """The figure as printed."""
        return self.figure.text(self.page.language)

    @property
    def subject(self) -> str:
        """What is measured, of whom and when."""
        return subject(self.figure, self.page.language)

    @property
    def href(self) -> str:
        """Its permanent place."""
        return f"{self.page.base}{evidence_address(self.figure)}"

    @property
    def published(self) -> str:
        """The value as its source has it, where what is printed is rounded further."""
        if not self.figure.observations:
            return ""
        exact = value_as_published(self.figure.observations[0], self.page.language)
        return "" if exact == self.text else exact

    @property
    def formula(self) -> str:
        """How it was computed."""
        return self.figure.formula(self.page.language)

    @property
    def inputs(self) -> list[Markup]:
        """What it was computed from, each a link to its own evidence."""
        language = self.page.language
        found = []
        for one in leaves(self.figure):
            address = f"{self.page.base}{evidence_address(one)}"
            found.append(Markup('<a href="{}">{}</a>').format(address, language.word("colon", subject(one, language), one.text(language))))
        return found

    @property
    def sources(self) -> list[SourceView]:
        """The sources of what is shown, at most five."""
        return [SourceView(source, self.page) for source in self.figure.sources[:5]]

    @property
    def others(self) -> list[Markup]:
        """What other sources have, each with a link to its publisher's text."""
        language, link = self.page.language, '<a href="{}" rel="external">{}</a>'
        return [
            Markup(language.word("colon", link, "{}")).format(
                one.source.url, one.source.publisher[language.code], value_as_published(one, language)
            )
            for one in self.figure.observations[1:]
        ]

    @property
    def spread(self) -> str:
        """The range between sources that differ by more than rounding, "" if they agree."""
        if not (extremes := self.figure.extremes):
            return ""
        low, high = (value_as_published(one, self.page.language) for one in extremes)
        return self.page.language.word("to", low, high)

    @property
    def comment(self) -> str:
        """What the row's note says."""
        return self.figure.observations[0].note[self.page.language.code] if self.figure.observations else ""

    @property
    def rows(self) -> list[Markup]:
        """Links to what was counted, by its titles, at most twelve."""
        table = self.report.figures.model.package.tables.get(self.figure.row_table)
        if table is None or page_of(table) == "data":
            return []
        link = '<a href="{}">{}</a>'
        return [
            Markup(link).format(f"{self.page.base}{row_address(table, key)}", safe(self._titled(table, key)))
            for key in self.figure.row_keys[:12]
        ]

    def _titled(self, table: Table, key: str) -> str:
        """A counted row in words."""
        return row_title(self.report.figures, RowReference(table, table.by_key[key], key), self.page.language).rstrip(".。")


def value_as_published(observation: Observation, language: Language) -> str:
    """A value with all its digits and its qualifier."""
    return qualified_text(observation.value, observation.indicator.unit, observation.qualifier, language)


def notes_of(page: Page, report: Report, environment: Environment) -> str:
    """The notes of a page as HTML, with the tables behind it; "" if it prints no figure and, being the report's own, lists no row."""
    lists = page.is_own and not page.is_shared and bool(page.rows)
    if not page.notes and not lists:
        return ""
    listed = [Note(number, figure, page, report) for number, figure in enumerate(page.notes.values(), 1)]
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    behind = [table for table in tables_of(page, report) if table.updated and table.name != "sources"]  # these stand behind all others
    return environment.get_template(TEMPLATE).render(**context, notes=listed, behind=behind, support=well_supported(page, report))


def tables_of(page: Page, report: Report) -> list[Table]:
    """The tables that a page's figures and charts come from, and those whose rows it prints or names."""
    observed = report.figures.model.observed
    keys = {key for shown in page.shown for key in shown} | {key for keys in page.drawn.values() for key in keys}
    files = {one.row.file for key in keys for one in observed.get(key, ())}
    named = {row.partition(":")[0] for row in page.rows}
    return [table for table in report.figures.model.package.tables.values() if table.file in files or table.name in named]
