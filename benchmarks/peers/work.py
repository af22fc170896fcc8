"""The work that every generator is given: the same pages, prose, tables and charts, made from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

SEED: Final = 2026
LAST_YEAR: Final = 2022
KINDS: Final = ("columns", "bars", "line", "area", "points")
MARKS: Final = {"columns": "bar", "bars": "bar", "line": "line", "area": "area", "points": "point"}
LEAST, MOST = 80, 160
"""Between these lie all values, so close together that none is an outlier."""
WORDS: Final = {
    "en": ("rain", "wind", "harbour", "river", "season", "station", "record", "morning", "valley", "measure", "coast", "summer"),
    "zh": ("降雨", "风力", "港口", "河流", "季节", "站点", "记录", "清晨", "山谷", "测量", "海岸", "夏季"),
}
PARAGRAPHS: Final = 3


@dataclass(frozen=True)
class Size:
    """How much there is: pages, charts, and quarters that each chart shows."""

    pages: int
    charts: int
    quarters: int = 12

    @property
    def observations(self) -> int:
        """Values in all charts."""
        return self.charts * self.quarters


SIZES: Final[Mapping[str, Size]] = {
    "small": Size(5, 20),
    "long": Size(5, 20, 100),
    "longest": Size(5, 20, 400),
    "middle": Size(50, 200),
    "large": Size(500, 2000),
}


@dataclass(frozen=True)
class Chart:
    """A station's values by quarter, and the kind of chart that shows them."""

    number: int
    kind: str
    values: tuple[int, ...]

    @property
    def station(self) -> str:
        """The station's key."""
        return f"station-{self.number}"

    def rows(self) -> list[dict[str, Any]]:
        """A row for each quarter, up to the last of the last year."""
        first = 4 * (LAST_YEAR + 1) - len(self.values)
        return [{"quarter": f"{at // 4}-Q{at % 4 + 1}", "value": value} for at, value in enumerate(self.values, first)]

    def vega_lite(self) -> dict[str, Any]:
        """The chart as Vega-Lite, for generators that draw by Vega."""
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
    """Pages in one or more languages; what is not `drawn` has prose and tables without the charts."""

    languages: tuple[str, ...]
    pages: tuple[Page, ...]
    drawn: bool = True

    def charts(self) -> Iterator[Chart]:
        """All charts, in the order of the pages."""
        for page in self.pages:
            yield from page.charts

    def changed(self, value: int) -> Work:
        """The same work with another latest value of the first chart: one cell."""
        first = self.pages[0]
        cell = replace(first.charts[0], values=(*first.charts[0].values[:-1], value))
        return replace(self, pages=(replace(first, charts=(cell, *first.charts[1:])), *self.pages[1:]))

    def undrawn(self) -> Work:
        """The same work without charts."""
        return replace(self, drawn=False)


def made(size: Size, languages: tuple[str, ...] = ("en",)) -> Work:
    """The work of a size; the same for every call."""
    each = size.charts // size.pages
    return Work(languages, tuple(_page(number, each, size.quarters, languages) for number in range(size.pages)))


def _page(number: int, charts: int, quarters: int, languages: tuple[str, ...]) -> Page:
    """A page; neither its prose nor its values depend on what other languages or pages there are."""
    prose = {code: tuple(_paragraph(f"{number}.{place}", code) for place in range(PARAGRAPHS)) for code in languages}
    return Page(number, prose, tuple(_chart(place, quarters) for place in range(number * charts, (number + 1) * charts)))


def _chart(place: int, quarters: int) -> Chart:
    rng = random.Random(f"{SEED}.{place}")  # noqa: S311
    return Chart(place, KINDS[place % len(KINDS)], tuple(rng.randint(LEAST, MOST) for _ in range(quarters)))


def _paragraph(place: str, code: str) -> str:
    rng = random.Random(f"{SEED}.{place}.{code}")  # noqa: S311
    words = rng.choices(WORDS[code], k=60)
    return "".join(words) + "。" if code == "zh" else f"{' '.join(words).capitalize()}."
