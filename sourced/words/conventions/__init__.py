"""What a language does otherwise than CLDR says, or that CLDR does not say; a language without a module here does nothing so.

Each module `CODE.py` has `CONVENTIONS`, found by the language's code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar, Literal

HAN = re.compile(r"[\u3400-\u9fff]")
"""A Chinese character."""
_WIDE_MARK = re.compile(r"[，。；：！？（）、]")
Problem = tuple[int, str, str]
"""Line, what was found there, what to write."""


class Conventions:
    """The defaults: those of a language in an alphabet, as CLDR has it."""

    tag: ClassVar[str] = ""
    """BCP 47 tag, where it is not the code."""
    compact_from: ClassVar[int] = 1_000_000
    """Amounts from here on are written with a word: 3.65 billion."""
    compact_form: ClassVar[Literal["short", "long"]] = "long"
    """CLDR's form of those words."""
    periods: ClassVar[Mapping[str, str]] = {}
    """Patterns of dates by kind of period that differ from CLDR's; Qq stands for Q and the quarter's number."""
    short_periods: ClassVar[Mapping[str, str]] = {}
    """The same where room is short."""
    ticks: ClassVar[Mapping[str, str]] = {}
    """The same on an axis, in two lines parted by a bar."""
    small_numbers: ClassVar[tuple[str, ...]] = ()
    """Words for one, two and so on, where running text spells them."""
    justified: ClassVar[bool] = False
    """Whether printed paragraphs have a straight right edge."""
    is_dense: ClassVar[bool] = False
    """Whether its characters fill their squares: lines stand further apart, and bold is drawn by a stroke."""
    cites_by_gbt: ClassVar[bool] = False
    """Whether its readers cite in the style of GB/T 7714; others do in APA's."""

    def seems_foreign(self, text: str, twin: str) -> str:
        """The English name of the language that a text seems to be in instead, "" if it may be this one."""
        del twin
        return "Chinese" if not text.isascii() and 2 * len(HAN.findall(text)) > len(re.findall(r"[A-Za-z]", text)) else ""

    def is_odd(self, text: str) -> bool:
        """Whether a text has characters that it would hardly have, a part of a longer one included."""
        return not self.is_dense and bool(HAN.search(text))

    def has_lost_characters(self, text: str) -> bool:
        """Whether question marks stand where a program could not save characters."""
        del text
        return False

    def punctuation_problems(self, text: str, name: str) -> Iterator[Problem]:
        """Marks of another script; `name` is the language's."""
        if not text.isascii() and not HAN.search(text):
            for mark in _WIDE_MARK.finditer(text):
                narrow = unicodedata.normalize("NFKC", mark[0]).replace("。", ".").replace("、", ",")
                yield text.count("\n", 0, mark.start()) + 1, f'has a full-width "{mark[0]}" in {name}', f"write {narrow}"

    def confirmation(self, text: str) -> str:
        """The word by which a text calls something confirmed, "" if it does not, or only says that it is not."""
        del text
        return ""

    def joined(self, html: str) -> str:
        """A text whose figures have been filled in, put right where a figure's own words meet the sentence's."""
        return html


def script_tag(text: str) -> str:
    """The language tag of a text whose script tells it, "" if it does not."""
    return "zh-Hans" if HAN.search(text) else ""


@cache
def conventions_of(code: str) -> Conventions:
    """The conventions of a language by its code, the region left aside."""
    name = f"{__name__}.{code.partition('-')[0]}"
    if find_spec(name) is None:
        return Conventions()
    found: Conventions = import_module(name).CONVENTIONS
    return found
