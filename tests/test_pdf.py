"""The whole report as a PDF a language: its order, outline, notes, links and tags, and what it makes of any text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import BooleanObject, Destination

from sourced.findings import ReportError
from sourced.outputs.elements import article
from sourced.outputs.endnotes import Publication, Publisher, taken_notes
from sourced.outputs.pdf import typeset
from sourced.outputs.typst import Typesetter, literal, targets
from sourced.project import Project
from sourced.site.build import build
from tests.languages import ENGLISH

BOOKS = {"en": "rain.pdf", "zh": "zh/rain.pdf"}


def words(pages: Iterable[PageObject]) -> str:
    return "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")


@pytest.fixture(params=BOOKS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(tiny_site: Path, language: str) -> PdfReader:
    return PdfReader(tiny_site / BOOKS[language])


def test_it_has_the_pages_in_the_order_of_the_navigation(book: PdfReader, language: str) -> None:
    chapters = [str(one.title) for one in book.outline if isinstance(one, Destination)]
    assert (
        chapters
        == {
            "en": ["Rain", "The article, checked", "Forecasts", "Scorecard", "Sources", "Data", "Notes"],
            "zh": ["降雨", "逐条核查", "预测", "记分卡", "来源", "数据", "注释"],
        }[language]
    )


def test_it_can_be_read_aloud(book: PdfReader, language: str) -> None:
    root = book.root_object
    assert root["/MarkInfo"]["/Marked"] == BooleanObject(True)  # type: ignore[index]
    assert str(root["/Lang"]).startswith(language)
    assert "/StructTreeRoot" in root
    assert book.metadata
    assert book.metadata.title == {"en": "Rain at two stations", "zh": "两个气象站的降雨"}[language]


def test_its_cover_answers_and_says_the_date_of_the_data(book: PdfReader, language: str) -> None:
    said = book.pages[0].extract_text()
    assert {"en": "Rain at two stations", "zh": "两个气象站的降雨"}[language] in said
    assert {"en": "Newest figure: 30 June 2023", "zh": "最新数据：2023年6月30日"}[language].replace(" ", "") in said.replace(
        " ", ""
    ).replace("\xa0", "")
    assert not re.search(r"\b[0-9a-f]{10}\b", said)


def test_its_contents_stand_on_one_page_with_the_right_numbers(book: PdfReader) -> None:
    said = words(book.pages[1:2])
    for one in book.outline:
        if isinstance(one, Destination):
            page = 1 + (book.get_destination_page_number(one) or 0)
            assert re.search(rf"{re.escape(str(one.title).replace(' ', ''))}\.*{page}(?!\d)", said), one.title


def test_a_figure_stands_in_it_without_a_mark_and_in_the_notes_with_its_page_and_source(book: PdfReader, language: str) -> None:
    text, notes = words(book.pages[:-1]), words(book.pages[-1:]).replace("\xa0", "")
    assert re.search({"en": r"298\.7millimetresin", "zh": r"298\.7毫米[，,]"}[language], text)
    line = {
        "en": "3298.7millimetresrainfall,CoastStation,Q22023WeatherOffice,15Jan2024",
        "zh": "3298.7毫米降雨量•海岸站•2023年第二季度WeatherOffice，2024年1月15日",
    }
    assert line[language] in notes


def test_claims_are_given_in_brief(book: PdfReader, language: str) -> None:
    said = words(book.pages)
    brief, explanation = {
        "en": ("Thegaugehadbeenmoved.notverifiable", "Nobodysaysso."),
        "zh": ("雨量计曾被移动。无从查证", "无人提及"),
    }[language]
    assert brief in said
    assert explanation not in said


def test_chinese_is_set_in_one_face(tiny_site: Path) -> None:
    pages = PdfReader(tiny_site / BOOKS["zh"]).pages
    faces = {str(font.get_object()["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert {face.partition("+")[2].partition("-")[0] for face in faces} == {"ChartSans"}


def test_charts_are_drawn_in_lines_not_dots(book: PdfReader) -> None:
    assert not any(page.images for page in book.pages)
    assert "050100150200" in words(book.pages)


def test_links_lead_to_places_in_the_book_or_to_whole_addresses(book: PdfReader) -> None:
    links = [one.get_object() for page in book.pages for one in page.get("/Annots", [])]
    addresses = [str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})]
    assert addresses
    assert all(address.startswith(("https://", "http://", "mailto:")) for address in addresses)
    assert len(links) > len(addresses)


def test_the_report_is_short_enough_to_hand_over(real_site: Path) -> None:
    found = [*real_site.glob("*.pdf"), *real_site.glob("*/*.pdf")]
    assert len(found) == 2
    assert all(len(PdfReader(path).pages) <= 60 for path in found)


@pytest.mark.build
def test_a_page_that_says_so_is_left_out(tiny: Project) -> None:
    page = tiny.root / "templates/pages/evidence/data.en.md.j2"
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", "---\nbook: false\n", 1), encoding="utf-8")
    build(tiny)
    assert "Data" not in [one.title for one in PdfReader(tiny.site / "rain.pdf").outline if isinstance(one, Destination)]


@pytest.mark.build
def test_the_same_rows_give_the_same_book_and_none_without_downloads(tiny: Project, tiny_site: Path) -> None:
    build(tiny)
    assert [(tiny.site / path).read_bytes() for path in BOOKS.values()] == [(tiny_site / path).read_bytes() for path in BOOKS.values()]
    build(tiny, downloads=False)
    assert not any((tiny.site / path).exists() for path in BOOKS.values())


NOTE = """<article><p>a</p><details class="notes"><ol><li id="note-1"><a class="value" href="x">over&nbsp;3</a>
<span class="subject">rain, Coast</span><ul class="from"><li><a rel="external" href="https://a.example/">First</a>,
<a href="s">Office</a>, <time datetime="2024">2024</time></li><li><a rel="external" href="https://b.example/">Second</a>,
<a href="s">Office</a></li></ul></li><li id="note-2"><a class="value" href="x">4</a> <span class="subject">rows</span></li></ol>
</details></article>"""


def test_a_note_names_each_publisher_once_and_is_none_without_a_source() -> None:
    page = article(NOTE)
    notes = taken_notes(page, ENGLISH)
    assert list(notes) == ["1"]
    assert (notes["1"].value, notes["1"].subject) == ("over 3", "rain, Coast")
    (office,) = notes["1"].publishers
    assert office == Publisher("Office", (Publication("https://a.example/", "2024"), Publication("https://b.example/", "")))
    assert "First" not in page.words


def test_a_chart_is_drawn_once_and_then_referred_to() -> None:
    figure = '<figure id="chart-rain"><figcaption><strong class="chart-title">It rains</strong></figcaption><svg></svg></figure>'
    page = article(f"<article>{figure}<p>Then</p>{figure}</article>")
    written = Typesetter("x/index.html", set(), "", lambda _: "<svg/>").written(page)
    assert written.count("#chart(") == 1
    assert '#drawn-before("chart rain", "It rains")' in written.partition("Then")[2]


def test_a_heading_with_nothing_but_a_chart_moves_with_it() -> None:
    page = article("<article><h2>Alone</h2><figure><svg></svg></figure><h2>Next</h2><figure><svg></svg></figure><p>b</p></article>")
    alone, after = Typesetter("x/index.html", set(), "", lambda _: "<svg/>").written(page).split("Next")
    assert '#heading(level: 2)[#"Alone";]' in alone.partition("#chart(")[2]
    assert "#heading" not in after


def test_a_book_whose_page_numbers_do_not_settle_is_none() -> None:
    endless = "#context { let n = counter(page).final().first(); for _ in range(n) { pagebreak() } }"
    with pytest.raises(ReportError, match="converge"):
        typeset(f'#set document(title: "a")\n{endless}', date(2024, 1, 1))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=60, deadline=None)
@pytest.mark.slow
def test_no_text_runs_as_markup(text: str) -> None:
    page = article(f'<article><h1 id="a">{escape(text)}</h1><p>{escape(text)}<code>{escape(text)}</code></p></article>')
    source = Typesetter("index.html", targets("index.html", page), "", str).written(page)
    show = "#let place-of(name) = [#metadata(none) #label(name)]\n"
    assert typst.compile((show + source).encode())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
@settings(deadline=None)
@pytest.mark.slow
def test_a_literal_says_what_it_was_made_of(text: str) -> None:
    said = typst.query(f"#metadata({literal(text)}) <it>".encode(), "<it>", field="value", one=True)
    assert said == json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ('<p>a <a href="#b">b</a></p><p id="b">c</p>', '#link(label("x/index.html#b"))'),
        ('<p><a href="../y/">y</a></p>', '#link("https://rain.example/y/")'),
        ('<p><a href="https://other.example/">o</a></p>', '#link("https://other.example/")'),
        ('<form><p>gone</p></form><p class="lead">kept</p>', '#lead[#"kept";]'),
        ("<table><thead><tr><th>a<th>b</thead><tr><td>c<td class=number>d</table>", "table.header("),
        ('<p class="said">It rains.</p>', '#said[#"It rains.";]'),
        (
            '<ol class="claims brief"><li><span class="verdict">no</span><a class="statement">It rains</a></li></ol>',
            '#verdicts([#"It rains";],[#"no";],)',
        ),
        (
            '<dl class="keys"><div><dt>Rain</dt><dd class="big">3</dd><dd class="small">2024</dd></div></dl>',
            '#keys([#"Rain";],[#"3";],[#"2024";],)',
        ),
        ('<details class="long"><table><tr><td>gone</table></details><p>kept</p>', '#"kept"'),
        ("<ol><li>one</li><li>two</li></ol>", '#enum([#"one";],[#"two";],)'),
    ],
)
def test_html_is_set_as(html: str, written: str) -> None:
    page = article(f"<article>{html}</article>")
    assert written in Typesetter("x/index.html", targets("x/index.html", page), "https://rain.example/", str).written(page)
