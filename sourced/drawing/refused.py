"""What a chart may not be made of: what asks other sites, what a drawing can't do, and figures that no row has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sourced.drawing.views import all_parts, mark_type
from sourced.evidence.figures import FigureError


def check_kinds(specification: dict[str, Any]) -> None:
    """Raise FigureError for the first part of a Vega-Lite chart that a drawing in a report can't be made of."""
    for part in all_parts(specification):
        for found, fix in _refused(part):
            raise FigureError(found, fix, due_to=())


def _refused(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with one part, and what to do instead."""
    for one in part.get("params", []):
        if "select" in one or "bind" in one:
            yield f'lets readers choose by "{one.get("name", "")}", which a drawing can\'t', "leave it out: readers choose by Explore"
    if "repeat" in part and "layer" not in part["repeat"]:
        yield "repeats a view over columns, whose names then stand in it in one language", "use facet over a column of names, or alt.concat"
    if mark_type(part) == "image":
        yield "draws pictures (mark_image), which pages do not load", "use mark_point, whose shape may be an SVG path"
    if "href" in part.get("encoding", {}):
        yield "makes links of its marks (href), which a drawing can't", "leave it out: the table behind the chart links its sources"
    if any("impute" in one for one in _transforms_and_channels(part)):
        yield "fills in values that no row has (impute)", "leave it out: a line is broken where a period is missing"
    if any("sample" in one for one in part.get("transform", [])):
        yield "draws some of its rows by chance (sample), others in each build", "choose the rows by a condition"


def _transforms_and_channels(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from part.get("transform", [])
    yield from (one for one in part.get("encoding", {}).values() if isinstance(one, dict))
