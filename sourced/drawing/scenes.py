"""The words of a drawing: where they stand, in pixels, and which of them clash."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final
from xml.etree import ElementTree

from sourced.drawing.engine import Ask

FORM: Final = 3
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


def clashes(specification: str, svg: str, ask: Ask) -> list[str]:
    """What is wrong with the words of a drawing: those that are cut, lie on others or leave it; the engine tells how large they are."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (the engine's own)
    found = words(root, ask)
    cut = (one.text for one in found if "…" in one.text and one.text not in specification)
    return [*(f'"{text}" is cut off' for text in cut), *_clashes(found, frame(root))]


def _clashes(found: Sequence[Box], edge: Box) -> Iterator[str]:
    """Words that lie on others, and words beyond the edge."""
    yield from (f'"{one.text}" lies on "{other.text}"' for one, other in combinations(found, 2) if one.meets(other))
    yield from (f'"{one.text}" leaves the drawing' for one in found if not one.inside(edge))


def frame(root: ElementTree.Element) -> Box:
    """The whole drawing."""
    return Box("drawing", 0, 0, float(root.attrib["width"]), float(root.attrib["height"]))


_Look = dict[str, Any]
"""What decides how much room words take, in Vega's terms: text, align, fontSize, font, fontWeight, lineHeight, angle."""
_known: Final[dict[str, tuple[float, ...]]] = {}
"""The edges of words that were measured before, from where they stand: left, top, right, bottom, by how they look."""


def words(root: ElementTree.Element, ask: Ask) -> list[Box]:
    """The words of a drawing with their edges as Vega itself measures them."""
    found = [(json.dumps(look), look, x, y) for look, x, y in _texts(root, 0, 0)]
    if unknown := {name: look for name, look, _, _ in found if name not in _known}:
        _known.update(zip(unknown, _measured([*unknown.values()], ask), strict=True))
    return [_word(_known[name], look["text"], x, y) for name, look, x, y in found]


def _word(edges: Sequence[float], text: Sequence[str], x: float, y: float) -> Box:
    left, top, right, bottom = edges
    return Box("word", x + left, y + top + 2, x + right, y + bottom - 2, " ".join(text))


_MOVED: Final = re.compile(r"translate\(([^,]+),([^)]+)\)(?: rotate\(([^)]+)\))?")
_ALIGNED: Final = {"start": "left", "middle": "center", "end": "right"}


def _texts(part: ElementTree.Element, x: float, y: float) -> Iterator[tuple[_Look, float, float]]:
    """The words in a part of the drawing that begins at a place: how they look, and where they stand."""
    for one in part:
        moved = _MOVED.match(one.get("transform", ""))
        left, top = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
        if not one.tag.endswith("}text"):
            yield from _texts(one, left, top)
        elif one.get("opacity") != "0" and "".join(one.itertext()).strip():
            yield _look(one, float(moved[3] or 0) if moved else 0), left, top


def _look(text: ElementTree.Element, angle: float) -> _Look:
    lines = [line.text or "" for line in text] or [text.text or ""]
    more: _Look = {"lineHeight": float(text[1].attrib["dy"])} if len(lines) > 1 else {}
    return {
        "text": lines,
        "align": _ALIGNED[text.get("text-anchor", "start")],
        "fontSize": float(text.attrib["font-size"].removesuffix("px")),
        "font": text.get("font-family", "sans-serif"),
        "fontWeight": text.get("font-weight", "normal"),
        "angle": angle,
        **more,
    }


_CHANNELS: Final = ("x", "y", "text", "align", "fontSize", "font", "fontWeight", "lineHeight", "angle")
_DRAWN: Final = {"enter": {one: {"field": one} for one in _CHANNELS}}
_EDGES: Final = {"x": "bounds.x1", "y": "bounds.y1", "x2": "bounds.x2", "y2": "bounds.y2"}
_BOUNDS: Final = {"enter": {to: {"field": at} for to, at in _EDGES.items()} | {"stroke": {"value": "red"}}}


def _measured(looks: Sequence[_Look], ask: Ask) -> list[tuple[float, ...]]:
    """The edges of words, from where they stand: each is drawn by Vega, and a rule along its bounds."""
    values = [{"lineHeight": None, **one, "x": 0, "y": 0} for one in looks]
    specification = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": 10,
        "height": 10,
        "autosize": "none",
        "data": [{"name": "words", "values": values}],
        "marks": [
            {"type": "text", "name": "drawn", "from": {"data": "words"}, "encode": _DRAWN},
            {"type": "rule", "from": {"data": "drawn"}, "encode": _BOUNDS},
        ],
    }
    drawn = json.loads(ask(json.dumps(specification)))["scenegraph"]
    rules = next(one["items"] for one in _marks(drawn) if one.get("marktype") == "rule")
    return [tuple(float(one.get(edge, 0)) for edge in _EDGES) for one in rules]


def _marks(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All marks of a scene."""
    yield part
    for inner in part.get("items", []):
        yield from _marks(inner)
