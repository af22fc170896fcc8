"""One page per indicator: its history, an anchor per observation, all its sources, and the pages that use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment
from markupsafe import Markup

from sourced.figures import Figure, amount_text, from_observations
from sourced.language import Language
from sourced.markup import Page, Report, anchor, period_tag
from sourced.model import Entity, Indicator, Observation
from sourced.prose import safe
from sourced.vocabulary import Vocabulary

TEMPLATE = "indicator.md.j2"
FOLDER = "evidence/indicators"
Uses = Mapping[str, list[Page]]
"""Pages by the key of an observation that they print, in their order."""


@dataclass(frozen=True)
class History:
    """An observation on its indicator's page."""

    figure: Figure
    page: Page
    uses: Uses

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
        """Its scope and the time at which it was said, in brackets."""
        first, language = self.figure.observations[0], self.page.language
        parts = [first.scope.name[language.index]] if first.scope else []
        if first.as_of:
            parts.append(language.word("as_of", language.period(first.as_of, short=True)))
        return safe(language.word("bracket", "", language.word("list").join(parts))) if parts else Markup("")

    @property
    def used_on(self) -> Markup:
        """Links to the pages that print it or compute with it."""
        links = (f'<a href="{self.page.base}{address(page)}">{safe(page.title)}</a>' for page in self.uses.get(self.figure.key, ()))
        return Markup(self.page.language.word("list")).join(map(Markup, links))

    def value_of(self, observation: Observation) -> str:
        """The value as one of its sources has it."""
        language, unit = self.page.language, self.figure.unit
        return language.qualified(amount_text(observation.value, unit, self.figure.decimals, language), observation.qualifier)


def address(page: Page) -> str:
    """A page's address from its language's root."""
    name = page.name.removesuffix("index").rstrip("/")
    return f"{name}/" if name else ""


def uses_of(pages: Iterable[Page], language: Language) -> Uses:
    """Which pages of a language use which observation."""
    found: dict[str, list[Page]] = {}
    for page in pages:
        if page.language is language:
            for key in sorted({one for figure in page.shown for one in figure}):
                found.setdefault(key, []).append(page)
    return found


def indicator_pages(report: Report, environment: Environment, uses: Uses, language: Language) -> Iterator[Page]:
    """A page for every indicator that is observed, rendered from `templates/indicator.md.j2`."""
    template = environment.get_template(TEMPLATE)
    for indicator in report.figures.model.indicators.values():
        page = Page(f"{FOLDER}/{indicator.id}", language, f"templates/{TEMPLATE}")
        histories = [(entity, [History(figure, page, uses) for figure in figures]) for entity, figures in _histories(report, indicator)]
        if histories:
            context = Vocabulary(report, page, lambda _: Markup("")).context()
            page.text = template.render(**context, indicator=indicator, histories=histories)
            yield page


def _histories(report: Report, indicator: Indicator) -> Iterator[tuple[Entity, list[Figure]]]:
    """Figures of an indicator by entity, in order of name and time."""
    model = report.figures.model
    found = [from_observations(group) for group in model.observed.values() if group[0].indicator is indicator]
    found.sort(key=lambda one: (one.entity.name[0].casefold(), one.entity.id, one.period, one.key))
    for entity, figures in groupby(found, key=lambda one: one.entity):
        yield entity, list(figures)
