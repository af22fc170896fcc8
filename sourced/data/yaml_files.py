"""A YAML file as people write it: text to what it says, with findings that name the line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from yaml.error import MarkedYAMLError

from sourced.data.encodings import decoded
from sourced.findings import Finding, ReportError

YamlPath = tuple[str | int, ...]
"""Where in the YAML something stands: keys and places in lists."""


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml, which is ten times faster than PyYAML's own parser, where the wheel has it; both are safe loaders."""
_DEEPEST: Final = 40
"""How many brackets and indentations may stand in one another."""


def read_yaml(text: str) -> Any:
    """What a YAML text says; yaml.YAMLError for one that is none, that is too deep or that uses aliases."""
    return deepcopy(_said(text))


@lru_cache(maxsize=2048)
def _said(text: str) -> Any:
    """The same, not to be changed: a preview reads the same texts at each build."""
    check_yaml(text)
    return yaml.load(text, Loader=_LOADER)  # noqa: S506


def check_yaml(text: str) -> None:
    """Raise yaml.YAMLError for what could make of a short text more than there is room for: aliases, and brackets without end.

    And for a name that stands twice in one place, of which YAML would take the last without a word.
    """
    depth, open_parts = 0, [_Part(is_mapping=False)]
    for event in yaml.parse(text, Loader=_LOADER):
        at: Any = event.start_mark
        _check_twice(event, open_parts)
        if isinstance(event, yaml.AliasEvent):
            raise MarkedYAMLError(problem=f"the alias *{event.anchor}, which could multiply", problem_mark=at)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise MarkedYAMLError(problem=f"more than {_DEEPEST} lists in one another", problem_mark=at)


@dataclass
class _Part:
    """A list, or names with values, in which the parser is: the names so far, and whether the last one has its value."""

    is_mapping: bool
    names: set[str] = field(default_factory=set)
    is_name_next: bool = True


def _check_twice(event: Any, parts: list[_Part]) -> None:
    """Follow an event of the parser into and out of parts; raise yaml.YAMLError for a name that its part has already."""
    if isinstance(event, yaml.CollectionEndEvent):
        parts.pop()
        return
    part, at = parts[-1], event.start_mark
    if part.is_mapping and isinstance(event, yaml.NodeEvent):
        if part.is_name_next and isinstance(event, yaml.ScalarEvent):
            if event.value in part.names:
                raise MarkedYAMLError(problem=f'"{event.value}" twice in one place', problem_mark=at)
            part.names.add(event.value)
        part.is_name_next = not part.is_name_next
    if isinstance(event, yaml.CollectionStartEvent):
        parts.append(_Part(isinstance(event, yaml.MappingStartEvent)))


def yaml_problem(error: yaml.YAMLError, file: str, lines: int = 0) -> Finding:
    """A fault of YAML's grammar as a finding; `lines` stand above the text in its file."""
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or error)
    fix = "look at the indentation and the quotes there"
    if "mapping values are not allowed" in said:
        said, fix = "has a colon that begins no value", "put the text in quotes"
    elif "cannot start any token" in said:
        said, fix = "has a tab or another mark that can't stand there", "indent with blanks; put the text in quotes"
    elif "which could multiply" in said or "in one another" in said:
        said, fix = f"has {said}", "write the value itself"
    elif "twice in one place" in said:
        said, fix = f"has {said}", "keep one of them"
    elif "another document" in said:
        said, fix = "goes on behind a line ---", "take that line out"
    else:
        said = f"is not YAML: {said}"
    return Finding(file, mark.line + 1 + lines if mark else 0, "", said, fix)


def read_yaml_file(path: Path, file: str) -> tuple[str, Any]:
    """A YAML file's text and what it says; raise ReportError if it is not there or is no YAML."""
    try:
        text, encoding = decoded(path.read_bytes())
    except OSError as error:
        words = "there is no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        fix = "every report has a datapackage.yaml and the schemas it names"
        raise ReportError([Finding(file, 0, "", words, fix)]) from None
    if encoding != "utf-8":
        raise ReportError([Finding(file, 0, "", f"is in {encoding or 'another encoding'}, not in UTF-8", "save it as UTF-8")])
    try:
        return text, read_yaml(text)
    except yaml.YAMLError as error:
        raise ReportError([yaml_problem(error, file)]) from None
    except ValueError as error:  # a day that is in no calendar
        line = next((number for number, one in enumerate(text.splitlines(), 1) if _is_no_day(one)), 0)
        raise ReportError(
            [Finding(file, line, "", f"has a date that can't be: {error}", "write a day of the calendar, 2026-01-31")]
        ) from None


def _is_no_day(line: str) -> bool:
    for year, month, day in re.findall(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b", line):
        try:
            date(int(year), int(month), int(day))
        except ValueError:
            return True
    return False


def tree_of(text: str) -> Any:
    """A YAML text as PyYAML's tree of nodes, which know the characters where they begin and end; None of an empty one."""
    return yaml.compose(text, Loader=yaml.SafeLoader)  # libyaml leaves a byte order mark out of its count


def node_at(mapping: Any, key: str | int) -> Any:
    """The node of what a mapping has by a name; None if it has none, or is no mapping."""
    return next((value for name, value in mapping.value if name.value == key), None) if isinstance(mapping, yaml.MappingNode) else None


def line_of(text: str, path: YamlPath) -> int:
    """The line in which what a path leads to stands, or the last thing on the way that is there."""
    return lines_of(text, [path])[0]


def lines_of(text: str, paths: Iterable[YamlPath]) -> list[int]:
    """The lines of several paths."""
    whole = yaml.compose(text, Loader=_LOADER)
    return [_line_at(whole, path) for path in paths]


def _line_at(node: yaml.Node | None, path: YamlPath) -> int:
    for step in path:
        inner: yaml.Node | None = node_at(node, step)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = node.value[step]
        if inner is None:
            break
        node = inner
    return node.start_mark.line + 1 if node else 0
