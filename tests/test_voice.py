"""What readers are told, and in which words: nothing of the machinery, one spelling for each thing. The lists stand here alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MACHINERY = {
    "": (
        r"\bbuild\b",
        r"\btemplates?\b",
        r"\bcommits?\b",
        r"\bgenerator\b",
        r"\bpull request",
        r"kind=",
        r"entity~",
        r"\$quarter",
        r"\w\.csv\b",
    ),
    "zh/": ("构建", "模板", "生成程序", "生成器", "合并请求", "所计数据行", "kind=", "entity~", r"\$quarter", r"\w\.csv"),
}
"""What only those who make the report need to know of, by the folder of a language."""
STRAY = {
    "Token": "token", "Tokens": "token", "720线": "720p", "1,080线": "1080p", "1080线": "1080p", "2,160线": "4K", "受检文章": "原文",
    "两可": "中性", "潜码": "潜变量", "盲投榜": "盲测榜", "盲评榜": "盲测榜", "年化运行率": "年化收入", "僵尸帐号": "僵尸账号",
    "GPU卡": "GPU", "哔哩哔哩站": "B站", "帐号": "账号", "登陆": "登录",
    "中国内地": "中国大陆", "竞技榜": "竞技场榜", "表决权": "投票权", "技术条线": "技术线", "哔哩哔哩": "B站",
}  # fmt: skip
"""Variants that Chinese pages must not have, with what to write."""
LEFT_OUT = re.compile(
    r'<details class="editors".*?</details>|<code\b.*?</code>|<script\b.*?</script>|<cite\b.*?</cite>|<table class="sources.*?</table>',
    re.DOTALL,
)
"""What is for editors, formulas, and titles as others published them."""
OF_OTHERS = ("evidence/sources/", "evidence/indicators/", "evidence/tables/", "evidence/data/")
"""Pages that hold the words of sources, or the files themselves."""


WITHIN_A_SENTENCE = re.compile(r"</?(?:a|abbr|button|data|em|span|strong|time)\b[^>]*>")
TWICE = re.compile(r".{0,30}(?:\b([a-z]+)\s\1\b|(?:约|超过|逾|近|至少)\s?(?:约|超过|逾|至少)).{0,30}", re.IGNORECASE)


def articles(site: Path, folder: str) -> Iterator[tuple[str, str]]:
    """The pages of a language as path and words of their article."""
    for path in sorted((site / folder).rglob("index.html")):
        name = path.relative_to(site / folder).as_posix().removesuffix("index.html")
        text = path.read_text(encoding="utf-8")
        if (folder or not name.startswith("zh/")) and "<article>" in text:
            article = text[text.index("<article>") : text.index("</article>")]
            yield name, html.unescape(re.sub(r"<[^>]*>", " ", LEFT_OUT.sub("", article)))


@pytest.mark.parametrize("folder", list(MACHINERY))
def test_no_page_speaks_of_how_it_is_made(real_site: Path, folder: str) -> None:
    pages = [(name, words) for name, words in articles(real_site, folder) if not name.startswith(OF_OTHERS)]
    found = [
        (name, match[0])
        for name, words in pages
        for sign in MACHINERY[folder]
        for match in re.finditer(rf".{{0,30}}(?:{sign}).{{0,30}}", words)
    ]
    assert len(pages) > 20
    assert not found


def test_chinese_pages_have_one_spelling_for_each_thing(real_site: Path) -> None:
    pages = [(name, words) for name, words in articles(real_site, "zh/") if not name.startswith("evidence/sources/")]
    found = [
        (name, match[0], f"write {right}")
        for name, words in pages
        for wrong, right in STRAY.items()
        for match in re.finditer(rf".{{0,12}}(?<![A-Za-z]){re.escape(wrong)}(?![A-Za-z]).{{0,12}}", words)
    ]
    assert not found


def test_no_page_says_a_word_twice_running(real_site: Path) -> None:
    """As "about about 70%", where a sentence and the figure in it both say how sure it is."""
    found = []
    for path in sorted(real_site.rglob("index.html")):
        page = LEFT_OUT.sub("", path.read_text(encoding="utf-8"))
        prose = html.unescape(re.sub(r"<[^>]*>", "\n", WITHIN_A_SENTENCE.sub("", page[page.find("<article>") :])))
        found += [(path.parent.name, match[0]) for match in TWICE.finditer(prose)]
    assert not found
