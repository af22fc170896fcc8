"""German: quarters as running text has them, numbers to twelve in words."""

from __future__ import annotations

from typing import ClassVar

from sourced.words.conventions import Conventions


class German(Conventions):
    """German as written in Germany."""

    periods: ClassVar = {"quarter": "QQQQ y"}
    small_numbers: ClassVar = (
        "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    )  # fmt: skip
    justified: ClassVar = True


CONVENTIONS = German()
