"""What travels without the site: the card of a shared link, and a page as Markdown."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from sourced.outputs.markdown_copy import markdown_of
from sourced.project import Project
from sourced.site.build import build

DRAWN = (
    '<header>no</header><article><h1>T</h1><p>One <a class="fig" href="../#r">3 mm</a>.</p><figure><figcaption>C</figcaption>'
    '<svg class="drawing wide" role="img" aria-label="Rain: 3"><text>x</text></svg>'
    '<svg class="drawing narrow" aria-label="Rain: 3"><text>x</text></svg><div class="tools"><details>t</details></div></figure>'
    "<form><input></form></article><footer>no</footer>"
)


def test_a_card_is_a_picture_of_the_size_that_networks_show(tiny_site: Path) -> None:
    cards = sorted(tiny_site.glob("**/cards/*.png"))
    assert len(cards) == 22
    for card in cards:
        assert struct.unpack(">8s8xII", card.read_bytes()[:24]) == (b"\x89PNG\r\n\x1a\n", 1200, 630), card


def test_cards_differ_by_page_and_by_language(tiny_site: Path) -> None:
    cards = [path.read_bytes() for path in tiny_site.glob("**/cards/*.png")]
    assert len(set(cards)) == len(cards)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_tells_its_theme_of_its_card_if_there_are_downloads(built: Project, language: str) -> None:
    page = built.build / f"docs/{language}/evidence/data.md"
    assert "image: cards/evidence-data.png" in page.read_text(encoding="utf-8")
    build(built, downloads=False)
    assert "image:" not in page.read_text(encoding="utf-8")


def test_a_page_as_markdown_has_its_words_and_links_and_a_chart_in_words() -> None:
    assert markdown_of(DRAWN) == "# T\n\nOne [3 mm](../#r).\n\nC\n\nRain: 3\n"


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p><strong>The R&amp;D figure</strong> and R&D</p>", "**The R&D figure** and R&D"),
        ('<p><strong>Up from <a href="#a" title="a note">1</a> to <data value="2">2</data></strong></p>', "**Up from [1](#a) to 2**"),
        (
            '<p><strong class="chart-title">Up in <time>2024</time></strong><span class="chart-subtitle">mm</span></p>',
            "#### Up in 2024\n\nmm",
        ),
        ("<p>a &lt; b &#42; c</p>", "a &lt; b \\* c"),
    ],
)
def test_markdown_keeps_words_as_they_are(html: str, written: str) -> None:
    assert markdown_of(f"<article>{html}</article>").strip() == written


@pytest.mark.parametrize(("page", "said"), [("index.md", "298.7 millimetres"), ("zh/index.md", "298.7毫米")])
def test_every_page_has_its_markdown_beside_it(tiny_site: Path, page: str, said: str) -> None:
    assert said in (tiny_site / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["", "zh/", "financials/", "zh/evidence/article/talent/"])
def test_a_page_of_the_report_leads_to_its_markdown_and_to_the_book(real_site: Path, path: str) -> None:
    page = (real_site / path / "index.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" type="text/markdown" href="index.md">' in page
    (book,) = re.findall(r'href="([^"]*\.pdf)"', page)
    assert (real_site / path / book).is_file()
