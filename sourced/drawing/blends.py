"""Colours between those of the palette, for scales without steps.

Vega can't mix colours that follow the reader's scheme. So a continuous scale is drawn with colours that stand for places
along it, and in the drawing each is replaced by `color-mix` of the two names that it lies between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

_PLACE: Final = re.compile(r"rgb\(9, (\d+), (\d+)\)")
"""What stands for a place: the number of the scale, and how far along it of 255."""
_MIX: Final = re.compile(r"color-mix\(in srgb,\s*(#[0-9a-fA-F]+) (\d+)%,\s*(#[0-9a-fA-F]+)\)")


def between(colours: Sequence[str], part: float) -> str:
    """The colour at a part, from 0 to 1, of the way through several."""
    at = part * (len(colours) - 1)
    first = min(int(at), len(colours) - 2)
    share = round((1 - (at - first)) * 100)
    if share in (0, 100):
        return colours[first if share else first + 1]
    return f"color-mix(in srgb,{colours[first]} {share}%,{colours[first + 1]})"


def steps(colours: Sequence[str], count: int) -> list[str]:
    """So many colours, at equal distances through several."""
    return [between(colours, at / (count - 1)) for at in range(count)] if count > 1 else list(colours[-1:])


def with_places(part: Any) -> list[Sequence[str]]:
    """Put places in the place of the palette's colours in all continuous scales of a chart; give the colours of each scale."""
    scales = list(_mixed(part))
    ranges = []
    for number, scale in enumerate(scales):
        ranges.append(scale["range"])
        last = len(scale["range"]) - 1
        scale["range"] = [f"rgb(9, {number}, {round(255 * at / last)})" for at in range(last + 1)]
    return ranges


def _mixed(part: Any) -> Iterator[dict[str, Any]]:
    """The scales that mix colours of the palette, which `specification` has marked by how they do it."""
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _mixed(one)
    if isinstance(part, dict) and part.get("interpolate") == "rgb" and isinstance(part.get("range"), list):
        yield part


def without_places(svg: str, ranges: Sequence[Sequence[str]]) -> str:
    """A drawing with mixed colours where places stood."""
    return _PLACE.sub(lambda match: between(ranges[int(match[1])], int(match[2]) / 255) if int(match[1]) < len(ranges) else match[0], svg)


def blended(text: str) -> str:
    """A text in which mixed colours, of real ones, are written as the one that they come to."""
    return _MIX.sub(lambda match: _mix(match[1], match[3], int(match[2]) / 100), text)


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(first * share + second * (1 - share)):02x}" for first, second in pairs)


def _channels(colour: str) -> list[int]:
    """Red, green and blue of a colour in hex, short or long."""
    digits = colour[1:]
    digits = "".join(one * 2 for one in digits[:3]) if len(digits) < 6 else digits[:6]
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
