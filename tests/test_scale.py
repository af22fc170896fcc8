"""Large reports: what is one file in a small one comes in parts, each found by a figure's key."""

from __future__ import annotations

import json

import pytest

from sourced.outputs.evidence_index import MOST, evidence_files, part_of
from sourced.outputs.search_index import rows_found
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.build import load_report
from tests.conftest import TINY, copy_report


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
    assert all(key in files[part_of(key)]["figures"] for key in observed)
    assert files["evidence.json"]["figures"].keys().isdisjoint(observed)
    assert set(files["evidence.json"]["parts"]["files"]) == files.keys() - {"evidence.json"}
    assert part_of("rain.coast.1990-01-28") == "evidence/figures/rain/1990.json"


def test_no_part_of_it_is_over_500_kb(parts: dict[str, str]) -> None:
    assert max(len(text.encode()) for text in parts.values()) < 500_000


def test_the_evidence_of_a_small_report_is_one_file(tiny: Project) -> None:
    assert list(evidence_files(load_report(tiny)[0], [])) == ["evidence.json"]


def test_of_many_observations_a_search_finds_the_newest_of_each_series(large: Report) -> None:
    series = next(one for one, keys in rows_found(large, large.root) if "rain.coast.2023-Q2" in keys)
    assert (series.title, series.figure.partition(":")[0], series.older, series.text) == ("rainfall, Coast Station", "Q2 2023", (), "")


def test_of_few_it_finds_the_older_ones_too(tiny: Project) -> None:
    report = load_report(tiny)[0]
    assert next(one for one, keys in rows_found(report, report.root) if "rain.coast.2023-Q2" in keys).older
