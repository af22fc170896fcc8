"""The order of names: that of the rows, and of time for periods, not that of the alphabet, which differs by language.

So a thing has the same place and the same colour in every language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sourced.drawing.paths import is_stacked
from sourced.drawing.views import COLOURS, Unit, all_parts, units
from sourced.periods import Period

_CHANNELS: Final = ("x", "y", "xOffset", "yOffset", "shape", "strokeDash", *COLOURS)


def in_order_of_rows(specification: dict[str, Any], periods: Mapping[str, Period]) -> None:
    """Give names the order of their rows where a chart gives them none; `periods` are those that words of it are of."""
    columns: dict[str, list[str]] = {}
    for unit in units(specification, specification.get("datasets", {})):
        for name in dict.fromkeys(key for row in unit.rows for key, value in row.items() if isinstance(value, str)):
            columns[name] = list(dict.fromkeys([*columns.get(name, []), *unit.values(name)]))
    for part in all_parts(specification):
        _order_panels(part.get("facet"), columns, periods)
        for name in _CHANNELS:
            _order(part.get("encoding", {}).get(name), columns, periods)
    for unit in list(units(specification, specification.get("datasets", {}))):
        _order_stack(unit, columns)


def _order_panels(facet: Any, columns: Mapping[str, list[str]], periods: Mapping[str, Period]) -> None:
    for channel in (facet, *facet.values()) if isinstance(facet, dict) else ():
        _order(channel, columns, periods)


def _order(channel: Any, columns: Mapping[str, list[str]], periods: Mapping[str, Period]) -> None:
    if not isinstance(channel, dict) or channel.get("type") not in ("nominal", "ordinal") or "sort" in channel or "timeUnit" in channel:
        return
    words = columns.get(str(channel.get("field")), [])
    if words and (channel.get("scale") or {}).get("domain") is None:
        known = all(word in periods for word in words)
        channel["sort"] = sorted(words, key=lambda word: periods[word]) if known else words


def _order_stack(unit: Unit, columns: Mapping[str, list[str]]) -> None:
    """Stack things as the legend lists them: the first on top; of a pie, the first at noon."""
    for name in COLOURS:
        channel, encoding = unit.encoding.get(name), unit.part.get("encoding", {})
        words = columns.get(str(channel.get("field")), []) if isinstance(channel, dict) else []
        is_pie = unit.mark["type"] == "arc"
        if (
            words
            and isinstance(channel, dict)
            and isinstance(channel.get("sort"), list)
            and "order" not in encoding
            and (is_pie or is_stacked(unit))
        ):
            field = json.dumps(channel["field"], ensure_ascii=False)
            made = {"calculate": f"indexof({json.dumps(channel['sort'], ensure_ascii=False)}, datum[{field}])", "as": "place in the stack"}
            unit.part["transform"] = [*unit.part.get("transform", []), made]
            encoding["order"] = {"field": "place in the stack", "type": "quantitative", "sort": "ascending" if is_pie else "descending"}
