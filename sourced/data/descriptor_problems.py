"""What `datapackage.yaml` must say, and what is wrong with it: every problem with its line, before a table is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from sourced.data.descriptor_values import schema_value_problems, value_problems
from sourced.data.names import is_column, is_inner_path, is_slug, slug_fix
from sourced.data.suggestions import FoundAndFix, address_problem
from sourced.data.yaml_files import YamlPath, line_of
from sourced.findings import Finding
from sourced.words.catalogue import has_words
from sourced.words.language import is_language

TYPE_NAMES = {"string": "text", "integer": "a whole number", "number": "a number"}
NEEDED: Mapping[str, Sequence[str]] = {
    "sources": ("id", "title", "publisher", "via", "kind", "url", "published", "language"),
    "sections": ("id", "name_CODE"),
    "source_kinds": ("id", "name_CODE", "first_hand"),
    "verdicts": ("id", "name_CODE", "colour", "mark", "needs", "test", "claim_kind", "rating"),
    "entities": ("id", "kind", "name_CODE", "parent"),
    "units": ("id", "style", "factor", "other_CODE", "axis_CODE"),
    "indicators": ("id", "section", "name_CODE", "unit", "decimals", "direction", "definition_CODE"),
    "observations": (
        "indicator", "entity", "period", "as_of", "scope", "value", "qualifier", "confidence", "source", "note_CODE",
    ),
    "accepted": ("kind", "key", "value", "reason"),
}  # fmt: skip
"""Columns that the generator reads of the tables of these names (and of those that end in -observations), one for each language."""
_REFERRING: Mapping[str, Mapping[str, str]] = {
    "observations": {"indicator": "indicators", "entity": "entities", "source": "sources"},
    "indicators": {"unit": "units", "section": "sections"},
    "sources": {"kind": "source_kinds"},
    "claims": {"section": "sections", "verdict": "verdicts"},
    "scorecard": {"section": "sections"},
    "glossary": {"section": "sections"},
}
"""Columns that must be foreign keys, for what they name is looked up."""
_NUMBERS: Mapping[str, str] = {"value": "number", "factor": "number", "decimals": "integer"}
"""Types of the columns among them that hold no text."""
PlacedProblem = tuple[YamlPath, str, str]
"""Where in the YAML something is wrong, what was found there, and what to write."""


def description_problems(description: Any, text: str, file: str, root: Path) -> list[Finding]:
    """What is wrong with the descriptor's own words; the schemas in files of their own are `schema_problems`."""
    return [_placed(one, text, file) for one in _problems(description, root)]


def schema_problems(schema: Any, text: str, file: str) -> list[Finding]:
    """What is wrong with a Table Schema in a file of its own."""
    return [_placed(one, text, file) for one in (*_schema(schema, ()), *schema_value_problems(schema))]


def _placed(problem: PlacedProblem, text: str, file: str) -> Finding:
    path, found, fix = problem
    return Finding(file, line_of(text, path), "", found, fix)


def _problems(description: Any, root: Path) -> Iterator[PlacedProblem]:
    if not isinstance(description, dict):
        yield (), "is empty, or no list of names and values", "begin with name:, title: and resources:"
        return
    yield from value_problems(description)
    for key in ("name", "title"):
        if (value := description.get(key)) is not None and not isinstance(value, str):
            yield (key,), f"has {value!s:.60} as its {key}, which is no text to YAML", f'put it in quotes: {key}: "…"'
        elif not value or not value.strip():
            yield (key,), f'lacks "{key}", a text', f'write "{key}: …" at its top'
        elif key == "name" and not is_slug(value):
            yield (key,), f'has "{value}" as its name, which files are called by', slug_fix(value)
    yield from _languages(description, root)
    yield from _licences(description.get("licenses"))
    yield from _timeline(description.get("timeline", []))
    yield from _supported(description.get("supported"))
    resources = description.get("resources")
    if not isinstance(resources, list) or not resources:
        near = get_close_matches("resources", [str(one) for one in description if one != "resources"], 1)
        yield (
            ("resources",),
            'lacks "resources", the list of tables',
            f'rename "{near[0]}"' if near else 'write "resources:" above the tables',
        )
        return
    seen: dict[tuple[str, Any], int] = {}
    for place, resource in enumerate(resources):
        yield from _resource(resource, ("resources", place))
        for key in ("name", "path"):
            value = resource.get(key) if isinstance(resource, dict) else None
            if value is not None and seen.setdefault((key, str(value)), place) != place:
                yield ("resources", place, key), f'has a second table with the {key} "{value}"', "give each its own"
    yield from _references(resources, languages_named(description))


def _languages(description: Mapping[str, Any], root: Path) -> Iterator[PlacedProblem]:
    """What is wrong with the list of languages."""
    codes, at = description.get("languages"), ("languages",)
    if not isinstance(codes, list) or not codes:
        yield at, 'lacks "languages", the list of languages of the report', 'write "languages: [en]", the one at the root of the site first'
        return
    for code in codes:
        if not isinstance(code, str) or not is_language(code):
            fix = (
                'put it in quotes, if it is "no": to YAML that is a truth value'
                if code is False
                else "write codes such as en, zh, de, pt-BR"
            )
            yield at, f'has "{code}" among its languages', fix
        elif codes.count(code) > 1:
            yield at, f'names the language "{code}" twice', "name each once"
        elif not has_words(root, code):
            file = f"locale/{code}/LC_MESSAGES/sourced.po"
            yield (
                at,
                f'has the language "{code}", of which the generator has no words',
                f"add {file}, a gettext catalogue of them, or leave the language out",
            )


def _licences(licences: Any) -> Iterator[PlacedProblem]:
    """Licences that are none, or whose address a reader's browser should not follow."""
    for place, one in enumerate(licences if isinstance(licences, list) else [licences] if licences else []):
        path = one.get("path", "") if isinstance(one, dict) else None
        if path is None or (path and address_problem(str(path))):
            fix = "write licenses: [{name: …, title: …, path: 'https://…'}]"
            yield ("licenses", place, "path"), f'has a licence whose path is no web address: "{path or one}"', fix


def _timeline(rules: Any) -> Iterator[PlacedProblem]:
    """What is wrong with the list of what the timeline must show."""
    fix = "write {table: …, where: …, topics: […]} or {series: indicator.entity, kind: quarter, topics: […]}"
    for place, rule in enumerate(rules if isinstance(rules, list) else [rules]):
        known = isinstance(rule, dict) and rule.keys() <= {"table", "where", "series", "kind", "topics"}
        if not known or not isinstance(rule.get("topics"), list) or ("table" in rule) == ("series" in rule):
            yield ("timeline", place), f"has a rule of the timeline that can't be read: {rule}", fix


def _supported(rule: Any) -> Iterator[PlacedProblem]:
    """What is wrong with the rule on how figures must be supported."""
    if rule is None:
        return
    least = str(rule.get("least")) if isinstance(rule, dict) else ""
    known = re.fullmatch(r"(0|1)(\.\d+)?|\d+/[1-9]\d*", least) and rule.keys() == {"least", "pages"} and isinstance(rule["pages"], list)
    if not known or Fraction(least) > 1:
        yield ("supported",), f"has a rule on support that can't be read: {rule}", "write supported: {least: 2/3, pages: [NAME, …]}"


def _names_and_paths(resource: Mapping[str, Any], at: YamlPath) -> Iterator[PlacedProblem]:
    """A table without a name or a file, or with one that could be a path to elsewhere."""
    name = resource.get("name", "?")
    for key in ("name", "path"):
        if not isinstance(resource.get(key), str):
            yield (*at, key), f'lacks the "{key}" of the table "{name}"', f'write "{key}: …"'
    if isinstance(name, str) and "name" in resource and not is_slug(name):
        yield (*at, "name"), f'has a table called "{name}", and files are called by it', slug_fix(name)
    for key in ("path", "schema"):
        path = resource.get(key)
        if isinstance(path, str) and not is_inner_path(path):
            found, fix = "leads out of data/, or to a hidden file", "keep the file in data/"
            if is_inner_path(meant := re.sub(r"^\./", "", path.replace("\\", "/"))):
                found, fix = "is not written as paths are", f"write {meant}"
            elif sign := re.search(r"[^\w. /-]", path):
                found, fix = f"holds {sign[0]}, which no path here may", "rename the file with letters, digits, hyphens and underscores"
            yield (*at, key), f'has a {key} that {found}: "{path}"', fix


def _resource(resource: Any, at: YamlPath) -> Iterator[PlacedProblem]:
    if not isinstance(resource, dict):
        yield at, "has something in the list of tables that is none", "write name:, path: and schema: for each"
        return
    name = resource.get("name", "?")
    yield from _names_and_paths(resource, at)
    for key in ("updated", "next_update", "complete_until"):
        if key in resource and type(resource[key]) is not date:
            yield (*at, key), f'has "{resource[key]}" as {key} of the table "{name}"', "write a day: 2026-01-31"
    if "complete_until" in resource and "complete_for" not in resource:
        yield (*at, "complete_until"), f'does not say for what the table "{name}" is complete', "write complete_for: …"
    if "schema" not in resource:
        near = get_close_matches("schema", [str(one) for one in resource], 1)
        yield at, f'lacks the "schema" of the table "{name}"', f'rename "{near[0]}"' if near else "describe its columns"
    elif not isinstance(resource["schema"], str):
        yield from _schema(resource["schema"], (*at, "schema"), resource)


def _schema(schema: Any, at: YamlPath, resource: Mapping[str, Any] | None = None) -> Iterator[PlacedProblem]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        yield at, 'lacks "fields", the list of columns', 'write "fields:" and a line for each column'
        return
    names: list[str] = []
    for place, field in enumerate(fields):
        where = (*at, "fields", place)
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            yield where, f'has column {place + 1} without a "name"', "write {name: …, type: …}"
            continue
        if field["name"] in names:
            yield where, f'has the column "{field["name"]}" twice', "remove one of them"
        if not is_column(field["name"]):
            yield where, f'has a column called "{field["name"]}"', "write letters of ASCII, digits and underscores"
        names.append(field["name"])
        yield from _column(field, where)
    for key, value in (("primaryKey", schema.get("primaryKey", [])), ("order", (resource or {}).get("order", []))):
        for one in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
            if one not in names:
                yield at, f'names a column in {key} that is not there: "{one}"', f"use {_one_of(str(one), names)}"


def _column(field: Mapping[str, Any], at: YamlPath) -> Iterator[PlacedProblem]:
    name = field["name"]
    for key in (str(key) for key, value in field.items() if value is None and " " in str(key)):
        yield (
            at,
            f'has the words "{key}" of the column "{name}" apart from the text that they belong to',
            "put the text in quotes: it has a comma",
        )
    if field.get("type") not in [*TYPE_NAMES]:
        found = f'has the column "{name}" of type "{field["type"]}"' if "type" in field else f'lacks the type of the column "{name}"'
        yield (*at, "type"), found, f"use one of {', '.join(TYPE_NAMES)}; a date is a string"
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        yield (*at, "constraints"), f'has constraints of the column "{name}" that are no names and values', "write {required: true}"
        return
    for key, value in constraints.items():
        if problem := _constraint(str(key), value):
            yield (*at, "constraints", key), f'has "{value}" as {key} of the column "{name}"', problem


def _constraint(key: str, value: Any) -> str:
    """How a constraint must be written, "" if it is."""
    known = ("required", "unique", "pattern", "enum", "minimum", "maximum")
    if key not in known:
        return f"use {_one_of(key, known)}"
    if key in ("required", "unique"):
        return "" if isinstance(value, bool) else "write true or false"
    if key == "enum":
        return "" if isinstance(value, list) and value and all(isinstance(one, str) for one in value) else "write a list: [one, two]"
    try:
        if key == "pattern":
            re.compile(value)
        elif isinstance(value, str) or not Decimal(str(value)).is_finite():
            return "write a number, without quotes"
    except (re.error, TypeError):
        return "write a regular expression that holds"
    except InvalidOperation:
        return "write a number"
    return ""


def languages_named(description: Mapping[str, Any]) -> list[str]:
    """The codes of languages that a descriptor names, as far as it does."""
    codes = description.get("languages")
    return [code for code in codes if isinstance(code, str)] if isinstance(codes, list) else []


def _references(resources: Sequence[Any], codes: Sequence[str]) -> Iterator[PlacedProblem]:
    """Foreign keys that lead nowhere; columns that the generator needs; schemas in files are looked at when they are read."""
    tables = {one["name"]: one for one in resources if isinstance(one, dict) and isinstance(one.get("name"), str)}
    names = {name: _names(one.get("schema")) for name, one in tables.items()}
    for place, resource in enumerate(resources):
        if not isinstance(resource, dict) or not isinstance(resource.get("schema"), dict):
            continue
        at: YamlPath = ("resources", place, "schema")
        name = str(resource.get("name"))
        yield from foreign_key_problems(resource["schema"], name, names, codes, at)


def _names(schema: Any) -> list[str]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [one["name"] for one in fields if isinstance(one, dict) and isinstance(one.get("name"), str)] if isinstance(fields, list) else []


def foreign_key_problems(
    schema: Mapping[str, Any], name: str, names: Mapping[str, Sequence[str]], codes: Sequence[str], at: YamlPath = ()
) -> Iterator[PlacedProblem]:
    """Foreign keys of a table that lead nowhere, and columns and keys that the generator needs and the table lacks.

    `names` are the columns by table, none where they are not known; `codes` are the report's languages.
    """
    own, keys = _names(schema), schema.get("foreignKeys", [])
    referring: set[str] = set()
    for place, key in enumerate(keys if isinstance(keys, list) else []):
        where = (*at, "foreignKeys", place)
        try:
            column, target, field = _foreign_key(key, name)
        except (KeyError, TypeError, ValueError):
            fix = "write {fields: [x], reference: {resource: y, fields: [id]}}"
            yield where, f'has a foreign key of the table "{name}" that is none', fix
            continue
        referring.add(column)
        if column not in own:
            yield where, f'has a foreign key of a column that is not there: "{column}"', f"use {_one_of(str(column), own)}"
        if problem := _target_problem(target, field, names):
            yield where, *problem
    yield from _lacking_columns(own, name, codes, at)
    yield from _lacking_references(own, referring, name, at)


def _foreign_key(key: Any, table: str) -> tuple[Any, Any, Any]:
    """Column, table and column there of a foreign key of `table`; KeyError, TypeError or ValueError if it is none."""
    (column,), (field,) = key["fields"], key["reference"]["fields"]
    target = key["reference"]["resource"] or table
    if not all(isinstance(one, str) for one in (column, target, field)):
        raise TypeError
    return column, target, field


def _target_problem(target: Any, field: Any, names: Mapping[str, Sequence[str]]) -> FoundAndFix | None:
    """What is wrong with the table and the column that a foreign key leads to."""
    if target not in names:
        return f'refers to the table "{target}", which is not in the package', f"use {_one_of(str(target), list(names))}"
    if names[target] and field not in names[target]:
        return f'refers to the column "{field}" of {target}, which is not there', f"use {_one_of(str(field), names[target])}"
    return None


def _kind(table: str) -> str:
    """The name under which it is written down what a table needs."""
    return "observations" if table.endswith("observations") else table


def _lacking_columns(own: Sequence[str], name: str, codes: Sequence[str], at: YamlPath) -> Iterator[PlacedProblem]:
    """Columns that the generator reads and the table lacks."""
    needed = (column.replace("CODE", code) for column in NEEDED.get(_kind(name), ()) for code in (codes if "CODE" in column else [""]))
    lacking = [column for column in needed if own and column not in own]
    if lacking:
        some = ("the column " if len(lacking) == 1 else "the columns ") + ", ".join(f'"{one}"' for one in lacking)
        lines = "\n".join(f"        - {{name: {one}, type: {_NUMBERS.get(one, 'string')}}}" for one in lacking)
        fix = f"put the names into the file's first line, and below its fields:\n{lines}\n"
        yield at, f'lacks {some} of the table "{name}", which the pages need', fix


def _lacking_references(own: Sequence[str], referring: set[str], name: str, at: YamlPath) -> Iterator[PlacedProblem]:
    """Foreign keys that the generator follows and the table lacks."""
    for column, target in _REFERRING.get(_kind(name), {}).items():
        if column in own and column not in referring and referring <= set(own):
            fix = f"write {{fields: [{column}], reference: {{resource: {target}, fields: [id]}}}} among its foreignKeys"
            yield at, f'lacks the foreign key from "{column}" of the table "{name}" to {target}', fix


def _one_of(word: str, words: Sequence[str]) -> str:
    close = get_close_matches(word, words, 1, 0.7)
    return close[0] if close else "one of " + ", ".join(words)
