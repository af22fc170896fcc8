"""Break the tiny report in so many ways: `python -m benchmarks.fuzz 5000`, or of one sort: `python -m benchmarks.fuzz 1000 0 templates`.

Each case ends in a good site or in findings with file and remedy, and what `check` finds nothing wrong with is built.
Anything else is printed with its sort and seed: an error of the program, a process that ended or hung, markup out of a cell.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import altair  # noqa: F401 (before there is a limit on it)
import pandas as pd  # noqa: F401

from benchmarks.breaking import break_cells, break_descriptor, break_template, break_workbook
from benchmarks.breaking_history import break_history
from sourced.data.canonical import canonical_texts
from sourced.data.package import load_package
from sourced.data.workbook import missing_sheets, workbook_changes
from sourced.editing.rows import put_in_order, write_checked
from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import build, check
from sourced.system import limits
from tests.conftest import TINY, copy_report

SORTS: Final[Mapping[str, Callable[[random.Random, Project], None]]] = {
    "cells": break_cells, "descriptors": break_descriptor, "templates": break_template, "histories": break_history,
    "workbooks": break_workbook,
}  # fmt: skip
"""What is broken, and by what."""
GOOD: Final = ("built", "refused")
PATIENCE: Final = 90.0
"""Seconds after which a case counts as hung: limits on work, shortened here, must have ended it."""
_HARM: Final = ("<b id=fuzz", "<b id=\"fuzz", "<script>fuzz", 'href="javascript:', 'onclick="fuzz', '<img alt="x" src="https')  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One way to break the report."""

    sort: str
    seed: int


def _tried(case: Case, project: Project) -> None:
    """Do with a broken report what its editors do; raise ReportError for what is refused."""
    if case.sort == "workbooks":
        _imported(project)
        return
    if case.sort == "cells" and case.seed % 5 == 0:
        put_in_order(project)
    check(project, today=date(2024, 3, 1))
    if case.seed % 3 == 0:
        try:
            build(project, downloads=case.seed % 60 == 0)
        except ReportError as error:
            raise AssertionError(f"check found nothing, build {error.findings[0]}") from error


def _imported(project: Project) -> None:
    """Take over a workbook, as `import` does."""
    package = load_package(project.data, root=project.root)
    texts = workbook_changes(package, project, project.root / "data.xlsx")
    if texts:
        write_checked(project, texts, canonical_texts(package, project, texts))
    missing_sheets(package, project.root / "data.xlsx")


def _outcome(case: Case, project: Project) -> str:
    """How a case ends: "built", "refused", or what is wrong with that."""
    try:
        _tried(case, project)
    except ReportError as error:
        if vague := [one for one in error.findings if not (one.file and one.found and one.fix) or "Traceback" in one.found]:
            return f"vague: {vague[0]}"
        return f"a history refused: {error.findings[0]}" if case.sort == "histories" else "refused"
    except BaseException as error:  # noqa: BLE001 (what must not happen)
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"traceback: {type(error).__name__}: {str(error)[:300]} at {Path(last.filename).name}:{last.lineno}"
    for page in project.site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for harm in _HARM:
            if harm in text:
                return f"markup from the data in {page.name}: {harm}"
    return "built"


def _worker(asked: Connection, folder: str) -> None:
    """Try cases until there are no more, each on a fresh copy of the report beside a kept cache."""
    limits.SECONDS = 6.0  # type: ignore[misc]
    project = Project(Path(folder) / "x")
    cache = Path(folder) / "build"
    while case := asked.recv():
        shutil.rmtree(project.root, ignore_errors=True)
        copy_report(TINY, project.root)
        if cache.exists():
            cache.rename(project.build)
        rng = random.Random(f"{case.sort} {case.seed}")  # noqa: S311
        SORTS[case.sort](rng, project)
        asked.send(_outcome(case, project))
        if project.build.is_dir():
            project.build.rename(cache)


class _Trial:
    """A process that tries cases; it is started anew when one has ended it or keeps it too long."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._start()

    def _start(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        Path(self._folder).mkdir()
        self._pipe, inner = multiprocessing.get_context("fork").Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=_worker, args=(inner, self._folder))
        self._process.start()
        inner.close()

    def outcome(self, case: Case) -> str:
        """How a case ends."""
        self._pipe.send(case)
        try:
            if self._pipe.poll(PATIENCE):
                return str(self._pipe.recv())
            ended = f"hang: after {PATIENCE:.0f} s"
        except (EOFError, OSError):
            ended = "the process ended"
        self._process.kill()
        self._process.join()
        self._start()
        return ended

    def stop(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join()


def cases(number: int, first: int, sorts: list[str]) -> Iterator[Case]:
    """So many cases, as many of each sort."""
    for place in range(number):
        yield Case(sorts[place % len(sorts)], first + place // len(sorts))


def main(number: int, first: int = 0, *sorts: str) -> int:
    """Run so many cases; give the number of those that ended otherwise than they should."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong, slowest = 0, (0.0, Case("", 0))
    chosen = list(sorts or SORTS)
    with tempfile.TemporaryDirectory() as folder:
        trial = _Trial(f"{folder}/x")
        for case in cases(number, first, chosen):
            started = time.perf_counter()
            ended = trial.outcome(case)
            slowest = max(slowest, (time.perf_counter() - started, case), key=lambda one: one[0])
            counts[case.sort, ended if ended in GOOD else ended.partition(":")[0]] += 1
            if sum(counts.values()) % 100 == 0:
                print(f"… {sum(counts.values())} cases, {wrong} wrong", flush=True)
            if ended not in GOOD:
                wrong += 1
                print(f"{case.sort} {case.seed}: {ended}", flush=True)
        trial.stop()
    for sort in chosen:
        print(f"{sort}: " + ", ".join(f"{count} {ended}" for (of, ended), count in sorted(counts.items()) if of == sort))
    print(f"{number} cases, {wrong} wrong; the slowest, {slowest[1].sort} {slowest[1].seed}, took {slowest[0]:.1f} s")
    return wrong


if __name__ == "__main__":
    asked = sys.argv[1:]
    sys.exit(1 if main(int(asked[0]) if asked else 5000, int(asked[1]) if len(asked) > 1 else 0, *asked[2:]) else 0)
