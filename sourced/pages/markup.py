"""Figures, periods and sources as HTML on a page: each printed figure is recorded and linked to its evidence.

Every `Markup` here is made of escaped text only (`prose.safe`), of keys whose form the data package fixes, and of
addresses that begin with http.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from sourced.data.model import Observation, Source
from sourced.data.tables import Table
from sourced.drawing.labels import scope_text
from sourced.evidence.counts import page_of
from sourced.evidence.figures import Figure, Figures, rounded
from sourced.pages.page import INDICATOR_PAGES, SOURCES, Page
from sourced.pages.report import Report
from sourced.periods import Period
from sourced.words.language import Language, joined
from sourced.words.prose import safe

_TAGGED = ("year", "month", "day")
"""Kinds of period that HTML's `time` element can carry."""


@dataclass(frozen=True)
class PageFigure:
    """A figure on a page; printing it records it and links it to its source."""

    figure: Figure
    page: Page
    report: Report
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def signed(self) -> PageFigure:
        """The same, an increase with a plus."""
        return PageFigure(self.figure, self.page, self.report, {**self.options, "signed": True})

    @property
    def bare(self) -> PageFigure:
        """The same without its qualifier in words."""
        return PageFigure(self.figure, self.page, self.report, {**self.options, "bare": True})

    @property
    def size(self) -> PageFigure:
        """The same without its sign, for sentences that say the direction in words."""
        return PageFigure(self.figure.size, self.page, self.report, self.options)

    @property
    def when(self) -> Markup:
        """Its period."""
        return period_tag(self.figure.period, self.page.language)

    @property
    def source(self) -> Markup:
        """A link to its source."""
        return source_links(self.figure.sources, self.page)

    @property
    def title(self) -> Markup:
        """What is measured."""
        return safe(self.figure.name[self.page.language.code])

    @property
    def entity(self) -> Markup:
        """Whose figure it is."""
        return safe(self.figure.entity.name[self.page.language.code])

    @property
    def listed(self) -> PageFigure:
        """The same in a table that has its source beside it: without a note of its own."""
        return PageFigure(self.figure, self.page, self.report, {**self.options, "listed": True})

    @property
    def unlinked(self) -> PageFigure:
        """The same as part of a label, which a link in it would keep from being pressed."""
        return PageFigure(self.figure, self.page, self.report, {**self.options, "listed": True, "unlinked": True})

    def __html__(self) -> str:
        figure, page = self.figure, self.page
        page.figures.append(figure.key)
        page.printed.setdefault(figure.key, figure)
        page.shown.append(tuple(one.key for one in figure.shown))
        options = {name: value for name, value in self.options.items() if name not in {"listed", "unlinked"}}
        words = safe(figure.text(page.language, **options))
        amount = f'<data value="{rounded(figure.base):f}" data-key="{safe(figure.key)}">{words}</data>'
        if "unlinked" in self.options:
            return amount
        note = "" if "listed" in self.options else f' data-note="{page.note(figure)}" title="{safe(evidence(figure, page.language))}"'
        return f'<a class="fig" href="{page.base}{evidence_address(figure)}"{note}>{amount}</a>'


def evidence_address(figure: Figure) -> str:
    """Where a figure's rows stand on the Evidence pages, from the language's root; for a computation, its first input."""
    while figure.inputs:
        figure = figure.inputs[0]
    if figure.row_table:
        single = len(figure.row_keys) == 1 and figure.row_page != "data"
        return f"evidence/{figure.row_page}/" + (f"#{anchor(figure.row_keys[0])}" if single else "")
    return observation_address(figure.observations[0])


def observation_address(one: Observation) -> str:
    """Where an observation stands on the Evidence pages, from the language's root."""
    return f"{indicator_address(one.indicator.id, one.part)}#{anchor(one.key)}"


def indicator_address(indicator: str, part: str = "") -> str:
    """Where an indicator's page is, or that of a part of its observations, from the language's root."""
    return f"{INDICATOR_PAGES}{indicator}/" + (f"{part}/" if part else "")


def anchor(key: str) -> str:
    """An observation's key as an id on a page."""
    return re.sub(r"[^a-zA-Z0-9-]+", "-", key)


def evidence(figure: Figure, language: Language) -> str:
    """In a sentence: what a figure is, when it was true, who said so and how sure that is."""
    parts = [subject(figure, language)]
    if figure.inputs:
        parts.append(language.word("colon", language.word("computed"), figure.formula(language)))
    names = [source_name(source, language) for source in figure.sources[:3]]
    if names:
        parts.append(language.word("sources" if len(names) > 1 else "source", language.word("semicolon").join(names)))
    parts.append(language.word(f"standing.{figure.standing}"))
    if figure.conflicts:
        parts.append(language.word("differ").rstrip(".。"))
    return language.word("sentence_end").join(part[0].upper() + part[1:] for part in parts) + language.word("sentence_end").strip()


def subject(figure: Figure, language: Language) -> str:
    """What is measured, of whom and when, with its scope and the time at which it was said."""
    first = figure.observations[0] if figure.observations else None
    parts = [figure.name[language.code], figure.entity.name[language.code], language.period(figure.period)]
    parts += [language.word("as_of", language.period(first.as_of))] if first and first.as_of else []
    parts += [scope_text(figure, language)]
    return language.word("fields").join(part for part in parts if part)


def source_name(source: Source, language: Language) -> str:
    """Publisher and date."""
    name = source.publisher[language.code]
    when = f"{language.period(Period.parse(source.published), short=True)}" if source.published else ""
    if name.endswith((")", "）")):  # one bracket after the other reads badly
        return joined((name, when), language)
    return language.word("bracket", name, when) if when else name


def source_links(sources: Iterable[Source], page: Page) -> Markup:
    """Links to the rows of sources on the Evidence pages."""

    def link(source: Source) -> str:
        address = f"{page.base}{source_address(source)}"
        return f'<a class="src" href="{address}" data-row="sources:{source.id}">{safe(source_name(source, page.language))}</a>'

    return Markup(page.language.word("semicolon").join(map(link, sources)))


def source_address(source: Source) -> str:
    """Where the row of a source stands on the Evidence pages, from the language's root."""
    return f"{SOURCES}/{f'{source.part}_/' if source.part else ''}#{anchor(source.id)}"


def reviewed_link(source: Source, page: Page) -> Markup:
    """A publication by its title, linked where it stands, with the title as published, the publisher and the day beside it."""
    language, title = page.language, source.title[page.language.code]
    link = Markup('<cite><a href="{}" rel="external" hreflang="{}" lang="{}">{}</a></cite>').format(
        source.url, source.language, source.tag_of_title(language), language.word("titled", title)
    )
    parts: list[str] = [source.publisher[language.code]]
    if title != source.original:
        parts.insert(0, Markup('<span lang="{}">{}</span>').format(source.tag_of_original, source.original))
    parts.append(period_tag(Period.parse(source.published), language))
    listed = Markup(language.word("comma")).join(parts)
    return link + Markup(language.word("bracket_open")) + listed + Markup(language.word("bracket_close"))


def period_tag(period: Period, language: Language, *, short: bool = False) -> Markup:
    """A period as words that a machine can read too."""
    words = safe(language.period(period, short=short))
    if period.kind in _TAGGED:
        return Markup(f'<time datetime="{period}">{words}</time>')
    return Markup(f'<span class="period" data-period="{period}">{words}</span>')


def row_address(table: Table, key: str) -> str:
    """Where a row stands on the Evidence pages, from the language's root."""
    if table.name == "indicators":
        return indicator_address(key)
    return f"evidence/{page_of(table, table.by_key.get(key))}/#{anchor(key)}"


def name_tag(figures: Figures, entity: str, language: Language) -> Markup:
    """The name of an entity; marked as one if it has a digit in it."""
    text = figures.entity(entity).name[language.code]
    if not any(map(str.isdigit, text)):
        return safe(text)
    return Markup(f'<span class="name" data-entity="{safe(entity)}">{safe(text)}</span>')
