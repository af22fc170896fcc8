"""Blocks of HTML in Markdown: what is set aside comes out as Markdown itself would leave it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from sourced.site.html_blocks import HtmlBlocks
from sourced.site.tables import ScrollingTables

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
PIECES = [
    "<p>", "</p>", "<div>", '<div class="a">', "</div>", "<ol>", "<li>", "</li>", "</ol>", "<p id=b>", "*so*", "# Head", "`<div>`", "x < y",
    '<div markdown="1">', "\n", "\n\n", " ", "&lt;", "<br>", "- a", "    ",
]  # fmt: skip


def html(text: str, *extensions: HtmlBlocks) -> str:
    """Text by Markdown, blank lines apart."""
    return re.sub(r"\s*\n\s*", "\n", markdown(text, extensions=[*EXTENSIONS, *extensions])).strip()


@pytest.mark.parametrize(
    "text",
    [
        'Before *it*\n\n<ol class="claims">\n<li>\n<p>*as it is*</p>\n\n</li>\n</ol>\n\nafter *it*',
        "<div><div>in</div>\n\n</div>\n\n# Heading {#here}",
        '<div markdown="1">\n*so*\n</div>',
        "<section>\n<table><tr><td>1</td></tr></table>\n</section>",
        "<p>never closed\n\n*so*",
        "<div>one</div><div>two</div>\n\n*so*",
        "<div>*one*</div>\n<ol>\n<li>*two*</li>\n\n</ol>\n<p>*three*</p>\n\n*so*",
        '<div>*one*</div>\n<div markdown="1">\n*two*\n</div>\n\n*so*',
        "<div>*one*</div>\n<ol>never closed\n\n*so*",
        "<div>one</div> and *words*",
        "words\n<div>\n*in*\n</div>",
    ],
)
def test_a_block_comes_out_as_markdown_leaves_it(text: str) -> None:
    assert html(text, HtmlBlocks()) == html(text)


BLOCKS = ["<p>*a*</p>", "<ul>\n<li>a</li>\n</ul>", "*so* <b>b</b>", "# H {#h}", "| a |\n|---|\n| b |", "<div>\n<p>b</p>\n\n</div>"]


@given(st.lists(st.tuples(st.sampled_from(BLOCKS), st.sampled_from(["\n", "\n\n"])), max_size=8))
def test_blocks_and_markdown_go_together(parts: list[tuple[str, str]]) -> None:
    text = "".join(part for pair in parts for part in pair)
    assert html(text, HtmlBlocks()) == html(text)


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_mix_of_tags_stops_it(parts: list[str]) -> None:
    html("".join(parts), HtmlBlocks())


def test_a_table_written_in_markdown_stands_in_a_frame_that_scrolls_and_has_a_name() -> None:
    text = "| a | *b* |\n|---|---|\n| 1 | 2 |\n\nand\n\n| c |\n|---|\n| 3 |\n\n<div>\n<table><tr><td>4</td></tr></table>\n</div>"
    made = markdown(text, extensions=[*EXTENSIONS, HtmlBlocks(), ScrollingTables(label="Table")])
    frame = '<div aria-label="Table {}" class="scroll plain" role="region" tabindex="0">'
    assert [made.count(frame.format(number)) for number in (1, 2, 3)] == [1, 1, 0]
    assert re.search(r'class="scroll plain"[^>]*>\s*<table>\s*<thead>.*?<em>b</em>.*?</table>\s*</div>\s*<p>and</p>', made, re.DOTALL)
