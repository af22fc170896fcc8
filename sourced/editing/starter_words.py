"""The words that a new report begins with, in a language that this one has not begun with: those that are still as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import yaml

from sourced.data.descriptor import DESCRIPTOR
from sourced.data.encodings import ending_of
from sourced.data.yaml_files import node_at, tree_of
from sourced.editing.scaffold import LANGUAGES, NAMES, SHAPES, Plan, Section, files_of
from sourced.project import Project

_KEYS: Final = ("notice", "title", "description")
Place = tuple[str, ...]
"""Where in a descriptor words stand: the names of table and column, or of what they are of, and the key."""


class StarterWords:
    """The files of a new report like this one, as it would have begun without and with the language."""

    def __init__(self, project: Project, described: Mapping[str, Any], rows: Sequence[Mapping[str, str]], code: str) -> None:
        """`described` is what the report's descriptor says, `rows` are its sections, `code` is that of the language."""
        self._project, codes = project, [str(one) for one in described["languages"]]
        self._first, self._code = codes[0], code
        known = all(one in LANGUAGES for one in (codes[0], code))
        self._before = _files(described, rows, [one for one in codes if one in LANGUAGES]) if known else {}
        self._after = _files(described, rows, [one for one in (*codes, code) if one in LANGUAGES]) if known else {}

    def page(self, file: str, new: str) -> str | None:
        """The page in the language, by its path from the project's root, of one that is still as it was; None for others."""
        return self._after.get(new) if self._is_as_it_was(file) else None

    def charts(self) -> dict[str, str]:
        """The modules of charts that are still as they were, with the language."""
        modules = {file: text for file, text in self._after.items() if file.startswith("charts/") and text != self._before.get(file)}
        return {file: text for file, text in modules.items() if self._is_as_it_was(file)}

    def described(self, text: str) -> str:
        """A descriptor's text with the words of those that are still as they were; all other lines as they are."""
        if not (begun := self._after.get(f"data/{DESCRIPTOR}")):
            return text
        known = {place: (one.value, node) for place, one, node in _words(begun, f"_{self._code}")}
        first = {place: one.value for place, one, _ in _words(begun, "")}
        there = {place for place, *_ in _words(text, f"_{self._code}")}
        ending = ending_of(text)
        inserted = [
            (one.end_mark.index, (", " if mapping.flow_style else ending + " " * mapping.start_mark.column) + written)
            for place, one, mapping in _words(text, "")
            if place in known and place not in there and place != ("", "title") and first.get(place) == one.value
            if one.start_mark.line == one.end_mark.line
            for written in [f"{place[-1]}_{self._code}: '{known[place][0].replace(chr(39), chr(39) * 2)}'"]
        ]
        for end, words in sorted(inserted, reverse=True):
            text = text[:end] + words + text[end:]
        return text

    def _is_as_it_was(self, file: str) -> bool:
        path = self._project.root / file
        return file in self._before and path.is_file() and path.read_text(encoding="utf-8") == self._before[file]


def _files(described: Mapping[str, Any], rows: Sequence[Mapping[str, str]], codes: Sequence[str]) -> dict[str, str]:
    """The files of a new report with a report's title and sections, in some languages."""
    known = [row["id"] for row in rows if row["id"] in NAMES] if all(row["id"] in NAMES for row in rows) else []
    sections = tuple(
        Section(row["id"], {code: row.get(f"name_{code}", "") for code in codes}, row["id"] if known else SHAPES[place % len(SHAPES)])
        for place, row in enumerate(rows)
    )
    return files_of(Plan(str(described["title"]), tuple(dict.fromkeys(codes)), sections, ""), date.today()) if sections else {}


def _words(text: str, end: str) -> Iterator[tuple[Place, Any, Any]]:
    """The words of a descriptor whose keys end so: their place, their node, and the node of the mapping that they stand in."""
    for place, mapping in _mappings(tree_of(text)):
        for key, value in mapping.value:
            if key.value in {f"{name}{end}" for name in _KEYS} and isinstance(value, yaml.ScalarNode):
                yield (*place, key.value.removesuffix(end) if end else key.value), value, mapping


def _mappings(root: Any) -> Iterator[tuple[Place, Any]]:
    """What in a descriptor has words: itself, its contributors, its tables, their columns."""
    yield ("",), root
    for place, one in enumerate(_listed(root, "contributors")):
        yield (f"contributor {place}",), one
    for table in _listed(root, "resources"):
        name = _text(table, "name")
        yield (name,), table
        for column in _listed(node_at(table, "schema"), "fields"):
            yield (name, _text(column, "name")), column


def _listed(mapping: Any, key: str) -> list[Any]:
    found = node_at(mapping, key)
    return list(found.value) if isinstance(found, yaml.SequenceNode) else []


def _text(mapping: Any, key: str) -> str:
    found = node_at(mapping, key)
    return str(found.value) if found else ""
