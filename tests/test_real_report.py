"""The real report: what must be in it, and the promise that no figure stands without evidence."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from altair.vegalite.v6.schema.core import Root

from sourced.data.glyphs import covered
from sourced.data.tables import SupportRule
from sourced.evidence.addresses import figure_at
from sourced.evidence.figures import Figure, FigureError
from sourced.evidence.inputs import leaves
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
    assert 110 <= len(claims) <= 150, f"{len(claims)} claims: add those that are missing to claims.csv, or merge what is one claim"
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
    assert [int(second.value), int(third.value)] == [3400, 3650]
    growth = [real.figures.observed("rd-expense-growth", "kuaishou", quarter).value for quarter in ("2025-Q2", "2025-Q3")]
    assert [round(float(value), 1) for value in growth] == [21.2, 17.7]


def test_the_quarters_of_the_group_sum_to_its_years_and_halves(real: Report) -> None:
    for indicator in ("revenue", "rd-expense", "adjusted-net-profit", "online-marketing-revenue", "live-streaming-revenue"):
        quarters = [real.figures.observed(indicator, "kuaishou", f"2025-Q{number}").value for number in range(1, 5)]
        for whole, parts in (("2025", quarters), ("2025-H1", quarters[:2])):
            assert abs(sum(parts) - real.figures.observed(indicator, "kuaishou", whole).value) <= len(parts), (indicator, whole)


@pytest.mark.parametrize(("folder", "section"), PLACES)
def test_a_section_has_its_parts_its_length_and_its_charts(real_site: Path, folder: str, section: str) -> None:
    page = article(real_site, folder, section)
    parts = re.findall(r'<h2 id="([^"]+)"', page)
    assert len(parts) >= 5, "give the section five headings at least"
    assert parts[-1] == "watch"
    said = page.count('<p class="said">')
    assert said >= 3, f"{said} places say what the article says: set it beside the findings that it concerns"
    assert page.count('<div class="summary">') == 1, "begin the section with one summary"
    assert page.count("<figure") >= 1, "show a chart"
    weight = sum(2 / 3 if "\u4e00" <= word <= "\u9fff" else 1 for word in words(page))
    assert 500 <= weight <= 950, f"{weight:.0f} words of prose: a section has 500 to 950; shorten it, or say more"


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_print_the_same_figures(real_site: Path, section: str) -> None:
    english, chinese = (Counter(re.findall(r'data-(?:key|claim)="([^"]+)"', article(real_site, folder, section))) for folder in ("", "zh"))
    assert english == chinese
    least = 5 if section == "talent" else 20
    assert len(english) >= least, f"{len(english)} figures: a section prints {least} at least; print more, from rows"


def test_every_figure_leads_to_a_row_that_leads_to_a_source(real_site: Path) -> None:
    listed = set(re.findall(r'<tr id="([^"]+)"', (real_site / "evidence/sources/index.html").read_text(encoding="utf-8")))
    linked = {
        address
        for folder, section in PLACES
        for address in re.findall(r'class="fig[^"]*" href="[./]*evidence/indicators/([^"]+)"', article(real_site, folder, section))
    }
    assert len(linked) > 100, f"{len(linked)} figures lead to an indicator's page: print figures with figure(), not as words"
    for address in linked:
        indicator, _, anchor = address.partition("/#")
        page = (real_site / "evidence/indicators" / indicator / "index.html").read_text(encoding="utf-8")
        row = page[page.index(f'id="{anchor}"') :]
        source = re.search(r'evidence/sources/#([^"]+)"', row[: row.index("</tr>")])
        assert source, address
        assert source[1] in listed


OWN = ("kuaishou", "kuaishou-app", "kling", "beijing-keling")
OF_OTHERS = ("share-price", "fine", "enterprise-customers", "users", "videos-generated", "overseas-share", "prosumer-share", "mau.kling")
"""Beginnings of keys of the group that its accounts do not give: prices, fines, counts in promotions, a broker's split."""


def accounts(real: Report, site: Path, pages: tuple[str, ...]) -> dict[str, str]:
    """What pages show of the group's accounts, by key: the standing of each figure, plans left out."""
    shown = {key for page in pages for key in re.findall(r'data-key="([^"]+)"', (site / page / "index.html").read_text(encoding="utf-8"))}
    figures = [leaf for key in shown if "(" in key or "." in key for leaf in _leaves(real, html.unescape(key))]
    return {
        one.key: one.standing
        for one in figures
        if one.entity.id in OWN and one.observations[0].row.file == "data/financials/observations.csv"
        and one.indicator and not one.indicator.plan_for and not one.key.startswith(OF_OTHERS)
    }  # fmt: skip


def _leaves(real: Report, key: str) -> list[Figure]:
    """The observations that a figure's key leads to, none if it is no address."""
    try:
        figure = figure_at(real.figures, key)
    except FigureError:
        return []
    return [one for one in (leaves(figure) if figure.inputs else [figure]) if one.observations]


@pytest.mark.build
def test_nine_tenths_of_the_groups_accounts_on_the_pages_are_of_the_first_hand(real: Report, real_site: Path) -> None:
    shown = accounts(real, real_site, ("", *SECTIONS))
    assert len(shown) > 30, f"{len(shown)} figures of the group's accounts: the pages should print more of them"
    weaker = sorted(key for key, standing in shown.items() if standing != "primary")
    assert len(weaker) <= len(shown) / 10, f"add the filing, release or call that has them to the observations of {', '.join(weaker)}"


@pytest.mark.build
def test_every_key_figure_of_the_group_is_of_the_first_hand(real: Report, real_site: Path) -> None:
    page = (real_site / "index.html").read_text(encoding="utf-8")
    keys = re.findall(r'<dd class="big">.*?data-key="([^"]+)"', page)
    assert len(keys) == 8
    standings = {leaf.key: leaf.standing for key in keys for leaf in _leaves(real, html.unescape(key)) if leaf.entity.id in OWN}
    assert len(standings) >= 7, f"only {sorted(standings)} are of the group: take its own figures for the key figures"
    weaker = sorted(key for key, standing in standings.items() if standing != "primary")
    assert not weaker, f"add the filing, release or call that has them to the observations of {', '.join(weaker)}, or show others"


def test_no_verdict_of_the_author_rests_on_the_blurb_that_a_copy_added(real: Report) -> None:
    claims = real.figures.model.package.rows("claims")
    added = [row for row in claims if row["asserted_by"] != real.figures.model.package.reviewed]
    assert {row.text("id").split("-")[0] for row in added} == {"headline", "summary"}
    assert len(added) == 5


def test_the_check_asks_of_the_sections_that_two_thirds_of_their_figures_are_well_supported(real: Report) -> None:
    assert real.figures.model.package.supported == SupportRule(Fraction(2, 3), SECTIONS)


def test_the_overview_answers_in_its_headline_and_says_why_in_about_three_hundred_words(real_site: Path) -> None:
    page = article(real_site, "", "")
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert headline
    assert len(words(headline[1])) <= 14, f"{len(words(headline[1]))} words: a headline has 14 at most"
    assert page.count('<li class="tile">') == 4
    answer = page[page.index('id="answer"') : page.index('id="measures"')]
    assert 150 <= len(words(answer)) <= 350, f"{len(words(answer))} words: the answer has 150 to 350; shorten it, or say more"
    assert page.count("<dt>") == 8, "show eight key figures"


def test_the_text_of_the_article_is_nowhere(real_site: Path) -> None:
    for path in real_site.rglob("*.html"):
        assert "老铁”们更务实" not in path.read_text(encoding="utf-8")


def test_charts_hold_no_character_that_their_font_lacks(real_site: Path) -> None:
    drawn = {
        character
        for path in real_site.rglob("*.svg")
        for text in re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8"))
        for character in html.unescape(text)
    }
    assert not {character for character in drawn if character not in covered()}


@pytest.mark.parametrize("folder", ["", "zh/"])
def test_each_charts_specification_is_valid_vega_lite_with_its_title_and_no_variables(real: Report, real_site: Path, folder: str) -> None:
    for chart in real.plans:
        taken = json.loads((real_site / f"{folder}charts/{chart}.json").read_text(encoding="utf-8"))
        Root.from_dict(taken, validate=True)
        assert taken["title"]["text"], chart
        assert "var(--" not in json.dumps(taken), chart
