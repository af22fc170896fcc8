"""English as the report prints it: days before months, numbers to ten in words."""

from __future__ import annotations

from typing import ClassVar

from sourced.words.conventions import Conventions


class English(Conventions):
    """British order of dates, American abbreviations of months."""

    periods: ClassVar = {"quarter": "QQQ y", "day": "d MMMM y"}
    short_periods: ClassVar = {"quarter": "QQQ y", "day": "d MMM y"}
    ticks: ClassVar = {"day": "d MMM|y"}
    small_numbers: ClassVar = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    justified: ClassVar = True


CONVENTIONS = English()
