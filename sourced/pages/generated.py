"""Pages that stand behind others: one per indicator with its history, sources and uses; per table of rows; per part of the claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from jinja2 import Environment
from markupsafe import Markup

from sourced.data.model import Entity, Indicator, Observation
from sourced.data.tables import Field, Table
from sourced.evidence.counts import page_of
from sourced.evidence.figures import Figure, from_observations
from sourced.pages.history_charts import bars, panels, series_of
from sourced.pages.markup import anchor, period_tag
from sourced.pages.notes import value_as_published
from sourced.pages.page import CLAIM_PAGES, INDICATOR_PAGES, TABLE_PAGES, Page, PagePlan, file_behind
from sourced.pages.report import Report
from sourced.pages.row_views import RowView
from sourced.pages.vocabulary import Vocabulary
from sourced.words.language import Language
from sourced.words.prose import safe

TEMPLATE, TABLE_TEMPLATE, CLAIMS_TEMPLATE = "indicator.md.j2", "table.md.j2", "claims.md.j2"


@dataclass(frozen=True)
class Use:
    """A page, or a chart on it, that an observation is used by."""

    address: str
    """From the language's root."""
    title: str


Uses = Mapping[str, list[Use]]
"""By the key of an observation, in the order of the pages."""


@dataclass(frozen=True)
class History:
    """An observation on its indicator's page."""

    figure: Figure
    page: Page

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return anchor(self.figure.key)

    @property
    def when(self) -> Markup:
        """Its period."""
        return period_tag(self.figure.period, self.page.language, short=True)

    @property
    def circumstances(self) -> Markup:
        """Its scope and the time at which it was said."""
        first, language = self.figure.observations[0], self.page.language
        parts = [first.scope.name[language.code]] if first.scope else []
        if first.as_of:
            parts.append(language.word("as_of", language.period(first.as_of, short=True)))
        return safe(language.word("fields").join(parts))

    @property
    def spread(self) -> str:
        """The range between sources that differ by more than rounding, "" if they agree."""
        extremes = self.figure.extremes
        return self.page.language.word("to", *map(self.value_of, extremes)) if extremes else ""

    def value_of(self, observation: Observation) -> str:
        """The value as one of its sources has it, with all its digits."""
        return value_as_published(observation, self.page.language)


def uses_of(pages: Iterable[Page], language: Language) -> Uses:
    """Which pages of a language, and which charts on them, use which observation."""
    found: dict[str, list[Use]] = {}
    for page in pages:
        if page.language != language:
            continue
        for key in sorted({one for figure in page.shown for one in figure}):
            found.setdefault(key, []).append(Use(page.address, page.title))
        for chart, keys in page.drawn.items():
            for key in sorted(set(keys)):
                found.setdefault(key, []).append(Use(f"{page.address}#chart-{chart}", page.chart_titles[chart]))
    return found


def claim_pages(report: Report, environment: Environment, language: Language) -> Iterator[PagePlan]:
    """A page for every part of the article that has claims, rendered from `claims.md.j2`."""
    claims = report.figures.model.package.tables.get("claims")
    parts = tuple(dict.fromkeys(row.text("section") for row in claims.rows)) if claims else ()
    for part in parts:
        page = Page(f"{CLAIM_PAGES}{part}", language, file_behind(report.project, CLAIMS_TEMPLATE, claims.file if claims else ""))
        yield PagePlan(page, parts, partial(_claim_page, report, environment, parts, part))


def _claim_page(report: Report, environment: Environment, parts: tuple[str, ...], part: str, page: Page) -> str:
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return environment.get_template(CLAIMS_TEMPLATE).render(**context, parts=parts, part=part)


def table_pages(report: Report, environment: Environment, language: Language) -> Iterator[PagePlan]:
    """A page for every table whose rows name a source and are no observations, rendered from `table.md.j2`."""
    for table in report.figures.model.package.tables.values():
        if page_of(table) == f"tables/{table.name}":
            page = Page(f"{TABLE_PAGES}{table.name}", language, file_behind(report.project, TABLE_TEMPLATE, table.file))
            yield PagePlan(page, table.name, partial(_table_page, report, environment, table))


def _table_page(report: Report, environment: Environment, table: Table, page: Page) -> str:
    columns = [column for column in _columns(table, report) if any(row.text(column.name) for row in table.rows)]
    rows = [RowView(row, table.name, page, report) for row in table.rows]
    page.rows += [f"{table.name}:{table.key_of(row)}" for row in table.rows]
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return environment.get_template(TABLE_TEMPLATE).render(**context, table=table, columns=columns, listed=rows)


def _columns(table: Table, report: Report) -> list[Field]:
    """The columns that a reader needs: no keys of the table's own, one of those that differ by language, no sources."""
    hidden = {"id", "source", "second_source"}
    others = tuple(f"_{one.code}" for one in report.languages[1:])
    return [field for field in table.fields if field.name not in hidden and not field.name.endswith(others)]


def indicator_pages(report: Report, environment: Environment, uses: Uses, language: Language) -> Iterator[PagePlan]:
    """A page for every indicator that is observed, rendered from `templates/indicator.md.j2`."""
    model = report.figures.model
    for indicator, groups in model.by_indicator.items():
        page = Page(f"{INDICATOR_PAGES}{indicator}", language, file_behind(report.project, TEMPLATE, groups[0][0].row.file))
        used = [uses.get(group[0].key, []) for group in groups]
        yield PagePlan(page, used, partial(_indicator_page, report, environment, uses, indicator))


def _indicator_page(report: Report, environment: Environment, uses: Uses, name: str, page: Page) -> str:
    model = report.figures.model
    indicator = model.indicators[name]
    tables = {table.file: table for table in model.package.tables.values()}
    rows = (one.row for group in model.by_indicator.get(name, ()) for one in group)
    page.rows += [f"{tables[row.file].name}:{tables[row.file].key_of(row)}" for row in rows]
    histories = [(entity, [History(figure, page) for figure in figures]) for entity, figures in _histories(report, indicator)]
    found = series_of((one.figure for _, listed in histories for one in listed), report.figures.model.cadences)
    drawn = {"panels": panels(found, page.language), "bars": bars(found, page.language)}
    used = dict.fromkeys(use for _, listed in histories for one in listed for use in uses.get(one.figure.key, ()))
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return environment.get_template(TEMPLATE).render(**context, **drawn, indicator=indicator, histories=histories, used_on=list(used))


def _histories(report: Report, indicator: Indicator) -> Iterator[tuple[Entity, list[Figure]]]:
    """Figures of an indicator by entity, in order of name and time."""
    model = report.figures.model
    found = [from_observations(group) for group in model.by_indicator.get(indicator.id, ())]
    found.sort(key=lambda one: (one.entity.name.first.casefold(), one.entity.id, one.period.end, -one.period.start.toordinal(), one.key))
    for entity, figures in groupby(found, key=lambda one: one.entity):
        yield entity, list(figures)
