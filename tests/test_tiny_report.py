"""A report about something else, built end to end by the same generator."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import build, check
from sourced.site.finish import facts_of, site_problems

Edit = Callable[[str, str, str], None]
ENGLISH, CHINESE = "templates/pages/index.en.md.j2", "templates/pages/index.zh.md.j2"

TABLES = [
    "accepted", "claims", "entities", "floods", "forecasts", "indicators", "observations", "scorecard", "sections", "source_kinds",
    "sources", "terms", "units", "verdicts",
]  # fmt: skip
CITED = ["report", "chart-rain-by-station", *TABLES]
PAGES = [
    "", "evidence/", "evidence/method/", "evidence/updates/",
    "charts/rain-by-station/", "charts/rain-by-station/embed/", "evidence/article/", "evidence/article/weather/",
    "evidence/data/", "evidence/forecasts/", "evidence/indicators/damage/", "evidence/indicators/exchange-rate/",
    "evidence/indicators/rain/", "evidence/scorecard/", "evidence/sources/", "evidence/tables/floods/",
]  # fmt: skip
CARDS = [
    "charts-rain-by-station", "evidence-article", "evidence-article-weather", "evidence-data", "evidence-forecasts", "evidence-index",
    "evidence-method", "evidence-scorecard", "evidence-sources", "evidence-updates", "index",
]  # fmt: skip
ENDINGS = ("csv", "json", "narrow.svg", "phone.png", "phone.svg", "png", "svg", "wide.svg")
BOTH = [
    *(f"{page}index.html" for page in PAGES),
    *(f"charts/rain-by-station.{ending}" for ending in ENDINGS),
    *(f"citations/{work}.{ending}" for work in CITED for ending in ("bib", "json")),
    *(f"{page}index.md" for page in PAGES),
    *(f"cards/{name}.png" for name in CARDS),
    "feed.xml", "rain.pdf", "search-index.js",
]  # fmt: skip
SITE = sorted(
    [
        *BOTH,
        *(f"zh/{path}" for path in BOTH),
        ".nojekyll",
        "404.html",
        *(f"assets/fonts/{name}" for name in ("OFL.txt", "sans.woff2", "serif.woff2")),
        *(
            f"assets/{name}"
            for name in ("explore.js", "icon.png", "icon.svg", "minisearch.js", "reader.js", "search.js", "site.css", "site.js", "vega.js")
        ),
        "evidence.json",
        "llms.txt",
        "robots.txt",
        "sw.js",
        "data/datapackage.yaml",
        *(f"data/{name}.{ending}" for name in TABLES for ending in ("csv", "json", "parquet")),
        *(f"data/indicators/{name}.json" for name in ("damage", "exchange-rate", "rain")),
        "data/datapackage.json",
        "data/package.zip",
        "data/report.sqlite",
        "data/report.xlsx",
        "data/sections/weather.json",
    ]
)


def test_the_site_is_these_files(tiny_site: Path) -> None:
    assert sorted(path.relative_to(tiny_site).as_posix() for path in tiny_site.rglob("*") if path.is_file()) == SITE


def test_both_languages_print_the_same_row(tiny_site: Path) -> None:
    for page, words in (("index.html", "298.7&nbsp;millimetres"), ("zh/index.html", "298.7毫米")):
        assert f'<data value="298.7" data-key="rain.coast.2023-Q2">{words}</data>' in (tiny_site / page).read_text(encoding="utf-8")


def test_a_figure_leads_to_its_row_and_says_what_it_is(tiny_site: Path) -> None:
    page = (tiny_site / "index.html").read_text(encoding="utf-8")
    assert 'href="./evidence/indicators/rain/#rain-coast-2023-Q2"' in page
    assert (
        "Rainfall, Coast Station, Q2 2023. Source: Weather Office (15 Jan 2024). Primary source. The sources differ by more than rounding."
        in page
    )


def test_an_indicators_page_has_all_sources_of_an_observation_and_the_pages_that_use_it(tiny_site: Path) -> None:
    page = (tiny_site / "evidence/indicators/rain/index.html").read_text(encoding="utf-8")
    row = page[page.index('id="rain-coast-2023-Q2"') :]
    row = row[: row.index("</tr>")]
    assert (
        row.index("298.7 millimetres") < row.index("sources/#office-2023") < row.index("about 301 millimetres") < row.index("#gazette-2023")
    )
    assert "The sources differ by more than rounding: 298.7 millimetres to about 301 millimetres" in row
    used = page[page.index("Where this is used") :]
    assert used.count('<a href="../../../">Rain</a>') == used.count('<a href="../../../#chart-rain-by-station">') == 1


def test_the_drawing_stands_in_the_page_with_its_numbers_in_words(tiny_site: Path) -> None:
    page = (tiny_site / "index.html").read_text(encoding="utf-8")
    assert page.count('<svg class="drawing') == 2
    said = "The coast had 298.7 millimetres of rain. Rainfall by station and quarter. rainfall, Q1 2023 to Q2 2023: lowest"
    assert f'role="img" aria-label="{said}' in page
    assert "var(--accent)" in page


def test_the_drawing_to_take_away_needs_no_stylesheet(tiny_site: Path) -> None:
    svg = (tiny_site / "charts/rain-by-station.svg").read_text(encoding="utf-8")
    assert "var(" not in svg
    assert "#05a" in svg


def test_the_numbers_behind_a_chart_can_be_taken_away(tiny_site: Path) -> None:
    lines = (tiny_site / "zh/charts/rain-by-station.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "rain.coast.2023-Q1,降雨量,海岸站,2023-Q1,,210.4,mm,exact,high,primary,,,https://example.org/rain/yearbook"
    assert lines[2].startswith("rain.coast.2023-Q2,降雨量,海岸站,2023-Q2,,298.7,mm,exact,high,primary,298.7,301,")
    assert len(lines) == 5


@pytest.mark.build
def test_a_page_says_how_fresh_its_tables_are_and_what_is_overdue(tiny: Project) -> None:
    build(tiny, today=date(2024, 5, 2))
    page = (tiny.site / "index.html").read_text(encoding="utf-8")
    assert "next due <time" in page
    assert '<strong class="mark-stale">overdue</strong>' in page[page.index('<p class="fresh">') :]


def test_notes_say_what_a_figure_is_and_where_sources_differ(tiny_site: Path) -> None:
    page = (tiny_site / "index.html").read_text(encoding="utf-8")
    note = page[page.index('id="note-1"') : page.index('id="note-2"')]
    assert "rainfall, Coast Station, Q2 2023" in note
    assert '<a href="https://example.org/rain/yearbook" rel="external">Yearbook of rain</a>' in note
    assert "The sources differ by more than rounding: 298.7 millimetres to about 301 millimetres" in note
    assert '<p class="grade primary">primary source</p>' in note
    assert '<a href="https://example.org/gazette/wet-spring" rel="external">' in note[note.index("also ") :], (
        "the other source is linked too"
    )
    assert "computed: 298.7 millimetres divided by 120.2 millimetres" in page


@pytest.mark.build
def test_two_builds_are_the_same_byte_for_byte(tiny: Project, tiny_site: Path) -> None:
    build(tiny)
    for path in SITE:
        assert (tiny.site / path).read_bytes() == (tiny_site / path).read_bytes(), path


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "found", "fix"),
    [
        (ENGLISH, "description: Rain at two stations.\n", "", 1, "has no description", "between the two lines of ---"),
        (ENGLISH, '"2023-Q2") }} in', '"2022-Q2") }} in', 7, "no observation rain.coast.2022-Q2", "use one of rain.coast.2023-Q1"),
        (ENGLISH, 'figure("rain", "coast"', 'figure("rian", "coast"', 7, 'no indicator "rian"', "use rain"),
        (ENGLISH, "had {{", "had 3 {{", 7, 'bare figure "3"', "{{ figure("),
        (ENGLISH, 'chart("rain-by-station")', 'chart("rain")', 10, 'no chart "rain"', "use one of rain-by-station"),
        (ENGLISH, "{{ chart(", "{{ chrat(", 10, "'chrat' is undefined", ""),
        (ENGLISH, "{{ name(", "{{ name((", 7, "is not a template", ""),
        (CHINESE, "# 降雨 {#rain}", "# 降雨 {#wet}", 0, "has other headings than templates/pages/index.en.md.j2: only in en: 1 #rain", ""),
        (
            CHINESE,
            '{{ chart("rain-by-station") }}',
            "",
            0,
            "has other charts than templates/pages/index.en.md.j2: only in en: rain-by-station",
            "",
        ),
        (CHINESE, 'figure("rain", "coast", "2023-Q2")', 'figure("rain", "coast", "2023-Q1")', 0, "has other figures", ""),
        ("charts/rain.py", '"rain", "hill-2"', '"rain", "hill-3"', 21, 'rain-by-station: there is no entity "hill-3"', "use hill-2"),
        ("charts/rain.py", "frame[", "frames[", 0, "NameError", ""),
        ("charts/rain.py", '"plotted:Q"', '"ploted:Q"', 0, 'rain-by-station: encodes "ploted", which its data do not have', "use plotted"),
        (ENGLISH, "{{ chart(", "{{ 1 + 2 }}{{ chart(", 10, 'prints the bare figure "3"', "figure(…)"),
        (ENGLISH, "{{ chart(", "½ {{ chart(", 10, 'holds the bare figure "½"', "figure(…)"),
        ("charts/rain.py", "import altair", "import altiar", 3, "No module named 'altiar'", ""),
        ("charts/rain.py", "The coast had", "In 2 places the coast had", 0, 'title of rain-by-station holds the bare figure "2"', ""),
        ("charts/rain.py", "    return (", "    raise SystemExit\n    return (", 22, "SystemExit", ""),
        (
            "charts/rain.py",
            '"zh": "各站各季降雨量"',
            "",
            10,
            "subtitle of rain-by-station is not translated yet",
            'write it in Chinese too: {"en": "…", "zh": "…"}',
        ),
        ("charts/theme.py", '"#05a"', '"blu"', 0, "no colour for each scheme", "light, dark"),
        ("mkdocs.yml", "- index.md", "- rain.md", 0, "does not name the page index.md in its nav", 'add "- index.md"'),
        (ENGLISH, "description: Rain at", "description: Rain: at", 3, "a colon that begins no value", "in quotes"),
        (ENGLISH, "{{ chart(", "<<<<<<< HEAD\n{{ chart(", 10, "left by a merge", "one version"),
        (ENGLISH, "{{ chart(", "[x](nowhere.md)\n{{ chart(", 10, "links to nowhere.md, which is not there", "correct the link"),
        (ENGLISH, "{{ chart(", "[x](#nowhere)\n{{ chart(", 10, "no such anchor", "correct the link"),
        (ENGLISH, "{{ chart(", "![x](nope.png)\n{{ chart(", 10, "links to nope.png, which is not there", "correct the link"),
        (ENGLISH, "{{ chart(", "[x](javascript:alert)\n{{ chart(", 10, "links to a script", "link to a page"),
    ],
)
@pytest.mark.build
def test_a_mistake_in_the_report_is_explained_and_the_site_kept(
    tiny: Project, edit: Edit, file: str, old: str, new: str, line: int, found: str, fix: str
) -> None:
    tiny.site.mkdir()
    (tiny.site / "index.html").write_text("the old site", encoding="utf-8")
    edit(file, old, new)
    with pytest.raises(ReportError) as error:
        build(tiny)
    first = error.value.findings[0]
    assert first.file == file
    assert found in first.found
    assert fix in first.fix
    assert not line or first.line == line
    assert (tiny.site / "index.html").read_text(encoding="utf-8") == "the old site"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("[x](missing.md)", "links to missing.md, which is not there"),
        ("[x](evidence/sources.md#nowhere)", "links to evidence/sources/#nowhere, but that page has no such anchor"),
        ("[x](#nowhere)", "links to #nowhere, but that page has no such anchor"),
        ("[x](evidence/nowhere/)", "links to evidence/nowhere/, which is not there"),
        ("[x](/charts/rain-by-station/)", "links to /charts/rain-by-station/, which is not there"),
        ("![x](gone.png)", "links to gone.png, which is not there"),
        ('<img src="gone.png" alt="x">', "links to gone.png, which is not there"),
        ('<img src="https://example.org/x.png" alt="x">', "asks another host for https://example.org/x.png"),
    ],
)
@pytest.mark.build
def test_what_leads_nowhere_is_refused_with_its_place_in_the_template(tiny: Project, words: str, found: str) -> None:
    lines = []
    for name in (ENGLISH, CHINESE):
        path = tiny.root / name
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{words}\n", encoding="utf-8")
        lines.append((name, len(path.read_text(encoding="utf-8").splitlines())))
    with pytest.raises(ReportError) as error:
        build(tiny, downloads=False)
    assert [(one.file, one.line) for one in error.value.findings] == lines
    assert all(found in one.found for one in error.value.findings)
    assert not tiny.site.exists()


@pytest.mark.build
def test_check_writes_no_site(tiny: Project) -> None:
    outcome = check(tiny)
    assert (outcome.pages, outcome.charts, outcome.warnings) == (32, 1, [])
    assert not tiny.site.exists()


def test_a_source_that_no_row_names_is_a_warning(tiny: Project, edit: Edit) -> None:
    edit(
        "data/sources.csv",
        "gazette-2023,A wet spring",
        "echo-2023,Echo,Echo,,news,https://example.org/e,2023,en\ngazette-2023,A wet spring",
    )
    (warning,) = check(tiny).warnings
    assert (warning.line, warning.severity.name, warning.found) == (3, "WARNING", '"echo-2023" is named by no row')
    edit("data/datapackage.yaml", "reviews: gazette-2023", "reviews: echo-2023")
    assert "echo-2023" not in str(check(tiny).warnings)


@pytest.mark.build
def test_two_pages_of_one_title_are_refused(tiny: Project, edit: Edit) -> None:
    edit("templates/pages/evidence/data.en.md.j2", "# Data", "# Sources")
    with pytest.raises(ReportError, match=r'has the title "Sources", as templates/pages/evidence/\w+.en.md.j2 has \(give each'):
        check(tiny)


@pytest.mark.build
def test_a_page_without_a_twin_is_refused(tiny: Project) -> None:
    (tiny.templates / "pages/extra.en.md.j2").write_text("---\ndescription: Extra\n---\n# Extra {#extra}\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"has no Chinese version \(add templates/pages/extra\.zh\.md\.j2\)"):
        build(tiny)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="missing/">x</a>', "links to missing/, which is not there"),
        ('<a href="#nowhere">x</a>', "has no such anchor"),
        ('<script src="https://cdn.example.org/x.js"></script>', "asks another host"),
        ('<p id="a"></p><p id="a"></p>', 'two elements with the id "a"'),
        ("<article><p>costs 3 yuan</p></article>", "prints a numeral that is no figure"),
    ],
)
def test_a_fault_of_the_finished_page_is_found(html: str, found: str) -> None:
    page = facts_of("index.html", f"<!doctype html><html lang='en'><body>{html}</body></html>")
    assert [found in finding.found for finding in site_problems({"index.html": page}, ["index.html"])] == [True]


def test_what_a_report_keeps_out_of_its_navigation_stays_out_beside_what_every_report_has(tiny: Project) -> None:
    for code in ("en", "zh"):
        (tiny.docs / f"aside.{code}.md").write_text("---\ndescription: Aside.\n---\n# Aside {#aside}\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"aside\.md"):
        build(tiny, downloads=False)
    (tiny.root / "mkdocs.yml").write_text(
        (tiny.root / "mkdocs.yml").read_text(encoding="utf-8") + "not_in_nav: /aside.md\n", encoding="utf-8"
    )
    build(tiny, downloads=False)
    assert (tiny.site / "aside/index.html").exists()


def test_a_title_that_rounds_otherwise_than_its_marks_is_refused(tiny: Project, edit: Edit) -> None:
    two = "figure('rain', 'coast', '2023-Q2'), figure('rain', 'hill-2', '2023-Q2')"
    for language in (
        "The coast had {{ figure('rain', 'coast', '2023-Q2') }} of rain",
        "海岸站降雨{{ figure('rain', 'coast', '2023-Q2') }}",
    ):
        edit("charts/rain.py", language, f"{{{{ ratio({two}, decimals=0) }}}}")
    edit(
        "charts/rain.py",
        '    frame = pd.concat([canvas.series("rain", "coast"), canvas.series("rain", "hill-2")])\n',
        '    rain = [canvas.figures.observed("rain", station, "2023-Q2") for station in ("coast", "hill-2")]\n'
        "    frame = pd.DataFrame(canvas.frame([canvas.figures.ratio(*rain)]))\n",
    )
    with pytest.raises(ReportError) as caught:
        check(tiny)
    assert {one.found for one in caught.value.findings} == {"title of rain-by-station prints 249% where its marks have 248.5%"}


@pytest.mark.parametrize(("folder", "parted"), [("", ". Unit: "), ("zh/", "。单位：")])
def test_an_indicators_definition_and_its_unit_are_sentences_of_their_own(tiny_site: Path, folder: str, parted: str) -> None:
    page = (tiny_site / folder / "evidence/indicators/rain/index.html").read_text(encoding="utf-8")
    assert re.search(rf"[^.。]{parted}", page)
