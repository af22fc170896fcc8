"""From a Vega-Lite specification to the SVG that pages hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

from sourced.drawing import scenes
from sourced.drawing.blends import with_places, without_places
from sourced.drawing.cache import cached, font_hash, hashed, installed
from sourced.drawing.engine import engine
from sourced.drawing.theme import FONT

FORM: Final = 4
"""To be raised when drawings are cleaned otherwise than before, so that kept ones are not taken."""
_ASSUMED: Final = (
    ' opacity="1"',
    ' stroke-width="1"',
    ' pointer-events="none"',
    ' transform="translate(0,0)"',
    f' font-family="{FONT}"',
)
_NUMBER = re.compile(r'aria-label="[^"]*"|>[^<]+<|(\d+\.\d{3,})')
"""A place in the drawing with more decimals than are seen; what is read, by eye or ear, is left as it is."""
_ROLE = re.compile(r'( aria-label="[^"]*")?( role="graphics-[a-z]+") aria-roledescription="[^"]*"')
"""What Vega calls a mark, in English; with it, the label if there is one."""
_HEADING = re.compile(r' role="graphics-symbol" aria-roledescription="title" aria-label="[^"]*"')
"""What Vega says, in English, of a heading, whose words can be read as they are."""


@dataclass(frozen=True)
class DrawnSvg:
    """The SVG of a chart, and what is wrong with its words."""

    svg: str
    clashes: list[str]


def drawn_svg(specification: str, cache: Path, name: str, mark: str) -> Callable[[], DrawnSvg]:
    """The drawing of a specification, to be waited for, its ids beginning with `name`, each mark with words called `mark` to the ear.

    It comes from the cache if it was drawn before with the same font and engine.
    """
    key = hashed(specification, installed("vl-convert-python"), f"{FORM} {scenes.FORM}", font_hash())
    placed = json.loads(specification)
    ranges = with_places(placed)
    asked = json.dumps(placed, ensure_ascii=False) if ranges else specification

    def content(answer: tuple[str, list[str]]) -> bytes:
        svg, clashes = answer
        return json.dumps([_lighter(without_places(svg, ranges)), clashes], ensure_ascii=False).encode()

    kept = cached(cache / f"{key}.json", lambda: engine().drawn(asked, partial(scenes.clashes, asked)), content)

    def waited() -> DrawnSvg:
        svg, clashes = json.loads(kept())
        return DrawnSvg(_with_own_ids(_spoken(svg, mark), name), clashes)

    return waited


def _spoken(svg: str, mark: str) -> str:
    """The drawing with every mark that has words called by a word of the page's language, and no other role described."""
    return _ROLE.sub(lambda match: f'{match[1]}{match[2]} aria-roledescription="{escape(mark)}"' if match[1] else "", _HEADING.sub("", svg))


def _lighter(svg: str) -> str:
    """The same drawing without what browsers assume anyway."""
    svg = re.sub(r'<path class="(?:background|foreground)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"[^>]*/>', "", svg)
    for attribute in _ASSUMED:
        svg = svg.replace(attribute, "")
    return _NUMBER.sub(lambda match: f"{float(match[1]):.2f}".rstrip("0").rstrip(".") if match[1] else match[0], svg)


def _with_own_ids(svg: str, prefix: str) -> str:
    """Ids made unique to the chart: the engine counts them per process, and two charts on a page would share them."""
    numbers: dict[str, str] = {}

    def own(match: re.Match[str]) -> str:
        return numbers.setdefault(match[0], f"{prefix}{len(numbers)}")

    return re.sub(r"(?<=[\"#])(?:clip|gradient_)\d+", own, svg)
