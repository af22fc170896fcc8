"""Traditional and simplified Chinese: what is written in one is found by the other."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_LIST = Path(__file__).parent / "conventions" / "zh_variants.txt"
"""Made by `tools/chinese_variants.py`."""


@lru_cache(maxsize=1)
def _pairs() -> tuple[str, ...]:
    return tuple(_LIST.read_text(encoding="utf-8").split())


def variants_in(text: str) -> str:
    """The pairs, traditional before simplified, of which a text has one or the other."""
    found = set(text)
    return "".join(pair for pair in _pairs() if not found.isdisjoint(pair))
