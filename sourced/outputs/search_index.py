"""What a reader can search: pages and their parts, charts, claims, indicators and their newest figures, rows of events.

A file a language, or several where it is long, each a script rather than JSON so that it also loads from a folder on disk;
the reader's browser makes the index of it when the search is first opened (`sourced/assets/search.js`, with MiniSearch).
With it go the traditional characters of those in it, and the other way round, so that either is found by the other.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from sourced.data.tables import Table
from sourced.data.typed_rows import texts
from sourced.evidence.addresses import RowReference
from sourced.evidence.counts import page_of
from sourced.evidence.figures import Figure, from_observations
from sourced.evidence.verdicts import filled
from sourced.pages.markup import anchor, observation_address, row_address
from sourced.pages.page import CHART_PAGES, Page
from sourced.pages.report import Report
from sourced.pages.row_views import row_title
from sourced.project import RUNTIME
from sourced.words.language import Language, Texts
from sourced.words.prose import plain
from sourced.words.variants import variants_in

ENGINE = RUNTIME / "minisearch.js"
_HEADING = re.compile(r"^#{1,6} (.*?)\s*(?:\{[^{}]*#([A-Za-z0-9_-]+)[^{}]*\})?\s*$")
_FIGURE = re.compile(r"<(figure|table|details|section)\b.*?</\1>", re.DOTALL)
MOST_OBSERVATIONS = 5000
"""With more than these, of a series only the newest figure is found, and not by its definition: a reader waits for the whole list."""
MOST_BYTES = 900_000
"""How long a file of the list may be: a reader waits for the first."""
MOST_WORDS = 1500
"""How many characters of a part's text are searched."""


class Document(NamedTuple):
    """Something to be found."""

    title: str
    other: str
    """Its title in the other language, for those who look for that."""
    text: str
    section: str
    """What it is part of."""
    figure: str
    """The figure to show beside it, with its period, "" if it is none."""
    address: str
    """From the language's root."""
    uses: int = 0
    """How many pages use its figures: of two that fit a search, a reader more likely means the one used more."""
    older: tuple[str, ...] = ()
    """For a series, the older figures with their periods, each followed by its anchor: shown where a search names them."""


Found = tuple[Document, tuple[str, ...]]
"""Something to be found, with the keys of its figures."""


def search_files(report: Report, pages: Iterable[Page]) -> dict[str, str]:
    """The files of each language, by path below build/docs."""
    listed = list(pages)
    files = (scripts(_documents(report, listed, language), f"{language.code}/search-index") for language in report.languages)
    return {path: text for one in files for path, text in one.items()}


def scripts(documents: Iterable[Document], stem: str) -> dict[str, str]:
    """The list in files, of which the first names the others: these are added while a reader searches it already."""
    parts: list[list[str]] = [[]]
    size = 0
    for one in documents:
        line = json.dumps(one, ensure_ascii=False, separators=(",", ":"))
        size += len(line.encode()) + 2
        if size > MOST_BYTES:
            parts.append([])
            size = len(line.encode()) + 2
        parts[-1].append(line)
    first, *others = (",\n".join(lines) for lines in parts)
    paths = [f"{stem}-{number}.js" for number in range(2, len(others) + 2)]
    later = json.dumps([path.rpartition("/")[2] for path in paths])
    named = f"window.later={later};\n" if others else ""
    return {
        f"{stem}.js": f'{named}window.variants="{variants_in(first)}";\nwindow.searched=[\n{first}\n];\n',
        **{
            path: f'window.variants+="{variants_in(lines)}";\nwindow.searched.push(\n{lines}\n);\n'
            for path, lines in zip(paths, others, strict=True)
        },
    }


def _documents(report: Report, pages: list[Page], language: Language) -> Iterator[Document]:
    twins: dict[str, list[Page]] = {}
    for page in pages:
        if page.language != language:
            twins.setdefault(page.name, []).append(page)
    for page in pages:
        if page.language == language and not page.is_added:
            yield from _parts(page, twins.get(page.name, []))
    yield from _charts(report, pages, language)
    uses = _uses(pages)
    for document, keys in rows_found(report, language):
        yield document._replace(uses=sum(uses[key] for key in keys))


def rows_found(report: Report, language: Language) -> list[Found]:
    """What can be found of the data themselves: claims, series and rows that have a page; with the keys of their figures.

    What has changed of them is made anew: claims as a whole, the series of an indicator, the rows of a table.
    """
    model, described = report.figures.model, report.figures.model.package.descriptor_digest
    few = len(model.observed) <= MOST_OBSERVATIONS
    by_indicator: dict[str, list[tuple[str, str]]] = {}
    for indicator, entity in model.series:
        by_indicator.setdefault(indicator, []).append((indicator, entity))

    def recalled(name: str, base: object, make: Callable[[], Iterable[Found]]) -> list[Found]:
        return report.memo.recall(f"found {language.code} {name}", (described, base), lambda: list(make()))

    found = [*recalled("claims", (), lambda: ((one, ()) for one in _claims(report, language)))]  # what is kept is not to be added to
    for indicator, listed in by_indicator.items():
        found += recalled(f"series {indicator}", (few, listed), partial(_series, report, language, listed, few=few))
    for table in model.package.tables.values():
        if page_of(table) == f"tables/{table.name}":
            found += recalled(f"rows {table.name}", (), partial(_rows, report, language, table))
    return found


def _parts(page: Page, twins: list[Page]) -> Iterator[Document]:
    """A page and each of its headings, with the words below it."""
    others = [{anchor: title for title, anchor, _ in _split(twin.text)} for twin in twins]
    for title, name, text in _split(page.text):
        own = title == page.title
        where = page.address + (f"#{name}" if name and not own else "")
        other = _in_others(titles.get(name, twin.title) for titles, twin in zip(others, twins, strict=True))
        yield Document(title, other, text[:MOST_WORDS], "" if own else page.title, "", where)


def _in_others(titles: Iterable[str]) -> str:
    """A title in the other languages."""
    return " / ".join(titles)


def _with_others(titles: Mapping[str, str], language: Language) -> tuple[str, str]:
    """A title in a language, and in the others, from titles by code."""
    return titles[language.code], _in_others(title for code, title in titles.items() if code != language.code)


def _split(text: str) -> Iterator[tuple[str, str, str]]:
    """Title, anchor and words of each part of a page, front matter left out."""
    body = text.partition("\n---\n")[2] if text.startswith("---\n") else text
    title, name, words = "", "", list[str]()
    for line in _FIGURE.sub("", body).splitlines():
        if heading := _HEADING.match(line):
            if title:
                yield title, name, " ".join(words)
            title, name, words = plain(heading[1]), heading[2] or "", []
        elif said := plain(line).strip("|-*> "):
            words.append(said)
    if title:
        yield title, name, " ".join(words)


def _charts(report: Report, pages: list[Page], language: Language) -> Iterator[Document]:
    own = [page for page in pages if not page.name.startswith(CHART_PAGES)]
    titles = {
        one: {chart: title for page in own if page.language == one for chart, title in page.chart_titles.items()}
        for one in report.languages
    }
    shown_on = {chart: page for page in own if page.language == language for chart in page.chart_titles}
    for chart, page in shown_on.items():
        other = _in_others(titles[one].get(chart, "") for one in report.languages if one != language)
        yield Document(titles[language][chart], other, page.captions[chart].subtitle, page.title, "", f"{CHART_PAGES}{chart}/")


def _claims(report: Report, language: Language) -> Iterator[Document]:
    figures = report.figures
    table = figures.model.package.tables.get("claims")
    for row in table.rows if table else ():
        says, other = _with_others(texts(row, "statement", report.languages), language)
        why = row.text(f"explanation_{language.code}")
        words = filled(figures, why, lambda gap: gap.figure.text(language) if gap.figure else "", str, row.text("id"))
        verdict = language.of(figures.model.terms.get(f"verdict.{row.text('verdict')}", Texts()))
        section = table.title[language.code] if table else ""
        yield Document(says, other, words, section, verdict, row_address(table, row.text("id")) if table else "")


def _uses(pages: list[Page]) -> Counter[str]:
    """How many pages print or draw an observation, by its key."""
    own = (page for page in pages if not page.name.startswith(CHART_PAGES))
    keys = ({key for shown in (*page.shown, *page.drawn.values()) for key in shown} for page in own)
    return Counter(key for one in keys for key in one)


def _series(report: Report, language: Language, listed: Sequence[tuple[str, str]], *, few: bool) -> Iterator[Found]:
    """Indicators of entities, each with its newest figure, and the older ones where the report has few."""
    model = report.figures.model
    for indicator, entity in listed:
        keys = list(dict.fromkeys(one.key for one in reversed(model.series[indicator, entity])))
        figure, *older = (from_observations(model.observed[key]) for key in (keys if few else keys[:1]))
        what, whose = model.indicators[indicator].name, model.entities[entity].name
        names = {one.code: one.word("fields").join((what[one.code], whose[one.code])) for one in report.languages}
        section = language.of(model.terms.get(f"section.{model.indicators[indicator].section}", Texts()))
        where = observation_address(figure.observations[0])
        text = model.indicators[indicator].definition[language.code] if few else ""
        beside = [one for one in older if one.observations[0].part == figure.observations[0].part]  # on the same page
        before = (part for one in beside for part in (_said(one, language), anchor(one.key)))
        title, other = _with_others(names, language)
        document = Document(title, other, text, section, _said(figure, language), where, older=tuple(before))
        yield document, tuple(keys)


def _said(figure: Figure, language: Language) -> str:
    return language.word("colon", language.period(figure.period, short=True), figure.text(language))


def _rows(report: Report, language: Language, table: Table) -> Iterator[Found]:
    """The rows of a table that have a page: events, moves, releases and the like."""
    figures = report.figures
    for row in table.rows:
        reference = RowReference(table, row, table.key_of(row))
        title, other = _with_others({one.code: row_title(figures, reference, one) for one in report.languages}, language)
        text = row.text(f"note_{language.code}") if f"note_{language.code}" in row.cells else ""
        yield Document(title, other, text, table.title[language.code], "", row_address(table, reference.key)), ()
