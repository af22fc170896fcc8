"""The real report: what must be in it, and the promise that no figure stands without evidence."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from altair.vegalite.v6.schema.core import Root

from sourced.drawing.engine import FONTS
from sourced.pages.report import Report
from tests.languages import LANGUAGES

SECTIONS = ("financials", "talent", "competition", "technology")
PLACES = [(language.folder, section) for language in LANGUAGES for section in SECTIONS]
NAMED_IN_ARTICLE = (
    "kling", "motion-control", "onerec", "jimeng", "sora", "gen-3", "luma-dream-machine", "pika", "dit", "u-net",
    "kuaishou", "openai", "bytedance", "runway", "bilibili", "taotian", "future-life-lab", "douyin", "tiktok", "jianying",
    "questmobile", "sensor-tower", "zhang-di", "zhou-guorui", "wang-zhongyuan", "gai-kun", "wan-pengfei", "yann-lecun", "cvpr-2025",
)  # fmt: skip


def article(site: Path, folder: str, section: str) -> str:
    """The article element of a page."""
    page = (site / folder / section / "index.html").read_text(encoding="utf-8")
    return page[page.index("<article>") : page.index("</article>")]


def words(markup: str) -> list[str]:
    """The words of a page's running prose; a Chinese character counts as two thirds of one."""
    for element in ("figure", "table", "dl", "details", 'p class="fresh"'):
        markup = re.sub(rf"<{element}.*?</{element.split()[0]}>", "", markup, flags=re.DOTALL)
    return re.findall(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+", html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def test_everything_that_the_article_names_is_an_entity(real: Report) -> None:
    assert not set(NAMED_IN_ARTICLE) - real.figures.model.entities.keys()


def test_every_claim_of_the_article_is_in(real: Report) -> None:
    claims = real.figures.model.package.rows("claims")
    assert len(claims) == 192
    assert {row["id"] for row in claims if row["kind"] == "forecast"} == {
        row["claim"] for row in real.figures.model.package.rows("forecasts")
    }


def test_every_row_of_data_names_a_source_with_an_address(real: Report) -> None:
    package = real.figures.model.package
    tables = [table for table in package.tables.values() if any(field.name == "source" for field in table.fields)]
    assert {table.name for table in tables} >= {f"{section}-observations" for section in SECTIONS} | {"moves", "releases", "events"}
    for table in tables:
        for row in table.rows:
            assert real.figures.model.sources[row.text("source")].url.startswith("http")


def test_the_quarter_that_the_article_mixes_up(real: Report) -> None:
    second, third = (real.figures.observed("rd-expense", "kuaishou", quarter) for quarter in ("2025-Q2", "2025-Q3"))
    assert second.value == 3400
    assert len(second.observations) >= 2
    assert third.value > 3600
    assert len(third.observations) >= 2
    growth = [real.figures.observed("rd-expense-growth", "kuaishou", quarter).value for quarter in ("2025-Q2", "2025-Q3")]
    assert [round(float(value), 1) for value in growth] == [21.2, 17.7]


@pytest.mark.parametrize(("folder", "section"), PLACES)
def test_a_section_has_its_parts_its_length_and_its_charts(real_site: Path, folder: str, section: str) -> None:
    page = article(real_site, folder, section)
    assert re.findall(r'<h2 id="([^"]+)"', page) == ["said", "shown", "since", "watch"]
    assert page.count('<div class="summary">') == 1
    assert page.count("<figure") >= 3
    weight = sum(2 / 3 if "\u4e00" <= word <= "\u9fff" else 1 for word in words(page))
    assert 500 <= weight <= 900


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_print_the_same_figures(real_site: Path, section: str) -> None:
    english, chinese = (Counter(re.findall(r'data-(?:key|claim)="([^"]+)"', article(real_site, folder, section))) for folder in ("", "zh"))
    assert english == chinese
    assert len(english) >= (5 if section == "talent" else 20)


def test_every_figure_leads_to_a_row_that_leads_to_a_source(real_site: Path) -> None:
    listed = set(re.findall(r'<tr id="([^"]+)"', (real_site / "evidence/sources/index.html").read_text(encoding="utf-8")))
    linked = {
        address
        for folder, section in PLACES
        for address in re.findall(r'class="fig[^"]*" href="[./]*evidence/indicators/([^"]+)"', article(real_site, folder, section))
    }
    assert len(linked) > 100
    for address in linked:
        indicator, _, anchor = address.partition("/#")
        page = (real_site / "evidence/indicators" / indicator / "index.html").read_text(encoding="utf-8")
        row = page[page.index(f'id="{anchor}"') :]
        source = re.search(r'evidence/sources/#([^"]+)"', row[: row.index("</tr>")])
        assert source, address
        assert source[1] in listed


def test_two_thirds_of_the_sections_figures_have_a_primary_source_or_two_independent_ones(real_site: Path) -> None:
    counts = [
        re.findall(rf'data-key="support\({section}\)">(\d+)<', (real_site / section / "index.html").read_text(encoding="utf-8"))
        for section in SECTIONS
    ]
    supported, figures = (sum(int(count[part]) for count in counts) for part in (0, 1))
    assert figures > 200
    assert 3 * supported >= 2 * figures


def test_the_overview_answers_in_about_a_hundred_and_fifty_words_with_eight_key_figures(real_site: Path) -> None:
    page = article(real_site, "", "")
    answer = page[page.index('id="answer"') : page.index('id="chart-scorecard"')]
    assert 120 <= len(words(answer)) <= 230
    assert page.count("<dt>") == 8


def test_the_text_of_the_article_is_nowhere(real_site: Path) -> None:
    for path in real_site.rglob("*.html"):
        assert "老铁”们更务实" not in path.read_text(encoding="utf-8")


def test_charts_hold_no_character_that_their_font_lacks(real_site: Path) -> None:
    covered = {int(line, 16) for line in (FONTS / "characters.txt").read_text(encoding="ascii").split()}
    drawn = {
        character
        for path in real_site.rglob("*.svg")
        for text in re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8"))
        for character in html.unescape(text)
    }
    assert not {character for character in drawn if ord(character) not in covered}


@pytest.mark.parametrize("folder", ["", "zh/"])
def test_each_charts_specification_is_valid_vega_lite_with_its_title_and_no_variables(real: Report, real_site: Path, folder: str) -> None:
    for chart in real.plans:
        taken = json.loads((real_site / f"{folder}charts/{chart}.json").read_text(encoding="utf-8"))
        Root.from_dict(taken, validate=True)
        assert taken["title"]["text"], chart
        assert "var(--" not in json.dumps(taken), chart
