"""Texts of the descriptor that readers see and that are there in the report's first language alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sourced.data.yaml_files import YamlPath, lines_of
from sourced.findings import NOT_TRANSLATED, Finding, Severity
from sourced.words.language import Language
from sourced.words.prose import says_more_than_a_name

_OF_PACKAGE: Final = ("report", "title", "description", "notice")
_OF_TABLE: Final = ("title", "description", "next_reason", "complete_for", "updated_by")


def untranslated_texts(descriptor: Mapping[str, Any], text: str, file: str, languages: Sequence[Language]) -> list[Finding]:
    """A warning for each text of the package, its authors and its tables that a language lacks: the first one's stands in its place.

    The titles of a table's columns are told of together. Their descriptions are for editors.
    """
    lacking = [
        (path, said, key, one)
        for path, said, mapping, keys in _places(descriptor)
        for key in keys
        for one in languages[1:]
        if mapping.get(key) and (not (other := mapping.get(f"{key}_{one.code}")) or _is_copied(key, mapping[key], other))
    ]
    columns = list(_columns(descriptor, languages))
    lines = lines_of(text, [*((*path, key) for path, _, key, _ in lacking), *(path for path, *_ in columns)]) if lacking or columns else []
    texts = [
        Finding(
            file, line, "", f"{key} of {said} {NOT_TRANSLATED} into {one.english_name}", f"write {key}_{one.code}: … below it",
            severity=Severity.WARNING,
        )
        for line, (_, said, key, one) in zip(lines, lacking, strict=False)
    ]  # fmt: skip
    titles = [
        Finding(
            file, line, "", f"title of {said} {NOT_TRANSLATED} into {one.english_name}", f"write title_{one.code}: … beside each",
            severity=Severity.WARNING,
        )
        for line, (_, said, one) in zip(lines[len(lacking) :], columns, strict=True)
    ]  # fmt: skip
    return texts + titles


def _is_copied(key: str, original: object, other: object) -> bool:
    """Whether a language has a sentence word for word from the first; titles are names, and may be alike."""
    return key not in ("report", "title") and original == other and isinstance(other, str) and says_more_than_a_name(other)


def _columns(descriptor: Mapping[str, Any], languages: Sequence[Language]) -> Iterator[tuple[YamlPath, str, Language]]:
    """The tables some of whose columns have a title that a language lacks: where the first stands, which they are, the language."""
    for place, table in enumerate(descriptor["resources"]):
        fields = table["schema"].get("fields") or [] if isinstance(table["schema"], dict) else []
        for language in languages[1:]:
            lacking = [number for number, one in enumerate(fields) if one.get("title") and not one.get(f"title_{language.code}")]
            if lacking:
                named = ", ".join(str(fields[number]["name"]) for number in lacking)
                path = ("resources", place, "schema", "fields", lacking[0], "title")
                yield path, f'the column{"s" if len(lacking) > 1 else ""} {named} of the table "{table["name"]}"', language


def _places(descriptor: Mapping[str, Any]) -> Iterator[tuple[YamlPath, str, Mapping[str, Any], Sequence[str]]]:
    """What has such texts: where it stands, what it is called, what is said of it, and which texts those are."""
    yield (), "the report", descriptor, _OF_PACKAGE
    for place, one in enumerate(descriptor.get("contributors") or []):
        yield ("contributors", place), "a contributor", one, ("title",)
    for place, one in enumerate(descriptor["resources"]):
        yield ("resources", place), f'the table "{one["name"]}"', one, _OF_TABLE
