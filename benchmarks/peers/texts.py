"""The work in words: a view for each page and language, with its address, its title and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.peers.work import Chart, Page, Work

TITLES: Final = {"en": "Page {}", "zh": "第{}页"}
SENTENCES: Final = {"en": "Station {} had {} millimetres in {}.", "zh": "{}号站降雨{}毫米（{}）。"}
HEADS: Final = {"en": ("Quarter", "Millimetres"), "zh": ("季度", "毫米")}
SHOWN: Final = "{} millimetres"
"""How a value stands in the prose of the first page, in its first language."""


@dataclass(frozen=True)
class View:
    """A page in a language."""

    page: Page
    code: str
    first: bool
    """Whether the language is the site's first, which stands at its root."""

    @property
    def address(self) -> str:
        """Where the page stands below the site's root: "", "page-1/", "zh/page-1/"."""
        return ("" if self.first else f"{self.code}/") + (f"page-{self.page.number}/" if self.page.number else "")

    @property
    def file(self) -> str:
        """The name of its file, without an ending: "index", "page-1", "zh/page-1"."""
        return ("" if self.first else f"{self.code}/") + (f"page-{self.page.number}" if self.page.number else "index")

    @property
    def title(self) -> str:
        """A title in letters."""
        return TITLES[self.code].format(letters(self.page.number))

    def sentence(self, chart: Chart) -> str:
        """What the prose says of a chart."""
        last = chart.rows()[-1]
        return SENTENCES[self.code].format(chart.number, last["value"], last["quarter"])

    def markdown(self, work: Work, drawn: Callable[[Chart], str]) -> str:
        """The page as Markdown, with what stands in it for a chart."""
        parts = [f"# {self.title}", *self.page.paragraphs[self.code]]
        for chart in self.page.charts:
            rows = "\n".join(f"| {row['quarter']} | {row['value']} |" for row in chart.rows())
            head = f"| {' | '.join(HEADS[self.code])} |\n| --- | --- |"
            parts += [self.sentence(chart), *([drawn(chart)] if work.drawn else []), f"{head}\n{rows}"]
        return "\n\n".join(parts) + "\n"


def views(work: Work) -> Iterator[View]:
    """All pages of all languages."""
    for code in work.languages:
        for page in work.pages:
            yield View(page, code, first=code == work.languages[0])


def letters(number: int) -> str:
    """A number by letters, digit by digit: our own build wants a source for each bare digit."""
    return "".join(chr(97 + int(digit)) for digit in str(number))
