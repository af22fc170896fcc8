"""The whole report as a PDF a language: its order, outline, notes, links and tags, and what it makes of any text."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import BooleanObject, Destination

from sourced.outputs.typst import Typesetter, article, literal, targets
from sourced.project import Project
from sourced.site.build import build

BOOKS = {"en": "rain.pdf", "zh": "zh/rain.pdf"}


def words(book: PdfReader) -> str:
    return "".join(page.extract_text() for page in book.pages).replace(" ", "")


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
            "en": ["Rain", "The article, checked", "Claims checked: weather", "Forecasts", "Scorecard", "Sources", "Data"],
            "zh": ["降雨", "逐条核查", "逐条核查：天气", "预测", "记分卡", "来源", "数据"],
        }[language]
    )


def test_it_can_be_read_aloud(book: PdfReader, language: str) -> None:
    root = book.root_object
    assert root["/MarkInfo"]["/Marked"] == BooleanObject(True)  # type: ignore[index]
    assert str(root["/Lang"]).startswith(language)
    assert "/StructTreeRoot" in root
    assert book.metadata
    assert book.metadata.title == {"en": "Rain at two stations", "zh": "两个气象站的降雨"}[language]


def test_a_figure_stands_in_it_with_its_note(book: PdfReader, language: str) -> None:
    said = words(book)
    assert {"en": "298.7millimetres1", "zh": "298.7毫米1"}[language] in said
    assert {"en": "WeatherOffice(15Jan2024)", "zh": "WeatherOffice（2024年1月15日）"}[language] in said


def test_charts_are_drawn_in_lines_not_dots(book: PdfReader) -> None:
    assert not any(page.images for page in book.pages)
    assert "020406080100" in words(book)


def test_links_lead_to_places_in_the_book_or_to_whole_addresses(book: PdfReader) -> None:
    links = [one.get_object() for page in book.pages for one in page.get("/Annots", [])]
    addresses = [str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})]
    assert addresses
    assert all(address.startswith(("https://", "http://", "mailto:")) for address in addresses)
    assert len(links) > len(addresses)


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
        ("<ol><li>one</li><li>two</li></ol>", '#enum([#"one";],[#"two";],)'),
    ],
)
def test_html_is_set_as(html: str, written: str) -> None:
    page = article(f"<article>{html}</article>")
    assert written in Typesetter("x/index.html", targets("x/index.html", page), "https://rain.example/", str).written(page)
