"""Large reports: time, memory and the heaviest files, in a table: `python -m benchmarks.scale [20000] [100000] [charts] [both]`.

The tiny report of the tests with so many observations more (five indicators of a thousand entities by quarter), with
6,000 observations in 300 charts more, ten a page, or with 100,000 and 300 charts. Times are seconds of processor time of
all processes together, as a machine may be shared, with wall time in brackets; memory is the most that they held at once
(each shared page counted once). Check and both builds start without anything kept; after each build, one cell is changed
and it is done again.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.processes import Used
from benchmarks.processes import measured as used_by
from benchmarks.rebuild import ROOT, TINY, copied

INDICATORS = 5
ENTITIES = 1000
CHARTS = '''"""Many stations."""

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import columns
'''
CHART = '''
@chart(section="weather", title=dict.fromkeys(("en", "zh"), "{{ name('station-{n}') }}"), subtitle={"en": "By quarter", "zh": "季度降雨量"})
def station_{n}(canvas: Canvas) -> Drawn:
    """Rain at a station."""
    return columns(canvas, canvas.series("gauge-0", "station-{n}"))
'''
CHARTS_A_PAGE = 10
PAGE = "---\ndescription: Rain by station.\n---\n# {{ name('station-{n}') }} {#stations}\n"
HEAD = (
    "| report | check | cold build, site only | one cell | cold, every download | one cell | check, one cell | peak | largest page |"
    " evidence.json | search list | site |"
)


def made(target: Path, observations: int, *, entities: int = ENTITIES, indicators: int = INDICATORS, charts: int = 0) -> Path:
    """The tiny report with observations, and with charts of its first entities, added; the same bytes each time."""
    copied(TINY, target)
    _append(target / "data/entities.csv", (f"station-{n},station,Station No {n},第{n}站,\n" for n in range(entities)))
    names = (f"gauge-{n},weather,Gauge No {n},雨量计{n},mm,1,neither,Rain in the gauge.,雨量计的降雨量。\n" for n in range(indicators))
    head = (target / "data/indicators.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    _append(target / "data/indicators.csv", (_row_of(head, line) for line in names))
    quarters = [f"{2000 + n // 4}-Q{n % 4 + 1}" for n in range(-(-observations // (entities * indicators)))]
    each = ((one, station, when) for one in range(indicators) for station in range(entities) for when in quarters)
    rows = (
        f"gauge-{one},station-{station},{when},,,{(one * 7 + station * 37 + int(when[3]) * 11) % 300 + 1},exact,high,office-2023,,\n"
        for (one, station, when), _ in zip(each, range(observations), strict=False)
    )
    _append(target / "data/observations.csv", rows)
    drawn = (CHART.replace("{n}", str(n)) for n in range(charts))
    (target / "charts/stations.py").write_text(CHARTS + "".join(drawn), encoding="utf-8")
    for first in range(0, charts, CHARTS_A_PAGE):
        shown = "".join(f'\n{{{{ chart("station-{n}") }}}}\n' for n in range(first, min(first + CHARTS_A_PAGE, charts)))
        for code in ("en", "zh"):
            (target / f"templates/pages/stations-{first}.{code}.md.j2").write_text(
                PAGE.replace("{n}", str(first)) + shown, encoding="utf-8"
            )
    _append(target / "mkdocs.yml", (f"  - stations-{first}.md\n" for first in range(0, charts, CHARTS_A_PAGE)))
    return target


def _row_of(head: list[str], line: str) -> str:
    """A line of indicators.csv with as many cells as the table has columns."""
    cells = line.rstrip("\n").split(",")
    return ",".join((cells + [""] * len(head))[: len(head)]) + "\n"


def _append(path: Path, lines: Iterable[str]) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text((text if text.endswith("\n") else text + "\n") + "".join(lines), encoding="utf-8")


def run(project: Path, command: str, *options: str) -> Used:
    """What a command on a report used."""
    return used_by([sys.executable, str(ROOT / "build_site.py"), command, "--project", str(project), *options], ROOT)


def cold(project: Path, command: str, *options: str) -> Used:
    """What a command used that finds nothing of what was made before."""
    by = Path(tempfile.mkdtemp(dir=project.parent))  # not deleted yet: a file system may look at each that was before it makes a new one
    for folder in (project / "build", project / "site"):
        if folder.exists():
            folder.rename(by / folder.name)
    return run(project, command, *options)


def changed(project: Path, value: int, command: str, *options: str) -> Used:
    """What a command used after a change of one cell."""
    table = project / "data/observations.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(re.sub(r"(gauge-0,station-3,2000-Q1,,,)\d+", rf"\g<1>{value}", text), encoding="utf-8")
    return run(project, command, *options)


def measured(name: str, project: Path) -> None:
    """Print the line of a report."""
    used = [cold(project, "check"), cold(project, "build", "--no-downloads"), changed(project, 299, "build", "--no-downloads")]
    used += [cold(project, "build"), changed(project, 298, "build"), changed(project, 297, "check")]
    files = {path.relative_to(project / "site").as_posix(): path.stat().st_size for path in (project / "site").rglob("*") if path.is_file()}
    page = max((size for path, size in files.items() if path.endswith(".html")), default=0)
    times = (f"{one.cpu_seconds:.1f} ({one.seconds:.1f})" for one in used)
    sizes = (page, files["evidence.json"], files["search-index.js"], sum(files.values()))
    peak = max(one.memory_mb for one in used)
    print(f"| {name} | {' | '.join(times)} | {peak:.0f} MB | {' | '.join(f'{size / 1e6:.2f} MB' for size in sizes)} |", flush=True)


def main(wanted: list[str]) -> None:
    """Print the table, of all reports if none is named."""
    print(f"{HEAD}\n|{' --- |' * HEAD.count(' |')}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        for one in wanted or ["20000", "100000", "charts", "both"]:
            if one == "both":
                measured("100,000 observations, 300 charts", made(Path(name) / one, 100_000, charts=300))
            elif one == "charts":
                measured("6,000 observations, 300 charts", made(Path(name) / one, 6000, entities=300, indicators=1, charts=300))
            else:
                measured(f"{int(one):,} observations", made(Path(name) / one, int(one)))


if __name__ == "__main__":
    main(sys.argv[1:])
