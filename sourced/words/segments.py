"""Chinese text cut into words, so that a heading breaks between them and not within one.

The likeliest cut by the frequency of words (`conventions/zh_words.txt`, most frequent first; tools/chinese_words.py),
names of the report taken as words. Good enough for where a line may end; no more is asked of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from math import log
from pathlib import Path
from typing import Final

WORDS: Final = Path(__file__).parent / "conventions" / "zh_words.txt"
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_FIRM: Final = re.compile(r"[^\s\u3400-\u9fff，。；：！？、（）《》“”—…·]+")
"""Figures and Latin words, which are never broken."""
_CLINGING: Final = frozenset("的了着过者们地得性化度上下中里内外后前")
"""Characters that belong to the word before them: particles and endings."""
_COUNTED: Final = frozenset("年月日季周天时分秒亿万元美个项条次位家起倍种款名人篇股")
"""Characters with which a unit begins, that belongs to the figure before it."""
_OPENING: Final = frozenset("（《“")
_CLOSING: Final = frozenset("，。；：！？、）》”—…·")
_NAME, _UNKNOWN, _LONGEST = 1.0, 9.0, 8


def breaks(text: str, names: Collection[str] = ()) -> list[int]:
    """The places in a text at which a line may end, as offsets; none beside a blank, where it may end anyway."""
    pieces = [*_pieces(text, frozenset(names)), ""]
    found, place = [], 0
    for one, other, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        place += len(one)
        if not _cling(one, other, after):
            found.append(place)
    return found


def _cling(one: str, other: str, after: str) -> bool:
    """Whether no line may end between two pieces; `after` follows them, "" at the end."""
    if one[-1].isspace() or other[0].isspace() or one[-1] in _OPENING or other[0] in _CLOSING:
        return True
    if one[-1] in _CLOSING:
        return False
    if other in _CLINGING or (one[-1].isdigit() and other[0] in _COUNTED):
        return True
    return len(other) == 1 and bool(_HAN.match(other)) and (len(one) == 1 or not after or after[0] in _CLOSING)


def _pieces(text: str, names: frozenset[str]) -> Iterator[str]:
    """Words, figures, marks and blanks of a text, in order."""
    place = 0
    while place < len(text):
        if han := _HAN.match(text, place):
            yield from _cut(han[0], names)
            place = han.end()
        elif firm := _FIRM.match(text, place):
            yield firm[0]
            place = firm.end()
        else:
            yield text[place]
            place += 1


def _cut(text: str, names: frozenset[str]) -> list[str]:
    """A run of Chinese characters in words: the cut that costs least."""
    costs, starts = [0.0], [0]
    for end in range(1, len(text) + 1):
        options = [(costs[start] + _cost(text[start:end], names), start) for start in range(max(0, end - _LONGEST), end)]
        cost, start = min(options)
        costs.append(cost)
        starts.append(start)
    words, end = list[str](), len(text)
    while end:
        words.append(text[starts[end] : end])
        end = starts[end]
    return words[::-1]


def _cost(word: str, names: frozenset[str]) -> float:
    """The rarer a word, the more it costs; what is no word can't be had."""
    if word in names:
        return _NAME
    if rank := _ranks().get(word):
        return log(rank + 50)
    return _UNKNOWN if len(word) == 1 else float("inf")


@cache
def _ranks() -> dict[str, int]:
    """Known words by how often they are, the most frequent first."""
    return {word: rank for rank, word in enumerate(WORDS.read_text(encoding="utf-8").split(), 1)}
