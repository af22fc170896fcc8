"""What a chart looks like once Vega has laid it out: its words, and its points, lines and bars, in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from sourced.drawing.engine import FONTS, engine
from sourced.drawing.scenes import Box, frame, words


@dataclass(frozen=True)
class Scene:
    """A chart laid out: its frame, its words, its points, and lines that no word may lie on."""

    frame: Box
    words: list[Box]
    points: list[Box]
    lines: list[Box]
    bars: list[Box]


def scene(specification: str) -> Scene:
    """The scene that a Vega-Lite specification leads to."""
    svg, listed = engine().drawn(specification, lambda svg, ask: words(ElementTree.fromstring(svg), ask)).result()  # noqa: S314
    drawn = _laid_out(specification)
    items = list(_items(drawn["scenegraph"], *drawn["origin"]))
    points = [_point(item, x, y) for kind, item, x, y in items if kind == "symbol"]
    lines = [one for kind, item, x, y in items if kind in ("rule", "line") for one in _segments(kind, item, x, y)]
    bars = [_bar(item, x, y) for kind, item, x, y in items if kind == "rect"]
    return Scene(frame(ElementTree.fromstring(svg)), listed, points, lines, bars)  # noqa: S314


@cache
def _laid_out(specification: str) -> Mapping[str, Any]:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert.vegalite_to_scenegraph(specification)  # type: ignore[no-any-return]


_Item = tuple[str, Mapping[str, Any], float, float]
"""A kind of mark, one such mark, and where its group begins."""


def _items(mark: Mapping[str, Any], x: float, y: float) -> Iterator[_Item]:
    """Every item with its kind and where its group begins; the points of one line come as one item."""
    kind = mark.get("marktype", "")
    if kind == "line":
        yield kind, mark, x, y
        return
    for item in mark.get("items", []):
        if kind == "group" or "marktype" in item:
            for inner in item.get("items", []):
                yield from _items(inner, x + item.get("x", 0), y + item.get("y", 0))
        elif item.get("opacity", 1) and (kind != "rule" or item.get("stroke")):
            yield kind, item, x, y


def _point(item: Mapping[str, Any], x: float, y: float) -> Box:
    """The square that a point fills."""
    half = math.sqrt(item.get("size", 64)) / 2
    middle = (x + item.get("x", 0), y + item.get("y", 0))
    return Box("point", middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)


def _bar(item: Mapping[str, Any], x: float, y: float) -> Box:
    left, top = x + item.get("x", 0), y + item.get("y", 0)
    return Box("bar", left, top, left + item.get("width", 0), top + item.get("height", 0))


def _segments(kind: str, item: Mapping[str, Any], x: float, y: float) -> list[Box]:
    """A line as small boxes along it, so that one that runs aslant fills no more than itself."""
    if kind == "rule":
        corners = [(item.get("x", 0), item.get("y", 0)), (item.get("x2", item.get("x", 0)), item.get("y2", item.get("y", 0)))]
    else:
        corners = [(one.get("x", 0), one.get("y", 0)) for one in item["items"]]
        if item["items"] and item["items"][0].get("interpolate") == "step-after":
            turns = pairwise(corners)
            corners = [*(point for (left, top), (right, _) in turns for point in ((left, top), (right, top))), corners[-1]]
    found = []
    for (left, top), (right, bottom) in pairwise(corners):
        steps = max(1, int(max(abs(right - left), abs(bottom - top)) / 3))
        for step in range(steps + 1):
            across, down = x + left + (right - left) * step / steps, y + top + (bottom - top) * step / steps
            found.append(Box("line", across - 1.5, down - 1.5, across + 1.5, down + 1.5))
    return found
