"""Lines of a page: the key of evidence, apostrophes, and in Chinese words kept whole and no blank beside a full-width mark."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from sourced.site.lines import laid_out
from sourced.words.language import languages_of
from sourced.words.segments import breaks

ENGLISH, CHINESE = languages_of(["en", "zh"], Path())
NAMES = {"可灵", "超过", "不超过", "约"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("可灵单季收入从超过1.5亿元增至超过6.5亿元", "可灵|单季|收入|从|超过|1.5亿元|增至|超过|6.5亿元"),
        ("集团研发开支约36.5亿元", "集团|研发|开支|约|36.5亿元"),
        ("16项中5项改善，6项恶化", "16项中|5项|改善，|6项|恶化"),
        ("开源模型的规格", "开源|模型的|规格"),
        ("离职多在2024年，而非2025年", "离职|多在|2024年，|而非|2025年"),
        ("快手AI（新）：快，但稳吗？", "快手|AI|（新）：|快，|但稳吗？"),
        ("Kling 3.0 API", "Kling 3.0 API"),
    ],
)
def test_a_line_ends_between_words_and_never_within_one_or_between_a_figure_and_its_unit(text: str, lines: str) -> None:
    places = [0, *breaks(text, NAMES), len(text)]
    assert "|".join(text[start:end] for start, end in pairwise(places)) == lines


def test_a_name_of_the_report_is_a_word() -> None:
    assert breaks("生数科技上线", {"生数科技"}) == [4]
    assert breaks("生数科技上线") != [4]


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<h2 id="a">开源模型的规格</h2>', '<h2 id="a">开源<wbr>模型的<wbr>规格</h2>'),
        ('<strong class="chart-title">开源模型</strong>', '<strong class="chart-title">开源<wbr>模型</strong>'),
        ('<p class="verdict-short">开源模型</p>', '<p class="verdict-short">开源<wbr>模型</p>'),
        (
            '<h2 id="a">收入<a class="fig" href="#"><data value="1">约4.3倍</data></a></h2>',
            '<h2 id="a">收入<wbr><a class="fig" href="#">约<wbr><data value="1">4.3倍</data></a></h2>',
        ),
        ('<h2 id="a">推出<span class="name">可灵3.0</span></h2>', '<h2 id="a">推出<wbr><span class="name">可灵3.0</span></h2>'),
        ("<h3>R&amp;D 开源模型</h3>", "<h3>R&amp;D 开源<wbr>模型</h3>"),
        ("<p>开源模型</p>", "<p>开源模型</p>"),
        ('<p><span class="label">到期：</span> <time>2026年</time></p>', '<p><span class="label">到期：</span><time>2026年</time></p>'),
        ("<p>第一句。\n第二句 （补充） ，完</p>", "<p>第一句。第二句（补充），完</p>"),
        ("<pre>甲： 乙</pre>", "<pre>甲： 乙</pre>"),
        ('<p><data value="1">不超过12.5%</data></p>', '<p>不超过<data value="1">12.5%</data></p>'),
    ],
)
def test_chinese_is_set_as_chinese(html: str, made: str) -> None:
    assert laid_out(html, CHINESE, NAMES) == made


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<p>Kling's sales</p>", "<p>Kling\N{RIGHT SINGLE QUOTATION MARK}s sales</p>"),
        ("<p>its rivals' models</p>", "<p>its rivals\N{RIGHT SINGLE QUOTATION MARK} models</p>"),
        ("""<p><a title="Kling's">x</a></p>""", """<p><a title="Kling's">x</a></p>"""),
        ("<code>it's</code>", "<code>it's</code>"),
        ("<h2>Open models: what they say</h2>", "<h2>Open models: what they say</h2>"),
    ],
)
def test_apostrophes_of_the_text_are_set_as_such(html: str, made: str) -> None:
    assert laid_out(html, ENGLISH, ()) == made


def test_the_mark_of_evidence_is_explained_once_below_the_first_text_that_has_it() -> None:
    figure = '<a class="fig" href="#" data-note="1"><data value="1">1</data></a>'
    html = f'<ul class="tiles"><li><p class="big">{figure}</p></li></ul>\n<p>None.</p>\n<p>Rain: {figure}.</p>\n<p>{figure}</p>'
    key = f'<p class="key">{ENGLISH.word("evidence_key")}</p>'
    assert laid_out(html, ENGLISH, ()) == html.replace(f"Rain: {figure}.</p>", f"Rain: {figure}.</p>\n{key}")
    assert laid_out("<p>None.</p>", ENGLISH, ()) == "<p>None.</p>"


def test_no_built_page_has_a_blank_beside_a_full_width_mark_or_one_bracket_behind_another(real_site: Path) -> None:
    inline = r"(?:</?(?:a|span|strong|em|b|data|time)\b[^<>]*>)*"
    blank = re.compile(rf"[，。；：！？、（）]{inline}[ \n]+{inline}[^\s<]|\S {inline}[，。；：！？、（）]")
    pages = sorted((real_site / "zh").rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        text = re.sub(r"(?s)<(svg|script|pre|code|head)\b.*?</\1>", "", page.read_text(encoding="utf-8"))
        assert not [match[0] for match in blank.finditer(text)], page
        assert not re.findall(r"[)）](?:<[^<>]*>)*（", text), page
