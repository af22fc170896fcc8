"""Lines and areas: a mark of many rows, which Vega would cut into pieces to let each row say its words.

So the words go to points along it, which are not seen; and it breaks where a period is missing between two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sourced.drawing.views import COLOURS, PANELS, Unit, inner_parts, mark_type, units
from sourced.evidence.figures import FigureError

PATHS: Final = ("line", "area", "trail")
RUN: Final = "run"
"""The column of a frame that parts a series where a period is missing."""
_SUMMARIES: Final = {
    "boxplot": ("box", "median", "rule", "ticks", "outliers"),
    "errorband": ("band", "borders"),
    "errorbar": ("rule", "ticks"),
}
"""Marks that sum up rows, and what they are made of."""
_ON_DEMAND: Final = ("ticks", "borders")
"""Those that are drawn only where a chart asks for them."""
_NOT_AT_POINTS: Final = ("x2", "y2", "text", "size", "strokeWidth", "strokeDash", "fillOpacity", "description")
_TELLING_APART: Final = (*COLOURS, "detail", "opacity", "strokeDash", "shape")
_OF_WHOLE: Final = ("mark", "encoding")
_TIMES: Final = ("start", "middle", "end")


def words_to_points(specification: dict[str, Any]) -> None:
    """Take the words of rows from lines, areas and marks that sum up, and give them to points along lines and areas."""
    for unit in list(units(specification, specification.get("datasets", {}))):
        kind = mark_type(unit.part)
        if kind in _SUMMARIES:
            unit.part.get("encoding", {}).pop("description", None)
            for channel in (unit.part["encoding"][name] for name in ("x", "y") if name in unit.part.get("encoding", {})):
                channel.setdefault("title", None)  # else the name of the column, although the look of axes says none
            parts = [one for one in _SUMMARIES[kind] if unit.mark.get(one, one not in _ON_DEMAND)]
            unit.part["mark"] = {**unit.mark, **{one: {**_properties(unit.mark, one), "aria": False} for one in parts}}
        elif kind in PATHS:
            _break(unit)
            _check_stack(unit)
            if is_stacked(unit) and "stroke" not in unit.encoding:
                unit.part["mark"] = {"stroke": "var(--paper)", "strokeWidth": 0.7, **unit.mark}  # neighbours may be of like colours
            _with_points(unit)


def _properties(mark: Mapping[str, Any], part: str) -> dict[str, Any]:
    """What a mark says of one of its parts."""
    said = mark.get(part)
    return said if isinstance(said, dict) else {}


def hand_down(part: dict[str, Any]) -> None:
    """Give the words that layers share to each of them, and make panels of the channels that ask for them."""
    shared = part.get("encoding", {}).get("description")
    if "layer" in part and shared:
        del part["encoding"]["description"]
        for one in part["layer"]:
            one.setdefault("encoding", {}).setdefault("description", shared)
    panels = {name: part["encoding"].pop(name) for name in PANELS if name in part.get("encoding", {})}
    if panels:
        _as_panels(part, panels)
    for inner in inner_parts(part):
        hand_down(inner)


def _as_panels(part: dict[str, Any], panels: dict[str, Any]) -> None:
    """A view with channels for panels as Vega-Lite's own facet, which holds the view."""
    spec = {name: part.pop(name) for name in ("mark", "encoding", "width", "height", "projection", "view", "layer") if name in part}
    wrapped = panels.get("facet")
    if isinstance(wrapped, dict):
        part |= {name: wrapped.pop(name) for name in ("columns", "spacing", "align", "bounds", "center") if name in wrapped}
    part |= {"facet": wrapped or panels, "spec": spec}


def _break(unit: Unit) -> None:
    """Let a path over time break where a period is missing."""
    across = unit.encoding.get("x", {})
    if not any(RUN in row for row in unit.rows) or across.get("field") not in _TIMES or across.get("timeUnit") or is_stacked(unit):
        return
    if len(unit.values(RUN)) > 1:
        detail = unit.encoding.get("detail", [])
        listed = detail if isinstance(detail, list) else [detail]
        unit.part.setdefault("encoding", {})["detail"] = [*listed, {"field": RUN, "type": "nominal"}]
        unit.part["mark"] = {**unit.mark, "strokeCap": "round"}  # so that a run of one is seen


def _with_points(unit: Unit) -> None:
    """A path without words, and points along it that have them."""
    part, mark, encoding = unit.part, unit.mark, unit.part.get("encoding", {})
    said = encoding.get("description")
    if not isinstance(said, dict) or "field" not in said:
        return
    drawn = mark.pop("point", False)
    look = {"opacity": 1, **(drawn if isinstance(drawn, dict) else {})} if drawn else {"fillOpacity": 0}
    place = {name: one for name, one in encoding.items() if name not in _NOT_AT_POINTS}
    if is_stacked(unit):
        up = _stacked_channel(unit)
        place[up] = {**place[up], "stack": place[up].get("stack") or "zero"}
    for name in COLOURS:
        if isinstance(place.get(name), dict) and not drawn:
            place[name] = {one: value for one, value in place[name].items() if one != "legend"}
    path = {"mark": mark, "encoding": {name: one for name, one in encoding.items() if name != "description"}}
    points = {"mark": {"type": "point", "filled": True, **_colour(mark), **look}, "encoding": {**place, "description": said}}
    for name in _OF_WHOLE:
        part.pop(name, None)
    part["layer"] = [path, points]


def _colour(mark: Mapping[str, Any]) -> dict[str, Any]:
    return {"color": mark["color"]} if "color" in mark else {}


def is_stacked(unit: Unit) -> bool:
    """Whether a mark stands on others."""
    up = unit.encoding.get(_stacked_channel(unit), {})
    if not isinstance(up, dict) or up.get("type") != "quantitative" or any(one in unit.encoding for one in ("x2", "y2")):
        return False
    if "stack" in up or mark_type(unit.part) not in ("area", "bar"):
        return bool(up.get("stack"))
    return any(_fields(unit.encoding.get(name)) for name in _TELLING_APART)


def _stacked_channel(unit: Unit) -> str:
    across = unit.encoding.get("y", {}).get("type") != "quantitative" or unit.mark.get("orient") == "horizontal"
    return "x" if across else "y"


def _fields(channel: Any) -> list[str]:
    listed = channel if isinstance(channel, list) else [channel]
    return [one["field"] for one in listed if isinstance(one, dict) and isinstance(one.get("field"), str)]


def _check_stack(unit: Unit) -> None:
    """Raise FigureError for stacked areas of which one has nothing between two of its figures: Vega would draw it as zero."""
    along = _fields(unit.encoding.get("x" if _stacked_channel(unit) == "y" else "y"))
    apart = [name for channel in _TELLING_APART for name in _fields(unit.encoding.get(channel))]
    computed = any("calculate" not in one for one in unit.part.get("transform", []))
    if not is_stacked(unit) or not along or not apart or computed:
        return
    places: dict[tuple[str, ...], set[str]] = {}
    words: dict[str, str] = {}
    for row in unit.rows:
        if along[0] in row and all(name in row for name in apart):
            at = str(row[along[0]])
            words[at] = str(row.get("period", at))
            places.setdefault(tuple(str(row[name]) for name in apart), set()).add(at)
    for series, found in places.items():
        missing = [at for at in sorted(words) if at not in found and min(found) < at < max(found)]
        if missing:
            said = f"stacks {', '.join(series)} as nothing in {', '.join(words[at] for at in missing)}, of which there is no figure"
            raise FigureError(said, "leave that time out (canvas.shared), or draw lines, which break")
