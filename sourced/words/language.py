"""A language of a report: its words, numbers, dates and lists. CLDR says how (by Babel); `conventions` what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from sourced.periods import Period
from sourced.words.catalogue import Catalogue, catalogue, own_words
from sourced.words.conventions import Conventions, conventions_of

ROUNDING: Final = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}
"""How a bound is rounded so that it stays true; all else half up."""
_CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SKELETONS: Final = {
    "periods": {"year": "y", "quarter": "yQQQ", "month": "yMMMM"},
    "short_periods": {"year": "y", "quarter": "yQQQ", "month": "yMMM", "day": "yMMMd"},
    "ticks": {"quarter": "QQQ|y", "month": "MMM|y", "day": "MMMd|y"},
}
"""CLDR's names for the patterns of dates."""


class Texts(dict[str, str]):
    """A text in each language of a report, by code, that of the first language first."""

    @property
    def first(self) -> str:
        """The text in the report's first language, "" if there is none."""
        return next(iter(self.values()), "")

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


@dataclass(frozen=True)
class Language:
    """One of a report's languages."""

    code: str
    folder: str = ""
    """Folder of its site below the root, "" for the root itself."""
    own: str = field(default="", repr=False)
    """The report's own catalogue for it, as text."""

    @property
    def locale(self) -> Locale:
        """Babel's locale."""
        return _locale(self.code)

    @property
    def conventions(self) -> Conventions:
        """What it does otherwise than CLDR says."""
        return conventions_of(self.code)

    @property
    def tag(self) -> str:
        """BCP 47 tag for `lang` and `hreflang`."""
        return self.conventions.tag or self.code

    @property
    def name(self) -> str:
        """Its name in itself: English, 中文, Deutsch."""
        name = str(self.locale.get_display_name(self.locale))
        return name[:1].upper() + name[1:]

    @property
    def english_name(self) -> str:
        """Its name in English, for editors."""
        return str(self.locale.english_name)

    @property
    def direction(self) -> str:
        """The side that its text begins on: ltr or rtl."""
        return str(self.locale.text_direction)

    @property
    def territory_locale(self) -> str:
        """Language and country as Open Graph wants them: en_US, zh_CN."""
        parts = str(get_global("likely_subtags").get(self.code.replace("-", "_"), "")).split("_")
        return f"{self.locale.language}_{self.locale.territory or parts[-1]}" if self.locale.territory or parts[-1:] != [""] else self.code

    @property
    def prefix(self) -> str:
        """The beginning of the paths of its pages below the site: "", "zh/"."""
        return f"{self.folder}/" if self.folder else ""

    def word(self, key: str, *arguments: object) -> str:
        """One of the generator's own words, its gaps filled; where it has plurals, by the number that is the first argument."""
        return _catalogue(self).text(key, arguments)

    @staticmethod
    def capitalised(text: str) -> str:
        """A text with its first letter as at the beginning of a sentence, the others as they are."""
        return text[:1].upper() + text[1:]

    def of(self, texts: Mapping[str, str]) -> str:
        """A text in this language, "" if there is none."""
        return texts.get(self.code, "")

    def number(self, value: Decimal, decimals: int, style: str = "plain") -> str:
        """A bare number, rounded half up to `decimals` places (negative: tens, hundreds) and grouped.

        `compact` writes large numbers with a word (3.65 billion, 36.5亿), `percent` with a sign; `bare` groups no digits.
        """
        return _number(self, value, decimals, style)

    @property
    def number_marks(self) -> tuple[str, str]:
        """Its decimal mark, and that between thousands."""
        symbols = self.locale.number_symbols["latn"]
        return symbols["decimal"], symbols["group"]

    def plural(self, value: Decimal) -> str:
        """CLDR's category of a number as printed: one, few, many, other."""
        return str(self.locale.plural_form(abs(value.normalize())))

    @property
    def plurals(self) -> tuple[str, ...]:
        """CLDR's plural categories: one, other."""
        return (*sorted(self.locale.plural_form.tags), "other")

    def counted_in_words(self, value: Decimal) -> str:
        """A small whole number in words where the language has them in running text, else in digits."""
        words = self.conventions.small_numbers
        whole = value == value.to_integral_value() and 0 < value <= len(words)
        return words[int(value) - 1] if whole else self.number(value, 0)

    def qualified(self, text: str, qualifier: str) -> str:
        """An amount with its qualifier in words: "over CNY 300 million", "超过3亿元"."""
        return self.word(f"qualifier.{qualifier}", text)

    def magnitude(self, largest: Decimal) -> tuple[int, str]:
        """The round number, and its word, in which an axis that reaches `largest` is labelled."""
        return next(((size, word) for size, word in _magnitudes(self) if largest >= size), (1, ""))

    def period(self, period: Period, *, short: bool = False) -> str:
        """A period in words: Q3 2025, 2025年第三季度."""
        return _period(self, period, "short_periods" if short else "periods")

    def tick(self, period: Period) -> str:
        """A period for an axis, in two lines parted by "|" where it has two parts."""
        return _period(self, period, "ticks" if period.kind in _SKELETONS["ticks"] else "short_periods")


def stem_of(column: str, languages: Iterable[Language]) -> str:
    """The name that a column shares with its twins in other languages, name for name_en; "" if it is none of such."""
    return next((column.removesuffix(f"_{one.code}") for one in languages if column.endswith(f"_{one.code}")), "")


def languages_of(codes: Sequence[str], root: Path) -> tuple[Language, ...]:
    """A report's languages, the first at the root of its site."""
    return tuple(Language(code, code if place else "", own_words(root, code)) for place, code in enumerate(codes))


def is_language(code: str) -> bool:
    """Whether CLDR knows a language by this code, which can be a folder's name as it is."""
    if not _CODE.fullmatch(code):
        return False
    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


@lru_cache
def _locale(code: str) -> Locale:
    return Locale.parse(code, sep="-")


@lru_cache
def _catalogue(language: Language) -> Catalogue:
    return catalogue(language.code, language.own)


@lru_cache(maxsize=65536)
def _number(language: Language, value: Decimal, decimals: int, style: str) -> str:
    """Kept, because a figure is printed many times over and Babel takes its time."""
    with localcontext(WIDE):
        return _written(language, round_half_up(value, decimals), decimals, style)


def _written(language: Language, rounded: Decimal, decimals: int, style: str) -> str:
    if style == "percent":
        return format_percent(rounded / 100, _percent_pattern(language, decimals), language.locale, decimal_quantization=False)
    if style == "compact" and abs(rounded) >= language.conventions.compact_from:
        form = language.conventions.compact_form
        bare = rounded.normalize()  # by the decimals the word is chosen: 1 Million, 1,5 Millionen
        return format_compact_decimal(bare, format_type=form, locale=language.locale, fraction_digits=15)
    pattern = _fraction(decimals).replace("#,##0", "0") if style == "bare" else _fraction(decimals)
    return format_decimal(rounded, format=pattern, locale=language.locale, decimal_quantization=False)


def _percent_pattern(language: Language, decimals: int) -> str:
    """CLDR's pattern of percentages with so many decimals: 36.5%, 36,5 %."""
    return str(language.locale.percent_formats[None].pattern).replace("#,##0", _fraction(decimals))


@lru_cache
def _magnitudes(language: Language) -> tuple[tuple[int, str], ...]:
    """CLDR's words for round numbers, the largest first."""
    patterns = language.locale.compact_decimal_formats[language.conventions.compact_form]["other"]
    found = {
        str(pattern.pattern).replace("0", "").strip(): int(size)
        for size, pattern in sorted(patterns.items(), key=lambda item: -int(item[0]))
    }
    return tuple(sorted(((size, word) for word, size in found.items() if word), reverse=True))


@lru_cache(maxsize=65536)
def _period(language: Language, period: Period, form: str) -> str:
    if period.kind == "half":
        return language.word("half.first" if period.number == 1 else "half.second", str(period.start.year))
    if period.kind == "range":
        first, last = period.parts
        return language.word("to", *(_period(language, part, form) for part in (first, last)))
    return str(format_date(period.start, _pattern(language, period, form), language.locale))


def _pattern(language: Language, period: Period, form: str) -> str:
    """The pattern of dates for a period: the language's own, else CLDR's."""
    own: Mapping[str, str] = getattr(language.conventions, form)
    if period.kind in own:
        return own[period.kind].replace("Qq", f"'Q{period.number}'")
    skeleton = _SKELETONS[form].get(period.kind)
    if skeleton is None:
        return str(language.locale.date_formats["long"].pattern)
    known = language.locale.datetime_skeletons
    return "|".join(str(getattr(known.get(part), "pattern", part)) for part in skeleton.split("|"))


WIDE = Context(prec=64)
"""Room for all digits of the largest value that a cell may hold."""


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as people do (2.5 to 3), to `decimals` places; negative places round to tens, hundreds and so on."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE) + Decimal(0)


def _fraction(decimals: int) -> str:
    places = "." + "#" * decimals if decimals > 0 else ""
    return f"#,##0{places}"


def joined(parts: Iterable[str], language: Language) -> str:
    """Parts that are there and tell one thing together: Coast, Q3 2025; 海岸 · 2025年Q3."""
    return language.word("fields").join(part for part in parts if part)
