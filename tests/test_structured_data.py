"""The report for machines: JSON-LD, evidence.json and citations."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sourced.project import Project
from sourced.site.build import build


def graph(page: Path) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text(encoding="utf-8"))
    assert found
    data = json.loads(found[1])
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def test_every_page_but_one_to_embed_says_what_it_is(tiny_site: Path) -> None:
    pages = [path for path in tiny_site.rglob("*.html") if path.name != "404.html" and path.parent.name != "embed"]
    assert "ld+json" not in (tiny_site / "charts/rain-by-station/embed/index.html").read_text(encoding="utf-8")
    assert {graph(path)[0]["@type"] for path in pages} == {"Report", "Article"}
    assert graph(tiny_site / "zh/index.html")[0]["inLanguage"] == "zh-Hans"


def test_pages_that_the_report_began_with_say_when_it_was_first_published(tiny_site: Path) -> None:
    names = ("", "zh", "evidence/forecasts", "charts/rain-by-station")
    first = [graph(tiny_site / name / "index.html")[0].get("datePublished") for name in names]
    assert first == ["2023-08-01", "2023-08-01", "2023-08-01", None]


def test_the_data_set_is_described_with_its_files(tiny_site: Path) -> None:
    (dataset,) = [one for one in graph(tiny_site / "evidence/data/index.html") if one["@type"] == "Dataset"]
    assert dataset["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert dataset["temporalCoverage"] == "2023-01-01/2024-02-01"
    assert (dataset["datePublished"], dataset["dateModified"]) == ("2023-08-01", "2024-02-01")
    assert (dataset["keywords"], dataset["isAccessibleForFree"]) == (["weather"], True)
    assert 50 <= len(dataset["description"]) <= 5000  # what Google takes
    assert "data/observations.csv" in {one["contentUrl"].split("/", 2)[-1] for one in dataset["distribution"]}


def test_checked_claims_are_reviews(tiny_site: Path) -> None:
    reviews = [one for one in graph(tiny_site / "evidence/article/weather/index.html") if one["@type"] == "ClaimReview"]
    assert [one["reviewRating"]["ratingValue"] for one in reviews] == [5, 1, 3]
    claim = reviews[0]["itemReviewed"]
    assert claim["appearance"]["url"] == "https://example.org/gazette/wet-spring"
    assert (claim["author"], claim["datePublished"]) == ({"@type": "Organization", "name": "Coast Gazette"}, "2023-07-02")


@pytest.mark.build
def test_addresses_are_whole_where_the_site_s_own_is_known(tiny: Project) -> None:
    build(Project(tiny.root, "https://rain.example/r/"))
    reviews = [one for one in graph(tiny.site / "zh/evidence/article/weather/index.html") if one["@type"] == "ClaimReview"]
    assert reviews[0]["url"] == "https://rain.example/r/zh/evidence/article/weather/#wet-spring"
    assert "url = {https://rain.example/r/data/floods.csv}" in (tiny.site / "citations/floods.bib").read_text(encoding="utf-8")


def test_the_index_leads_from_every_printed_figure_to_rows_and_sources(tiny_site: Path) -> None:
    index = json.loads((tiny_site / "evidence.json").read_text(encoding="utf-8"))
    printed = {
        html.unescape(key)
        for path in tiny_site.rglob("*.html")
        for key in re.findall(r'<data value="[^"]*" data-key="([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(printed) > 10
    for key in printed - {key for key in printed if key.startswith(("scorecard(", "support("))}:
        entry = index["figures"][key]
        rows = entry.get("rows", entry.get("inputs"))
        assert rows is not None, key
        for row in rows:
            assert isinstance(row, str) or row["source"] in index["sources"]
    assert index["claims"]["wet-spring"]["verdict"] == "corroborated"
    assert index["figures"]["rain.coast.2023-Q2"]["used"] == [
        "evidence/forecasts/",
        "evidence/scorecard/",
        "",
        "evidence/article/weather/",
        "charts/rain-by-station/",
    ]


def test_citations_as_files_and_in_the_style_of_each_language(tiny_site: Path) -> None:
    assert (tiny_site / "citations/report.bib").read_text(encoding="utf-8").startswith("@online{rain,\n  author = {{The rain watchers}},")
    (item,) = json.loads((tiny_site / "zh/citations/chart-rain-by-station.json").read_text(encoding="utf-8"))
    assert (item["type"], item["author"], item["issued"]) == ("graphic", [{"literal": "观雨人"}], {"date-parts": [[2024, 2, 1]]})
    page = html.unescape((tiny_site / "index.html").read_text(encoding="utf-8"))
    assert "The rain watchers. (2024, February 1). The coast had 298.7 millimetres of rain [Chart]. In Rain at two stations." in page
    chinese = html.unescape((tiny_site / "zh/index.html").read_text(encoding="utf-8"))
    assert "观雨人. 海岸站降雨298.7毫米//两个气象站的降雨[EB/OL]. (2024-02-01)." in chinese
