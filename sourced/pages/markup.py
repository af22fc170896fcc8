"""Figures, periods and sources as HTML on a page: each printed figure is recorded and linked to its evidence.

Every `Markup` here is made of escaped text only (`prose.safe`), of keys whose form the data package fixes, and of
addresses that begin with http.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from sourced.data.history import History
from sourced.data.model import Source
from sourced.data.package import Table
from sourced.drawing.charts import ChartPlan
from sourced.drawing.images import Caption
from sourced.drawing.labels import scope_text
from sourced.drawing.theme import Theme
from sourced.evidence.addresses import page_of
from sourced.evidence.figures import Figure, Figures, rounded
from sourced.periods import Period
from sourced.project import Project
from sourced.system.memo import WHOLE, Memo, Tracker
from sourced.words.language import Language
from sourced.words.prose import plain, safe

_HEADING = re.compile(r"^# (.*)$", re.MULTILINE)
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
    notes: dict[str, Figure] = field(default_factory=dict)
    """Figures that the prose prints, by key and form, in the order in which they come: the notes of the page."""
    printed: dict[str, Figure] = field(default_factory=dict)
    """All figures that the page prints, by key."""
    rows: list[str] = field(default_factory=list)
    """Rows that the page prints or names as evidence, as table:key."""
    drawn: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each chart on the page, the keys of the observations it shows."""
    chart_titles: dict[str, str] = field(default_factory=dict)
    captions: dict[str, Caption] = field(default_factory=dict)
    """For each chart on the page, the words that its picture carries."""
    alts: dict[str, str] = field(default_factory=dict)
    """For each chart on the page, the chart in words."""
    text: str = ""
    after: str = ""
    """What follows the text: the notes."""
    updated: str = ""
    """The day on which the newest of the tables that it rests on was gone through, "" if it rests on none."""
    linked: str = ""
    """JSON-LD."""
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For evidence.json, the figures that the page prints, and all that they were computed from, by key."""

    @property
    def made(self) -> dict[str, Any]:
        """All that became of it, without the figures themselves: what is kept for the next build."""
        return {name: value for name, value in vars(self).items() if name not in {"name", "language", "file", "notes", "printed"}}

    def note(self, figure: Figure) -> int:
        """The number of a figure's note."""
        self.notes.setdefault(figure.key, figure)
        return list(self.notes).index(figure.key) + 1

    @property
    def title(self) -> str:
        """The page's first heading, without markup."""
        heading = _HEADING.search(self.text)
        return plain(re.sub(r"\{[^{}]*\}\s*$", "", heading[1] if heading else self.name))

    @property
    def address(self) -> str:
        """The page's address from its language's root."""
        name = self.name.removesuffix("index").rstrip("/")
        return f"{name}/" if name else ""

    @property
    def path(self) -> str:
        """The page's file from the site's root."""
        return f"{self.language.folder}/{self.address}index.html".lstrip("/")

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
    downloads: bool = True
    """Whether charts are made as PNG too."""
    history: History = field(default_factory=History, compare=False)
    """What has become of the data; read through `past`, which notes it."""
    memory: Memo = field(default_factory=lambda: Memo(Tracker()), compare=False, repr=False)

    @property
    def past(self) -> History:
        """The history, noted as read."""
        self.figures.model.reads.note("history", WHOLE)
        return self.history

    @property
    def circumstances(self) -> tuple[object, ...]:
        """What pages depend on besides code, templates and rows."""
        described = self.figures.model.package.described
        return self.project.address, self.today, self.downloads, described, sorted(self.theme.palette.items())


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

    @property
    def listed(self) -> PageFigure:
        """The same in a table that has its source beside it: without a note of its own."""
        return PageFigure(self.figure, self.page, self.report, {**self.options, "listed": True})

    def __html__(self) -> str:
        figure, page = self.figure, self.page
        page.figures.append(figure.key)
        page.printed.setdefault(figure.key, figure)
        page.shown.append(tuple(one.key for one in figure.shown))
        options = {name: value for name, value in self.options.items() if name != "listed"}
        words = safe(figure.text(page.language, **options))
        note = "" if "listed" in self.options else f' data-note="{page.note(figure)}" title="{safe(evidence(figure, page.language))}"'
        return (
            f'<a class="{figure_class(figure)}" href="{page.base}{evidence_address(figure)}"{note}>'
            f'<data value="{rounded(figure.base):f}" data-key="{safe(figure.key)}">{words}</data></a>'
        )


def figure_class(figure: Figure) -> str:
    """The class that marks how certain a figure is; primary and corroborated figures look the same."""
    extra = {"single": " single", "weak": " weak"}.get(figure.standing, "")
    return f"fig{extra}{' disputed' if figure.conflicts else ''}"


def evidence_address(figure: Figure) -> str:
    """Where a figure's rows stand on the Evidence pages, from the language's root; for a computation, its first input."""
    while figure.inputs:
        figure = figure.inputs[0]
    if figure.row_table:
        single = len(figure.row_keys) == 1 and figure.row_page != "data"
        return f"evidence/{figure.row_page}/" + (f"#{anchor(figure.row_keys[0])}" if single else "")
    first = figure.observations[0]
    return f"evidence/indicators/{first.indicator.id}/#{anchor(first.key)}"


def anchor(key: str) -> str:
    """An observation's key as an id on a page."""
    return re.sub(r"[^a-zA-Z0-9-]+", "-", key)


def evidence(figure: Figure, language: Language) -> str:
    """In a sentence: what a figure is, when it was true, who said so and how sure that is."""
    parts = [subject(figure, language)]
    if figure.inputs:
        parts.append(language.word("colon", language.word("computed"), figure.formula[language.index]))
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
    parts = [figure.name[language.index], figure.entity.name[language.index], language.period(figure.period)]
    parts += [language.word("as_of", language.period(first.as_of))] if first and first.as_of else []
    parts += [scope_text(figure, language)]
    return language.word("list").join(part for part in parts if part)


def source_name(source: Source, language: Language) -> str:
    """Publisher and date."""
    when = f"{language.period(Period.parse(source.published), short=True)}" if source.published else ""
    return language.word("bracket", source.publisher, when) if when else source.publisher


def source_links(sources: Iterable[Source], page: Page) -> Markup:
    """Links to the rows of sources on the Evidence pages."""

    def link(source: Source) -> str:
        address = f"{page.base}evidence/sources/#{anchor(source.id)}"
        return f'<a class="src" href="{address}" data-row="sources:{source.id}">{safe(source_name(source, page.language))}</a>'

    return Markup(page.language.word("semicolon").join(map(link, sources)))


def period_tag(period: Period, language: Language, *, short: bool = False) -> Markup:
    """A period as words that a machine can read too."""
    words = safe(language.period(period, short=short))
    if period.kind in _TAGGED:
        return Markup(f'<time datetime="{period}">{words}</time>')
    return Markup(f'<span class="period" data-period="{period}">{words}</span>')


def row_address(table: Table, key: str) -> str:
    """Where a row stands on the Evidence pages, from the language's root."""
    if table.name == "indicators":
        return f"evidence/indicators/{key}/"
    return f"evidence/{page_of(table, table.by_key.get(key))}/#{anchor(key)}"


def name_tag(figures: Figures, entity: str, language: Language) -> Markup:
    """The name of an entity; marked as one if it has a digit in it."""
    text = figures.entity(entity).name[language.index]
    if not any(map(str.isdigit, text)):
        return safe(text)
    return Markup(f'<span class="name" data-entity="{safe(entity)}">{safe(text)}</span>')
