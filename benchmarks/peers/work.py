"""The work that every generator is given: the same pages, prose, tables and charts, made from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

SEED: Final = 2026
QUARTERS: Final = tuple(f"{year}-Q{quarter}" for year in (2020, 2021, 2022) for quarter in (1, 2, 3, 4))
KINDS: Final = ("columns", "bars", "line", "area", "points")
MARKS: Final = {"columns": "bar", "bars": "bar", "line": "line", "area": "area", "points": "point"}
SIZES: Final = {"small": (5, 20), "middle": (50, 200), "large": (500, 2000)}
"""Pages and charts by name."""
WORDS: Final = {
    "en": ("rain", "wind", "harbour", "river", "season", "station", "record", "morning", "valley", "measure", "coast", "summer"),
    "zh": ("降雨", "风力", "港口", "河流", "季节", "站点", "记录", "清晨", "山谷", "测量", "海岸", "夏季"),
}
PARAGRAPHS: Final = 3


@dataclass(frozen=True)
class Chart:
    """A station's values by quarter, and the kind of chart that shows them."""

    station: str
    kind: str
    values: tuple[int, ...]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each quarter."""
        return [{"quarter": when, "value": value} for when, value in zip(QUARTERS, self.values, strict=True)]

    def vega_lite(self) -> dict[str, Any]:
        """The chart as Vega-Lite, for generators that draw by vega-embed."""
        names: dict[str, Any] = {"field": "quarter", "type": "ordinal", "title": None}
        amounts: dict[str, Any] = {"field": "value", "type": "quantitative", "title": "millimetres"}
        across, up = (amounts, names) if self.kind == "bars" else (names, amounts)
        mark, encoding = MARKS[self.kind], {"x": across, "y": up}
        return {"width": 600, "height": 220, "data": {"values": self.rows()}, "mark": mark, "encoding": encoding}


@dataclass(frozen=True)
class Page:
    """Paragraphs by language, and charts, each with its latest figure in the prose and all in a table."""

    number: int
    paragraphs: dict[str, tuple[str, ...]]
    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class Work:
    """Pages in one or more languages."""

    languages: tuple[str, ...]
    pages: tuple[Page, ...]

    def charts(self) -> Iterator[Chart]:
        """All charts, in the order of the pages."""
        for page in self.pages:
            yield from page.charts

    def changed(self, value: int) -> Work:
        """The same work with another latest value of the first chart: one cell."""
        first = self.pages[0]
        cell = replace(first.charts[0], values=(*first.charts[0].values[:-1], value))
        return replace(self, pages=(replace(first, charts=(cell, *first.charts[1:])), *self.pages[1:]))


def made(size: str, languages: tuple[str, ...] = ("en",)) -> Work:
    """The work of a size; the same for every call."""
    pages, charts = SIZES[size]
    each = charts // pages
    return Work(languages, tuple(_page(number, each, languages) for number in range(pages)))


def _page(number: int, charts: int, languages: tuple[str, ...]) -> Page:
    """A page; neither its prose nor its values depend on what other languages or pages there are."""
    prose = {code: tuple(_paragraph(f"{number}.{place}", code) for place in range(PARAGRAPHS)) for code in languages}
    return Page(number, prose, tuple(_chart(place) for place in range(number * charts, (number + 1) * charts)))


def _chart(place: int) -> Chart:
    rng = random.Random(f"{SEED}.{place}")  # noqa: S311
    return Chart(f"station-{place}", KINDS[place % len(KINDS)], tuple(rng.randrange(1, 300) for _ in QUARTERS))


def _paragraph(place: str, code: str) -> str:
    rng = random.Random(f"{SEED}.{place}.{code}")  # noqa: S311
    words = rng.choices(WORDS[code], k=60)
    return "".join(words) + "。" if code == "zh" else f"{' '.join(words).capitalize()}."
