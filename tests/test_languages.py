"""Reports in one language and in three, built by the same generator: only what `datapackage.yaml` names is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import build, check
from tests.conftest import ADDRESS, copy_report, shared
from tests.serving import served
from tests.test_browser import opened

ONE, THREE = Path(__file__).parent / "one", Path(__file__).parent / "three"
TAGS = {"": "en", "zh/": "zh-Hans", "de/": "de"}
"""Of the report in three languages, by folder."""
PAGES = ["", "charts/water-by-lake/", "evidence/data/", "evidence/indicators/volume/", "evidence/sources/"]
_LINK = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">')
_SWITCH = re.compile(r'<a class="language" href="([^"]*)" hreflang="([^"]*)" lang="\2"[^<>]*>([^<>]*)</a>')
NAMES = {"en": "English", "zh-Hans": "中文", "de": "Deutsch"}


def site_of(source: Path, factory: pytest.TempPathFactory) -> Path:
    """A report's site, built as for ADDRESS from a copy."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("SITE_URL", ADDRESS)  # for MkDocs' configuration
            build(Project(copy_report(source, folder).root, ADDRESS))

    return Project(shared(factory, source.name, make)).site


@pytest.fixture(scope="session")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the report in English alone."""
    return site_of(ONE, tmp_path_factory)


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the report in English, Chinese and German."""
    return site_of(THREE, tmp_path_factory)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def says(page: str, text: str) -> bool:
    """Whether a page has a figure or a date of these very words, those that qualify a figure before or within its element."""
    words = re.sub(r"(?<=[^>\s])<data [^>]*>", "", unescape(page).replace("\N{NO-BREAK SPACE}", " "))
    return bool(re.search(rf">{re.escape(text)}</(data|time|span)>", words))


def pages_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("index.html"))


@pytest.mark.build
def test_a_report_in_one_language_knows_of_no_other(one: Path) -> None:
    html = {path.relative_to(one).as_posix(): text_of(path) for path in one.rglob("*.html")}
    assert not {path.name for path in one.iterdir()} & {"en", "zh", "de"}
    assert {re.search(r'<html lang="([^"]*)">', text)[1] for text in html.values()} == {"en"}  # type: ignore[index]
    assert not [path for path, text in html.items() if "hreflang" in text.replace('rel="external" hreflang', "")]
    assert not [path for path, text in html.items() if 'class="languages"' in text]
    for name in ("sitemap.xml", "llms.txt", "sw.js", "search-index.js", "404.html", "feed.xml"):
        text = text_of(one / name)
        assert not re.search(r"[\u3400-\u9fff]|zh/|hreflang|English below", text), name


def test_a_report_in_one_language_says_its_figures(one: Path) -> None:
    page = text_of(one / "index.html")
    for said in ("2.415 million trips", "about 4 times", "down at least 12%", "over 390,000 trips", "in the top three"):
        assert says(page, said), said


def test_a_report_in_one_language_has_no_twins_to_miss(tmp_path: Path) -> None:
    project = copy_report(ONE, tmp_path)
    (project.templates / "pages/lone.en.md.j2").write_text("---\ndescription: Alone.\n---\n# Alone {#alone}\n", encoding="utf-8")
    (project.root / "mkdocs.yml").write_text(text_of(project.root / "mkdocs.yml") + "  - lone.md\n", encoding="utf-8")
    assert not [finding for finding in check(project).warnings if "twin" in finding.found]


def test_reports_without_claims_forecasts_and_scorecard_have_no_pages_of_them(one: Path, three: Path) -> None:
    for site in (one, three):
        assert not [page for page in pages_of(site) if re.search(r"article|forecast|scorecard", page)]


def test_every_language_has_the_same_pages_and_files(three: Path) -> None:
    assert {path.name for path in three.iterdir()} >= {"zh", "de", "index.html", "404.html"}
    assert not (three / "en").exists()
    pages = [page for page in pages_of(three) if not page.startswith(("zh/", "de/"))]
    assert set(pages) >= set(PAGES)
    assert pages_of(three) == sorted(folder + page for folder in TAGS for page in pages)
    for folder in TAGS:
        for name in ("feed.xml", "search-index.js", "lakes.pdf", "charts/water-by-lake.csv", "citations/report.bib", "cards/index.png"):
            assert (three / folder / name).is_file(), folder + name
    assert [path.relative_to(three).as_posix() for path in three.rglob("404.html")] == ["404.html"]


@pytest.mark.parametrize("folder", TAGS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_itself_in_every_language(three: Path, folder: str, page: str) -> None:
    text = text_of(three / folder / page / "index.html")
    assert f'<html lang="{TAGS[folder]}">' in text
    assert f'<link rel="canonical" href="{ADDRESS}{folder}{page}">' in text
    wanted = {tag: f"{ADDRESS}{other}{page}" for other, tag in TAGS.items()}
    assert dict(_LINK.findall(text)) == {**wanted, "x-default": f"{ADDRESS}{page}"}
    switches = _SWITCH.findall(text)
    others = {tag: three.resolve() / other / page / "index.html" for other, tag in TAGS.items() if other != folder}
    assert {tag: name for _, tag, name in switches} == {tag: NAMES[tag] for tag in others}
    assert {tag: (three / folder / page / address / "index.html").resolve() for address, tag, _ in switches} == others


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("", ["22 September 2025", "3.65 billion cubic metres", "down at least 12.5%", "Q1 2025", "over 3.8 times", "1 million visits",
              "about 61,000 visits", "in the top three"]),
        ("zh/", ["2025年9月22日", "36.5亿立方米", "降幅不小于12.5%", "2025年第一季度", "超过3.8倍", "100万人次", "约6.1万人次", "前3名"]),
        ("de/", ["22. September 2025", "3,65 Milliarden Kubikmeter", "mindestens 12,5 % weniger", "1. Quartal 2025",
                 "über 3,8 Mal", "1 Million Besuche", "rund 61.000 Besuche", "unter den ersten drei"]),
    ],
)  # fmt: skip
def test_figures_and_dates_are_as_each_language_writes_them(three: Path, folder: str, said: list[str]) -> None:
    page = text_of(three / folder / "index.html")
    for one in said:
        assert says(page, one), one


def test_the_generators_words_are_german_on_german_pages(three: Path) -> None:
    page = text_of(three / "de/index.html")
    assert "Wasser im See, Obersee, 22. September 2025. Quelle: Lake Office (22. Sept. 2025). Primärquelle." in page
    assert "berechnet: über 3,8 Milliarden Kubikmeter geteilt durch 980 Millionen Kubikmeter" in page
    assert "<summary>Download</summary>" in page
    assert "durchgesehen am <time" in page
    svg = text_of(three / "de/charts/water-by-lake.svg")
    assert "Milliarden Kubikmeter" in svg
    assert "Q1 2025" in svg
    assert ">3,5<" in svg  # on the axis
    assert ">35<" in text_of(three / "zh/charts/water-by-lake.svg")


def test_a_language_has_its_own_search_feed_and_book(three: Path) -> None:
    found = text_of(three / "de/search-index.js")
    assert '["Besuche","Visits / 游客",' in found
    assert "Am 22. September 2025 waren im Obersee 3,65 Milliarden Kubikmeter" in found
    assert '["游客","Visits / Besuche",' in text_of(three / "zh/search-index.js")
    assert '["Visits","Besuche / 游客",' in text_of(three / "search-index.js")
    feed = text_of(three / "de/feed.xml")
    assert 'xml:lang="de"' in feed
    assert "<title>Zwei Seen: Aktualisierungen</title>" in feed
    book = PdfReader(three / "de/lakes.pdf")
    assert str(book.root_object["/Lang"]) == "de"
    words = " ".join(" ".join(page.extract_text() for page in book.pages).split())
    assert "Inhalt" in words
    assert "Am 22. September 2025 waren im Obersee" in words


def test_crawlers_and_readers_without_a_page_are_told_of_all_languages(three: Path) -> None:
    site_map = text_of(three / "sitemap.xml")
    for folder in TAGS:
        entry = site_map[site_map.index(f"<loc>{ADDRESS}{folder}evidence/data/</loc>") :].partition("</url>")[0]
        links = dict(re.findall(r'hreflang="([^"]*)" href="([^"]*)"', entry))
        wanted = {tag: f"{ADDRESS}{other}evidence/data/" for other, tag in TAGS.items()}
        assert links == {**wanted, "x-default": f"{ADDRESS}evidence/data/"}
    listed = text_of(three / "llms.txt")
    assert "English below the root, Chinese below zh/, German below de/" in listed
    assert f"- [Seen]({ADDRESS}de/index.md): Wasser und Besuche an zwei Seen." in listed
    lost = text_of(three / "404.html")
    for words in ("There is no such page", "没有这个页面", "Seite nicht gefunden", 'href="/some-repo/de/"'):
        assert words in lost
    away = text_of(three / "sw.js")
    assert "<title>Offline · 离线</title>" in away
    assert '<h1 lang="de">Keine Verbindung, und diese Seite wurde zuvor nicht gelesen</h1>' in away


@pytest.fixture
def lakes(tmp_path: Path) -> Project:
    """A copy of the report in three languages, not yet built."""
    return copy_report(THREE, tmp_path)


def edit(project: Project, file: str, old: str, new: str) -> None:
    text = text_of(project.root / file)
    assert old in text
    (project.root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusals(project: Project, work: Callable[[Project], object] = check) -> list[str]:
    with pytest.raises(ReportError) as caught:
        work(project)
    return [str(finding) for finding in caught.value.findings]


def test_a_page_that_is_not_there_in_one_language_is_missed_in_that(lakes: Project) -> None:
    (lakes.templates / "pages/index.de.md.j2").unlink()
    found = [one for one in refusals(lakes) if "version" in one]
    assert found == ["templates/pages/index.en.md.j2: has no German version (add templates/pages/index.de.md.j2)"]


def test_a_figure_that_only_two_languages_print_is_missed_in_the_third(lakes: Project) -> None:
    edit(lakes, "templates/pages/index.de.md.j2", 'zählte man {{ figure("visits", "lower", "2025-Q2") }}', "zählte man viele")
    (found,) = refusals(lakes)
    assert found.startswith("templates/pages/index.de.md.j2: has other figures than templates/pages/index.en.md.j2: only in en: ")
    assert "visits.lower.2025-Q2" in found


def test_a_cell_that_is_empty_in_one_language_is_named(lakes: Project) -> None:
    edit(lakes, "data/entities.csv", "Obersee", "")
    (found,) = refusals(lakes)
    assert found.startswith('data/entities.csv:2 column "name_de": is not translated yet (write what "name_en" says in German)')


def test_a_chart_that_lacks_a_language_is_named(lakes: Project) -> None:
    edit(lakes, "charts/water.py", ', "de": "Wasser nach See und Quartal"', "")
    (found,) = refusals(lakes)
    assert found.startswith("charts/water.py")
    assert "de" in found
    assert '"en": "…", "zh": "…", "de": "…"' in found


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        ("[en, zh, eo]", 'has the language "eo", of which the generator has no words (add locale/eo/LC_MESSAGES/sourced.po'),
        ("[en, zh, german]", 'has "german" among its languages (write codes such as'),
        ("[en, de, zh, de]", 'names the language "de" twice'),
        ("[]", 'lacks "languages", the list of languages of the report'),
    ],
)
def test_languages_that_cannot_be_are_refused_where_they_are_named(lakes: Project, languages: str, found: str) -> None:
    edit(lakes, "data/datapackage.yaml", "languages: [en, zh, de]", f"languages: {languages}")
    line = text_of(lakes.root / "data/datapackage.yaml").splitlines().index(f"languages: {languages}") + 1
    assert any(one.startswith(f"data/datapackage.yaml:{line}: {found}") for one in refusals(lakes)), refusals(lakes)


@pytest.mark.build
def test_any_language_may_be_first(lakes: Project) -> None:
    edit(lakes, "data/datapackage.yaml", "languages: [en, zh, de]", "languages: [de, en, zh]")
    text = text_of(lakes.root / "data/datapackage.yaml")
    for key in ("title", "description", "notice", "next_reason"):
        text = re.sub(
            rf"^( *){key}: (.*)\n( *{key}_zh: .*\n) *{key}_de: (.*)$", rf"\1{key}: \4\n\3\1{key}_en: \2", text, flags=re.MULTILINE
        )
    (lakes.root / "data/datapackage.yaml").write_text(text, encoding="utf-8")
    build(lakes, downloads=False)
    assert '<html lang="de">' in text_of(lakes.site / "index.html")
    assert "<title>Two lakes</title>" in text_of(lakes.site / "en/index.html")
    assert not (lakes.site / "de").exists()


def test_a_language_of_the_reports_own_words_is_one_like_the_others(tmp_path: Path) -> None:
    project = copy_report(ONE, tmp_path)
    words = project.root / "locale/en/LC_MESSAGES/sourced.po"
    words.parent.mkdir(parents=True)
    for word in ("Numbers", "Figures"):
        words.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "tool.table"\nmsgstr "{word}"\n', "utf-8")
        build(project, downloads=False)
        page = text_of(project.site / "index.html")
        assert f"<summary>{word}</summary>" in page
        assert "<summary>Sources</summary>" in page


@pytest.fixture(scope="session")
def addresses(one: Path, three: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Both sites, served as a plain host does."""
    root = tmp_path_factory.mktemp("served")
    (root / "one").symlink_to(one)
    (root / "three").symlink_to(three)
    with served(root) as host:
        yield {name: f"{host}{name}/" for name in ("one", "three")}


@pytest.mark.parametrize(
    ("report", "folder", "heading", "drawn"),
    [
        ("one", "", "Bicycles", "trips"),
        ("three", "", "Lakes", "cubic metres"),
        ("three", "zh/", "湖泊", "亿立方米"),
        ("three", "de/", "Seen", "Milliarden Kubikmeter"),
    ],
)
def test_a_browser_shows_text_and_a_chart(
    browser: Browser,
    addresses: dict[str, str],
    report: str,
    folder: str,
    heading: str,
    drawn: str,
) -> None:
    page, wrong = opened(browser, addresses[report] + folder)
    assert not wrong
    assert page.locator("h1").inner_text() == heading
    (chart,) = [one for one in page.locator("figure.chart svg").all() if one.is_visible()]
    box = chart.bounding_box()
    assert box
    assert box["width"] > 250
    assert drawn in (chart.text_content() or "")
    assert page.locator("a.language").count() == (2 if report == "three" else 0)
    page.context.close()


def test_a_reader_goes_from_language_to_language(browser: Browser, addresses: dict[str, str]) -> None:
    page, wrong = opened(browser, addresses["three"] + "evidence/data/")
    for name, folder, heading in (("Deutsch", "de/", "Daten"), ("中文", "zh/", "数据"), ("English", "", "Data")):
        page.get_by_role("link", name=name, exact=True).click()
        assert page.url == f"{addresses['three']}{folder}evidence/data/"
        assert page.locator("h1").inner_text() == heading
    assert not wrong
    page.context.close()


def test_columns_that_a_table_lacks_are_one_finding_with_the_lines_to_paste(lakes: Project) -> None:
    path = lakes.data / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("languages: [", "languages: [pt, ", 1), encoding="utf-8")
    said = [one for one in refusals(lakes) if 'of the table "indicators"' in one]
    assert len(said) == 1
    assert "- {name: name_pt, type: string}" in said[0]
    assert "- {name: definition_pt, type: string}" in said[0]


@pytest.mark.parametrize("code", ["", "zh/", "de/"])
def test_the_masthead_of_a_phone_has_its_name_and_all_languages_in_one_line(three: Path, browser: Browser, code: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 600})
    page.goto((three / code / "index.html").as_uri())
    name, tools = (page.locator(f".top {one}").bounding_box() for one in (".brand", ".tools"))
    page.close()
    assert name
    assert tools
    assert abs((name["y"] + name["height"] / 2) - (tools["y"] + tools["height"] / 2)) < 6


def test_what_a_page_counts_as_well_supported_leads_to_what_that_means(three: Path) -> None:
    for code in ("", "zh", "de"):
        assert '<p class="fresh"><a href="./evidence/method/#standing">' in (three / code / "index.html").read_text(encoding="utf-8")


@pytest.mark.build
def test_a_source_without_a_day_and_a_title_of_ours_are_explained(tmp_path: Path) -> None:
    project = copy_report(THREE, tmp_path)
    path = project.data / "sources.csv"
    header, row, *rest = path.read_text(encoding="utf-8").splitlines()
    cells = row.split(",")
    cells[header.split(",").index("title")] = "[Ours]"
    cells[header.split(",").index("published")] = ""
    path.write_text("\n".join([header, ",".join(cells), *rest, ""]), encoding="utf-8")
    build(project, downloads=False)
    words = {
        "": ("in square brackets is ours", "no date"),
        "zh": ("方括号内的标题", "未注明日期"),
        "de": ("in eckigen Klammern", "ohne Datum"),
    }
    for code, said in words.items():
        page = (project.site / code / "evidence/sources/index.html").read_text(encoding="utf-8")
        assert all(one in page for one in said), code


def test_a_copy_read_without_a_network_says_so_in_the_language_of_its_page(browser: Browser, three: Path) -> None:
    page = browser.new_context().new_page()
    with served(three) as host:
        page.goto(f"{host}de/")
        page.evaluate("""async (url) => {
            while (!await caches.match(url)) await new Promise((done) => setTimeout(done, 50));
        }""", f"{host}de/")  # fmt: skip
    page.goto(f"{host}de/")
    assert re.match(r"Offline-Kopie vom \d{4}-\d\d-\d\d: ", page.locator(".offline").inner_text())
    page.context.close()
