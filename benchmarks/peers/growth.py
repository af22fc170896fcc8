"""The figure of how it grows: the measurements as a report of our own, `report/`, and its chart as our generator draws it."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Final

from benchmarks.peers.all import GENERATORS
from benchmarks.peers.generator import HERE, INSTALLED, ROOT, environment
from benchmarks.peers.results import TIMES, Row, found, median
from benchmarks.processes import measured

REPORT: Final = HERE / "report"
FIGURE: Final = HERE / "growth.svg"
LEFT_OUT: Final = ("ours-full", "ours-undrawn")
"""Of these the tables tell."""


def draw(rows: Sequence[Row]) -> None:
    """Write the report's tables, build it, and take its chart."""
    for name, text in tables(rows).items():
        (REPORT / "data" / name).write_text(text, encoding="utf-8")
    built = INSTALLED / "report"
    shutil.rmtree(built, ignore_errors=True)
    shutil.copytree(REPORT, built, ignore=shutil.ignore_patterns("build", "site", "__pycache__"))
    measured((sys.executable, str(ROOT / "build_site.py"), "build", "--no-downloads"), built, environment())
    shutil.copyfile(built / "site/charts/growth.svg", FIGURE)


def tables(rows: Sequence[Row]) -> dict[str, str]:
    """The report's tables that the measurements fill: generators, what was built, and the seconds of cold builds."""
    cold = sorted((row for row in rows if row.what == TIMES[0] and row.languages == 1), key=lambda row: row.work)
    names = [name for name in sorted(GENERATORS) if name not in LEFT_OUT and any(row.generator == name for row in cold)]
    works = list(dict.fromkeys(row.work for row in cold))
    values = [
        ["cold", name, runs[0].measured[:10], "", _scope(work), f"{median(runs):.2f}", "exact", "high", "benchmark", ""]
        for name in names
        for work in sorted(works, key=_scope)
        if (runs := found(cold, name, work, TIMES[0]))
    ]
    scopes = [[_scope(work), f"{work[1]:,} pages, {work[3]:,} observations", work[1], work[3]] for work in sorted(works, key=_scope)]
    heads = ["indicator", "entity", "period", "as_of", "scope", "value", "qualifier", "confidence", "source", "note_en"]
    generators = [[name, "generator", _short(GENERATORS[name].title), ""] for name in names]
    return {
        "entities.csv": _csv(["id", "kind", "name_en", "parent"], generators),
        "scopes.csv": _csv(["id", "name_en", "pages", "observations"], scopes),
        "observations.csv": _csv(heads, values),
    }


def _scope(work: tuple[int, int, int, int]) -> str:
    """The key of what was built."""
    return f"pages-{work[1]}-observations-{work[3]}"


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def _short(title: str) -> str:
    """A generator's name where there is little room: how it draws is left out if all the others draw so."""
    return title.removesuffix(", vega-embed")
