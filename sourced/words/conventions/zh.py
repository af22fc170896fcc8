"""Chinese: 亿 and 万, full-width marks, and where a verb and a figure's own words would collide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from sourced.words.conventions import HAN, Conventions, Problem

_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?=\s|[\u4e00-\u9fff]|$)")
_FULL_WIDTH = str.maketrans(",;:?!().", "，；：？！（）。")
_GAP = re.compile(r"\{[^{}]*\}")
_VERB_BEFORE_QUALIFIER = re.compile(r"(?<![认成作称视分])为(?=(?:<[^<>]*>)*(?:约|超过|不超过|估计|降幅|前[0-9]))")
"""为 where a figure begins with words of its own: 收入为 and 约260亿元."""

_CONFIRMED = re.compile("证实|确认")
_DENIED = re.compile("[未无没不非否若如待][^，。；：]{0,12}$")


class Chinese(Conventions):
    """Simplified Chinese, as written on the mainland."""

    tag: ClassVar = "zh-Hans"
    compact_from: ClassVar = 10_000
    compact_form: ClassVar = "short"
    periods: ClassVar = {"quarter": "y年QQQQ"}
    short_periods: ClassVar = {"quarter": "y年Qq"}
    ticks: ClassVar = {"quarter": "Qq|y", "month": "M月|y", "day": "M月d日|y"}
    is_dense: ClassVar = True
    justified: ClassVar = True
    cites_by_gbt: ClassVar = True

    def seems_foreign(self, text: str, twin: str) -> str:
        """English, if it is a sentence in letters, or the very words of its twin, and no name."""
        if not text.isascii():
            return ""
        words = re.findall(r"(?<![\w{.@/-])[a-z]+(?![\w}@/-])", _GAP.sub("", text))
        return "English" if len(words) >= 3 or (text == twin and re.fullmatch(r"[a-z][a-z ]{5,}", text)) else ""

    def has_lost_characters(self, text: str) -> bool:
        """Whether a text is question marks where Chinese was."""
        return "??" in text and not HAN.search(text)

    def punctuation_problems(self, text: str, name: str) -> Iterator[Problem]:
        """Half-width marks beside Chinese characters."""
        for mark in _HALF_WIDTH.finditer(text):
            yield (
                text.count("\n", 0, mark.start()) + 1,
                f'has a half-width "{mark[0]}" beside {name}',
                f"write {mark[0].translate(_FULL_WIDTH)}",
            )

    def confirmation(self, text: str) -> str:
        """证实, unless a word of denial stands before it in its clause."""
        return next((match[0] for match in _CONFIRMED.finditer(text) if not _DENIED.search(text[: match.start()])), "")

    def joined(self, html: str) -> str:
        """为约260亿元 as 约260亿元."""
        return _VERB_BEFORE_QUALIFIER.sub("", html)


CONVENTIONS = Chinese()
