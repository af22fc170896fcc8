"""The page of each indicator: its history, sources and uses; of many figures the newest of each entity, with pages for parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup

from sourced.data.model import Entity, Group, Indicator, Observation
from sourced.evidence.figures import Figure, from_observations
from sourced.pages.history_charts import MOST_PANELS, bars, panels, series_of
from sourced.pages.markup import anchor, indicator_address, observation_address, period_tag
from sourced.pages.notes import value_as_published
from sourced.pages.page import INDICATOR_PAGES, Page, PagePlan, file_behind
from sourced.pages.report import Report
from sourced.pages.vocabulary import Vocabulary
from sourced.periods import Period
from sourced.words.language import Language
from sourced.words.prose import safe

TEMPLATE, PART_TEMPLATE = "indicator.md.j2", "indicator_part.md.j2"
_OF_PARTS: Final = (PART_TEMPLATE, "partials/drawn.html.j2", "partials/history.html.j2")
"""The templates that pages of parts are made by."""
MOST_PANELS_OF_MANY: Final = 24
"""How many series are drawn on each page of an indicator in parts."""
FIRST: Final = 100
"""How many entities the page of such an indicator lists at once; the others are a click away."""
MOST_LISTED: Final = 1000
"""How many it lists at all; those behind them are found by the pages of parts."""


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


@dataclass(frozen=True)
class Newest:
    """An entity on the page of an indicator in parts: its newest figure, and where all of them are."""

    history: History
    entity: Entity
    address: str
    years: Sequence[tuple[Markup, str]]
    """The pages of its years, the newest first, if it has a page for each."""


def indicator_pages(report: Report, environment: Environment, uses: Uses, language: Language) -> Iterator[PagePlan]:
    """The pages of every indicator that is observed, from `indicator.md.j2`, and of the parts that it has, from `indicator_part.md.j2`."""
    model = report.figures.model
    for name, groups in model.by_indicator.items():
        page = Page(f"{INDICATOR_PAGES}{name}", language, file_behind(report.project, TEMPLATE, groups[0][0].row.file))
        used = {group[0].key: uses[group[0].key] for group in groups if group[0].key in uses}
        yield PagePlan(page, used, partial(_indicator_page, report, environment, uses, name))
    outlined = report.outlined and not any((report.project.templates / one).exists() for one in _OF_PARTS)
    for name, part in model.by_part:
        file = file_behind(report.project, PART_TEMPLATE, model.by_part[name, part][0][0].row.file)
        page = Page(indicator_address(name, part).rstrip("/"), language, file)
        if outlined:
            yield PagePlan(page, "outlined", partial(_outline, report, name, part))
        else:
            yield PagePlan(page, part, partial(_part_page, report, environment, name, part))


def _indicator_page(report: Report, environment: Environment, uses: Uses, name: str, page: Page) -> str:
    indicator, groups = report.figures.model.indicators[name], report.figures.model.by_indicator.get(name, ())
    listed = _histories(groups, page)
    used = dict.fromkeys(use for _, histories in listed for one in histories for use in uses.get(one.figure.key, ()))
    about: dict[str, Any] = {
        "indicator": indicator,
        "histories": listed,
        "entities": [],
        "used_on": list(used),
        **_drawn(report, listed, page),
    }
    if indicator.parts:
        newest = [_newest(histories) for _, histories in listed]
        _name_rows(report, (one.history.figure.observations for one in newest), page)
        shared = [(number, indicator_address(name, part)) for number, part in enumerate(indicator.parts.shared, 1)]
        about |= {"entities": newest[:MOST_LISTED], "first": FIRST, "elsewhere": shared if len(newest) > MOST_LISTED else []}
    else:
        _name_rows(report, groups, page)
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return environment.get_template(TEMPLATE).render(**context, **about)


def _part_page(report: Report, environment: Environment, name: str, part: str, page: Page) -> str:
    indicator, groups = report.figures.model.indicators[name], report.figures.model.by_part[name, part]
    _name_rows(report, groups, page)
    listed = _histories(groups, page)
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    about = {"indicator": indicator, "label": _label(indicator, groups[0][0], page.language), "address": indicator_address(name)}
    return environment.get_template(PART_TEMPLATE).render(**context, **about, histories=listed, **_drawn(report, listed, page))


def _outline(report: Report, name: str, part: str, page: Page) -> str:
    """What links lead to on the page of a part, without the figures: the generator's own templates print those as they are."""
    groups = report.figures.model.by_part[name, part]
    ids = [*dict.fromkeys(group[0].entity.id for group in groups), *(anchor(group[0].key) for group in groups)]
    places = "".join(f'<span id="{one}"></span>' for one in ids)
    return f"# <span data-verbatim>{safe(page.name)}</span> {{#indicator}}\n\n<div>{places}</div>\n\n## … {{#figures}}\n"


def _label(indicator: Indicator, first: Observation, language: Language) -> str:
    """What a part is called: an entity and its year, or which of how many it is."""
    shared = indicator.parts.shared
    if first.part in shared:
        return language.word("part_of", shared.index(first.part) + 1, len(shared))
    return language.word("fields").join((first.entity.name[language.code], language.period(_year(first))))


def _year(observation: Observation) -> Period:
    return Period.parse(str(observation.period.start.year))


def _name_rows(report: Report, groups: Iterable[Group], page: Page) -> None:
    """Note on a page that it shows the rows of observations."""
    tables = {table.file: table for table in report.figures.model.package.tables.values()}
    rows = (one.row for group in groups for one in group)
    page.rows += [f"{tables[row.file].name}:{tables[row.file].key_of(row)}" for row in rows]


def _drawn(report: Report, listed: Sequence[tuple[Entity, Sequence[History]]], page: Page) -> dict[str, Any]:
    """What is drawn of histories, and, if that is not all, how many of how many."""
    found = series_of((one.figure for _, histories in listed for one in histories), report.figures.model.cadences)
    in_parts = bool(found and found[0].figures[0].observations[0].part)
    panelled = panels(found, page.language, MOST_PANELS_OF_MANY if in_parts else MOST_PANELS)
    lengths = bars(found, page.language)
    number = len(panelled) or sum(len(group) for _, group in lengths)
    total = sum(len(one.figures) > 1 for one in found) if panelled else len(found)
    limited = len(panelled) < total if panelled else number >= MOST_PANELS
    return {"panels": panelled, "bars": lengths, "undrawn": (number, total) if limited and number < total else None}


def _newest(histories: Sequence[History]) -> Newest:
    """The newest of an entity's figures, and where they are."""
    newest = max(histories, key=lambda one: (one.figure.period.start, one.figure.period.end, one.figure.key))
    first = newest.figure.observations[0]
    indicator, entity = first.indicator, first.entity
    if entity.id not in indicator.parts.by_year:
        return Newest(newest, entity, f"{indicator_address(indicator.id, first.part)}#{entity.id}", ())
    years = {one.figure.observations[0].part: _year(one.figure.observations[0]) for one in histories}
    linked = sorted(((year, indicator_address(indicator.id, part)) for part, year in years.items()), key=lambda one: one[0], reverse=True)
    named = [(period_tag(year, newest.page.language), address) for year, address in linked]
    return Newest(newest, entity, observation_address(first), named)


def _histories(groups: Iterable[Group], page: Page) -> list[tuple[Entity, list[History]]]:
    """Observations by entity, in order of name and time."""
    found = [from_observations(group) for group in groups]
    found.sort(key=lambda one: (one.entity.name.first.casefold(), one.entity.id, one.period.end, -one.period.start.toordinal(), one.key))
    return [(entity, [History(one, page) for one in figures]) for entity, figures in groupby(found, key=lambda one: one.entity)]
