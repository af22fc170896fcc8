"""Our own generator, with all that it does, and with what can be switched off left out."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.generator import ROOT, Generator, environment
from benchmarks.peers.texts import HEADS, View, letters, views
from benchmarks.peers.work import MARKS, Chart, Work
from sourced import __version__
from sourced.commands.daemon import ended
from sourced.editing.scaffold import Plan, Section, files_of
from sourced.project import Project

DAY: Final = date(2023, 1, 15)
SECTION: Final = Section("weather", {"en": "Weather", "zh": "天气"}, "residents")
KEPT: Final = ("data/", "mkdocs.yml", "charts/theme.py")
"""What stays of the report that `new` writes, its tables with other rows."""
SENTENCES: Final = {"en": "{} had {} in {}.", "zh": "{}降雨{}（{}）。"}
TITLES: Final = {"en": "Page {}", "zh": "{}页"}
CHARTS: Final = '''"""The charts of the stations on a page."""

import altair as alt

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart


def drawn(canvas: Canvas, station: str, mark: str, upright: bool) -> Drawn:
    """A station's rain by quarter."""
    frame = canvas.series("rain", station)
    names, amounts = ("period:O", None), ("plotted:Q", frame["unit"].iloc[0])
    across, up = (names, amounts) if upright else (amounts, names)
    axes = {"x": alt.X(across[0], title=across[1], sort=None), "y": alt.Y(up[0], title=up[1], sort=None)}
    return alt.Chart(frame, mark=mark).encode(**axes, description="label:N").properties(height=220)
'''
CHART: Final = '''

@chart(section="weather", title={titles}, subtitle={subtitles})
def station_{number}(canvas: Canvas) -> Drawn:
    """Rain at a station."""
    return drawn(canvas, "station-{number}", "{mark}", {upright})
'''
UNIT: Final = {
    "id": "mm", "style": "plain", "factor": 1,
    "one_en": "{} millimetre", "other_en": "{} millimetres", "other_zh": "{}毫米", "axis_en": "millimetres", "axis_zh": "毫米",
}  # fmt: skip
SUBTITLES: Final = {"en": "Millimetres by quarter", "zh": "各季毫米数"}


def files(work: Work) -> dict[str, str]:
    """A whole report: what `new` writes, with the stations in the place of its example."""
    starter = files_of(Plan("Stations", work.languages, (SECTION,), "sourced"), DAY)
    kept = {name: text for name, text in starter.items() if name.startswith(KEPT)}
    tables = {name: _table(kept[name], rows) for name, rows in _rows(work).items()}
    tables["data/units.csv"] = _table(kept["data/units.csv"], [*csv.DictReader(io.StringIO(kept["data/units.csv"])), UNIT])
    pages = {f"templates/pages/{_name(view)}.{view.code}.md.j2": _template(view, work) for view in views(work)}
    nav = "".join(f"  - {_name(view)}.md\n" for view in views(work) if view.first)
    modules = {f"charts/page_{page.number}.py": _module(page.charts, work.languages) for page in work.pages if work.drawn}
    return {**kept, **tables, **modules, **pages, "mkdocs.yml": f"{kept['mkdocs.yml']}nav:\n{nav}"}


def _name(view: View) -> str:
    return f"page-{view.page.number}" if view.page.number else "index"


def _rows(work: Work) -> dict[str, list[dict[str, Any]]]:
    """The rows of tables that hold the stations and their values, in their canonical order."""
    charts = sorted(work.charts(), key=lambda one: one.station)
    every = {"indicator": "rain", "qualifier": "exact", "confidence": "high", "source": "yearbook"}
    rain = {"id": "rain", "section": SECTION.id, "name_en": "rainfall", "name_zh": "降雨量", "unit": "mm", "decimals": 0}
    book = {"title": "Yearbook of rain", "publisher": "Weather Office", "published": DAY, "url": "https://example.org/rain"}
    return {
        "data/entities.csv": [
            {"id": one.station, "kind": "station", "name_en": f"Station {one.number}", "name_zh": f"{one.number}号站"} for one in charts
        ],
        "data/observations.csv": [
            {**every, "entity": one.station, "period": row["quarter"], "value": row["value"]} for one in charts for row in one.rows()
        ],
        "data/indicators.csv": [
            {**rain, "direction": "neither", "definition_en": "All precipitation in the period.", "definition_zh": "期间全部降水。"}
        ],
        "data/sources.csv": [{"id": "yearbook", "kind": "dataset", "language": "en", **book}],
    }


def _table(text: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with the columns of another, and other rows; what it has no column for, another language, is left out."""
    out = io.StringIO()
    writer = csv.DictWriter(out, text.partition("\n")[0].split(","), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _module(charts: Iterable[Chart], languages: tuple[str, ...]) -> str:
    """The module of a page's charts."""
    return CHARTS + "".join(
        CHART.format(
            titles=dict.fromkeys(languages, f"{{{{ name('{one.station}') }}}}"),
            subtitles={code: SUBTITLES[code] for code in languages},
            number=one.number,
            mark=MARKS[one.kind],
            upright=one.kind != "bars",
        )
        for one in charts
    )


def _template(view: View, work: Work) -> str:
    """A page; its tables are the charts' own, and stand in the page where there are no charts."""
    title = TITLES[view.code].format(letters(view.page.number))
    parts = [f"---\ntitle: {title}\ndescription: {title}\n---\n# {title} {{#page}}", *view.page.paragraphs[view.code]]
    for chart in view.page.charts:
        said = (f'name("{chart.station}")', f'latest("rain", "{chart.station}")', f'when("{chart.rows()[-1]["quarter"]}")')
        parts.append(SENTENCES[view.code].format(*(f"{{{{ {one} }}}}" for one in said)))
        parts.append(f'{{{{ chart("{chart.station}") }}}}' if work.drawn else _rows_of(chart, view.code))
    return "\n\n".join(parts) + "\n"


def _rows_of(chart: Chart, code: str) -> str:
    """A table of all values of a station."""
    quarter, amount = HEADS[code]
    row = "| {{ one.when }} | {{ one }} |\n"
    return f'| {quarter} | {amount} |\n| --- | --- |\n{{% for one in series("rain", "{chart.station}") %}}\n{row}{{% endfor %}}'


@contextmanager
def _daemon(folder: Path) -> Iterator[None]:
    """A build daemon that has built a project once."""
    command = [sys.executable, str(ROOT / "build_site.py"), "build", "--no-downloads", "--daemon"]
    subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=True)  # noqa: S603
    try:
        yield
    finally:
        ended(Project(folder))


def _generators() -> tuple[Generator, ...]:
    program = (sys.executable, str(ROOT / "build_site.py"))
    serve = (*program, "serve", "--port", "{port}")
    full = Generator("ours-full", "ours, with every download", __version__, files, (*program, "build"), serve, "site")
    lean = replace(full, name="ours", title="ours", build=(*full.build, "--no-downloads"))
    return (
        lean,
        full,
        replace(lean, name="ours-daemon", title="ours, with its daemon", beside=_daemon),
        replace(lean, name="ours-undrawn", title="ours, no charts", files=lambda work: files(work.undrawn())),
    )


GENERATORS: Final = _generators()
