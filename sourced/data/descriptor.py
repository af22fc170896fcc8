"""`datapackage.yaml` with the schemas it names: what it says of the whole package, and its tables, yet without rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from sourced.data.descriptor_problems import description_problems, foreign_key_problems, schema_problems
from sourced.data.tables import Field, Reference, SupportRule, Table, TimelineRule
from sourced.data.yaml_files import read_yaml_file
from sourced.findings import Finding, ReportError, stop_on_errors
from sourced.system.links import link_problems
from sourced.words.language import Language, Texts, languages_of

DESCRIPTOR = "datapackage.yaml"


def described_tables(folder: Path, *, root: Path) -> dict[str, Table]:
    """The tables as `datapackage.yaml` describes them, without their rows; raise ReportError as `load_package` does."""
    descriptor, _ = read_descriptor(folder, root)
    return {table.name: table for table in tables_of(descriptor, folder, root)}


def languages_at(folder: Path, root: Path) -> tuple[Language, ...]:
    """The languages that `datapackage.yaml` names, none if it can't be read."""
    try:
        return languages_of(read_descriptor(folder, root)[0]["languages"], root)
    except ReportError:
        return ()


def read_descriptor(folder: Path, root: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The descriptor, the schemas in files of their own in their places; and the texts of all these files by path below `folder`.

    Raise ReportError with everything that is wrong with them, and with links in the folder that lead out of the report.
    """
    stop_on_errors(link_problems(folder, root))
    path = folder / DESCRIPTOR
    text, descriptor = read_yaml_file(path, _relative(path, root))
    stop_on_errors(description_problems(descriptor, text, _relative(path, root), root))
    schemas = _schema_files(descriptor, folder, root)
    whole = _with_schemas(descriptor, schemas)
    stop_on_errors(_references_astray(descriptor, whole, folder, root))
    return whole, {DESCRIPTOR: text, **{name: written for name, (written, _) in schemas.items()}}


def _schema_files(descriptor: Mapping[str, Any], folder: Path, root: Path) -> dict[str, tuple[str, Any]]:
    """The schemas in files of their own, by the path that names them: each file's text and what it says."""
    named = dict.fromkeys(one["schema"] for one in descriptor["resources"] if isinstance(one["schema"], str))
    schemas: dict[str, tuple[str, Any]] = {}
    findings: list[Finding] = []
    for name in named:
        file = _relative(folder / name, root)
        text, schema = schemas[name] = read_yaml_file(folder / name, file)
        findings += schema_problems(schema, text, file)
    stop_on_errors(findings)
    return schemas


def _with_schemas(descriptor: Mapping[str, Any], schemas: Mapping[str, tuple[str, Any]]) -> dict[str, Any]:
    """The descriptor with the schemas themselves in the place of the paths that name them."""
    resources = [
        {**one, "schema": schemas[name][1]} if isinstance(name := one["schema"], str) else one for one in descriptor["resources"]
    ]  # fmt: skip
    return {**descriptor, "resources": resources}


def _references_astray(descriptor: Mapping[str, Any], whole: Mapping[str, Any], folder: Path, root: Path) -> Iterator[Finding]:
    """What is wrong with the foreign keys of schemas in files of their own: only the whole tells which columns there are."""
    columns = {one["name"]: [field["name"] for field in one["schema"]["fields"]] for one in whole["resources"]}
    for described, resource in zip(descriptor["resources"], whole["resources"], strict=True):
        if isinstance(described["schema"], str):
            file = _relative(folder / described["schema"], root)
            for _, found, fix in foreign_key_problems(resource["schema"], resource["name"], columns, descriptor["languages"]):
                yield Finding(file, 0, "", found, fix)


def about_package(descriptor: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """What the descriptor says of the whole: name, languages, titles, author, licence, what is reviewed."""
    codes = descriptor["languages"]
    title = _texts(descriptor, "title", codes)
    contributors, licences = descriptor.get("contributors") or [{}], descriptor.get("licenses") or [{}]
    return {
        "name": descriptor["name"],
        "languages": languages_of(codes, root),
        "notice": _texts(descriptor, "notice", codes),
        "title": title,
        "description": _texts(descriptor, "description", codes),
        "report": _texts(descriptor, "report", codes) if "report" in descriptor else title,
        "author": _texts(contributors[0], "title", codes),
        "licence": licences[0].get("path", ""),
        "licence_name": licences[0].get("title", licences[0].get("name", "")),
        "reviewed": descriptor.get("reviews", ""),
        "reviewed_characters": descriptor.get("reviewed_characters", 0),
        "created": str(descriptor.get("created", ""))[:10],
        "timeline": tuple(TimelineRule(**{**one, "topics": tuple(one["topics"])}) for one in descriptor.get("timeline", ())),
        "supported": SupportRule(Fraction(str(rule["least"])), tuple(rule["pages"])) if (rule := descriptor.get("supported")) else None,
    }


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _texts(description: Mapping[str, Any], key: str, codes: Sequence[str]) -> Texts:
    """A text in each language: that of the first as `key`, those of others as key_CODE; what is not there is the first's."""
    text = str(description.get(key) or "")
    return Texts({code: str(description.get(f"{key}_{code}") or text) for code in codes})


def tables_of(descriptor: Mapping[str, Any], folder: Path, root: Path) -> list[Table]:
    """The tables that a descriptor describes, without rows."""
    languages = languages_of(descriptor["languages"], root)
    return [_table(resource, folder, root, languages) for resource in descriptor["resources"]]


def _table(resource: Mapping[str, Any], folder: Path, root: Path, languages: tuple[Language, ...]) -> Table:
    """The table as described, without rows."""
    codes = [one.code for one in languages]
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    return Table(
        name=resource["name"],
        file=_relative(folder / resource["path"], root),
        title=_texts(resource, "title", codes),
        description=_texts(resource, "description", codes),
        updated=resource.get("updated"),
        next_update=resource.get("next_update"),
        next_reason=_texts(resource, "next_reason", codes),
        complete_until=resource.get("complete_until"),
        complete_for=_texts(resource, "complete_for", codes),
        updated_by=_texts(resource, "updated_by", codes),
        fields=tuple(_field(one, codes) for one in schema["fields"]),
        key=(key,) if isinstance(key, str) else tuple(key),
        references=tuple(_references(schema.get("foreignKeys", []), resource["name"])),
        order=tuple(resource.get("order", ())),
        languages=languages,
    )


def _field(description: Mapping[str, Any], codes: Sequence[str]) -> Field:
    constraints = description.get("constraints", {})
    return Field(
        name=description["name"],
        type=description["type"],
        title=_texts(description, "title", codes),
        description=_texts(description, "description", codes),
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        pattern=constraints.get("pattern"),
        enum=tuple(constraints.get("enum", ())),
        minimum=_bound(constraints, "minimum"),
        maximum=_bound(constraints, "maximum"),
        format=description.get("format", ""),
        prose=description.get("prose", False),
    )


def _bound(constraints: Mapping[str, Any], key: str) -> Decimal | None:
    return Decimal(str(constraints[key])) if key in constraints else None


def _references(keys: list[Mapping[str, Any]], table: str) -> Iterator[Reference]:
    for key in keys:
        (column,), reference = key["fields"], key["reference"]
        (target,) = reference["fields"]
        yield Reference(column, reference["resource"] or table, target)
