"""Names on axes and in legends: in lines and rows that fit, so that none is cut off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sourced.drawing.labels import folded, text_width
from sourced.drawing.views import COLOURS, Unit, units
from sourced.periods import REGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sourced.drawing.canvas import Canvas

_LABEL: Final = 12
_LEGEND: Final = 13
_SYMBOL: Final = 44
"""Pixels of an entry of a legend that are not its words."""
_AXIS: Final = 60
"""Pixels that the axis at the side takes, about."""
_MARGIN: Final = 36
"""Pixels of a canvas that a legend, which begins where the plot does, has not."""
_BESIDE: Final = 220
"""Pixels that names may take at the left of an axis."""
_GAP: Final = 8
"""Pixels between names side by side."""
_MOST_LINES: Final = 6
_UPRIGHT: Final = 130
"""Pixels that names may run along where they stand upright."""
_LEGENDS: Final = (*COLOURS, "shape", "opacity", "strokeDash")
_TIMES: Final = ("start", "middle", "end")
_FEW: Final = 10
"""So many periods are all named on an axis of time."""
_SAID: Final = ("labelExpr", "labelLimit", "labels", "labelAngle", "format", "values")
"""Properties by which a chart says itself how names stand on an axis."""


def legends_in_rows(specification: dict[str, Any], canvas: Canvas) -> None:
    """Break legends above a chart into as many columns as fit."""
    for unit in units(specification, specification.get("datasets", {})):
        sized = unit.part.get("encoding", {}).get("size")
        if isinstance(sized, dict) and sized.get("legend", {}) is not None and unit.mark["type"] in ("circle", "point"):
            sized["legend"] = {"symbolType": "circle", **sized.get("legend", {})}
        for name in _LEGENDS:
            channel = unit.part.get("encoding", {}).get(name)
            if _is_discrete(channel) and (legend := channel.get("legend", {})) is not None:
                words = _words([unit], channel)
                wide = max((text_width(one, _LEGEND) for one in words), default=0) + _SYMBOL
                columns = max(1, int((canvas.width - _MARGIN) // wide))
                if columns < len(words) and "columns" not in legend and legend.get("orient", "top") in ("top", "bottom"):
                    channel["legend"] = {**legend, "columns": columns}


def names_in_lines(specification: dict[str, Any], canvas: Canvas, axis: str) -> None:
    """Break the names on an axis, "x" or "y", into lines where they are long; let them lie below an axis where they fit."""
    listed = list(units(specification, specification.get("datasets", {})))
    for unit in listed:
        channel = unit.part.get("encoding", {}).get(axis)
        if _is_discrete(channel) and (given := channel.get("axis", {})) is not None and not any(one in given for one in _SAID):
            words = _words([one for one in listed if _field(one, axis) == channel.get("field")], channel)
            size = given.get("labelFontSize", _LABEL)
            beside = min(_BESIDE, round(canvas.width * 0.38))
            band = _plot(unit, specification, canvas) / max(1, len(words)) - _GAP
            made = _beside(words, beside, size) if axis == "y" else _below(words, band, size)
            if words and made:
                channel["axis"] = {**given, **made}
            if words and made and axis == "y":
                unit.view.setdefault("height", {"step": max(_lines_of(one, beside, size) for one in words) * (size + 3) + 6})


def periods_on_axes(specification: dict[str, Any], axis: str, canvas: Canvas) -> None:
    """Have an axis of time on which all figures are of whole years name these years, each below its own figures; so of few quarters."""
    for unit in units(specification, specification.get("datasets", {})):
        channel = unit.part.get("encoding", {}).get(axis)
        if (
            isinstance(channel, dict)
            and channel.get("type") == "temporal"
            and channel.get("field") in _TIMES
            and not channel.get("timeUnit")
        ):
            given = channel.get("axis", {})
            if given is None or any(one in given for one in _SAID) or not unit.rows:
                continue
            places = [{"expr": f"toDate({json.dumps(one)})"} for one in sorted(unit.values(channel["field"]))]
            if all(map(_is_of_a_year, unit.rows)):
                channel["axis"] = {"values": places, "format": "%Y", **given}
            elif len(places) <= _FEW and _are_regular(unit, canvas):
                words = {str(row[channel["field"]])[:10]: row["tick"] for row in unit.rows}
                said = f"split({json.dumps(words, ensure_ascii=False)}[timeFormat(datum.value, '%Y-%m-%d')], '|')"
                channel["axis"] = {"values": places, "labelExpr": said, **given}


def _are_regular(unit: Unit, canvas: Canvas) -> bool:
    """Whether all rows are of periods of one kind that follow one another: halves, quarters, months."""
    found = {canvas.periods[tick].kind if (tick := str(row.get("tick"))) in canvas.periods else "" for row in unit.rows}
    return len(found) == 1 and found <= set(REGULAR)


def _is_of_a_year(row: dict[str, Any]) -> bool:
    first, last = (str(row.get(column, ""))[:10] for column in ("start", "end"))
    return first[4:] == "-01-01" and last[4:] == "-12-31" and first[:4] == last[:4]


def _plot(unit: Unit, specification: dict[str, Any], canvas: Canvas) -> float:
    """About how many pixels wide the plot of a mark is; a width that is to fit takes the axis in."""
    width = unit.view.get("width")
    plot = float(width if isinstance(width, int | float) else canvas.width)
    return plot - _AXIS if "autosize" in specification or width is None else plot


def _beside(words: list[str], room: int, size: int) -> dict[str, Any]:
    """How names stand at the left, in so many pixels."""
    return {"labelExpr": _lines(words, room, size)} if _widest(words, size) > room else {}


def _below(words: list[str], band: float, size: int) -> dict[str, Any]:
    """How names stand below an axis, each in a band of so many pixels: lying, in lines, or upright."""
    lying: dict[str, Any] = {"labelAngle": 0, "labelLimit": round(band + _GAP)}
    if not words or _widest((part for one in words for part in one.split("|")), size) <= band:
        return lying if words else {}
    lines = [folded(one, int(band), size).split("|") for one in words]
    if max(map(len, lines)) <= _MOST_LINES and _widest((line for listed in lines for line in listed), size) <= band:
        return {**lying, "labelExpr": _lines(words, int(band), size)}
    return {"labelExpr": _lines(words, _UPRIGHT, size)} if _widest(words, size) > _UPRIGHT else {}


def _widest(words: Iterable[str], size: int) -> float:
    return max((text_width(one, size) for one in words), default=0)


def _lines(words: list[str], room: int, size: int) -> str:
    """Vega's expression for names in lines of so many pixels."""
    lines = {one: folded(one, room, size) for one in words}
    return f"split({json.dumps(lines, ensure_ascii=False)}[datum.label], '|')"


def _lines_of(word: str, room: int, size: int) -> int:
    return folded(word, room, size).count("|") + 1


def _is_discrete(channel: Any) -> bool:
    return isinstance(channel, dict) and channel.get("type") in ("nominal", "ordinal")


def _field(unit: Unit, axis: str) -> Any:
    channel = unit.encoding.get(axis)
    return channel.get("field") if isinstance(channel, dict) else None


def _words(listed: list[Unit], channel: dict[str, Any]) -> list[str]:
    """The words that a discrete channel has: those of its scale, else those of the rows; none where Vega makes them."""
    domain = (channel.get("scale") or {}).get("domain")
    if isinstance(domain, list):
        return [str(one) for one in domain]
    if channel.get("timeUnit") or channel.get("bin"):
        return []
    return list(dict.fromkeys(word for unit in listed for word in unit.values(str(channel.get("field", "")))))
