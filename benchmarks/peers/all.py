"""All generators, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.peers import astro, eleventy, framework, material, ours
from benchmarks.peers.generator import Generator

GENERATORS: Final = {one.name: one for module in (ours, material, eleventy, framework, astro) for one in module.GENERATORS}


def chosen(names: Sequence[str]) -> list[Generator]:
    """The generators of these names, all if none is named; raise ValueError with the names that there are."""
    if unknown := [name for name in names if name not in GENERATORS]:
        raise ValueError(f'there is no generator "{unknown[0]}": name some of {", ".join(GENERATORS)}')
    return [GENERATORS[name] for name in names] or list(GENERATORS.values())
