"""What search engines are told: every page in both languages, with true dates, and where that list is."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from sourced.project import Project
from sourced.site.build import build
from tests.test_cli import run

MAP, LINK = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture
def placed(tiny: Project) -> Path:
    build(Project(tiny.root, "https://rain.example/report/"), downloads=False)
    return tiny.site


def test_the_site_map_has_every_page_with_its_twin_and_a_true_date(placed: Path) -> None:
    urls = ElementTree.parse(placed / "sitemap.xml").getroot().findall(f"{MAP}url")  # noqa: S314 (our own)
    places = [one.findtext(f"{MAP}loc") or "" for one in urls]
    for place in places:
        assert (placed / place.removeprefix("https://rain.example/report/") / "index.html").is_file(), place
    pages = {path.parent for path in placed.rglob("index.html") if path.parent.name != "embed"}
    assert len(places) == len(set(places)) == len(pages)
    home = next(one for one in urls if one.findtext(f"{MAP}loc") == "https://rain.example/report/")
    assert {link.attrib["hreflang"]: link.attrib["href"] for link in home.findall(LINK)} == {
        "en": "https://rain.example/report/",
        "zh-Hans": "https://rain.example/report/zh/",
        "x-default": "https://rain.example/report/",
    }
    assert home.findtext(f"{MAP}lastmod") == "2024-02-01"


def test_robots_are_told_where_the_map_is_if_the_address_is_known(placed: Path, tiny_site: Path) -> None:
    assert "Sitemap: https://rain.example/report/sitemap.xml" in (placed / "robots.txt").read_text(encoding="utf-8")
    assert "Sitemap" not in (tiny_site / "robots.txt").read_text(encoding="utf-8")
    assert not (tiny_site / "sitemap.xml").exists()


def test_an_address_that_is_none_is_refused(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "rain.example")
    done = run("build", "--project", tiny.root)
    assert (done.returncode, "is no address" in done.stderr) == (2, True)


def test_language_models_are_told_what_is_where(placed: Path, tiny_site: Path) -> None:
    said = (placed / "llms.txt").read_text(encoding="utf-8")
    assert said.startswith("# Rain")
    assert "- [Rain](https://rain.example/report/): Rain at two stations." in said
    assert "- [降雨](https://rain.example/report/zh/): 两个气象站的降雨。" in said
    assert "](evidence.json)" in (tiny_site / "llms.txt").read_text(encoding="utf-8")
