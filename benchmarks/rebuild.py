"""How long builds take, whole processes, medians of five: `python -m benchmarks.rebuild [real] [synthetic] [tenfold] [rows]`.

The synthetic report is the work that generators are compared by (`benchmarks/peers`), five pages and twenty charts in two
languages; tenfold has fifty and two hundred. Memory is the most that all processes of a build held at once.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.peers.ours import files
from benchmarks.peers.work import SIZES, Size, made
from benchmarks.processes import Used, measured
from sourced.editing import scaffold

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "report"
PARTS = ("data", "charts", "templates", "docs", "mkdocs.yml", "build_site.py")
RUNS = 5
CELL = r"rain,station-3,2022-Q4,,,(\d+),"


def copied(source: Path, target: Path) -> Path:
    """A report's own files in another folder."""
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (source / name).exists():
            shutil.copy(source / name, target / name)
    return target


def synthetic(target: Path, size: Size) -> Path:
    """The work that generators are compared by, in two languages."""
    scaffold.write(target, files(made(size, ("en", "zh"))))
    return target


def _append(path: Path, lines: Iterable[str]) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text((text if text.endswith("\n") else text + "\n") + "".join(lines), encoding="utf-8")


def run(project: Path, *options: str) -> Used:
    """What a build used."""
    return measured([sys.executable, str(ROOT / "build_site.py"), "build", "--project", str(project), *options], ROOT)


def row(name: str, before: Callable[[int], None], project: Path, *options: str, runs: int = RUNS) -> None:
    """Time builds, each after `before`, and print a line."""
    times, memory = [], 0.0
    for number in range(runs):
        before(number)
        used = run(project, *options)
        times.append(used.seconds)
        memory = max(memory, used.memory_mb)
    print(f"{name:58}{statistics.median(times):7.2f} s   ({min(times):.2f} to {max(times):.2f}, {memory:.0f} MB)", flush=True)


def report(name: str, project: Path, table: str, cell: str, *, downloads: bool, cold_runs: int = RUNS) -> None:
    """The rows of one report: cold, nothing changed, one cell changed."""
    path = project / table

    def cold(_: int) -> None:
        for folder in filter(Path.exists, (project / "build", project / "site")):
            # Put by, not deleted: ext4 without a journal makes new files many times as slowly for minutes after thousands were.
            folder.rename(project.with_name(f"{project.name}-{folder.name}-{time.monotonic_ns()}"))

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
            small = synthetic(folder / "small", SIZES["small"])
            report("5 pages, 20 charts", small, "data/observations.csv", CELL, downloads=False)
        if not wanted or "tenfold" in wanted:
            middle = synthetic(folder / "middle", SIZES["middle"])
            report("50 pages, 200 charts", middle, "data/observations.csv", CELL, downloads=False, cold_runs=3)
        if not wanted or "rows" in wanted:
            rows_loaded(_made(folder / "rows"), 100_000)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main(sys.argv[1:])
