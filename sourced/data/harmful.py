"""What no cell may hold, wherever it goes from here: formulas that a spreadsheet would run, characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FORMULA: Final = re.compile(r"(?:^|[;\t|])\s*(?:[=+@]|-)")
"""What a spreadsheet takes for a formula at the beginning of a cell, and where it parts cells by other marks than commas."""
_NUMBERS: Final = re.compile(r"[-+]?\d+(?:\.\d+)?(?:; [-+]?\d+(?:\.\d+)?)*", re.ASCII)
_DASH: Final = re.compile(r"[;|]\s*-(?![^\s\d])")
"""A dash within a sentence, which begins no word."""
_UNSEEN: Final = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # soft hyphens, joiners, fillers, Arabic and Mongolian marks
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # blanks of no width, marks of direction, invisible operators
    "\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"  # byte-order marks, annotations, what is no character
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # halves of characters, and what means something to one program only
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # beams of music; tags, which can carry words
    "]"
)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text, also one in full-width signs; numbers with a sign it takes for numbers."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return not _NUMBERS.fullmatch(plain) and bool(_FORMULA.search(_DASH.sub(" ", plain)))


def unseen(text: str) -> str:
    """The first character that nobody sees, "" if there is none."""
    found = _UNSEEN.search(text)
    return found[0] if found else ""
