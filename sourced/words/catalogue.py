"""The generator's own words: gettext catalogues, `sourced/locale/CODE/LC_MESSAGES/sourced.po`, kept with Babel (`make words`).

A report may bring a language that the generator does not have, or other words, by a catalogue of its own in `locale/`.
"""

from __future__ import annotations

import gettext
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from sourced.project import GENERATOR

SOURCE: Final = "en"
"""The language in which every word is there."""
FILE: Final = "LC_MESSAGES/sourced.po"


class _Nothing(gettext.NullTranslations):
    """What stands behind a catalogue: it has no word. Without it a lacking word and one that is its own key ("all") are the same."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1, msgid2, n)


class Catalogue:
    """Words by key; those that a catalogue lacks are taken from the next."""

    def __init__(self, *translations: gettext.NullTranslations) -> None:
        self._translations = translations
        for one in translations:
            one.add_fallback(_Nothing())

    def text(self, key: str, arguments: tuple[object, ...]) -> str:
        """A word, its gaps filled; where it has plurals, the first argument's number decides. KeyError if no catalogue has it."""
        number = arguments[0] if arguments and isinstance(arguments[0], int) else None
        for one in self._translations:
            if (found := _found(one, key, number)) is not None:
                return found.format(*arguments)
        raise KeyError(f"no catalogue has the word {key!r}")


def _found(one: gettext.NullTranslations, key: str, number: int | None) -> str | None:
    """A catalogue's word for a key, in the form for a number if it has forms."""
    if number is not None:
        with suppress(KeyError):
            return one.ngettext(key, key, number)
    with suppress(KeyError):
        return one.gettext(key)
    return None


@cache
def catalogue(code: str, own: str = "") -> Catalogue:
    """The words of a language: the report's own (the text of its .po), the generator's, then English."""
    codes = dict.fromkeys((code, code.partition("-")[0], SOURCE))
    shipped = [compiled for one in codes if (compiled := _shipped(one))]
    return Catalogue(*([_compiled(own, code)] if own else []), *shipped)


@cache
def _shipped(code: str) -> gettext.GNUTranslations | None:
    file = (GENERATOR / "locale" / code / FILE).with_suffix(".mo")
    if not file.is_file():
        return None
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


def own_words(root: Path, code: str) -> str:
    """The text of a report's own catalogue for a language, "" if it has none."""
    file = root / "locale" / code / FILE
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def has_words(root: Path, code: str) -> bool:
    """Whether there are words for a language, the generator's or the report's own."""
    return code.partition("-")[0] == SOURCE or bool(_shipped(code) or _shipped(code.partition("-")[0]) or own_words(root, code))
