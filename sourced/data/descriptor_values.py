"""Of what kind each value of the descriptor must be that the generator reads: a text, a list of texts, a mapping, a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sourced.data.yaml_files import YamlPath


@dataclass(frozen=True)
class _Kind:
    """What a value may be, and what to write where it is something else."""

    holds: Callable[[Any], bool]
    fix: str


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | date)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_word, value))


def _is_mappings(value: Any) -> bool:
    """A list of names and values, of which each is a text: contributors, licences."""
    return value is None or (isinstance(value, list) and all(isinstance(one, dict) and all(map(_is_text, one.values())) for one in value))


def _is_time(value: Any) -> bool:
    """A time as the standard of data packages has it."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_TEXT: Final = _Kind(_is_text, "write a text, in quotes where it has a colon or begins with a bracket")
_WORD: Final = _Kind(_is_word, "write a name")
_WORDS: Final = _Kind(_is_words, "write a list of names: [one, two]")
_WORD_OR_WORDS: Final = _Kind(lambda value: _is_word(value) or _is_words(value), "write a name, or a list of names: [one, two]")
_TIME: Final = _Kind(_is_time, "write a day and a time in quotes: '2026-01-31T00:00:00Z'")
_MAPPINGS: Final = _Kind(_is_mappings, "write a list: [{title: …, path: …}]")
_COUNT: Final = _Kind(lambda value: type(value) is int and value >= 0, "write a whole number")
_FLAG: Final = _Kind(lambda value: isinstance(value, bool), "write true or false")
_LIST: Final = _Kind(lambda value: isinstance(value, list), "write a list")

_ENCODING: Final = _Kind(lambda value: str(value).lower() in {"utf-8", "utf8"}, "delete it: every table is in UTF-8")
_DIALECT: Final = _Kind(
    lambda value: not value, "delete it: names stand in the first line, commas part the cells, and quotes stand twice in one"
)
_MISSING: Final = _Kind(lambda value: value == [""], "delete it, and leave the cells empty: nothing else says that there is nothing")

_PACKAGE: Final = {
    "title": _TEXT, "description": _TEXT, "notice": _TEXT, "report": _TEXT, "contributors": _MAPPINGS, "licenses": _MAPPINGS,
    "reviews": _WORD, "reviewed_characters": _COUNT, "created": _TIME,
}  # fmt: skip
_RESOURCE: Final = {
    "title": _TEXT, "description": _TEXT, "next_reason": _TEXT, "complete_for": _TEXT, "updated_by": _TEXT, "path": _WORD,
    "order": _WORDS, "encoding": _ENCODING, "dialect": _DIALECT,
}  # fmt: skip
_SCHEMA: Final = {"primaryKey": _WORD_OR_WORDS, "foreignKeys": _LIST, "missingValues": _MISSING}
_FIELD: Final = {"title": _TEXT, "description": _TEXT, "format": _WORD, "prose": _FLAG}
_RULE: Final = {"table": _WORD, "where": _TEXT, "series": _WORD, "kind": _WORD, "topics": _WORDS, "pages": _WORDS}
ValueProblem = tuple[YamlPath, str, str]


def value_problems(description: Mapping[str, Any]) -> Iterator[ValueProblem]:
    """Values of the descriptor of another kind than they must be."""
    yield from _of(description, _PACKAGE, ())
    rules = description.get("timeline")
    for place, rule in enumerate(rules if isinstance(rules, list) else []):
        yield from _of(rule, _RULE, ("timeline", place))
    yield from _of(description.get("supported"), _RULE, ("supported",))
    resources = description.get("resources")
    for place, resource in enumerate(resources if isinstance(resources, list) else []):
        at: YamlPath = ("resources", place)
        yield from _of(resource, _RESOURCE, at)
        if isinstance(resource, dict):
            yield from schema_value_problems(resource.get("schema"), (*at, "schema"))


def schema_value_problems(schema: Any, at: YamlPath = ()) -> Iterator[ValueProblem]:
    """The same of a schema."""
    yield from _of(schema, _SCHEMA, at)
    fields = schema.get("fields") if isinstance(schema, dict) else None
    for place, field in enumerate(fields if isinstance(fields, list) else []):
        here: YamlPath = (*at, "fields", place)
        yield from _of(field, _FIELD, here)
        limits = field.get("constraints") if isinstance(field, dict) else None
        least, most = (limits.get(end) if isinstance(limits, dict) else None for end in ("minimum", "maximum"))
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            yield (*here, "constraints", "minimum"), f"has a minimum of {least} above the maximum of {most}", "exchange them"


def _of(described: Any, kinds: Mapping[str, _Kind], at: YamlPath) -> Iterator[ValueProblem]:
    """Values of one part that are of the wrong kind; a text may be there in each language, as NAME_CODE."""
    if not isinstance(described, dict):
        return
    for key, value in described.items():
        name = str(key)
        kind = kinds.get(name) or next((kinds[one] for one in kinds if name.startswith(f"{one}_") and kinds[one] is _TEXT), None)
        if kind and not kind.holds(value):
            yield (*at, name), f'has something else as "{name}" than it must be: {str(value)[:60]}', kind.fix
