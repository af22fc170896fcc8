"""The form of a chart that a reader may ask for: compiled to Vega, with tooltips, and with series to single out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sourced.drawing.cache import cached, hashed
from sourced.drawing.engine import engine
from sourced.project import RUNTIME

VEGA = RUNTIME / "vega.js"
"""Vega and its interpreter (tools/vega.sh), which needs no eval and so works under a strict policy."""
_SHOWN = "shown"


def compiled(specification: str, cache: Path) -> Callable[[], str]:
    """A Vega-Lite specification as a Vega one to explore, to be waited for; from the cache if it was compiled before."""
    made_of = json.dumps(explorable(json.loads(specification)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    key = hashed("vega", made_of, version("vl-convert-python"))
    kept = cached(cache / f"{key}.json", lambda: engine().vega(made_of), str.encode)
    return lambda: kept().decode()


def explorable(specification: dict[str, Any]) -> dict[str, Any]:
    """The specification with a tooltip for every mark that says something, and a legend that singles out series."""
    units = list(_units(specification))
    for unit in units:
        encoding = unit.setdefault("encoding", {})
        if "description" in encoding:
            encoding["tooltip"] = encoding["description"]
    if chosen := next((unit for unit in units if _has_legend(unit)), None):
        field = chosen["encoding"]["color"]["field"]
        chosen["params"] = [{"name": _SHOWN, "select": {"type": "point", "fields": [field]}, "bind": "legend"}]
        chosen["encoding"].setdefault("opacity", {"condition": {"param": _SHOWN, "value": 1}, "value": 0.15})
        if not isinstance(chosen.get("mark"), str):
            chosen["mark"].pop("opacity", None)
    specification.get("config", {})["font"] = "system-ui, sans-serif"
    return specification


def _units(specification: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts that draw marks, wherever they are nested."""
    for group in ("layer", "hconcat", "vconcat", "concat"):
        for part in specification.get(group, ()):
            yield from _units(part)
    if "spec" in specification:
        yield from _units(specification["spec"])
    if "mark" in specification:
        yield specification


def _has_legend(unit: dict[str, Any]) -> bool:
    colour = unit.get("encoding", {}).get("color", {})
    return "field" in colour and colour.get("legend", {}) is not None
