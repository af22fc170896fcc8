"""What each row of a checked package means: rows read as the typed, frozen objects of `model`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from sourced.data.indexes import indexed
from sourced.data.model import Entity, Indicator, Model, Observation, Scope, Source, SourceKind, Told, Unit
from sourced.data.parts import Parts, beginning_of, parts_of
from sourced.data.tables import Package, Row
from sourced.periods import Period
from sourced.system.tracking import TrackedMapping
from sourced.words.language import Language, Texts

DECLARED: Final = {"section": "sections", "source_kind": "source_kinds", "verdict": "verdicts"}
"""Tables whose rows declare codes and their words, by the prefix of the words' keys."""


def build_model(package: Package) -> Model:
    """Type the rows of a package whose keys, references and calendar have been checked."""
    known, tracker = package.languages, package.tracker
    kinds = _source_kinds(package)
    units = {"count": _count(known), **{row.text("id"): _unit(row, known) for row in package.rows("units")}}
    observed = [row for name, table in package.tables.items() if name.endswith("observations") for row in table.rows]
    parts = parts_of(observed)
    by_key: dict[str, dict[str, Any]] = {
        "sources": _sources(package, kinds),
        "entities": {row.text("id"): _entity(row, known) for row in package.rows("entities")},
        "units": units,
        "indicators": {row.text("id"): _indicator(row, units, parts, known) for row in package.rows("indicators")},
        "scopes": {
            row.text("id"): Scope(row.text("id"), texts(row, "name", known), row.optional("apart")) for row in package.rows("scopes")
        },
        "terms": _terms(package),
    }
    observations = tuple(_observation(row, by_key, known) for row in observed)
    tracked = {name: TrackedMapping(tracker, name, held, _told) for name, held in by_key.items()}
    shared: dict[str, Any] = {**tracked, **indexed(observations, tracker)}
    return Model(package=package, **shared)


def _told(thing: Any) -> object:
    return thing.told if isinstance(thing, Told) else thing


def _source_kinds(package: Package) -> dict[str, SourceKind]:
    """The kinds of publications, by key, in order of precedence."""
    rows = package.rows("source_kinds")
    knows = [row["first_hand"] == "yes" for row in rows]
    otherwise = knows.index(False) if False in knows else len(rows)
    return {row.text("id"): SourceKind(row.text("id"), place, knows[place], otherwise) for place, row in enumerate(rows)}


def _terms(package: Package) -> dict[str, Texts]:
    """The words for codes: of the table of terms, and of the tables that declare codes of a kind."""
    found = {row.text("id"): texts(row, "name", package.languages) for row in package.rows("terms")}
    for prefix, table in DECLARED.items():
        found |= {f"{prefix}.{row.text('id')}": texts(row, "name", package.languages) for row in package.rows(table)}
    return found


def _observation(row: Row, by_key: Mapping[str, Mapping[str, Any]], languages: Iterable[Language]) -> Observation:
    return Observation(
        indicator=by_key["indicators"][row.text("indicator")],
        entity=by_key["entities"][row.text("entity")],
        period=Period.parse(row.text("period")),
        as_of=Period.parse(row.text("as_of")) if row["as_of"] else None,
        scope=by_key["scopes"][row.text("scope")] if row["scope"] else None,
        value=_decimal(row, "value"),
        qualifier=row.text("qualifier"),
        confidence=row.text("confidence"),
        source=by_key["sources"][row.text("source")],
        locator=row.optional("locator"),
        note=texts(row, "note", languages),
        row=row,
    )


def texts(row: Row, stem: str, languages: Iterable[Language]) -> Texts:
    """The texts in the columns stem_CODE."""
    return Texts({one.code: row.text(f"{stem}_{one.code}") for one in languages})


def _decimal(row: Row, column: str) -> Decimal:
    value = row[column]
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _sources(package: Package, kinds: Mapping[str, SourceKind]) -> dict[str, Source]:
    """The publications by key."""
    parts = package.tables["sources"].parts if "sources" in package.tables else ()
    rows = package.rows("sources")
    return {row.text("id"): _source(row, package.languages, kinds, beginning_of(row.text("id"), parts)) for row in rows}


def _source(row: Row, languages: Iterable[Language], kinds: Mapping[str, SourceKind], part: str) -> Source:
    known = list(languages)
    cell = row.optional
    return Source(
        id=cell("id"),
        title=_translated(row, "title", known),
        publisher=_translated(row, "publisher", known),
        original=cell("title"),
        publisher_original=cell("publisher"),
        author=cell("author"),
        via=cell("via"),
        copy=cell("copy"),
        carries=cell("carries") or cell("id"),
        kind=cell("kind"),
        believed=kinds[cell("kind")],
        url=cell("url"),
        official_url=cell("official_url"),
        archived=cell("archived"),
        published=cell("published"),
        accessed=cell("accessed"),
        language=cell("language"),
        part=part,
    )


def _translated(row: Row, column: str, languages: Iterable[Language]) -> Texts:
    """What a column holds, in each language by its translation where there is one."""
    return Texts({one.code: row.optional(f"{column}_{one.code}") or row.text(column) for one in languages})


def _entity(row: Row, languages: Iterable[Language]) -> Entity:
    return Entity(row.text("id"), row.text("kind"), texts(row, "name", languages), row.text("parent"))


def _unit(row: Row, languages: Iterable[Language]) -> Unit:
    forms = ((one.code, plural) for one in languages for plural in one.plurals)
    patterns = {f"{code}.{plural}": pattern for code, plural in forms if (pattern := row.text(f"{plural}_{code}"))}
    return Unit(row.text("id"), row.text("style"), _decimal(row, "factor"), Texts(patterns), texts(row, "axis", languages))


def _count(languages: Iterable[Language]) -> Unit:
    """The unit of how many rows there are, a bare number, for reports whose table has none of that name."""
    codes = [one.code for one in languages]
    return Unit("count", "compact", Decimal(1), Texts({f"{code}.other": "{}" for code in codes}), Texts(dict.fromkeys(codes, "")))


def _indicator(row: Row, units: Mapping[str, Unit], parts: Mapping[str, Parts], languages: Iterable[Language]) -> Indicator:
    return Indicator(
        id=row.text("id"),
        section=row.text("section"),
        name=texts(row, "name", languages),
        unit=units[row.text("unit")],
        decimals=int(row.text("decimals")),
        direction=row.text("direction"),
        definition=texts(row, "definition", languages),
        plan_for=row.optional("plan_for"),
        parts=parts.get(row.text("id"), Parts()),
    )
