"""What to write instead: numbers, periods and addresses as people and spreadsheets have them."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_abbr, monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

FoundAndFix = tuple[str, str]
"""What was found in a cell, and what to write instead."""
Readings = Sequence[tuple[str | Any, ...]]
"""What a text may mean: year, then quarter, half or month, then day."""
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
LARGEST = 30
"""Power of ten beyond which no figure is meant."""
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}((,[0-9]{3})+\.[0-9]+|(,[0-9]{3}){2,})")
_NOTHING = {"n/a", "na", "nan", "null", "none", "nil", "-", "--", "tbc", "tbd", "unknown", "?", "未知", "无", "暂无", "不详", ""}
_TIMES = {
    "k": 3, "thousand": 3, "千": 3, "万": 4, "m": 6, "mn": 6, "mln": 6, "million": 6, "百万": 6, "千万": 7, "亿": 8, "b": 9, "bn": 9,
    "bln": 9, "billion": 9, "十亿": 9, "trillion": 12, "tn": 12, "万亿": 12,
}  # fmt: skip
_PERCENT = {"‰": -1, "bp": -2, "bps": -2, "基点": -2, "个基点": -2, "成": 1}
"""Words for parts of a whole that are no percent, each with its power of ten in percent."""
_FULL_WIDTH = {one: one - 0xFEE0 for one in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
_MONTHS = {name.casefold(): number for number, name in enumerate(month_abbr) if name}
_ORDINALS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
_MARKS_AT_THE_END = "，。；、）》”,;"


def half_width(text: str) -> str:
    """A text with plain signs for full-width ones; what is raised, circled or a fraction is left, as it means something else."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def plain_number(text: str) -> str:
    """A number in plain digits, if the text is one beyond doubt: full-width digits, 1,234.5, a typographic minus; else ""."""
    plain = half_width(text).translate(_DASHES)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return plain if NUMBER.fullmatch(plain) else ""


def number_problem(text: str, *, required: bool) -> FoundAndFix:
    """What is wrong with a cell that should hold a number and does not."""
    plain = " ".join(half_width(text).translate(_DASHES).split())
    shown = quoted(text)
    if plain.casefold() in _NOTHING:
        return f"{shown} is not a number", "take the row out if there is no figure" if required else "leave the cell empty if there is none"
    if plain.startswith("#") and plain.rstrip("!?").isupper():
        return f"{shown} is an error of the spreadsheet", "type the number itself"
    if plain.startswith("="):
        return f"{shown} is a formula", "type the number itself"
    return f"{shown} is not a number", _number_fix(plain)


def _number_fix(text: str) -> str:
    signed = re.sub(r"^\((.*)\)$", r"-\1", text)
    core = re.search(r"-?[0-9](?:[0-9.,_ '’]*[0-9])?", signed)
    if core is None or core[0].strip("-") == "":
        return "write digits with a point, such as 3.4"
    before, after = signed[: core.start()].strip(), signed[core.end() :].strip()
    if re.match(r"[oOlI]", signed[core.end() :]) or any(unicodedata.category(one) == "No" for one in after):
        return "write digits with a point, such as 3.4"
    if re.search(r"[0-9]", after):
        return (
            "write one number; for a range, a row for each end"
            if re.match(r"(-|to|~|至|/)", after)
            else "write digits with a point, such as 3.4"
        )
    if after in _PERCENT and len(readings := _readings(core[0])) == 1:
        return f"write {_digits(Decimal(readings[0]).scaleb(_PERCENT[after]))}, if its indicator is in percent"
    word = after.casefold().removesuffix("元").rstrip("+.").strip()
    readings = _readings(core[0])
    if word in _TIMES and len(readings) == 1:
        value = Decimal(readings[0]).scaleb(_TIMES[word])
        millions = f", or {_digits(value.scaleb(-6))} if that is in millions" if _TIMES[word] >= 6 else ""
        return f"write the number alone in the unit of its indicator: {_digits(value)}{millions}"
    fix = f"write {' or '.join(readings)}" if readings else "write digits with a point, such as 3.4"
    if re.search(r"[<>~≈≥≤+约超近逾]|over|about|at least|at most", before + after, re.IGNORECASE):
        return f'{fix}; "about", "over" and the like go into the column "qualifier"'
    return fix


def _readings(core: str) -> list[str]:
    """The numbers that digits with points, commas, blanks and apostrophes may mean."""
    core = re.sub(r"[_ '’]", "", core)
    sign, digits = ("-", core[1:]) if core.startswith("-") else ("", core)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        mark = max(".,", key=digits.rfind)
        other = "," if mark == "." else "."
        found = [digits.replace(other, "").replace(mark, ".")] if digits.count(mark) == 1 else []
    elif points + commas > 1:
        found = [digits.replace(".", "").replace(",", "")]
    elif commas:
        decimal, grouped = digits.replace(",", "."), digits.replace(",", "")
        found = [grouped, decimal] if re.fullmatch(r"[0-9]{1,3},[0-9]{3}", digits) else [decimal]
    else:
        found = [digits]
    return [sign + one for one in found if NUMBER.fullmatch(one)]


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"


_RECENT: Final = 32874
"""1 January 1990 as a spreadsheet's number."""


def period_problem(text: str, words: str) -> FoundAndFix:
    """What is wrong with a cell that should hold a period and does not; `words` say what it may be."""
    meant = [one for one in _periods(text) if one != text]
    if re.fullmatch(r"[0-9]{5}", text):
        if not meant or int(text) < _RECENT:  # a year with a digit too many, likelier than a day of long ago
            return f"{quoted(text)} is not a period", words
        return f"{quoted(text)} is not a period", f"write {meant[0]}, if this is a spreadsheet's number for that day"
    if re.fullmatch(r"[0-9]{4}-?[Qq][05-9]", text):
        return f"{quoted(text)} is no quarter", f"write {text[:4]}-Q1 to {text[:4]}-Q4"
    return f"{quoted(text)} is not a period", f"write {' or '.join(meant)}" if meant else words


def day_problem(year: int, month: int) -> str:
    """Why a day is not in the calendar, as a remedy."""
    if not 1 <= month <= 12:
        return "write a month from 01 to 12"
    return f"correct the date: that month has {monthrange(year, month)[1]} days"


def _periods(text: str) -> list[str]:
    """The ISO periods that a text may mean: usually one; two where day and month can't be told apart."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    if single := _part(plain):
        return single
    for mark in ("/", "..", "~", " to ", "至", "到", " - ", "-"):
        pieces = plain.split(mark)
        if len(pieces) % 2 == 0:
            half = len(pieces) // 2
            ends = [_part(mark.join(some).strip()) for some in (pieces[:half], pieces[half:])]
            if all(len(one) == 1 for one in ends):
                return [f"{ends[0][0]}/{ends[1][0]}"]
    return []


def _part(text: str) -> list[str]:
    for pattern, read in _FORMS:
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return [found for one in read(match) if (found := _valid(one))]
    return []


def _valid(parts: tuple[str | Any, ...]) -> str:
    """Year and the rest in ISO form, "" for what is not in the calendar."""
    year, rest = f"20{parts[0]}" if len(parts[0]) == 2 else parts[0], [one for one in parts[1:] if one]
    if rest and rest[0][0] in "QqHh":
        return f"{year}-{rest[0].upper()}"
    try:
        numbers = [int(one) for one in rest]
        date(int(year), *[*numbers, 1, 1][:2])
    except ValueError:
        return ""
    return "-".join([year, *(f"{one:02}" for one in numbers)])


def _month(name: str) -> str:
    return str(_MONTHS[name[:3].casefold()])


def _day_first_or_month(match: re.Match[str]) -> Readings:
    one, other, year = match.groups()
    readings = [(year, other, one), (year, one, other)]
    return readings if one != other else readings[:1]


def _serial(match: re.Match[str]) -> Readings:
    day = date(1899, 12, 30) + timedelta(days=int(match[0]))
    return [(str(day.year), str(day.month), str(day.day))]


_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:FY|CY)? ?((?:19|20)?[0-9]{2})"
_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}.*)?"
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], Readings]], ...] = (
    (r"([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?[日号]?" + _TIME, lambda m: [m.groups()]),
    (r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", lambda m: [m.groups()]),
    (r"([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?月?", lambda m: [m.groups()]),
    (r"(?:FY|CY)? ?([0-9]{4}) ?年?度?", lambda m: [m.groups()]),
    (_YEAR + r"[ /-]?(Q[1-4]|H[12])E?", lambda m: [m.groups()]),
    (r"(Q[1-4]|H[12])[ /'’-]*" + _YEAR, lambda m: [(m[2], m[1])]),
    (r"([1-4])(Q) ?" + _YEAR, lambda m: [(m[3], f"Q{m[1]}")]),
    (r"([12])(H) ?" + _YEAR, lambda m: [(m[3], f"H{m[1]}")]),
    (r"([0-9]{4}) ?年?第? ?([1-4一二三四])季度?", lambda m: [(m[1], f"Q{_ORDINALS.get(m[2], m[2])}")]),
    (r"([0-9]{4}) ?年?([上下])半年", lambda m: [(m[1], f"H{_ORDINALS[m[2]]}")]),
    (r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]" + _NAME + r"[ ,-]+([0-9]{4})", lambda m: [(m[3], _month(m[2]), m[1])]),
    (_NAME + r" ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", lambda m: [(m[3], _month(m[1]), m[2])]),
    (_NAME + r"[ ,'-]+([0-9]{2}|[0-9]{4})", lambda m: [(m[2], _month(m[1]))]),
    (r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", lambda m: [(m[3], m[2], m[1])]),
    (r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", _day_first_or_month),
    (r"[2-6][0-9]{4}", _serial),
)  # fmt: skip
"""How people write periods, each with what it means: year, then quarter, half or month, then day."""


def address_problem(text: str) -> FoundAndFix | None:
    """What is wrong with an address on the web, None if nothing is."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return f"{quoted(text)} is not a web address", "copy it anew from the browser"
    if parts.scheme.lower() not in ("http", "https") or not text.lower().startswith(("http://", "https://")):
        bare = re.fullmatch(r"(https?:?/*)?((www\.)?[^\s/:]+\.[a-z]{2,}(/\S*)?)", text, re.IGNORECASE)
        fix = f"write https://{bare[2]}" if bare else "only addresses that begin with https:// or http:// are linked"
        return f"{quoted(text)} is not a web address", fix
    if "." not in host.strip(".") and ":" not in host:
        return f"{quoted(text)} names no host", "copy the address anew from the browser"
    if found := re.search(r'[\s"<>\\^`{|}]', text):
        name = "a blank" if found[0].isspace() else found[0]
        code = "".join(f"%{one:02X}" for one in found[0].encode())
        return f"{quoted(text)} holds {name}, which no address may", f"write {code} for it, or copy the address anew"
    return _misspelt(text, host, has_user=parts.username is not None or parts.password is not None)


def _misspelt(text: str, host: str, *, has_user: bool) -> FoundAndFix | None:
    """What is wrong with the spelling of an address that begins as one and names a host."""
    if ".." in host or host[0] in ".-" or "*" in host:
        return f"{quoted(text)} has a host that can't be: {host}", "copy the address anew from the browser"
    if broken := re.search(r"%(?![0-9a-fA-F]{2}).{0,2}", text):
        return f"{quoted(text)} holds {broken[0]}, where a % begins a code of two hexadecimal digits", "write %25 for a % of its own"
    if text[-1] in _MARKS_AT_THE_END:
        return f"{quoted(text)} ends in a punctuation mark", f"write {text.rstrip(_MARKS_AT_THE_END)}"
    if has_user:
        return f"{quoted(text)} holds a name or a password", "leave out what stands before the @"
    return None


def form_problem(text: str, matches: Callable[[str], bool], words: str) -> FoundAndFix:
    """What is wrong with a code that is not of its column's form; `words` say what the form is."""
    plain = unicodedata.normalize("NFKC", text)
    joined = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    host = r"^\w+://[^/?#]*"  # behind which an address may need its capitals
    small = re.sub(host, lambda match: match[0].casefold(), plain) if "://" in plain else plain.casefold()
    meant = next((one for one in (plain, small, joined, joined.replace("-", "_")) if matches(one)), "")
    return f"{quoted(text)} is not of the right form", f"write {meant}" if meant and meant != text else words or "correct it"


def garbled(text: str) -> str:
    """What a text was before it was read as Windows-1252 and saved again, "" if that has not happened to it."""
    if text.isascii() or max(text) > "\N{TRADE MARK SIGN}":  # the last that Windows-1252 has
        return ""
    try:
        found = b"".join(_western(one) for one in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""
    return "" if found == text else found


def _western(character: str) -> bytes:
    """A character as Windows-1252 has it, those that it leaves out as Latin-1 has them."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def quoted(text: str) -> str:
    """A cell's text for a message, in quotes, on one line and not too long."""
    text = re.sub(r"\s*[\r\n]+\s*", " ↵ ", text)
    return '"' + (text if len(text) <= 60 else text[:57] + "…") + '"'
