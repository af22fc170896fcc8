"""Values as bytes that are kept between runs, and back: data only, by JSON, with the texts and bytes that are long behind it.

What JSON has no form for is an object with one key that begins with "$". Objects are those of the classes listed here,
given their fields and nothing else: reading runs no code of the kept. An object that stands in many places is written
once and named by its number afterwards. All of it is compressed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from markupsafe import Markup

CLASSES: Final[Mapping[str, str]] = {
    "Severity": "sourced.findings", "Finding": "sourced.findings", "Period": "sourced.periods", "Texts": "sourced.words.language",
    "Row": "sourced.data.tables", "RowChange": "sourced.data.history", "Entity": "sourced.data.model", "Unit": "sourced.data.model",
    "Indicator": "sourced.data.model", "Scope": "sourced.data.model", "SourceKind": "sourced.data.model", "Source": "sourced.data.model",
    "Observation": "sourced.data.model", "Parts": "sourced.data.parts", "Figure": "sourced.evidence.figures",
    "Drawing": "sourced.drawing.charts", "ChartPlan": "sourced.drawing.charts", "Caption": "sourced.drawing.images",
    "Document": "sourced.outputs.search_index", "Facts": "sourced.site.finish", "Link": "sourced.site.finish",
}  # fmt: skip
"""The classes whose objects are kept, and the modules that have them."""
UNREADABLE: Final = (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError, zlib.error)
"""What reading raises for bytes that `encoded` has not made."""
_LONG: Final = 500
"""From how many characters on a text stands behind the JSON, where nothing in it need be escaped."""
_HEAD: Final = 8
_QUICKLY: Final = 1
"""The level of compression: 500 MB take a second, and a page with a long table comes to a sixteenth."""


def encoded(value: object) -> bytes:
    """A value as bytes; TypeError if there is something in it that is not kept."""
    writer = _Writer()
    text = json.dumps(writer.plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return zlib.compress(b"".join([len(text).to_bytes(_HEAD, "big"), text, *writer.behind]), _QUICKLY)


def decoded(raw: bytes) -> Any:
    """The value that was encoded; one of UNREADABLE if none was."""
    raw = zlib.decompress(raw)
    end = _HEAD + int.from_bytes(raw[:_HEAD], "big")
    reader = _Reader(raw, end)
    try:
        return json.loads(raw[_HEAD:end].decode("utf-8", "surrogatepass"), object_hook=reader.value)
    finally:
        vars(reader).clear()  # it holds its own methods, in a circle, and a build collects no garbage


class _Writer:
    """What JSON has a form for, instead of values."""

    def __init__(self) -> None:
        self.behind: list[bytes] = []
        self._length = 0
        self._numbers: dict[int, int] = {}
        self._seen: list[object] = []
        """The objects that have a number, so that no other takes their place in memory."""

    def plain(self, value: Any) -> Any:
        """A value in JSON's forms."""
        kind = type(value)
        if kind is str:
            return value if len(value) < _LONG else {"$l": self._apart(value.encode("utf-8", "surrogatepass"))}
        if value is None or kind in (int, bool, float):
            return value
        if kind is list:
            return [self.plain(one) for one in value]
        if kind is tuple:
            return {"$t": [self.plain(one) for one in value]}
        if kind is dict:
            return self._mapping(value)
        if kind in _FORMS:
            mark, form = _FORMS[kind]
            return {mark: form(value)}
        return self._other(value)

    def _mapping(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        if all(type(key) is str and key[:1] != "$" for key in value):
            return {key: self.plain(one) for key, one in value.items()}
        return {"$d": [[self.plain(key), self.plain(one)] for key, one in value.items()]}

    def _other(self, value: Any) -> Any:
        kind = type(value)
        if kind is bytes:
            return {"$b": self._apart(value)}
        if kind in (set, frozenset):
            return {"$s" if kind is set else "$f": [self.plain(one) for one in value]}
        name = kind.__name__
        if CLASSES.get(name) != kind.__module__:
            raise TypeError(f"{kind.__module__}.{name} is nothing that is kept")
        if id(value) in self._numbers:
            return {"$r": self._numbers[id(value)]}
        written = {"$o": [name, *(self.plain(one) for one in _parts(value))]}
        self._numbers[id(value)] = len(self._seen)
        self._seen.append(value)
        return written

    def _apart(self, content: bytes) -> list[int]:
        """Put bytes behind the JSON; give where, and how many."""
        place = self._length, len(content)
        self.behind.append(content)
        self._length += len(content)
        return list(place)


_FORMS: Final[Mapping[type, tuple[str, Callable[[Any], Any]]]] = {
    Decimal: ("$n", str),
    date: ("$a", date.isoformat),
    Markup: ("$m", str),
}
"""Of values that are one text: the mark that they are written with, and the text."""


def _parts(value: Any) -> Iterable[Any]:
    """What an object is made of, in the order of its fields; of texts by language their pairs, of a word of a list the word."""
    if isinstance(value, dict):
        return [part for pair in value.items() for part in pair]
    kind: Any = type(value)
    if names := _names(kind):
        return [getattr(value, name) for name in names]
    return value if isinstance(value, tuple) else [value.value]


class _Reader:
    """Values instead of JSON's forms, called for every object of JSON, the inner ones first."""

    def __init__(self, raw: bytes, behind: int) -> None:
        self._raw, self._behind = raw, behind
        self._seen: list[Any] = []
        self._forms: Mapping[str, Callable[[Any], Any]] = {
            "$t": tuple, "$l": self._text, "$b": self._bytes, "$o": self._object, "$r": self._seen.__getitem__, "$n": Decimal,
            "$a": date.fromisoformat, "$f": frozenset, "$s": set, "$m": Markup, "$d": dict,
        }  # fmt: skip

    def value(self, found: dict[str, Any]) -> Any:
        """What an object of JSON stands for."""
        if len(found) == 1:
            ((mark, content),) = found.items()
            if mark[:1] == "$":
                return self._forms[mark](content)
        return found

    def _bytes(self, place: list[int]) -> bytes:
        start = self._behind + place[0]
        return self._raw[start : start + place[1]]

    def _text(self, place: list[int]) -> str:
        return self._bytes(place).decode("utf-8", "surrogatepass")

    def _object(self, content: list[Any]) -> Any:
        kind = _class(content[0])
        made = _made(kind, content[1:])
        self._seen.append(made)
        return made


def _made(kind: Any, parts: list[Any]) -> Any:
    """An object of a class from what it is made of."""
    if issubclass(kind, dict):
        return kind(zip(parts[::2], parts[1::2], strict=True))
    if names := _names(kind):
        made = object.__new__(kind)
        vars(made).update(zip(names, parts, strict=True))
        return made
    return kind(*parts)


@lru_cache
def _class(name: str) -> Any:
    return getattr(import_module(CLASSES[name]), name)


@lru_cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a data class, none of another class."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
