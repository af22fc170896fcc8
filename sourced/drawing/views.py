"""The parts of a Vega-Lite chart: views side by side, layers, small multiples, and what each mark inherits from those above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

SIDE_BY_SIDE: Final = ("hconcat", "vconcat", "concat")
PANELS: Final = ("row", "column", "facet")
"""Channels that make a panel for each of their values."""
COLOURS: Final = ("color", "fill", "stroke")


@dataclass(frozen=True)
class Unit:
    """A mark with its encoding, and what it inherits."""

    part: dict[str, Any]
    """Its own part of the chart, which may be changed."""
    encoding: Mapping[str, Any]
    rows: list[dict[str, Any]]
    """The rows that it is drawn from; none where they can't be told."""
    view: dict[str, Any]
    """What has its axes: the part itself, or that of which it is a layer."""

    @property
    def mark(self) -> dict[str, Any]:
        """Its mark with the mark's properties."""
        mark = self.part["mark"]
        return {"type": mark} if isinstance(mark, str) else mark

    @property
    def is_computed(self) -> bool:
        """Whether Vega makes other rows of those that it is drawn from."""
        return bool(self.part.get("transform") or self.view.get("transform"))

    def values(self, field: str) -> list[str]:
        """What stands in a column, as text, each once, in the order of the rows."""
        return list(dict.fromkeys(str(row[field]) for row in self.rows if row.get(field) is not None))


def inner_parts(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts that a part is made of."""
    listed = [one for kind in ("layer", *SIDE_BY_SIDE) for one in part.get(kind, [])]
    return [*listed, *([part["spec"]] if "spec" in part else [])]


def all_parts(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A part and all that it is made of."""
    yield part
    for inner in inner_parts(part):
        yield from all_parts(inner)


def units(part: dict[str, Any], sets: Mapping[str, Any]) -> Iterator[Unit]:
    """All marks of a chart whose named data are in `sets`."""
    yield from _units(part, sets, {}, [], None)


def _units(
    part: dict[str, Any], sets: Mapping[str, Any], above: Mapping[str, Any], rows: list[dict[str, Any]], view: dict[str, Any] | None
) -> Iterator[Unit]:
    encoding = {**above, **part.get("encoding", {})}
    rows = rows_of(part, sets, rows)
    if "mark" in part:
        yield Unit(part, encoding, rows, part if view is None else view)
    for inner in inner_parts(part):
        yield from _units(inner, sets, encoding, rows, view or part) if "layer" in part else _units(inner, sets, {}, rows, None)


def rows_of(part: Mapping[str, Any], sets: Mapping[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a part: its own, or those above it; none where data are no list of rows, as those of a map."""
    data = part.get("data")
    if data is None:
        return rows
    values = data.get("values") or sets.get(data.get("name", ""), [])
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def column_of(channel: Any) -> str:
    """The column that a channel takes as it is in the rows, "" if it takes none or Vega computes it."""
    if not isinstance(channel, dict) or any(one in channel for one in ("aggregate", "bin", "timeUnit")):
        return ""
    column = channel.get("field")
    return column if isinstance(column, str) else ""


def mark_type(part: Mapping[str, Any]) -> str:
    """The type of a part's mark, "" if it has none."""
    mark = part.get("mark", "")
    return str(mark if isinstance(mark, str) else mark.get("type", ""))
