"""Which part an observation stands in where its indicator has too many for one page or file, and which a source does.

Entities are dealt out by a digest of their keys; a part that grows too large is divided in two, and the others stay as
they are ("extendible hashing", Fagin and others, 1979). An entity with more than a part holds has a part for each year.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from itertools import groupby
from typing import Final

from sourced.data.tables import Row
from sourced.periods import Period

MOST: Final = 1000
"""How many rows of an indicator are still kept together."""
MOST_OF_PART: Final = 500
"""How many a part has, but for an entity's year."""
MOST_SOURCES: Final = 800
"""How many sources are still listed together."""
DEPTH: Final = 32
"""How often at most parts are divided in two: no two keys of a report are alike for so long."""


@dataclass(frozen=True)
class Parts:
    """How an indicator's observations are dealt out; the empty one for those that are kept together."""

    shared: tuple[str, ...] = ()
    """The parts that entities share: each the first bits of the digests of those in it."""
    by_year: tuple[str, ...] = ()
    """Entities with a part for each year."""

    def __bool__(self) -> bool:
        return bool(self.shared or self.by_year)

    def of(self, entity: str, period: Period) -> str:
        """The part that an observation stands in, "" if there are none."""
        if not self:
            return ""
        if entity in self.by_year:
            return f"{entity}-{period.start.year}"
        if entity not in self._found:
            begins = (_bits(entity)[:length] for length in range(1, DEPTH + 1))
            self._found[entity] = next((one for one in begins if one in self._known), "")
        return self._found[entity]

    @cached_property
    def _found(self) -> dict[str, str]:
        """The parts of entities, each found once: a long table has many rows of each."""
        return {}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.shared)


def parts_of(rows: Iterable[Row]) -> dict[str, Parts]:
    """By indicator, how its observations are dealt out; those that are kept together are left out."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.text("indicator")][row.text("entity")] += 1
    return {indicator: dealt(entities) for indicator, entities in counts.items() if entities.total() > MOST}


def dealt(entities: Mapping[str, int]) -> Parts:
    """How an indicator's observations are dealt out, from how many rows each entity has."""
    long = sorted(one for one, number in entities.items() if number > MOST_OF_PART)
    others = {_bits(one): number for one, number in entities.items() if number <= MOST_OF_PART}
    return Parts(tuple(_divided(others, "")) if others else (), tuple(long))


def _divided(numbers: Mapping[str, int], begin: str) -> Iterator[str]:
    """The parts of entities whose digests begin so, from how many rows each has."""
    if (sum(numbers.values()) <= MOST_OF_PART and begin) or len(begin) == DEPTH:
        yield begin
        return
    for bit in "01":
        inner = {bits: number for bits, number in numbers.items() if bits[len(begin)] == bit}
        yield from _divided(inner, begin + bit) if inner else ()


@cache
def _bits(entity: str) -> str:
    """The first bits of the digest of an entity's key."""
    return f"{int.from_bytes(sha256(entity.encode()).digest()[: DEPTH // 8]):0{DEPTH}b}"


def beginnings(keys: Sequence[str]) -> tuple[str, ...]:
    """The beginnings of sorted keys that part the sources with them, none where they are few enough for one page.

    A part that grows too large is parted by one character more, and the others stay as they are.
    """
    return tuple(_begun(keys, "")) if len(keys) > MOST_SOURCES else ()


def _begun(keys: Sequence[str], begin: str) -> Iterator[str]:
    if begin and len(keys) <= MOST_OF_PART:
        yield begin
        return
    if begin in keys:
        yield begin
    for character, longer in groupby((key for key in keys if key != begin), key=lambda key: key[len(begin)]):
        yield from _begun(list(longer), begin + character)


def beginning_of(key: str, known: Iterable[str]) -> str:
    """The part that a source of this key stands in: the longest of the beginnings that it has, "" if there are none."""
    return max(filter(key.startswith, known), key=len, default="")
