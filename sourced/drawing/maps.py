"""Maps: GeoJSON and TopoJSON that a chart names by their address below the report's folder, read into the chart itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from sourced.data.tables import Package
from sourced.evidence.figures import FigureError

_NO_MAP = "hold the map as GeoJSON or TopoJSON in data/ and name it so, data/maps/NAME.json; take figures from the canvas"


def read_maps(part: Any, package: Package) -> None:
    """Put into a Vega-Lite chart what its data name by an address; FigureError if that is no map of the package."""
    for data in _data(part):
        if "url" in data:
            data["values"] = _map(str(data.pop("url")), package)
        if isinstance(data.get("values"), dict):
            _as_shapes(data)


def _data(part: Any) -> Iterator[dict[str, Any]]:
    """All that a chart calls its data, those to look up in included."""
    if isinstance(part, list):
        for one in part:
            yield from _data(one)
    if isinstance(part, dict):
        if isinstance(part.get("data"), dict):
            yield part["data"]
        for key, one in part.items():
            if key not in ("data", "datasets"):
                yield from _data(one)


def _map(address: str, package: Package) -> dict[str, Any]:
    """A map of the package; FigureError if the address is another's, or of something else."""
    if "//" in address:
        raise FigureError(f"takes its data from {address}; a build asks no other site", _NO_MAP, due_to=())
    inside = address.removeprefix(f"{package.folder.name}/")
    content = package.content(inside) if inside != address else None
    if content is None:
        raise FigureError(f"takes its data from {address}, which is no file in {package.folder.name}/", _NO_MAP, due_to=())
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if not isinstance(found, dict) or "type" not in found:
        raise FigureError(f"takes its data from {address}, which is neither GeoJSON nor TopoJSON", _NO_MAP, due_to=())
    return found


def _as_shapes(data: dict[str, Any]) -> None:
    """Leave of a map what is drawn: the features of GeoJSON as rows, TopoJSON with the object that is chosen."""
    values, form = data["values"], data.get("format", {})
    if values.get("type") == "Topology":
        _check_object(values, form)
        data["format"] = {**form, "type": "topojson"}
        return
    data.pop("format", None)
    data["values"] = values.get("features") or [values]


def _check_object(topology: Mapping[str, Any], form: Mapping[str, Any]) -> None:
    """Raise FigureError if none of TopoJSON's objects is chosen, or one that it has not."""
    chosen, known = str(form.get("feature") or form.get("mesh") or ""), sorted(topology.get("objects", {}))
    if chosen not in known:
        near = get_close_matches(chosen, known, 1) or known
        found = f'draws "{chosen}", which its map has not' if chosen else "does not say what of its TopoJSON it draws"
        raise FigureError(found, f'use alt.topo_feature("data/…", "{near[0]}")' if near else "take a map that has objects", due_to=())
