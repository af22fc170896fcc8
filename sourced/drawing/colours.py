"""Colours of scales: those that a chart does not choose, in both schemes, and no two alike by which series are told apart."""

from __future__ import annotations

from typing import Any, Final

from sourced.drawing.blends import steps
from sourced.drawing.theme import DIVERGING, RAMP, SERIES
from sourced.drawing.views import COLOURS, Unit, units
from sourced.evidence.figures import FigureError

_STEPPED: Final = ("quantize", "quantile", "threshold", "ordinal", "bin-ordinal", "band", "point")


def colour_scales(specification: dict[str, Any]) -> None:
    """Let every scale of colours follow the reader's scheme; FigureError if a chart has more series than colours."""
    for unit in units(specification, specification.get("datasets", {})):
        for name in COLOURS:
            channel = unit.part.get("encoding", {}).get(name)
            if isinstance(channel, dict) and "type" in channel and channel.get("scale", {}) is not None:
                _scaled(unit, channel)


def _scaled(unit: Unit, channel: dict[str, Any]) -> None:
    scale = channel.get("scale", {})
    kind, chosen = channel["type"], scale.get("range")
    if scale.get("scheme"):
        return
    if kind in ("quantitative", "temporal") and not channel.get("bin") and scale.get("type") not in _STEPPED:
        colours = chosen or [f"var(--{one})" for one in (DIVERGING if "domainMid" in scale else RAMP)]
        if isinstance(colours, list) and len(colours) > 1 and all(str(one).startswith("var(") for one in colours):
            channel["scale"] = {**scale, "range": colours, "interpolate": "rgb"}
    elif not chosen and isinstance(field := channel.get("field"), str):
        count = len(scale.get("domain") or unit.values(field))
        if kind == "ordinal" and count > 1 and not channel.get("timeUnit"):
            channel["scale"] = {**scale, "range": steps([f"var(--{one})" for one in RAMP], count)}
        elif kind == "nominal" and count > len(SERIES):
            found = f'tells {count} things of "{field}" apart by colour, of which there are {len(SERIES)}'
            raise FigureError(found, "put the smaller ones together, or give each a panel (facet)")
