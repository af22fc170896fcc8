"""Bytes to text: which encoding a file is in, as far as can be said without a guess, and what bytes of another may say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from sourced.data.suggestions import quoted

_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里"
    "如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公司网报中文数据收入亿元季"
)
"""The most frequent characters of Chinese: bytes of another encoding hit the common ones often, and these seldom."""
_ENCODINGS = {
    "GBK": "gb18030", "Big5": "big5", "Shift-JIS": "cp932", "EUC-JP": "euc_jp", "EUC-KR": "cp949", "Windows-1251": "cp1251",
    "Windows-1252": "cp1252",
}  # fmt: skip
"""What files come in that are not UTF-8."""


def decoded(raw: bytes) -> tuple[str, str]:
    """A file's text and the encoding it is in, as far as can be said: utf-8, utf-16, gb18030; "" for both if it is none of them."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _attempt(raw, "utf-32")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _attempt(raw, "utf-16")
    nulls = raw[:200:2].count(0), raw[1:200:2].count(0)
    if max(nulls) > len(raw[:200]) / 5 and min(nulls) == 0:
        return _attempt(raw, "utf-16-le" if nulls[1] else "utf-16-be")
    text, encoding = _attempt(raw, "utf-8-sig")
    if encoding:
        return text, "utf-8"
    text, encoding = _attempt(raw, "gb18030")
    wide = [character for character in text if character > "\x7f"]
    common = sum(_is_common(character) for character in wide)
    sure = sum(character in _FREQUENT for character in wide)
    return (text, encoding) if sure > 1 and common / len(wide) > 0.9 and sure / len(wide) > 0.04 else ("", "")


def _attempt(raw: bytes, encoding: str) -> tuple[str, str]:
    try:
        return raw.decode(encoding).removeprefix("\ufeff").replace("\r\n", "\n"), encoding  # in cells of several lines, too
    except UnicodeDecodeError:
        return "", ""


def _is_common(character: str) -> bool:
    """Whether a character is punctuation or one of the 3,755 most used of Chinese: what Western or other bytes seldom look like."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] <= 0xA3)


def readings(before: str, raw: bytes) -> Iterator[str]:
    """What bytes may say after a text, and in which encoding, the likeliest first: only in those in which they are all letters."""
    for name, encoding in _ENCODINGS.items():
        text = _attempt(raw, encoding)[0]
        if text and all(one.isalnum() or one.isascii() or _is_mark(one) for one in text) and text.isprintable():
            yield f"{quoted(before + text)} if it is {name}"


def _is_mark(character: str) -> bool:
    """Whether a sign is one of punctuation, in East or West."""
    return unicodedata.category(character)[0] == "P"


def ending_of(text: str) -> str:
    """How the lines of a file's text end."""
    return "\r\n" if "\r\n" in text else "\n"
