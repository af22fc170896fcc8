"""How the pages of a report that somebody has just begun look, in three languages, on a phone and on a desk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sourced.drawing.images import png
from sourced.editing.scaffold import Plan, files_of, sections_named, write
from sourced.outputs.assets import on_ground
from sourced.project import Project
from sourced.site.build import build
from tests.conftest import ADDRESS, shared
from tests.serving import served

CODES = ("en", "zh", "de")
FOLDERS = ("", "zh/", "de/")
EVIDENCE = ("evidence/", "evidence/data/", "evidence/sources/", "evidence/updates/", "evidence/indicators/residents/")
Opener = Callable[..., Page]


def _made(folder: Path) -> None:
    write(folder, files_of(Plan("Summer Games", CODES, sections_named(("Medals", "Hosts"), CODES), "sourced"), date(2026, 11, 28)))
    build(Project(folder, ADDRESS))


@pytest.fixture(scope="session")
def starter_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site of a new report."""
    return Project(shared(tmp_path_factory, "starter-built", _made)).site


@pytest.fixture(scope="session")
def starter(starter_site: Path) -> Iterator[str]:
    """Its address."""
    with served(starter_site) as host:
        yield host


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Opens a page at a width, in a context that is closed in the end."""

    def opening(url: str, width: int = 390, *, script: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        page = context.new_page()
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return page

    yield opening
    for context in browser.contexts:
        context.close()


def html(site: Path, path: str) -> str:
    """The text of a page's file."""
    return (site / path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [f"{folder}{page}" for folder in FOLDERS for page in EVIDENCE])
def test_heads_of_tables_that_a_phone_has_no_room_for_are_seen_nowhere(opened: Opener, starter: str, path: str) -> None:
    page = opened(starter + path)
    sizes = page.evaluate("[...document.querySelectorAll('.stack thead')].map((one) => [one.offsetWidth, one.offsetHeight])")
    assert all(width <= 1 and height <= 1 for width, height in sizes)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_row_of_sections_that_is_wider_than_the_window_is_shaded_where_it_goes_on(opened: Opener, starter: str) -> None:
    page = opened(starter, 220)
    row = page.locator(".sections ul")
    top = row.evaluate("(one) => one.getBoundingClientRect().top") + 1

    def shaded(left: int) -> bool:
        """Whether a spot above the words is of another colour than the middle."""
        spot, middle = (page.screenshot(clip={"x": x, "y": top, "width": 4, "height": 3}) for x in (left, 100))
        return spot != middle

    assert (shaded(0), shaded(216)) == (False, True)
    row.evaluate("(one) => { one.scrollLeft = one.scrollWidth; }")
    assert (shaded(0), shaded(216)) == (True, False)


@pytest.mark.parametrize("path", ["evidence/", "evidence/data/", "evidence/indicators/residents/"])
def test_the_head_of_a_column_of_numbers_ends_where_they_end(opened: Opener, starter: str, path: str) -> None:
    edges = """[...document.querySelectorAll('table')].map((table) => [...table.querySelectorAll('.number')].map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return Math.round(range.getBoundingClientRect().right);
    }))"""
    for right in filter(None, opened(starter + path, 1280).evaluate(edges)):
        assert max(right) - min(right) <= 1


def test_a_column_of_notes_is_there_only_where_there_are_notes(starter_site: Path, real_site: Path) -> None:
    assert ">Note<" not in html(starter_site, "evidence/indicators/residents")
    assert ">Note<" in html(real_site, "evidence/indicators/revenue")


LEADING = """() => {
    const pen = document.createElement('canvas').getContext('2d'), wide = [];
    for (const block of document.querySelectorAll('article :is(p, li, td, dd):not(:has(p, ul, svg))')) {
        const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        for (let last = null, text = texts.nextNode(); text; text = texts.nextNode()) {
            for (let place = 0; place < text.length; place++) {
                const range = document.createRange();
                range.setStart(text, place);
                range.setEnd(text, place + 1);
                const box = range.getBoundingClientRect(), style = getComputedStyle(text.parentElement);
                if (!box.width) continue;
                if (last !== null && box.top > last + 8 && /[0-9A-Za-z][ -~]/.test(text.data.slice(place, place + 2))) {
                    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
                    if (box.width > pen.measureText(text.data[place]).width + 1) wide.push(text.data.slice(place, place + 12));
                }
                last = box.top;
            }
        }
    }
    return wide;
}"""
"""Where a line begins with a blank before a letter or a figure."""


@pytest.mark.parametrize("path", ["zh/", "zh/financials/", "zh/competition/", "zh/talent/"])
def test_no_chinese_line_begins_with_a_blank(opened: Opener, address: str, path: str) -> None:
    assert opened(address + path).evaluate(LEADING) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_sources_are_parted_and_what_is_said_of_one_stands_below_it(opened: Opener, starter: str, folder: str) -> None:
    page = opened(f"{starter}{folder}evidence/sources/")
    rows = page.locator(".sources tbody tr")
    assert rows.count() == 2
    for row in rows.all():
        assert row.evaluate("(one) => parseFloat(getComputedStyle(one).borderBottomWidth)") >= 1
        cells = [box for cell in row.locator("td").all() if (box := cell.bounding_box())]
        assert cells[0]["y"] + cells[0]["height"] <= cells[1]["y"] + 1
        assert cells[1]["y"] + cells[1]["height"] <= cells[2]["y"] + 1


def test_kinds_of_which_there_is_nothing_are_not_listed(starter_site: Path, real_site: Path) -> None:
    assert not re.search(r'<data value="0"', html(starter_site, "evidence"))
    assert 'value="0"' not in html(real_site, "evidence/article").partition('class="filters"')[2].partition("</form>")[0]


@pytest.mark.parametrize("folder", FOLDERS)
def test_shared_pages_suppose_nothing_of_what_a_report_is_about(starter_site: Path, folder: str) -> None:
    for path in EVIDENCE:
        text = html(starter_site, folder + path).lower()
        assert not [word for word in ("company", "product", "people", "produkt", "personen", "人物", "产品") if word in text]


def test_the_first_page_is_called_the_overview_where_it_bears_the_report_s_name(starter_site: Path) -> None:
    for folder, name in zip(FOLDERS, ("Overview", "总览", "Übersicht"), strict=True):
        text = html(starter_site, folder)
        assert f'aria-current="page">{name}</a>' in text
        assert len(re.findall(r">[^<]*Summer Games", text.partition("<body>")[2])) == 2  # above the page and on it


@pytest.mark.parametrize(
    ("path", "title", "picture"),
    [
        ("", "Summer Games", "cards/index.png"),
        ("zh/medals/", "Medals · Summer Games", "zh/cards/medals.png"),
        ("evidence/indicators/residents/", "Residents · Summer Games", "cards/index.png"),
    ],
)
def test_a_page_that_is_shared_names_the_report_and_has_a_picture(starter_site: Path, path: str, title: str, picture: str) -> None:
    text = html(starter_site, path)
    assert f'<meta property="og:title" content="{title}">' in text
    assert f'<meta property="og:image" content="{ADDRESS}{picture}">' in text
    assert (starter_site / picture).is_file()


def test_a_phone_puts_a_picture_on_its_screen_and_colours_its_frame(starter_site: Path) -> None:
    text = html(starter_site, "de/evidence/data")
    assert '<link rel="apple-touch-icon" href="../../../assets/icon.png">' in text
    assert re.findall(r'<meta name="theme-color" media="\(prefers-color-scheme: (\w+)\)" content="(#\w+)">', text) == [
        ("light", "#ffffff"),
        ("dark", "#15171b"),
    ]
    picture = (starter_site / "assets/icon.png").read_bytes()
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [180, 180]


@pytest.mark.parametrize("icon", ["<svg/>", '<svg width="10" height="10"><rect width="9" height="9"/></svg>', '<svg viewBox="0 0 8 8"/>'])
def test_any_icon_becomes_a_picture_for_phones(icon: str, tmp_path: Path) -> None:
    assert png(on_ground(icon), tmp_path)()[:4] == b"\x89PNG"


def test_the_day_of_the_data_is_that_of_their_newest_figure(starter_site: Path, real_site: Path) -> None:
    for folder, said in zip(FOLDERS, ("Newest figure: 1 Apr 2020", "最新数据：2020年4月1日", "Neueste Zahl: 1. Apr. 2020"), strict=True):
        assert f'<span class="data-to">{said}</span>' in html(starter_site, folder).replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r'<span class="data-to">Newest figure: \d+ Oct 2026</span>', html(real_site, ""))


def test_sources_are_called_as_readers_know_them_and_places_in_them_are_in_their_own_language(starter_site: Path) -> None:
    for folder, name in zip(FOLDERS, ("U.S. Census Bureau", "美国人口普查局", "US-Zensusbehörde"), strict=True):
        text = html(starter_site, f"{folder}evidence/indicators/residents")
        assert f">{name}" in text
        assert ('<span class="quiet" data-verbatim lang="en">Table' in text) == bool(folder)
        assert ('<span lang="en">Table' in html(starter_site, f"{folder}medals")) == bool(folder)


def test_a_section_says_that_it_shows_an_example_and_where_to_replace_it(starter_site: Path) -> None:
    for folder, said in zip(FOLDERS, ("Example data.", "示例数据。", "Beispieldaten."), strict=True):
        text = html(starter_site, f"{folder}hosts").partition("<article>")[2]
        assert f"<strong>{said}</strong>" in text
        assert "<code>data/observations.csv</code>" in text
        assert "{*" not in text


def test_machines_are_told_enough_of_the_data_set_and_of_each_page(starter_site: Path) -> None:
    for folder in FOLDERS:
        graphs = [json.loads(re.findall(r'ld\+json">(.*?)</script>', html(starter_site, f"{folder}{one}"))[0]) for one in ("", "hosts")]
        dataset = next(one for one in graphs[0]["@graph"] if one["@type"] == "Dataset")
        assert 50 <= len(dataset["description"]) <= 5000
        (article,) = graphs[1]["@graph"]
        assert article["image"] == f"{ADDRESS}{folder}cards/hosts.png"
        assert article["author"]["url"] == f"{ADDRESS}{folder}"


SMALL = """() => [...document.querySelectorAll('main :is(a, button, summary, label), header a, nav a')].filter((one) => {
    const box = one.getBoundingClientRect();
    if (!box.width || one.matches('.unseen *, .skip')) return false;
    const inText = [...one.parentElement.childNodes].some((other) => other.nodeType === 3 && other.data.trim().length > 1);
    return box.height < 23.5 && !(inText && getComputedStyle(one).display === 'inline');
}).map((one) => `${one.parentElement.tagName} ${one.textContent.trim().slice(0, 20)}`)"""
"""What is pressed and is less than 24 pixels high, but for links within sentences."""


@pytest.mark.parametrize("path", ["", "zh/", "financials/", "evidence/article/", "evidence/scorecard/", "evidence/sources/"])
def test_what_is_pressed_on_a_phone_is_high_enough_for_a_thumb(opened: Opener, address: str, path: str) -> None:
    assert opened(address + path).evaluate(SMALL) == []


def test_key_figures_have_room_on_paper(opened: Opener, address: str) -> None:
    page = opened(address, 700)
    page.emulate_media(media="print")
    columns = page.locator(".keys").first.evaluate("(one) => getComputedStyle(one).gridTemplateColumns.split(' ').length")
    assert columns == 2


@pytest.mark.parametrize("folder", FOLDERS)
def test_without_the_script_nothing_is_shown_that_needs_it(opened: Opener, starter: str, folder: str) -> None:
    page = opened(f"{starter}{folder}medals/", script=False)
    assert [one.inner_text() for one in page.locator("button").all() if one.is_visible()] == []


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("width", [390, 1280])
def test_tools_of_charts_stand_in_one_line(opened: Opener, starter: str, folder: str, width: int) -> None:
    page = opened(f"{starter}{folder}medals/", width)
    tops = page.locator(".chart .tools summary").evaluate_all("(all) => all.map((one) => Math.round(one.getBoundingClientRect().top))")
    assert len(tops) == 5
    assert len(set(tops)) == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_wide_table_written_in_markdown_makes_no_page_wider(tiny: Project, opened: Opener, width: int) -> None:
    page = tiny.templates / "pages/index.en.md.j2"
    names = [f"a_column_with_a_long_name_{letter}" for letter in "abcdefgh"]
    rows = f"| {' | '.join(names)} |\n|{'---|' * 8}\n| {' | '.join(names)} |\n"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{rows}", encoding="utf-8")
    twin = tiny.templates / "pages/index.zh.md.j2"
    twin.write_text(f"{twin.read_text(encoding='utf-8')}\n{rows}", encoding="utf-8")
    build(tiny, downloads=False)
    with served(tiny.site) as host:
        shown = opened(host, width=width)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
