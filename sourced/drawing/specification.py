"""From an Altair chart to a Vega-Lite specification that holds its data and the look of all charts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sourced.drawing.axes import check_axes, check_units
from sourced.drawing.colours import colour_scales
from sourced.drawing.domains import check_domains
from sourced.drawing.engine import engine
from sourced.drawing.fitting import fit, is_composed
from sourced.drawing.heads import room_for_titles
from sourced.drawing.maps import read_maps
from sourced.drawing.order import in_order_of_rows
from sourced.drawing.paths import hand_down, words_to_points
from sourced.drawing.refused import check_kinds
from sourced.drawing.theme import config
from sourced.drawing.values import check_values
from sourced.drawing.views import inner_parts, rows_of
from sourced.evidence.figures import FigureError

if TYPE_CHECKING:
    import altair as alt

    from sourced.drawing.canvas import Canvas


def vega_lite(drawn: alt.TopLevelMixin, canvas: Canvas) -> str:
    """A chart as Vega-Lite that fits its canvas; FigureError as `set_out` and `fitted` raise it."""
    return fitted(set_out(drawn, canvas), canvas)


def set_out(drawn: alt.TopLevelMixin, canvas: Canvas) -> dict[str, Any]:
    """A chart as Vega-Lite, whatever the width of its canvas.

    FigureError if it is none, is of a kind that can't be drawn, encodes what its data lack, or has an axis that misleads.
    """
    specification = _as_dict(drawn)
    check_kinds(specification)
    read_maps(specification, canvas.figures.model.package)
    _check_fields(specification)
    check_values(specification)
    check_axes(specification, canvas.periods, canvas.used, canvas.step)
    check_units(specification)
    check_domains(specification)
    hand_down(specification)
    in_order_of_rows(specification, canvas.periods)
    words_to_points(specification)
    colour_scales(specification)
    _quieten(specification, described=False)
    specification["config"] = _merged(specification.get("config", {}), config(canvas.language))
    room_for_titles(specification)
    specification.pop("usermeta", None)
    return specification


def fitted(specification: dict[str, Any], canvas: Canvas) -> str:
    """A chart that is set out, made as wide as its canvas; FigureError if it can't be. The one given is changed."""
    if not is_composed(specification):
        specification.setdefault("width", canvas.width)
        specification["autosize"] = {"type": "fit-x", "contains": "padding"}
    fit(specification, canvas, lambda asked: engine().svg(asked).result())
    return json.dumps(specification, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _as_dict(drawn: alt.TopLevelMixin) -> dict[str, Any]:
    """Altair's own form; tests hold every chart against the schema, which would take longer here than all the rest."""
    import altair as alt

    if not hasattr(drawn, "to_dict"):
        given = "nothing" if drawn is None else f"no chart but {type(drawn).__name__}"
        raise FigureError(f"returns {given}", "return the chart that Altair gave", due_to=())
    alt.data_transformers.register("sourced", _values)
    with alt.data_transformers.enable("sourced"):
        return drawn.to_dict(validate=False)


def _quieten(part: dict[str, Any], *, described: bool) -> None:
    """Hide from the ear what has no words of its own, which Vega would call by its columns in English, and words that are drawn."""
    described = described or "description" in part.get("encoding", {})
    mark = part.get("mark")
    if mark is not None:
        mark = {"type": mark} if isinstance(mark, str) else mark
        part["mark"] = mark if described and mark["type"] != "text" else {**mark, "aria": False}
    for inner in inner_parts(part):
        _quieten(inner, described=described)


def _check_fields(specification: Mapping[str, Any]) -> None:
    """Raise FigureError for the first field that is encoded and that the data lack."""
    for unknown, columns in _unknown_fields(specification, specification.get("datasets", {}), frozenset()):
        near = get_close_matches(unknown, columns, 1) or sorted(columns)
        raise FigureError(f'encodes "{unknown}", which its data do not have', f"use {', '.join(near)}", due_to=())


def _unknown_fields(part: Mapping[str, Any], sets: Mapping[str, Any], columns: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Fields that a chart, or a part of one, encodes and that its data lack, with the columns that they have.

    Of a part that computes columns of its own nothing is said, nor of one without a row.
    """
    if "data" in part:
        columns = frozenset(next(iter(rows_of(part, sets, [])), ()))
    if any("filter" not in one for one in part.get("transform", [])):
        return
    channels = [one for channel in part.get("encoding", {}).values() for one in (channel if isinstance(channel, list) else [channel])]
    fields = (one["field"] for one in channels if isinstance(one, dict) and isinstance(one.get("field"), str))
    named = [re.sub(r"\\([.:\[\]])", r"\1", one) for one in fields]
    # Of `properties.name` and `cells[0]`, which reach into a cell, the column is the first part.
    yield from ((one, columns) for one in named if columns and one not in columns and re.split(r"[.\[\\]", one)[0] not in columns)
    for inner in inner_parts(part):
        yield from _unknown_fields(inner, sets, columns)


def _values(data: Any) -> Any:
    """A frame as records, as Altair's own transformer gives them, several times as fast for text, numbers and dates."""
    import altair as alt
    import pandas as pd

    if not isinstance(data, pd.DataFrame):
        return alt.default_data_transformer(data)
    cells = {str(name): [_plain(value) for value in column] for name, column in data.items()}
    return {"values": [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]}


def _plain(value: Any) -> Any:
    """A cell as JSON has it; what is missing is None."""
    if isinstance(value, str | bool | int | list | None):
        return value
    if value != value:  # noqa: PLR0124 (NaN and NaT are not equal to themselves)
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value.item() if hasattr(value, "item") else value


def _merged(defaults: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    """Two configurations in one, key by key within each group; ours wins over Altair's defaults."""
    groups = {name: {**defaults.get(name, {}), **group} if isinstance(group, dict) else group for name, group in ours.items()}
    return {**defaults, **groups}
