"""The comparison with other generators: all are given the same work, and what was measured is told as it was."""

from __future__ import annotations

import json
import re
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from benchmarks.peers import growth, measure, results
from benchmarks.peers.__main__ import RESULTS, main
from benchmarks.peers.all import GENERATORS
from benchmarks.peers.browser import charts_on
from benchmarks.peers.generator import HERE, OLD, Generator
from benchmarks.peers.measure import builds, text
from benchmarks.peers.results import COUNTS, SAVED, TIMES, Row
from benchmarks.peers.table import tables
from benchmarks.peers.texts import SHOWN, views
from benchmarks.peers.work import KINDS, LEAST, MOST, PARAGRAPHS, SIZES, Size, made
from benchmarks.processes import CommandError, measured
from sourced.editing import scaffold
from sourced.project import Project
from sourced.site.build import check
from tests.conftest import copy_report

SMALL = SIZES["small"]
GENERATOR = pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)
ROW = Row("2026-11-28T10:00:00+00:00", "ours", "1", "build", 1, 5, 20, 240, "cold", 0)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_size_has_its_pages_charts_and_values(size: Size) -> None:
    work = made(size)
    assert (len(work.pages), len(list(work.charts()))) == (size.pages, size.charts)
    values = [value for chart in work.charts() for value in chart.values]
    assert len(values) == size.observations
    assert LEAST <= min(values) <= max(values) <= MOST


def test_the_same_work_is_made_each_time() -> None:
    assert made(SMALL, ("en", "zh")) == made(SMALL, ("en", "zh"))


def test_a_second_language_adds_prose_and_changes_nothing_else() -> None:
    one, two = made(SMALL), made(SMALL, ("en", "zh"))
    assert list(one.charts()) == list(two.charts())
    for single, double in zip(one.pages, two.pages, strict=True):
        assert double.paragraphs["en"] == single.paragraphs["en"]
        assert len(double.paragraphs["zh"]) == PARAGRAPHS


def test_all_kinds_of_charts_are_among_the_smallest_work() -> None:
    assert {chart.kind for chart in made(SMALL).charts()} == set(KINDS)


def test_quarters_end_with_the_last_year_however_many_there_are() -> None:
    for size in ("small", "longest"):
        quarters = [row["quarter"] for row in next(made(SIZES[size]).charts()).rows()]
        assert quarters[-1] == "2022-Q4"
        assert quarters == sorted(quarters)
        assert len(set(quarters)) == SIZES[size].quarters


def test_a_changed_cell_is_one_value() -> None:
    old, new = made(SMALL), made(SMALL).changed(301)
    differing = [(a, b) for a, b in zip(old.charts(), new.charts(), strict=True) if a != b]
    assert len(differing) == 1
    assert differing[0][0].values[:-1] == differing[0][1].values[:-1]
    assert differing[0][1].rows()[-1]["value"] == 301
    assert differing[0][1].vega_lite()["data"]["values"] == differing[0][1].rows()


@GENERATOR
def test_every_generator_is_given_all_prose_and_all_values(generator: Generator) -> None:
    work = made(SMALL, ("en", "zh"))
    given = "\n".join(generator.files(work).values())
    for view in views(work):
        assert all(paragraph in given for paragraph in view.page.paragraphs[view.code])
    assert given.count("2021-Q3") >= SMALL.charts


@GENERATOR
def test_every_generator_is_given_a_changed_cell_by_one_file(generator: Generator) -> None:
    work = made(SMALL)
    old, new = generator.files(work), generator.files(work.changed(MOST + 1))
    assert old.keys() == new.keys()
    assert len([name for name in old if old[name] != new[name]]) == 1


@GENERATOR
def test_projects_are_well_formed(generator: Generator) -> None:
    given = generator.files(made(SMALL, ("en", "zh")))
    for name, content in given.items():
        if name.endswith(".json"):
            json.loads(content)
        if name.endswith((".yml", ".yaml")):
            yaml.safe_load(content)
        for chart in re.findall(r'<script type="application/json">(\{.*?)</script>', content):
            assert len(json.loads(chart)["data"]["values"]) == SMALL.quarters
    scripts = [f"docs/{one}" for one in yaml.safe_load(given.get("mkdocs.yml", "{}")).get("extra_javascript", ())]
    assert set(scripts) <= {*given, *generator.copied}


def test_what_draws_nothing_is_given_no_charts() -> None:
    for name in ("ours-undrawn", "material-undrawn"):
        given = "\n".join(GENERATORS[name].files(made(SMALL)).values())
        assert "vega" not in given
        assert "chart(" not in given
        assert "2021-Q3" in given
        assert not GENERATORS[name].copied


@pytest.mark.slow
@pytest.mark.parametrize("languages", [("en",), ("en", "zh")])
@pytest.mark.parametrize("name", ["ours", "ours-undrawn"])
def test_our_own_report_of_the_work_has_nothing_wrong(name: str, languages: tuple[str, ...], tmp_path: Path) -> None:
    scaffold.write(tmp_path, GENERATORS[name].files(made(Size(2, 10), languages)))
    assert not check(Project(tmp_path)).warnings


def test_a_project_is_written_anew_only_where_it_differs_and_cleaned_of_all_else(tmp_path: Path) -> None:
    generator, work = GENERATORS["eleventy-drawn"], made(SMALL)
    generator.write(tmp_path, work)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    generator.write(tmp_path, work.changed(MOST + 1))
    differing = [path.name for path, when in written.items() if path.stat().st_mtime_ns != when]
    assert differing == ["station-0.json"]
    (tmp_path / "_site/page-1").mkdir(parents=True)
    (tmp_path / "_site/page-1/index.html").write_text("", encoding="utf-8")
    generator.clean(tmp_path, work)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == written.keys()
    assert not (tmp_path / "_site").exists()
    assert len(list((tmp_path.parent / OLD).glob(f"{tmp_path.name}-*/_site/page-1/index.html"))) == 1


def test_an_unknown_generator_or_size_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "ours,hugo"]) == 2
    assert 'there is no generator "hugo": name some of ours, ' in capsys.readouterr().err
    assert main(["--sizes", "huge"]) == 2
    assert 'there is no size "huge": name some of small, ' in capsys.readouterr().err


def test_a_generator_that_is_not_installed_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GENERATORS, "absent", replace(GENERATORS["astro"], name="absent", program="no-such-program"))
    assert main(["--only", "absent"]) == 2
    assert "absent (make peers installs them" in capsys.readouterr().err


ORPHAN = "import os, time\nif not os.fork():\n    while time.process_time() < 0.4: pass"


def test_what_a_command_leaves_behind_is_counted_too(tmp_path: Path) -> None:
    used = measured([sys.executable, "-c", ORPHAN], tmp_path)
    assert used.cpu_seconds >= 0.4


BUSY = "import os, time\nif os.fork(): os.wait()\nelse:\n    while time.process_time() < 0.4: pass"


def test_processor_time_is_counted_for_one_who_ignores_the_end_of_children_too(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # which those that are started inherit
    try:
        used = measured([sys.executable, "-c", BUSY], tmp_path)
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert used.cpu_seconds >= 0.4


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    code = "import os, time\nheld = os.fork() or bytearray(60_000_000)\nheld2 = bytearray(60_000_000)\ntime.sleep(0.5)"
    assert measured([sys.executable, "-c", code], tmp_path).memory_mb >= 170


def test_a_command_that_fails_or_never_ends_is_told_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        measured([sys.executable, "-c", "import sys; sys.exit('no such file')"], tmp_path)
    with pytest.raises(CommandError, match=r"longer than 0\.3 s"):
        measured([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, timeout=0.3)


def _stand_in(name: str, code: str) -> Generator:
    """A generator of one page."""
    return Generator(name, name, "1", lambda work: {"a.txt": str(next(work.charts()).values[-1])}, (sys.executable, "-c", code), (), "site")


COPIES = (
    "import pathlib; pathlib.Path('site').mkdir(exist_ok=True);"
    " pathlib.Path('site/index.html').write_text(f'<p>{open(\"a.txt\").read()}&nbsp;millimetres')"
)


def test_steps_are_taken_in_turn_so_that_runs_can_be_compared_in_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "WORKS", tmp_path)
    said: list[str] = []
    found = measure.subjects([_stand_in("a", COPIES), _stand_in("b", COPIES)], SMALL, ("en",), "now")
    builds(found, 2, said.append)
    steps = [words.partition(":")[0] for words in said]
    assert steps == [f"{name}, {what}" for _ in range(2) for what in TIMES for name in ("a", "b")]
    assert [(row.what, row.run) for row in found[0].rows] == [(what, run) for run in range(2) for what in TIMES]
    assert results.ratio(found[0].rows, found[1].rows) is not None


def test_a_generator_that_does_not_build_what_was_changed_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "WORKS", tmp_path)
    said: list[str] = []
    stale, broken, good = _stand_in("stale", COPIES.replace("a.txt", "b.txt")), _stand_in("broken", "oops"), _stand_in("good", COPIES)
    found = measure.subjects([stale, broken, good], SMALL, ("en",), "now")
    (tmp_path / "b.txt").write_text("0", encoding="utf-8")
    for one in found:
        (one.folder / "b.txt").symlink_to(tmp_path / "b.txt")
    builds(found, 1, said.append)
    assert [one.given_up for one in found] == [True, True, False]
    assert any("broken, cold" in words and "oops" in words for words in said)


def test_the_text_of_a_built_page_has_plain_spaces(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<p>Rain: <b>161&nbsp;millimetres</b>\n in all.", encoding="utf-8")
    assert SHOWN.format(161) in text(page)


def test_what_was_measured_reads_as_it_was_written(tmp_path: Path) -> None:
    rows = [replace(ROW, seconds=1.5, cpu_seconds=1.25, memory_mb=20.5), replace(ROW, what=COUNTS[0], number=70.5)]
    results.write(tmp_path / "results.csv", rows)
    assert sorted(results.read(tmp_path / "results.csv"), key=lambda row: row.what) == sorted(rows, key=lambda row: row.what)


def test_new_measurements_take_the_place_of_those_of_the_same_thing_only() -> None:
    old = [replace(ROW, run=run, seconds=2.0) for run in range(3)] + [replace(ROW, generator="astro", seconds=3.0)]
    new = [replace(ROW, seconds=1.0)]
    assert results.renewed(old, new) == [old[3], new[0]]


def test_ratios_are_of_pairs_that_were_taken_side_by_side() -> None:
    ours = [replace(ROW, run=run, seconds=seconds) for run, seconds in enumerate((2.0, 8.0, 3.0))]
    other = [replace(ROW, generator="astro", run=run, seconds=seconds) for run, seconds in enumerate((1.0, 4.0, 1.0))]
    assert results.ratio(ours, other) == 2
    assert results.ratio(ours, [replace(row, measured="another day") for row in other]) is None


def _measured(generator: str, languages: int, seconds: float) -> list[Row]:
    """A row of each time."""
    return [replace(ROW, generator=generator, languages=languages, what=what, seconds=seconds, memory_mb=30.0) for what in TIMES]


def test_the_tables_tell_times_ratios_prices_and_what_readers_get() -> None:
    rows = [*_measured("ours", 1, 3), *_measured("material", 1, 1.5), *_measured("material-undrawn", 1, 1)]
    rows += [*_measured("ours", 2, 4), *_measured("material-undrawn", 2, 2), replace(ROW, what=SAVED, seconds=0.5)]
    rows += [replace(ROW, what=what, number=number) for what, number in zip(COUNTS, (70.5, 7, 4, 4, 100), strict=True)]
    told = tables(rows)
    assert "| ours | 1 | `build` | 3.00 | 3.00 | 3.00 | – | 30 |  |  |  |  |" in told
    assert "| MkDocs with Material, vega-embed | 1 | `build` | 1.50 | 1.50 | 1.50 | – | 30 | 2.00 | 2.00 | 2.00 | – |" in told
    assert "| without downloads | 4.00 | 4.00 | 4.00 | 2.00 | 2.00 | 2.00 |" in told
    assert "| without the second language | 3.00 | 3.00 | 3.00 | 3.00 | 3.00 | 3.00 |" in told
    assert "| ours | 70.5 | 7 | 4 | 4 | 100 |" in told
    assert "| ours | 0.50 |" in told
    assert "Astro" not in told


def test_the_readme_and_the_figure_are_made_of_the_measurements() -> None:
    rows = results.read(RESULTS)
    assert tables(rows) in (HERE / "README.md").read_text(encoding="utf-8"), "run: python -m benchmarks.peers --tables"
    for name, content in growth.tables(rows).items():
        assert (growth.REPORT / "data" / name).read_text(encoding="utf-8") == content, "run: python -m benchmarks.peers --tables"


@pytest.mark.slow
def test_the_report_of_the_figure_has_nothing_wrong(tmp_path: Path) -> None:
    assert not check(copy_report(growth.REPORT, tmp_path)).warnings


def test_charts_are_drawings_that_are_seen_and_large_enough(browser: Browser) -> None:
    page = browser.new_page()
    large, small = '<svg width="600" height="200"></svg>', '<svg width="24" height="24"></svg>'
    page.set_content(f"<header>{large}</header><main>{large}{small}<div hidden>{large}</div><canvas width=300 height=150></canvas></main>")
    assert charts_on(page) == 2
    page.close()
