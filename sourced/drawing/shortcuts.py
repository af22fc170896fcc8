"""Shorter ways to what Altair does, by which a chart is put together in half the time, and comes out the same.

For each channel that is a word (`x="plotted:Q"`) Altair compares its eight hundred classes by their schemas; whenever charts
are put together it makes each of them, and all in it, anew three times; and it holds each mark against its schema, however
often there was one like it. Of another Altair than these ways were tried with, nothing is touched.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sourced.system.tracking import digest

if TYPE_CHECKING:
    from collections.abc import Callable

TRIED: Final = "6.3.0"
"""The version of that Altair."""


@lru_cache(maxsize=1)
def take_shortcuts() -> bool:
    """Have Altair take them in this process; False if it is another one."""
    import altair
    from altair.utils import core, schemapi

    if altair.__version__ != TRIED:
        return False
    cache: Any = core._ChannelCache
    cache._wrap_in_channel = _with_words(cache._wrap_in_channel)
    schemapi._deep_copy = _copied(schemapi._deep_copy, schemapi.SchemaBase)
    schemapi.validate_jsonschema = _once(schemapi.validate_jsonschema)
    return True


def _with_words(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    """What makes a channel of what a chart gives for it: of a word, that channel's field."""

    def wrap(self: Any, given: Any, encoding: str, /) -> Any:
        channel = self.name_to_channel.get(encoding) if isinstance(given, str) else None
        return channel["field"](shorthand=given) if channel else wrapped(self, given, encoding)

    return wrap


def _copied(deep_copy: Callable[..., Any], schema: type) -> Callable[..., Any]:
    """What copies a part of a chart, and all that is in it but what is named: it puts nothing together that is so already."""
    inner = schema, list, dict

    def copied(part: Any, by_ref: set[str]) -> Any:
        if isinstance(part, schema):
            kind: Any = type(part)
            if hasattr(kind, "__deepcopy__"):
                return deep_copy(part, by_ref)
            made = object.__new__(kind)
            held = vars(made)
            held.update(vars(part))
            held["_args"] = tuple(copied(one, by_ref) for one in held["_args"])
            held["_kwds"] = copied(held["_kwds"], by_ref)
            return made
        if isinstance(part, list):
            return [copied(one, by_ref) for one in part]
        if isinstance(part, dict):
            # A mark has a hundred keys, all but a few of them undefined.
            return {name: copied(one, by_ref) if isinstance(one, inner) and name not in by_ref else one for name, one in part.items()}
        return part

    return copied


def _once(validate: Callable[..., Any]) -> Callable[..., Any]:
    """What holds a part of a chart against a schema, and does not where an equal part was held against the same one and kept it."""
    kept: dict[tuple[int, str], object] = {}

    def validated(spec: Any, schema: Any, rootschema: Any = None, **options: Any) -> Any:
        try:
            asked = id(schema), digest(json.dumps(spec))
        except (TypeError, ValueError):  # what is no JSON is found out by the schema
            return validate(spec, schema, rootschema, **options)
        if asked not in kept:
            if (found := validate(spec, schema, rootschema, **options)) is not None:
                return found
            kept[asked] = schema  # held, so that no other takes its place in memory
        return None

    return validated
