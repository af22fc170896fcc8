"""Large reports: what is one file in a small one comes in parts, each found by a figure's key."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from sourced.data.parts import MOST_OF_PART, MOST_SOURCES, beginning_of, beginnings, dealt, parts_of
from sourced.data.plausibility import plausibility_warnings
from sourced.findings import ReportError
from sourced.outputs import search_index
from sourced.outputs.evidence_index import MOST, evidence_files, file_of
from sourced.outputs.search_index import Document, rows_found, scripts
from sourced.outputs.sitemap import crawler_files
from sourced.pages.markup import observation_address
from sourced.pages.report import Report
from sourced.periods import Period
from sourced.project import Project
from sourced.site.build import build, check
from sourced.site.finish import facts_of
from sourced.site.load import load_report
from tests.conftest import TINY, copy_report
from tests.serving import served
from tests.test_rebuild import tree


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The tiny report with a few thousand days of rain more."""
    project = copy_report(TINY, tmp_path_factory.mktemp("large"))
    days = [f"{year}-{month:02}-{day:02}" for year in range(1990, 2010) for month in range(1, 13) for day in range(1, 29)]
    table = project.data / "observations.csv"
    rows = (f"rain,coast,{day},,,{place % 90},exact,high,office-2023,,\n" for place, day in enumerate(days))
    table.write_text(table.read_text(encoding="utf-8") + "".join(rows), encoding="utf-8")
    return load_report(project)[0]


@pytest.fixture(scope="module")
def parts(large: Report) -> dict[str, str]:
    """Its evidence, by path."""
    return evidence_files(large, [])


def test_the_evidence_of_many_observations_comes_in_parts_found_by_key(large: Report, parts: dict[str, str]) -> None:
    files = {path: json.loads(text) for path, text in parts.items()}
    observed = large.figures.model.observed
    assert len(observed) > MOST
    assert all(key in files[file_of(group[0])]["figures"] for key, group in observed.items())
    assert files["evidence.json"]["figures"].keys().isdisjoint(observed)
    assert set(files["evidence.json"]["parts"]["files"]) == files.keys() - {"evidence.json"}
    assert file_of(observed["rain.coast.1990-01-28"][0]) == "evidence/figures/rain/coast-1990.json"
    assert file_of(observed["damage.coast.2023-Q2"][0]) == "evidence/figures/damage.json"


def test_no_part_of_it_is_over_500_kb(parts: dict[str, str]) -> None:
    assert max(len(text.encode()) for text in parts.values()) < 500_000


def test_llms_txt_says_that_observations_are_in_parts(large: Report) -> None:
    assert "observations in the files that it names under `parts`" in crawler_files(large, [])["llms.txt"]


def test_the_evidence_of_a_small_report_is_one_file(tiny: Project) -> None:
    assert list(evidence_files(load_report(tiny)[0], [])) == ["evidence.json"]


def test_of_many_observations_a_search_finds_the_newest_of_each_series(large: Report) -> None:
    series = next(one for one, keys in rows_found(large, large.root) if "rain.coast.2023-Q2" in keys)
    assert (series.title, series.figure.partition(":")[0], series.older, series.text) == ("rainfall, Coast Station", "Q2 2023", (), "")


def test_of_few_it_finds_the_older_ones_too(tiny: Project) -> None:
    report = load_report(tiny)[0]
    assert next(one for one, keys in rows_found(report, report.root) if "rain.coast.2023-Q2" in keys).older


def test_a_long_list_of_what_can_be_found_comes_in_files_of_which_the_first_names_the_others() -> None:
    listed = [Document(f"Station {number}", "x" * 1000, "", "", "", "") for number in range(2000)]
    files = scripts(listed, "en/search-index")
    assert list(files) == ["en/search-index.js", "en/search-index-2.js", "en/search-index-3.js"]
    assert max(len(text.encode()) for text in files.values()) < 1_000_000
    assert files["en/search-index.js"].startswith('window.later=["search-index-2.js", "search-index-3.js"];\n')
    assert sum(text.count('["Station ') for text in files.values()) == len(listed)


def test_what_comes_later_of_a_long_list_is_found_too(tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MOST_BYTES", 600)
    project = copy_report(TINY, tmp_path)
    build(project, downloads=False)
    assert "exchange rate" not in (project.site / "search-index.js").read_text(encoding="utf-8")
    with served(project.site) as address:
        page = browser.new_page()
        page.goto(address)
        page.locator("button.find").click()
        page.locator("dialog.search input").fill("exchange rate")
        page.locator("#found a", has_text="exchange rate").first.wait_for()
        page.close()


@dataclass(frozen=True)
class BuiltSite:
    """A report with its finished site."""

    report: Report
    ids: dict[str, frozenset[str]]
    """The ids on each page, by its address from the site's root."""
    sizes: dict[str, int]


@pytest.fixture(scope="module")
def middling(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The tiny report with the snow of four years at three hundred stations, and that of three years of days at one, built."""
    project = copy_report(TINY, tmp_path_factory.mktemp("middling"))
    stations = [f"station-{number}" for number in range(300)]
    days = [f"{year}-{month:02}-{day:02}" for year in (2001, 2002, 2003) for month in range(1, 13) for day in range(1, 29)]
    rows = [
        f"snow,{one},{year},,,{place + 1},exact,high,office-2023,,\n" for place, one in enumerate(stations) for year in range(2000, 2004)
    ]
    rows += [f"snow,coast,{day},,,{place % 90},exact,high,office-2023,,\n" for place, day in enumerate(days)]
    with (project.data / "indicators.csv").open("a", encoding="utf-8") as table:
        table.write("snow,weather,snowfall,降雪量,mm,1,neither,Snow as water,折合降水量\n")
    with (project.data / "observations.csv").open("a", encoding="utf-8") as table:
        table.writelines(rows)
    with (project.data / "entities.csv").open("a", encoding="utf-8") as table:
        table.writelines(f"{one},station,Station {one},站{one},\n" for one in stations)
    build(project)
    pages = {path.parent.relative_to(project.site).as_posix() + "/": path for path in project.site.rglob("index.html")}
    ids = {address: facts_of(address, path.read_text(encoding="utf-8")).ids for address, path in pages.items()}
    return BuiltSite(load_report(project)[0], ids, {address: path.stat().st_size for address, path in pages.items()})


@pytest.mark.build
def test_no_page_of_a_large_report_is_over_500_kb(middling: BuiltSite) -> None:
    assert max(middling.sizes.values()) < 500_000


@pytest.mark.build
@pytest.mark.parametrize("folder", ["", "zh/"])
def test_each_observation_stands_where_links_to_it_lead(middling: BuiltSite, folder: str) -> None:
    places = [observation_address(group[0]).split("#") for group in middling.report.figures.model.observed.values()]
    assert [(page, name) for page, name in places if name not in middling.ids[folder + page]] == []


@pytest.mark.build
def test_an_indicator_of_many_observations_names_each_entity_once(middling: BuiltSite) -> None:
    own = middling.ids["evidence/indicators/snow/"]
    assert {"coast", "station-0", "station-299"} <= own
    assert not any(name.startswith("snow-") for name in own)


@pytest.mark.build
def test_an_entity_with_more_than_a_part_holds_has_a_page_for_each_year(middling: BuiltSite) -> None:
    assert "snow-coast-2002-03-04" in middling.ids["evidence/indicators/snow/coast-2002/"]


@pytest.mark.build
def test_of_a_part_there_is_no_markdown_as_its_figures_are_data(middling: BuiltSite) -> None:
    part = middling.report.project.site / "evidence/indicators/snow/coast-2002"
    assert not (part / "index.md").exists()
    assert "text/markdown" not in (part / "index.html").read_text(encoding="utf-8")
    assert (part.parent / "index.md").exists()


@pytest.mark.build
def test_a_hook_sees_the_markdown_of_the_reports_own_pages(tiny: Project) -> None:
    hook = "def on_page_context(context, page, **_):\n    assert page.markdown\n"
    (tiny.root / "hook.py").write_text(hook, encoding="utf-8")
    with (tiny.root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [hook.py]\n")
    build(tiny, downloads=False)


@pytest.mark.build
def test_the_file_of_an_indicator_in_parts_has_all_its_observations(middling: BuiltSite) -> None:
    data = middling.report.project.site / "data"
    found = json.loads((data / "indicators/snow.json").read_text(encoding="utf-8"))
    keys = sorted(key for key in middling.report.figures.model.observed if key.startswith("snow."))
    assert [one["key"] for one in found["observations"]] == keys
    assert found in json.loads((data / "sections/weather.json").read_text(encoding="utf-8"))["indicators"]


@pytest.mark.build
def test_a_check_makes_no_more_of_parts_than_what_leads_there(middling: BuiltSite, tmp_path: Path) -> None:
    project = copy_report(middling.report.project.root, tmp_path)
    check(project)
    outline = project.build / "docs/en/evidence/indicators/snow/coast-2002.md"
    assert 'id="snow-coast-2002-03-04"' in outline.read_text(encoding="utf-8")
    assert "<table" not in outline.read_text(encoding="utf-8")
    build(project)
    assert "<table" in outline.read_text(encoding="utf-8")
    assert tree(project.site) == tree(middling.report.project.site)


@pytest.mark.build
@pytest.mark.parametrize("damage", ["", "UPDATE kept SET long = x'00'"])
def test_a_part_that_has_not_changed_is_as_it_was(middling: BuiltSite, tmp_path: Path, damage: str) -> None:
    project = copy_report(middling.report.project.root, tmp_path / "own")
    build(project, downloads=False)
    with closing(sqlite3.connect(project.build / "cache/memo.sqlite")) as memory, memory:
        memory.execute(damage)
    if damage:
        (project.build / "docs/en/evidence/indicators/snow/coast-2001.md").write_text("tampered", encoding="utf-8")
    table = project.data / "observations.csv"
    changed = table.read_text(encoding="utf-8").replace("snow,coast,2002-03-04,,,35,", "snow,coast,2002-03-04,,,36,")
    table.write_text(changed, encoding="utf-8")
    build(project, downloads=False)
    again = copy_report(project.root, tmp_path / "again")
    build(again, downloads=False)
    assert tree(project.site) == tree(again.site)


@pytest.mark.build
def test_a_link_to_a_figure_that_a_part_has_not_is_found_by_a_check(middling: BuiltSite, tmp_path: Path) -> None:
    project = copy_report(middling.report.project.root, tmp_path)
    page = project.templates / "pages/index.en.md.j2"
    link = '<a href="evidence/indicators/snow/coast-2002/#gone">there</a>'
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{link}\n", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(project)
    assert "has no such anchor" in error.value.findings[0].found


def test_a_new_row_leaves_the_other_parts_as_they_are(middling: BuiltSite) -> None:
    rows = [one.row for one in middling.report.figures.model.observations]
    before, after = parts_of(rows)["snow"], parts_of([*rows, rows[-1]])["snow"]
    assert before == after


@given(st.dictionaries(st.text("abc-", min_size=1), st.integers(1, MOST_OF_PART), min_size=20))
def test_no_shared_part_is_larger_than_a_part_may_be(entities: dict[str, int]) -> None:
    parts, held = dealt(entities), Counter[str]()
    for entity, number in entities.items():
        held[parts.of(entity, Period.parse("2023"))] += number
    assert set(held) == set(parts.shared)
    assert max(held.values()) <= MOST_OF_PART


def test_a_part_that_grows_too_large_is_divided_and_the_others_stay() -> None:
    entities = {f"station-{number}": 50 for number in range(100)}
    before = dealt(entities)
    grown = before.of("station-7", Period.parse("2023"))
    after = dealt({**entities, "station-7": MOST_OF_PART})
    assert set(before.shared) - set(after.shared) == {grown}


def test_doubts_about_many_entities_take_no_longer_for_each(tmp_path: Path) -> None:
    project = copy_report(TINY, tmp_path)
    with (project.data / "entities.csv").open("a", encoding="utf-8") as table:
        table.writelines(f"station-{number},station,Station {number},站{number},\n" for number in range(4000))
    with (project.data / "observations.csv").open("a", encoding="utf-8") as table:
        rows = ((number, year) for number in range(4000) for year in (2001, 2002))
        table.writelines(f"rain,station-{number},{year},,,{number % 90 + 100},exact,high,office-2023,,\n" for number, year in rows)
    model = load_report(project)[0].figures.model
    before = time.process_time()
    assert not list(plausibility_warnings(model))
    assert time.process_time() - before < 2  # a comparison of each with each took half a minute


def test_many_sources_are_parted_by_how_their_keys_begin() -> None:
    keys = sorted([*(f"office-{number}" for number in range(600)), "office", *(f"gazette-{number}" for number in range(300))])
    parts = beginnings(keys)
    held = Counter(beginning_of(key, parts) for key in keys)
    assert held["g"] == 300
    assert max(held.values()) <= MOST_OF_PART
    assert (held["office"], "" in held, set(held) == set(parts)) == (1, False, True)
    assert beginnings(keys[:MOST_SOURCES]) == ()


@pytest.fixture(scope="module")
def sourceful(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny report with nine hundred sources more, built."""
    project = copy_report(TINY, tmp_path_factory.mktemp("sourceful"))
    table = project.data / "sources.csv"
    with table.open("a", encoding="utf-8") as added:
        added.writelines(
            f"paper-{number},Paper {number},Weather Office,,dataset,https://example.org/paper/{number},2023-01-15,en\n"
            for number in range(900)
        )
    for own in project.templates.glob("pages/evidence/sources.*"):  # so that it has the page that every report has
        own.unlink()
    build(project, downloads=False)
    return project


@pytest.mark.build
def test_the_page_of_many_sources_leads_to_its_parts_and_figures_to_the_rows_there(sourceful: Project) -> None:
    pages = {path.parent.relative_to(sourceful.site).as_posix(): path for path in sourceful.site.rglob("evidence/sources/**/index.html")}
    assert {"evidence/sources/o_", "zh/evidence/sources/o_", "evidence/sources/paper-1_"} <= pages.keys()
    assert max(path.stat().st_size for path in pages.values()) < 500_000
    assert '<tr id="office-2023">' in pages["evidence/sources/o_"].read_text(encoding="utf-8")
    assert "evidence/sources/o_/#office-2023" in (sourceful.site / "index.html").read_text(encoding="utf-8")


def test_an_address_of_a_source_from_before_leads_to_its_part(sourceful: Project, browser: Browser) -> None:
    with served(sourceful.site) as address:
        page = browser.new_page()
        page.goto(f"{address}evidence/sources/#office-2023")
        page.wait_for_url("**/evidence/sources/o_/#office-2023")
        page.close()
