"""How long builds take, whole processes, medians of five: `python benchmarks/rebuild.py [real] [synthetic] [tenfold] [rows]`.

The synthetic report is the tiny one of the tests with five pages and twenty charts more (two languages);
tenfold has fifty and two hundred. Peak memory is the largest resident set of the build's own process.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "report"
PARTS = ("data", "charts", "templates", "docs", "mkdocs.yml", "build_site.py")
RUNS = 5
CHARTS = '''"""Many stations."""

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import columns
'''
CHART = '''
@chart(section="weather", title=dict.fromkeys(("en", "zh"), "{{ name('station-{n}') }}"), subtitle={"en": "By quarter", "zh": "季度降雨量"})
def station_{n}(canvas: Canvas) -> Drawn:
    """Rain at a station."""
    return columns(canvas, canvas.series("rain", "station-{n}"))
'''


def copied(source: Path, target: Path) -> Path:
    """A report's own files in another folder."""
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (source / name).exists():
            shutil.copy(source / name, target / name)
    return target


def synthetic(target: Path, pages: int, charts: int) -> Path:
    """The tiny report with pages and charts added, a station of twelve quarters for each chart."""
    copied(TINY, target)
    _append(target / "data/entities.csv", (f"station-{n},station,Station No {n},第{n}站,\n" for n in range(charts)))
    quarters = [f"{year}-Q{quarter}" for year in (2020, 2021, 2022) for quarter in (1, 2, 3, 4)]
    rows = (f"rain,station-{n},{when},,,{(n * 37 + place * 11) % 300 + 1},exact,high,office-2023,,\n"
            for n in range(charts) for place, when in enumerate(quarters))  # fmt: skip
    _append(target / "data/observations.csv", rows)
    (target / "charts/stations.py").write_text(CHARTS + "".join(CHART.replace("{n}", str(n)) for n in range(charts)), encoding="utf-8")
    each = charts // pages
    for page in range(pages):
        for code, name in (("en", "Page"), ("zh", "页")):
            body = "".join(f'\n{{{{ figure("rain", "station-{n}", "2022-Q4") }}}}\n\n{{{{ chart("station-{n}") }}}}\n'
                           for n in range(page * each, (page + 1) * each))  # fmt: skip
            title = f"{name} {''.join(chr(97 + int(digit)) for digit in str(page))}"  # the build refuses a bare digit
            text = f"---\ntitle: {title}\ndescription: {title}\n---\n# {title} {{#page}}\n{body}"
            (target / f"templates/pages/page-{page}.{code}.md.j2").write_text(text, encoding="utf-8")
    _append(target / "mkdocs.yml", (f"  - page-{page}.md\n" for page in range(pages)))
    return target


def _append(path: Path, lines: object) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text((text if text.endswith("\n") else text + "\n") + "".join(lines), encoding="utf-8")  # type: ignore[call-overload]


def run(project: Path, *options: str) -> tuple[float, float]:
    """Seconds of wall time and peak memory in MB of one build."""
    command = [sys.executable, str(ROOT / "build_site.py"), "build", "--project", str(project), *options]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(process.stderr.read().decode() if process.stderr else "the build failed")
    if process.stderr:
        process.stderr.close()
    return time.perf_counter() - started, used.ru_maxrss / 1024


def row(name: str, before: Callable[[int], None], project: Path, *options: str, runs: int = RUNS) -> None:
    """Time builds, each after `before`, and print a line."""
    times, memory = [], 0.0
    for number in range(runs):
        before(number)
        seconds, peak = run(project, *options)
        times.append(seconds)
        memory = max(memory, peak)
    print(f"{name:58}{statistics.median(times):7.2f} s   ({min(times):.2f} to {max(times):.2f}, {memory:.0f} MB)", flush=True)


def report(name: str, project: Path, table: str, cell: str, *, downloads: bool, cold_runs: int = RUNS) -> None:
    """The rows of one report: cold, nothing changed, one cell changed."""
    path = project / table

    def cold(_: int) -> None:
        shutil.rmtree(project / "build", ignore_errors=True)
        shutil.rmtree(project / "site", ignore_errors=True)

    def changed(number: int) -> None:
        text = path.read_text(encoding="utf-8")
        match = re.search(cell, text)
        if not match:
            sys.exit(f"{table} has no cell {cell}")
        path.write_text(f"{text[: match.start(1)]}{int(match[1]) + number + 1}{text[match.end(1) :]}", encoding="utf-8")

    row(f"{name}, cold, site only", cold, project, "--no-downloads", runs=cold_runs)
    row(f"{name}, nothing changed", lambda _: None, project, "--no-downloads")
    row(f"{name}, one cell changed", changed, project, "--no-downloads")
    if downloads:
        row(f"{name}, cold, with every download", cold, project, runs=cold_runs)


def rows_loaded(folder: Path, rows: int) -> None:
    """Load, check and compute with so many observations, in a process of its own; the chart modules are known from before."""
    project = copied(TINY, folder)
    days = (f"{year}-{month:02}-{day:02}" for year in range(1700, 2000) for month in range(1, 13) for day in range(1, 29))
    lines = (f"rain,coast,{day},,,{number % 90},exact,high,office-2023,,\n" for number, day in zip(range(rows), days, strict=False))
    _append(project / "data/observations.csv", lines)
    code = (
        "import gc; gc.disable();"  # as the program does
        "from pathlib import Path; from sourced.site.load import load_report; from sourced.project import Project;"
        f"r, _ = load_report(Project(Path({str(project)!r})), remember=True); f = r.figures;"
        "s = f.series('rain', 'coast', kind='day'); [f.change(b, a) for a, b in zip(s[1:], s[2:]) if a.value]; print(len(s));"
        "r.memo.close()"
    )
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
        times.append(time.perf_counter() - started)
    print(f"{f'{rows:,} observations loaded, checked, computed':58}{statistics.median(times):7.2f} s", flush=True)


def main(wanted: list[str]) -> None:
    """Print the rows that are wanted, all if none is named."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not wanted or "real" in wanted:
            real = copied(ROOT, _made(folder / "real"))
            cell = r"revenue,kling,2025-Q3,,,(\d+),"
            report("real report", real, "data/financials/observations.csv", cell, downloads=True, cold_runs=3)
        if not wanted or "synthetic" in wanted:
            made = synthetic(_made(folder / "small"), 5, 20)
            report("5 pages, 20 charts", made, "data/observations.csv", r"rain,station-3,2022-Q4,,,(\d+),", downloads=False)
        if not wanted or "tenfold" in wanted:
            made = synthetic(_made(folder / "large"), 50, 200)
            report("50 pages, 200 charts", made, "data/observations.csv", r"rain,station-3,2022-Q4,,,(\d+),", downloads=False, cold_runs=3)
        if not wanted or "rows" in wanted:
            rows_loaded(_made(folder / "rows"), 100_000)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main(sys.argv[1:])
