"""The report's data as typed, frozen objects: what the tables of a checked `Package` mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from sourced.data.doubts import TABLE as ACCEPTED
from sourced.data.parts import Parts
from sourced.data.tables import Package, Row, Table
from sourced.findings import Finding
from sourced.periods import Period
from sourced.system.tracking import Tracker, digest
from sourced.words.conventions import conventions_of, script_tag
from sourced.words.language import Language, Texts

CONFIDENCE = ("high", "medium", "low")
KEY = ("indicator", "entity", "period", "as_of", "scope", "source")
"""The columns that tell one observation from another."""


class Told:
    """Something that can be told apart from what it was in an earlier run."""

    @cached_property
    def told(self) -> str:
        """A digest of all that can be printed of it, for those who keep what was made of it."""
        return digest(repr(self))


@dataclass(frozen=True)
class SourceKind:
    """A kind of publication, as a row of source_kinds declares it."""

    id: str
    place: int
    """Its place in the order of precedence, 0 for what is believed first."""
    knows: bool
    """Whether it is of the first hand, if it is the document itself or a faithful copy of it that was read."""
    otherwise: int
    """The place of what is no such document: that of the first kind that tells what others know."""


@dataclass(frozen=True)
class Source(Told):
    """A publication, or the copy of it that was read."""

    id: str
    title: Texts
    """In each language of the report: its translation where there is one, else as published."""
    publisher: Texts
    original: str
    """The title as published; in square brackets, as libraries do, where it is not the document's own."""
    publisher_original: str
    """The publisher's name as they write it."""
    author: str
    via: str
    """The site that carries the page, where that is not the publisher's own."""
    copy: str
    """full or extract for a faithful copy of the document or of a part of it."""
    carries: str
    """Key of the source whose text it carries, itself unless another is named: sources with one text count once."""
    kind: str
    believed: SourceKind
    """What its kind makes of it."""
    url: str
    official_url: str
    archived: str
    published: str
    accessed: str
    language: str
    part: str = ""
    """The part of the list of sources that it stands in, "" where all stand together."""

    def tag_of_title(self, language: Language) -> str:
        """The language that its title is in on a page, as an HTML language tag."""
        title = self.title[language.code]
        if title != self.original:
            return language.tag
        return self.tag_of_original

    @property
    def tag_of_original(self) -> str:
        """The language of the title as published, as an HTML language tag."""
        return script_tag(self.original) or self.language

    @property
    def first_hand(self) -> bool:
        """Whether it is the document of the one who knows, or a faithful copy of it."""
        return self.believed.knows and (not self.via or bool(self.copy))

    @property
    def precedence(self) -> int:
        """0 for what is believed first; a document that was not read itself counts as news of it."""
        return self.believed.place if self.first_hand or not self.believed.knows else self.believed.otherwise


@dataclass(frozen=True)
class Entity(Told):
    """A company, product, model, person, platform, publisher or concept."""

    id: str
    kind: str
    name: Texts
    parent: str


@dataclass(frozen=True)
class Unit:
    """How values are written."""

    id: str
    style: str
    """compact, plain, percent or rank."""
    factor: Decimal
    patterns: Texts
    """The pattern around a number, by language and CLDR's plural category: en.one, en.other, zh.other."""
    axis: Texts

    def pattern(self, language: Language, value: Decimal) -> str:
        """The pattern around a number as printed."""
        plural = self.patterns.get(f"{language.code}.{language.plural(value)}")
        return plural or self.patterns[f"{language.code}.other"]


@dataclass(frozen=True)
class Indicator(Told):
    """What is measured."""

    id: str
    section: str
    name: Texts
    unit: Unit
    decimals: int
    direction: str
    definition: Texts
    plan_for: str
    """Key of the indicator of which it is a plan, target or forecast, "" if it is none."""
    parts: Parts
    """How its observations are dealt out, if they are many."""


@dataclass(frozen=True)
class Scope(Told):
    """What a figure counts where that is not its indicator's whole."""

    id: str
    name: Texts
    apart: str
    """What it has in common with the scopes that it may be set beside: those of another such word are drawn apart."""


def observation_key(indicator: str, entity: str, period: str, scope: str = "", as_of: str = "") -> str:
    """The key of what is observed, by its parts: rain.coast.2023-Q2, or rain.coast.2023-Q2.gauge@2023-05."""
    return f"{indicator}.{entity}.{period}" + (f".{scope}" if scope else "") + (f"@{as_of}" if as_of else "")


@dataclass(frozen=True)
class Observation:
    """The value of an indicator for an entity in a period, as one source has it (value in the indicator's unit)."""

    _told: ClassVar[str] = ""

    indicator: Indicator
    entity: Entity
    period: Period
    as_of: Period | None
    scope: Scope | None
    value: Decimal
    qualifier: str
    confidence: str
    source: Source
    locator: str
    """Where in the source it stands."""
    note: Texts
    row: Row = field(compare=False, repr=False)
    key: str = field(init=False, compare=False, repr=False)
    """Key of what is observed, the same for all its sources: rain.coast.2023-Q2."""
    part: str = field(init=False, compare=False, repr=False)
    """The part of its indicator that it stands in, "" where all stand together."""

    def __post_init__(self) -> None:
        scope, as_of = self.scope.id if self.scope else "", str(self.as_of or "")
        key = observation_key(self.indicator.id, self.entity.id, str(self.period), scope, as_of)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "part", self.indicator.parts.of(self.entity.id, self.period))

    @property
    def told(self) -> str:
        """A digest of all that can be printed of it, as `Told` has it, but without the dictionary that would take of 100,000."""
        if not self._told:
            object.__setattr__(self, "_told", self._as_told())
        return self._told

    def _as_told(self) -> str:
        scope = self.scope.told if self.scope else ""
        cells = repr(list(self.row.cells.values()))
        return digest(f"{self.row.file}\x00{cells}\x00{self.indicator.told}\x00{self.entity.told}\x00{scope}\x00{self.source.told}")

    @property
    def tag_of_locator(self) -> str:
        """The language of the place, which is the source's own, as an HTML language tag; "" if that is not known."""
        if conventions_of(self.source.language).is_dense:
            return script_tag(self.locator)
        return script_tag(self.locator) or self.source.language

    @property
    def rank(self) -> tuple[int, int, tuple[int, ...]]:
        """Smaller for the one to show: by kind of source, then confidence, then newer."""
        newer = tuple(-ord(character) for character in self.source.published)
        return self.source.precedence, CONFIDENCE.index(self.confidence), newer


Group = tuple[Observation, ...]


@dataclass(frozen=True)
class Model:
    """All of it, by key; it notes who reads what."""

    package: Package
    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    scopes: Mapping[str, Scope]
    terms: Mapping[str, Texts]
    """Words for codes by key, those of sections, source kinds and verdicts too: section.rain, qualifier.exact."""
    observations: Sequence[Observation]
    observation_keys: Sequence[tuple[str, ...]]
    """Of each observation the cells of its table's key: indicator, entity, period, as_of, scope, source."""
    observed: Mapping[str, Group]
    """Observations by key, the one to show first."""
    series: Mapping[tuple[str, str], Group]
    """By indicator and entity, the observation to show of each key, in order of time."""
    by_indicator: Mapping[str, tuple[Group, ...]]
    """By indicator, the observations of each key."""
    by_part: Mapping[tuple[str, str], tuple[Group, ...]]
    """The same by indicator and part, of those that have parts."""
    cadences: Mapping[tuple[str, str], int]
    """By indicator and kind of period, how far apart the figures of an entity are as a rule (`periods.cadence`)."""
    tracker: Tracker = field(compare=False, repr=False)


def agree(one: Observation, other: Observation) -> bool:
    """Whether two values are the same once both are rounded as the coarser of them is, bounds allowed for."""
    if {one.qualifier, other.qualifier} & {"at_least", "at_most"} and one.qualifier != other.qualifier:
        low, high = (one, other) if one.qualifier == "at_least" or other.qualifier == "at_most" else (other, one)
        return low.value <= high.value
    coarser = max(last_place(one.value), last_place(other.value))
    return abs(one.value - other.value) <= Decimal(1).scaleb(coarser)


def last_place(value: Decimal) -> int:
    """Power of ten of the last significant digit: -2 for 3.65, 2 for 3600."""
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def unused_sources(model: Model) -> list[Finding]:
    """Sources that no row names, but for the one under review: a list to tidy, as errors would be too harsh for a table being filled."""
    used = {model.package.reviewed} | {
        row.text(reference.column)
        for table in model.package.tables.values()
        for reference in table.references
        if reference.table == "sources"
        for row in table.rows
    }
    used |= {key for table in model.package.tables.values() if table.name != ACCEPTED for key in _named(table)}
    rows = model.package.rows("sources")
    return [row.problem("id", f'"{row["id"]}" is named by no row', "remove it") for row in rows if row["id"] not in used]


def _named(table: Table) -> list[str]:
    """Keys of the publications that a table's cells name by address."""
    cells = (cell for cell in table.held if isinstance(cell, str) and "sources:" in cell)
    return [key for cell in cells for key in re.findall(r"\bsources:([a-z0-9-]+)", cell)]
