"""A build with a warm cache equals a cold one, byte for byte, whatever has changed since; and it makes only what changed."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sourced.findings import ReportError
from sourced.pages.freshness import newest_figure
from sourced.project import Project
from sourced.site.build import build
from sourced.site.compose import compose
from sourced.site.load import load_report
from sourced.site.outcome import PriorityPage
from sourced.system.memo import Memo, Shelf
from sourced.system.tracking import WHOLE
from tests.conftest import ROOT, copy_report

pytestmark = pytest.mark.build
Edit = Callable[[str, str, str], None]
KINDS = {
    "a value": ("data/observations.csv", "120.2", "121.3"),
    "a source": ("data/sources.csv", "Weather Office", "Office of Weather"),
    "a name": ("data/entities.csv", "Coast Station", "Shore Station"),
    "a unit": ("data/units.csv", "millimetres", "mm"),
    "an indicator": ("data/indicators.csv", ",rainfall,", ",precipitation,"),
    "a term": ("data/terms.csv", ",improving,", ",better,"),
    "the descriptor": ("data/datapackage.yaml", "updated: 2024-02-01", "updated: 2024-02-02"),
    "a chart": ("charts/rain.py", "height", "height "),
    "a chart's title": ("charts/rain.py", '"The coast had', '"In spring the coast had'),
    "a colour": ("charts/theme.py", "#05a", "#06b"),
    "a page": ("templates/pages/index.en.md.j2", "had", "has had"),
    "the theme": ("templates/theme/404.html", "Dry here", "Dry there"),
    "a stylesheet": ("docs/assets/extra.css", "sans-serif", "serif"),
    "the configuration": ("mkdocs.yml", "tables]", "tables, {toc: {permalink: true}}]"),
}

PARTS = 4
"""Into how many the long test of cells is parted, so that workers can share it."""


def tree(folder: Path) -> dict[str, bytes]:
    """Path to content of the files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def cold(project: Project, folder: Path, *, downloads: bool = True) -> dict[str, bytes] | str:
    """The site of the same inputs, built elsewhere without a cache; the findings if it can't be built."""
    other = copy_report(project.root, folder)
    try:
        build(other, downloads=downloads)
        return tree(other.site)
    except ReportError as error:
        return str(error)
    finally:
        shutil.rmtree(folder)


def warm(project: Project, *, downloads: bool = True) -> dict[str, bytes] | str:
    try:
        build(project, downloads=downloads)
        return tree(project.site)
    except ReportError as error:
        return str(error)


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_change_of(kind: str, built: Project, edit: Edit, tmp_path: Path) -> None:
    before = tree(built.site)
    edit(*KINDS[kind])
    after = warm(built)
    assert after == cold(built, tmp_path / "cold")
    assert (after != before) == (kind != "a chart")  # the chart's edit is a blank


@pytest.mark.parametrize("part", range(PARTS))
def test_after_a_change_of_any_cell(part: int, built: Project, tmp_path: Path) -> None:
    """Every seventh cell of every table, made another one; most changes print something else somewhere.

    A part of them with all that can be taken away, which is most of a build's time.
    """
    different, cells, downloads = 0, 0, part == 0
    start = warm(built, downloads=downloads)
    for path in sorted(built.data.glob("*.csv")):
        original = path.read_bytes()
        rows = list(csv.reader(io.StringIO(original.decode())))
        places = [(row, column) for row in range(1, len(rows)) for column in range(len(rows[0])) if rows[row][column]]
        for row, column in places[3 + 7 * part :: 7 * PARTS]:
            changed = [list(one) for one in rows]
            changed[row][column] = other_than(changed[row][column])
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(changed)
            path.write_text(out.getvalue(), encoding="utf-8")
            after = warm(built, downloads=downloads)
            if isinstance(after, dict):
                assert after == cold(built, tmp_path / "cold", downloads=downloads), (path.name, row, rows[0][column])
                different += after != start
                cells += 1
        path.write_bytes(original)
    assert different > cells / 2 > 2


def other_than(cell: str) -> str:
    if cell.replace(".", "").isdigit():
        return f"{float(cell) + 1:g}"
    return cell[:-1] if cell.isascii() and " " not in cell else f"{cell} too"


@pytest.mark.parametrize("damage", [b"", b"not a database", None])
def test_a_damaged_or_missing_cache_costs_time_only(built: Project, damage: bytes | None) -> None:
    before = tree(built.site)
    memory = built.build / "cache/memo.sqlite"
    memory.unlink() if damage is None else memory.write_bytes(damage)
    assert warm(built) == before


@pytest.mark.parametrize("gone", ["the sites", "the pages that are kept", "both"])
def test_pages_are_taken_from_a_site_or_as_they_were_kept_or_made_again(built: Project, gone: str) -> None:
    before = tree(built.site)
    if gone != "the pages that are kept":
        shutil.rmtree(built.site)
        shutil.rmtree(built.build / "site", ignore_errors=True)
        shutil.rmtree(built.build / "docs")
    if gone != "the sites":
        with closing(sqlite3.connect(built.build / "cache/memo.sqlite")) as memory, memory:
            memory.execute("UPDATE kept SET long = x'00'")
    (built.build / "last.json").unlink()
    assert warm(built) == before


def test_of_drawings_and_files_that_are_in_place_none_is_read(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read, long = list[str](), Memo.long

    def noted(memo: Memo, name: str, base: object) -> object:
        read.append(name)
        return long(memo, name, base)

    build(built, downloads=False)
    monkeypatch.setattr(Memo, "long", noted)
    (built.build / "last.json").unlink()
    build(built, downloads=False)
    assert read == []
    shutil.rmtree(built.build / "docs")
    (built.build / "last.json").unlink()
    build(built, downloads=False)
    assert {name.split()[0] for name in read} == {"files"}


def test_a_hand_in_the_site_does_not_outlive_a_build(built: Project) -> None:
    (built.site / "assets/site.css").write_text("tampered", encoding="utf-8")
    (built.site / "extra.html").write_text("extra", encoding="utf-8")
    build(built)
    assert b"tampered" not in tree(built.site)["assets/site.css"]
    assert "extra.html" not in tree(built.site)


def test_a_build_of_the_same_inputs_imports_nothing_that_only_a_build_needs(built: Project) -> None:
    build(built)
    code = f"from sourced.commands.cli import main; main(['build', '--project', {str(built.root)!r}], standalone_mode=False)\n"
    code += "import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603
    assert not {"pandas", "altair", "jinja2", "mkdocs", "sourced.site.stages"} & set(done.stdout.split())


def test_a_build_of_the_same_inputs_does_nothing(built: Project) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.site.rglob("*")}
    stages: list[str] = []
    outcome = build(built, progress=stages.append)
    assert (stages, outcome.pages, outcome.rows) == ([], 32, 59)
    assert {path: path.stat().st_mtime_ns for path in built.site.rglob("*")} == before


def test_only_what_reads_the_changed_row_is_made_anew(built: Project, edit: Edit) -> None:
    edit("data/observations.csv", "120.2", "121.3")
    report, _ = load_report(built, remember=True)
    compose(report)
    made = set(report.memo.made)
    report.memo.close()
    assert {"page en/evidence/indicators/rain", "page zh/index"} <= made
    assert not {"page en/evidence/indicators/damage", "page en/evidence/sources", "module charts/rain.py"} & made


@pytest.mark.parametrize(
    "path", ["index.html", "zh/index.html", "evidence/tables/floods/index.html", "zh/evidence/indicators/rain/index.html"]
)
def test_a_page_shown_ahead_is_the_page_of_the_site_to_come(tiny: Project, edit: Edit, tmp_path: Path, path: str) -> None:
    shelf: Shelf = {}
    shown: list[bytes] = []
    build(tiny, downloads=False, shelf=shelf)
    for old, new in (("120.2", "121.3"), ("121.3", "122.4"), ("122.4", "123.5")):
        edit("data/observations.csv", old, new)
        edit("data/floods.csv", "harbour", "old harbour")
        build(tiny, downloads=False, shelf=shelf, ahead=PriorityPage(path, shown.append))
        assert not shown or shown[-1] == (tiny.site / path).read_bytes()
    assert len(set(shown)) == 2  # the first time there is no tree to take the other pages from
    other = copy_report(tiny.root, tmp_path / "other")
    build(other, downloads=False)
    assert tree(tiny.site) == tree(other.site)


def test_who_names_the_newest_figure_does_not_depend_on_every_other(tiny: Project) -> None:
    report = load_report(tiny)[0]
    with report.figures.model.tracker.recording() as read:
        assert newest_figure(report, report.root)
    assert read == {("newest", WHOLE)}
