"""The finished page: where lines may end, and what is read of it."""

import pytest

from sourced.site.finish import facts_of, finished


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<p><data value="1">over CNY 3.65 billion</data></p>', '<p><data value="1">over CNY&nbsp;3.65&nbsp;billion</data></p>'),
        ('<p><data value="1">29,15 Millionen Einwohner</data></p>', '<p><data value="1">29,15&nbsp;Millionen Einwohner</data></p>'),
        ('<p><data value="1">41 gold medals</data></p>', '<p><data value="1">41&nbsp;gold&nbsp;medals</data></p>'),
        ('<p><a class="fig"><data value="41">41</data></a> gold', '<p><a class="fig"><data value="41">41</data></a>&nbsp;gold'),
        ('<p><data value="41">41 %</data> gold', '<p><data value="41">41&nbsp;%</data> gold'),
        ('<time datetime="2024-05-03">3. Mai 2024</time>', '<time datetime="2024-05-03">3.&nbsp;Mai&nbsp;2024</time>'),
        ('<time datetime="2025-12">December 2025</time>', '<time datetime="2025-12">December&nbsp;2025</time>'),
        ('<dd class="big"><data value="1">CNY 650 million</data></dd>', '<dd class="big"><data value="1">CNY 650 million</data></dd>'),
    ],
)
def test_a_line_ends_within_a_figure_only_where_it_is_set_large(html: str, made: str) -> None:
    assert finished(html, {}, "") == made


def test_links_ids_and_requests_of_a_page_are_read() -> None:
    html = '<link rel="canonical" href="https://x.org/"><a id="b" href="../talent/#a">x</a><img src="c.png"><a href="https://x.org/">y</a>'
    facts = facts_of("zh/financials/index.html", html)
    assert facts.ids == {"b"}
    assert [(link.path, link.anchor) for link in facts.links] == [("zh/talent", "a"), ("zh/financials/c.png", "")]
    assert facts.problems == ()


def test_numerals_in_keyed_words_charts_and_tables_are_no_loose_ones() -> None:
    words = '<p>by <data value="3">3</data> and <span data-entity="x">Model <b>3</b></span></p>'
    kept = f"{words}<table><tr><td>3</td></tr></table><svg><text>3</text></svg>"
    assert facts_of("a.html", f"<article>{kept}</article><p>outside 3</p>").problems == ()
    (one,) = facts_of("a.html", f"<article>{kept}\n<p>and 4 more</p></article>").problems
    assert (one.line, one.found) == (2, 'prints a numeral that is no figure: "and 4 more"')
