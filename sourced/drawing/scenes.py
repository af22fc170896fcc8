"""What a chart looks like once Vega has laid it out: where its words, marks and lines are, in pixels, and which words clash."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

from sourced.drawing.cache import cached, font_hash, hashed
from sourced.drawing.engine import engine

FORM: Final = 1
"""To be raised when clashes are found otherwise than before, so that kept ones are not taken."""
FINE: Final = 1.5
"""How many pixels two things may share before one counts as lying on the other."""


@dataclass(frozen=True)
class Box:
    """A word, a mark or a line, by its edges; `what` is its kind, `text` what a word says."""

    what: str
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def meets(self, other: Box) -> bool:
        """Whether the two share more than is seen."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > FINE and down > FINE

    def inside(self, other: Box) -> bool:
        """Whether this is within the other, but for what is not seen."""
        across = self.left >= other.left - 2 and self.right <= other.right + 2
        return across and self.top >= other.top - 3 and self.bottom <= other.bottom + 3

    def __str__(self) -> str:
        return f"{self.what} {self.text!r} at {self.left:.0f},{self.top:.0f}"


@dataclass(frozen=True)
class Scene:
    """A chart laid out: its frame, its words, its points, and lines that no word may lie on."""

    frame: Box
    words: list[Box]
    points: list[Box]
    lines: list[Box]
    bars: list[Box]


def clashes(specification: str, cache: Path) -> Callable[[], list[str]]:
    """What is wrong with the words of a drawing, to be waited for: those that lie on others or leave it.

    It comes from the cache if it was looked at before with the same font and engine.
    """
    key = hashed(specification, version("vl-convert-python"), "clashes", str(FORM), font_hash())
    kept = cached(cache / f"{key}.json", lambda: engine().scene(specification, _words), lambda answer: _told(_clashes(_scene(*answer))))
    return lambda: [str(one) for one in json.loads(kept())]


def _told(found: Iterator[str]) -> bytes:
    return json.dumps(list(found), ensure_ascii=False).encode()


def _clashes(drawn: Scene) -> Iterator[str]:
    """Words that lie on others, and words beyond the edge."""
    yield from (f'"{one.text}" lies on "{other.text}"' for one, other in combinations(drawn.words, 2) if one.meets(other))
    yield from (f'"{one.text}" leaves the drawing' for one in drawn.words if not one.inside(drawn.frame))


def scene(specification: str) -> Scene:
    """The scene that a Vega-Lite specification leads to."""
    return _scene(*engine().scene(specification, _words).result())


def _scene(laid_out: str, measured: str) -> Scene:
    """A scene from what Vega has laid out, and from its words measured."""
    drawn = json.loads(laid_out)
    items = list(_items(drawn["scenegraph"], *drawn["origin"]))
    words = [box for box in _measured(_texts(items), json.loads(measured)) if box.text.strip()]
    points = [_point(item, x, y) for kind, item, x, y in items if kind == "symbol"]
    lines = [one for kind, item, x, y in items if kind in ("rule", "line") for one in _segments(kind, item, x, y)]
    bars = [_bar(item, x, y) for kind, item, x, y in items if kind == "rect"]
    return Scene(Box("drawing", 0, 0, drawn["width"], drawn["height"]), words, points, lines, bars)


_Item = tuple[str, Mapping[str, Any], float, float]
"""A kind of mark, one such mark, and where its group begins."""


def _texts(items: Sequence[_Item]) -> list[tuple[Mapping[str, Any], float, float]]:
    return [(item, x, y) for kind, item, x, y in items if kind == "text" and item.get("text") not in (None, "", [""])]


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


_CHANNELS: Final = (
    "x", "y", "text", "align", "baseline", "dx", "dy", "fontSize", "font", "fontWeight", "lineBreak", "lineHeight", "angle", "limit",
)  # fmt: skip
_EDGES: Final = {"x": "bounds.x1", "y": "bounds.y1", "x2": "bounds.x2", "y2": "bounds.y2"}


_DRAWN_AGAIN: Final = {"enter": {one: {"field": one} for one in _CHANNELS}}
_BOUNDS: Final = {"enter": {to: {"field": at} for to, at in _EDGES.items()} | {"stroke": {"value": "red"}}}


def _words(laid_out: str) -> str:
    """A Vega specification by which Vega measures the words of a drawing: each drawn once more, and a rule along its bounds."""
    drawn = json.loads(laid_out)
    return json.dumps(
        {
            "$schema": "https://vega.github.io/schema/vega/v5.json",
            "width": 10,
            "height": 10,
            "autosize": "none",
            "data": [{"name": "words", "values": _rows(_texts(list(_items(drawn["scenegraph"], *drawn["origin"]))))}],
            "marks": [
                {"type": "text", "name": "drawn", "from": {"data": "words"}, "encode": _DRAWN_AGAIN},
                {"type": "rule", "from": {"data": "drawn"}, "encode": _BOUNDS},
            ],
        }
    )


def _rows(texts: Sequence[tuple[Mapping[str, Any], float, float]]) -> list[dict[str, Any]]:
    return [{**_plain(item), "x": x + item.get("x", 0), "y": y + item.get("y", 0)} for item, x, y in texts]


def _measured(texts: Sequence[tuple[Mapping[str, Any], float, float]], measured: Mapping[str, Any]) -> list[Box]:
    """Words with their edges as Vega itself has measured them."""
    rules = [(item, x, y) for kind, item, x, y in _items(measured["scenegraph"], 0, 0) if kind == "rule"]
    return [
        Box("word", x + item.get("x", 0), y + item.get("y", 0) + 2, x + item.get("x2", 0), y + item.get("y2", 0) - 2, _said(text["text"]))
        for (item, x, y), (text, _, _) in zip(rules, texts, strict=True)
    ]


def _said(text: Any) -> str:
    return " ".join(text) if isinstance(text, list) else str(text)


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """What decides where a text stands, with Vega's own defaults for what is not said."""
    given = {"align": "left", "baseline": "alphabetic", "dx": 0, "dy": 0, "fontSize": 11, "font": "sans-serif", "angle": 0, "limit": 0}
    return {
        **given,
        "fontWeight": "normal",
        **{name: value for name, value in item.items() if name in (*given, "text", "fontWeight", "lineBreak", "lineHeight")},
    }
