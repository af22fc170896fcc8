"""English as the report prints it: days before months, numbers to ten in words."""

from __future__ import annotations

import re
from typing import ClassVar

from sourced.words.conventions import Conventions

_CONFIRMED = re.compile(r"\bconfirm(?:s|ed)\b")
_DENIED = re.compile(
    r"\b(?:no|not|never|neither|nor|nobody|none|without|whether|if|unless|until)\b[^.;:]{0,60}$|n't[^.;:]{0,40}$", re.IGNORECASE
)


class English(Conventions):
    """British order of dates, American abbreviations of months."""

    periods: ClassVar = {"quarter": "QQQ y", "day": "d MMMM y"}
    short_periods: ClassVar = {"quarter": "QQQ y", "day": "d MMM y"}
    ticks: ClassVar = {"day": "d MMM|y"}
    small_numbers: ClassVar = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    justified: ClassVar = True

    def confirmation(self, text: str) -> str:
        """The word confirmed, unless a word of denial stands shortly before it."""
        return next((match[0] for match in _CONFIRMED.finditer(text) if not _DENIED.search(text[: match.start()])), "")


CONVENTIONS = English()
