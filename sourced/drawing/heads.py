"""What stands above a plot: the title of the axis at its side, and above that the legend or the head of a panel."""

from __future__ import annotations

from typing import Any, Final

from sourced.drawing.views import all_parts, units

_TITLE: Final = 26
"""Pixels above a plot that the title of the axis at its side takes, of words of one line."""


def room_for_titles(specification: dict[str, Any]) -> None:
    """Put legends and the heads of panels above the titles of axes at the side, which stand over the plot's corner."""
    if not any(_has_title(unit.encoding.get("y")) for unit in units(specification, specification.get("datasets", {}))):
        return
    specification["config"]["legend"] = {"offset": _TITLE, **specification["config"]["legend"]}
    for part in all_parts(specification):
        facet = part.get("facet", {})
        for channel in (facet, facet.get("column")) if isinstance(facet, dict) else ():
            if isinstance(channel, dict) and "field" in channel and channel.get("header", {}) is not None:
                channel["header"] = {"labelPadding": _TITLE, **channel.get("header", {})}


def _has_title(channel: Any) -> bool:
    """Whether a channel has a title that is drawn above its axis."""
    if not isinstance(channel, dict) or channel.get("axis", {}) is None:
        return False
    axis = channel.get("axis", {})
    return bool(axis.get("title", channel.get("title"))) and "titleY" not in axis and "titleAngle" not in axis
