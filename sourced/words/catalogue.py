"""The generator's own words: gettext catalogues, `sourced/locale/CODE/LC_MESSAGES/sourced.po`, kept with Babel (`make words`).

A report may bring a language that the generator does not have, or other words, by a catalogue of its own in `locale/`.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Final

from sourced.findings import Finding
from sourced.project import GENERATOR

SOURCE: Final = "en"
"""The language in which every word is there."""
FILE: Final = "LC_MESSAGES/sourced.po"


class _Missing(gettext.NullTranslations):
    """The end of a line of catalogues: the word is in none."""

    def gettext(self, message: str) -> str:
        raise KeyError(f"no catalogue has the word {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        del msgid2, n
        return self.gettext(msgid1)


class Catalogue:
    """Words by key; those that a catalogue lacks are taken from the next."""

    def __init__(self, *translations: gettext.NullTranslations) -> None:
        self._first, *others = (*translations, _Missing())
        for one in others:
            self._first.add_fallback(one)

    def text(self, key: str, arguments: tuple[object, ...]) -> str:
        """A word, its gaps filled; where it has plurals, the first argument's number decides. KeyError if no catalogue has it."""
        if arguments and isinstance(arguments[0], int):
            with suppress(KeyError):
                return self._first.ngettext(key, key, arguments[0]).format(*arguments)
        return self._first.gettext(key).format(*arguments)


@cache
def catalogue(code: str, own: str = "") -> Catalogue:
    """The words of a language: the report's own (the text of its .po), the generator's, then English."""
    codes = dict.fromkeys((code, code.partition("-")[0], SOURCE))
    shipped = [_read(file) for one in codes if (file := _shipped(one)).is_file()]
    return Catalogue(*([_compiled(own, code)] if own else []), *shipped)


def _shipped(code: str) -> Path:
    return (GENERATOR / "locale" / code / FILE).with_suffix(".mo")


def _read(file: Path) -> gettext.GNUTranslations:
    with file.open("rb") as opened:
        return gettext.GNUTranslations(opened)


def _compiled(text: str, code: str) -> gettext.GNUTranslations:
    """A catalogue from its .po, by Babel; ValueError, with its words, if it is none."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    out = BytesIO()
    try:
        write_mo(out, read_po(BytesIO(text.encode()), locale=code, abort_invalid=True))
    except PoFileError as error:
        raise ValueError(str(error)) from error
    out.seek(0)
    return gettext.GNUTranslations(out)


def catalogue_problems(root: Path) -> Iterator[Finding]:
    """What is wrong with a report's own catalogues: no text, no catalogue, or gaps in a word that nothing fills."""
    for file in sorted((root / "locale").glob(f"*/{FILE}")):
        name = file.relative_to(root).as_posix()
        try:
            made = _compiled(file.read_bytes().decode("utf-8"), file.parts[-3])
            words = [one for key, one in vars(made)["_catalog"].items() if key]
        except Exception as error:  # noqa: BLE001 (Babel raises whatever it comes upon)
            yield Finding(name, 0, "", f"is no catalogue of words: {error}", "correct it; msgfmt says where")
            continue
        yield from (Finding(name, 0, "", f'has a word whose gaps are none: "{one}"', "write {0}, {1} or {}") for one in words if _odd(one))


def _odd(word: str) -> bool:
    try:
        return any(name is not None and not re.fullmatch(r"\d?", name) for _, name, _, _ in Formatter().parse(word))
    except ValueError:
        return True


def own_words(root: Path, code: str) -> str:
    """The text of a report's own catalogue for a language, "" if it has none."""
    file = root / "locale" / code / FILE
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def has_words(root: Path, code: str) -> bool:
    """Whether there are words for a language, the generator's or the report's own."""
    return any(_shipped(one).is_file() for one in (code, code.partition("-")[0])) or bool(own_words(root, code))
