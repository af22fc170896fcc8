"""A report's cells and figures as HTML on a page: each printed figure is recorded and linked to its evidence.

Every `Markup` here is made of escaped text only (`prose.safe`), of keys whose form the data package fixes, and of
addresses that begin with http.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from sourced.drawing import ChartPlan, Theme, row_texts, scope_text
from sourced.figures import Figure, FigureError, Figures, amount_text, rounded
from sourced.language import Language
from sourced.model import Source
from sourced.package import Row
from sourced.periods import Period
from sourced.project import Project
from sourced.prose import plain, safe

_TAGGED = ("year", "month", "day")
"""Kinds of period that HTML's `time` element can carry."""


@dataclass
class Page:
    """A page while it is rendered: what it used, for the check of parity."""

    name: str
    language: Language
    file: str
    figures: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    shown: list[tuple[str, ...]] = field(default_factory=list)
    """For each figure printed, the keys of the observations it rests on."""
    text: str = ""

    @property
    def title(self) -> str:
        """The page's first heading, without markup."""
        heading = next((line for line in self.text.splitlines() if line.startswith("# ")), f"# {self.name}")
        return plain(re.sub(r"\{[^{}]*\}\s*$", "", heading.removeprefix("# ")))

    @property
    def base(self) -> str:
        """Relative address of the language's root as seen from the page."""
        depth = self.name.count("/") + (not self.name.endswith("index"))
        return "../" * depth if depth else "./"


@dataclass(frozen=True)
class Report:
    """All that pages are rendered from."""

    project: Project
    figures: Figures
    plans: Mapping[str, ChartPlan]
    theme: Theme
    today: date | None
    """The day for which stale tables are marked; None leaves them unmarked, so that builds repeat byte for byte."""


@dataclass(frozen=True)
class PageFigure:
    """A figure on a page; printing it records it and links it to its source."""

    figure: Figure
    page: Page
    report: Report
    options: Mapping[str, bool] = field(default_factory=dict)

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
        return PageFigure(replace(self.figure, value=abs(self.figure.value)), self.page, self.report, self.options)

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
        return safe(self.figure.name[self.page.language.index])

    @property
    def entity(self) -> Markup:
        """Whose figure it is."""
        return safe(self.figure.entity.name[self.page.language.index])

    def __html__(self) -> str:
        figure, page = self.figure, self.page
        page.figures.append(figure.key)
        page.shown.append(tuple(one.key for one in figure.shown))
        base = rounded(figure.base)
        text = figure.text(page.language, **self.options)
        quiet = "" if figure.confidence != "low" else " unsure"
        return (
            f'<a class="fig{quiet}" href="{page.base}{evidence_address(figure)}" title="{safe(evidence(figure, page.language))}">'
            f'<data value="{base:f}" data-key="{safe(figure.key)}">{safe(text)}</data></a>'
        )


def evidence_address(figure: Figure) -> str:
    """Where a figure's rows stand on the Evidence pages, from the language's root; for a computation, its first input."""
    first = figure.shown[0]
    return f"evidence/indicators/{first.indicator.id}/#{anchor(first.key)}"


def anchor(key: str) -> str:
    """An observation's key as an id on a page."""
    return re.sub(r"[^a-zA-Z0-9-]+", "-", key)


def evidence(figure: Figure, language: Language) -> str:
    """In a sentence: what a figure is, when it was true, who said so and how sure that is."""
    parts = [language.word("list").join((figure.name[language.index], figure.entity.name[language.index], language.period(figure.period)))]
    if figure.observations and figure.observations[0].as_of:
        parts.append(language.word("as_of", language.period(figure.observations[0].as_of)))
    if scope := scope_text(figure, language):
        parts.append(scope)
    if figure.inputs:
        parts.append(language.word("colon", language.word("computed"), figure.formula[language.index]))
    names = language.word("semicolon").join(source_name(source, language) for source in figure.sources)
    parts.append(language.word("sources" if len(figure.sources) > 1 else "source", names))
    if figure.conflicts:
        others = language.word("semicolon").join(
            f"{one.source.publisher} {amount_text(one.value, figure.unit, figure.decimals, language)}" for one in figure.conflicts
        )
        parts.append(language.word("disagree", others))
    elif figure.observations[1:]:
        publishers = dict.fromkeys(one.source.publisher for one in figure.observations[1:])
        parts.append(language.word("other_sources", language.word("list").join(publishers)))
    parts.append(language.word(f"confidence.{figure.confidence}"))
    if figure.observations and (note := figure.observations[0].note[language.index]):
        parts.append(note.rstrip(".。"))
    return language.word("sentence_end").join(part[0].upper() + part[1:] for part in parts) + language.word("sentence_end").strip()


def source_name(source: Source, language: Language) -> str:
    """Publisher and date."""
    when = f"{language.period(Period.parse(source.published), short=True)}" if source.published else ""
    return language.word("bracket", source.publisher, when) if when else source.publisher


def source_links(sources: Iterable[Source], page: Page) -> Markup:
    """Links to the rows of sources on the Evidence pages."""
    links = (f'<a class="src" href="{page.base}evidence/sources/#{one.id}">{safe(source_name(one, page.language))}</a>' for one in sources)
    return Markup(page.language.word("semicolon").join(links))


def period_tag(period: Period, language: Language, *, short: bool = False) -> Markup:
    """A period as words that a machine can read too."""
    words = safe(language.period(period, short=short))
    if period.kind in _TAGGED:
        return Markup(f'<time datetime="{period}">{words}</time>')
    return Markup(f'<span class="period" data-period="{period}">{words}</span>')


@dataclass(frozen=True)
class RowView:
    """A row as a page sees it: `row.title` is the text in the page's language, `row.source` a link."""

    row: Row
    table: str
    page: Page
    figures: Figures

    def __getattr__(self, column: str) -> Markup:
        if column.startswith("__"):
            raise AttributeError(column)
        if column == "when":
            return period_tag(Period.parse(self.row.text("date")), self.page.language, short=True)
        texts = row_texts(self.figures, self.table, self.row, self.page.language)
        if column == "sources":
            keys = [texts.get("source", ""), texts.get("second_source", "")]
            return source_links([self.figures.model.sources[key] for key in keys if key], self.page)
        if column not in texts:
            known = [one for one in texts if not one.endswith(("_en", "_zh"))]
            raise FigureError(f'the table "{self.table}" has no column "{column}"', f"use one of {', '.join(known)}")
        return safe(texts[column])


def claim_figure(figures: Figures, claim: str, language: Language, *, bare: bool = False) -> Markup:
    """The figure that a claim of the article asserts, as the article bounds it unless `bare`."""
    row = next((row for row in figures.model.package.rows("claims") if row["id"] == claim), None)
    if row is None or not isinstance(row["value"], Decimal):
        raise FigureError(f'there is no claim "{claim}" with a value', "use a claim of claims.csv that has one")
    unit, value = figures.unit(row.text("unit")), row["value"]
    exponent = value.normalize().as_tuple().exponent
    amount = amount_text(value, unit, -exponent if isinstance(exponent, int) else 0, language)
    text = amount if bare else language.qualified(amount, row.text("qualifier"))
    return Markup(f'<data class="claimed" value="{value * unit.factor:f}" data-claim="{claim}">{safe(text)}</data>')
