"""A chart within its canvas: the widths of views side by side and of panels."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sourced.drawing.names import legends_in_rows, names_in_lines, periods_on_axes
from sourced.drawing.views import SIDE_BY_SIDE, inner_parts, units
from sourced.evidence.figures import FigureError

if TYPE_CHECKING:
    from sourced.drawing.canvas import Canvas

LEAST: Final = 56
"""Pixels that a panel must have to be read."""
MORE: Final = 4
"""Pixels by which a drawing may be wider than its canvas, which nobody sees."""
_AXIS: Final = 50
"""Pixels that an axis with its labels takes, at first guess."""
_NARROW_PANEL: Final = 92
_SIZE: Final = re.compile(r'class="marks" width="(\d+)" height="(\d+)"')


@dataclass
class _View:
    """A view whose width the chart leaves open, and how much of the canvas it may take."""

    part: dict[str, Any]
    share: float


def is_composed(specification: dict[str, Any]) -> bool:
    """Whether a chart is of several views."""
    return any(name in specification for name in (*SIDE_BY_SIDE, "facet"))


def fit(specification: dict[str, Any], canvas: Canvas, drawn: Callable[[str], str]) -> None:
    """Give the views of a chart widths by which the whole fills its canvas; `drawn` draws a specification.

    Raise FigureError if they are too many for it.
    """
    _arrange(specification, canvas)
    views = list(_open_views(specification, 1.0, canvas.width))
    legends_in_rows(specification, canvas)
    for axis in ("x", "y"):
        periods_on_axes(specification, axis, canvas)
    names_in_lines(specification, canvas, "y")
    widths = {id(one.part): canvas.width * one.share - _AXIS for one in views}
    for _ in range(3 if views else 0):
        for one in views:
            one.part["width"] = max(8, math.floor(widths[id(one.part)]))
        total = width_of(drawn(json.dumps(specification)))
        if abs(total - canvas.width) <= MORE:
            break
        for one in views:
            widths[id(one.part)] += (canvas.width - total) * one.share
    names_in_lines(specification, canvas, "x")
    if views and min(widths.values()) < LEAST:
        found = f"leaves {max(0, round(min(widths.values())))} pixels for each panel on a canvas of {canvas.width}"
        raise FigureError(found, "make fewer panels in a row: facet with columns=…, rows where canvas.narrow, names in fewer letters")


def width_of(svg: str) -> int:
    """How many pixels wide a drawing is."""
    found = _SIZE.search(svg)
    return int(found[1]) if found else 0


def check_width(svg: str, canvas_width: int) -> None:
    """Raise FigureError for a drawing that is wider than its canvas."""
    if width_of(svg) > canvas_width + MORE:
        fix = "leave widths out, or take canvas.width, and turn long names into rows"
        raise FigureError(f"is {width_of(svg)} pixels wide on a canvas of {canvas_width}", fix)


def _arrange(part: dict[str, Any], canvas: Canvas) -> None:
    """Give panels in one row a number of columns that the canvas has room for."""
    facet = part.get("facet")
    if isinstance(facet, dict):
        if "column" in facet and "row" not in facet and canvas.width / max(1, _count(part, facet["column"])) < _NARROW_PANEL:
            facet = part["facet"] = facet["column"]
        if "field" in facet:
            count = _count(part, facet)
            most = 2 if canvas.narrow or count == 4 else 3
            part.setdefault("columns", min(count, most) or most)
    for inner in inner_parts(part):
        _arrange(inner, canvas)


def _count(part: dict[str, Any], channel: dict[str, Any]) -> int:
    """How many panels a channel makes of the rows of a part; 1 where that can't be told."""
    found = next((len(unit.values(str(channel.get("field")))) for unit in units(part, part.get("datasets", {}))), 0)
    return found or 1


def _open_views(part: dict[str, Any], share: float, width: int) -> Iterator[_View]:
    """The views of a composed chart whose width is left open."""
    if "facet" in part:
        facet = part["facet"]
        across = part.get("columns", 1) if "field" in facet else _count(part, facet["column"]) if "column" in facet else 1
        yield from _open_views(part["spec"], share / across, width)
        return
    listed = next((part[name] for name in SIDE_BY_SIDE if name in part), None)
    if listed is None:
        if "width" not in part:
            yield _View(part, share)
        return
    across = len(listed) if "hconcat" in part else 1 if "vconcat" in part else part.get("columns", len(listed))
    for one in listed:
        yield from _open_views(one, share / across, width)
