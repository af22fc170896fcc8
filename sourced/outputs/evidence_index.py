"""evidence.json: from every figure on the site to its rows and sources; where they are many, in parts found by key."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sourced.data.model import Observation, Source
from sourced.evidence.addresses import Evidence
from sourced.evidence.figures import Figure, from_observations
from sourced.evidence.verdicts import checked_claims
from sourced.pages.entries import entry
from sourced.pages.markup import row_address
from sourced.pages.page import Page
from sourced.pages.report import Report

MOST: Final = 5000
"""With how many observations the index is still one file."""
FOLDER: Final = "evidence/figures/"
"""Where the observations stand otherwise, from the site's root: INDICATOR.json, or INDICATOR/PART.json."""
HOW: Final = (
    "Observations are in evidence/figures/INDICATOR.json, those of the indicators listed here in evidence/figures/INDICATOR/PART.json; "
    "an observation's key begins INDICATOR.ENTITY.YEAR. PART is ENTITY-YEAR if by_year names the entity, else the one of shared with "
    "which the bits of the SHA-256 of the entity's key begin."
)


def evidence_files(report: Report, pages: Iterable[Page]) -> dict[str, str]:
    """evidence.json, by path below the site: from every figure on the site to its rows and sources, by key.

    `figures` maps a key to its value (base unit), qualifier, standing, place on the site, pages that print it, and either
    the rows it was read from or the keys it was computed from; `sources` maps their keys to publications; `claims` maps
    the claims of the article to verdict and evidence. With more than MOST observations these are in files of their own,
    each with `figures` alone, divided as the pages are; `parts` then says how their addresses are made, and lists them.
    """
    figures = report.figures
    index: dict[str, Any] = {
        "about": "Keys of figures to rows of the data package and to sources; values in base units, addresses from the site's root",
        "figures": _figures(report, pages),
        "claims": _claims(report),
        "sources": {one.id: _source(one) for one in figures.model.sources.values()},
    }
    observed = figures.model.observed
    if len(observed) <= MOST:
        return {"evidence.json": _written(index)}
    parts: dict[str, dict[str, Any]] = {}
    for key, told in index["figures"].items():
        if key in observed:
            parts.setdefault(file_of(observed[key][0]), {})[key] = told
    index["figures"] = {key: told for key, told in index["figures"].items() if key not in observed}
    dealt = {one.id: {"shared": one.parts.shared, "by_year": one.parts.by_year} for one in figures.model.indicators.values() if one.parts}
    index["parts"] = {"about": HOW, "indicators": dealt, "files": list(parts)}
    return {"evidence.json": _written(index), **{path: _written({"figures": told}) for path, told in parts.items()}}


def file_of(observation: Observation) -> str:
    """The file that has an observation, where they are not all in one."""
    name = observation.indicator.id
    return f"{FOLDER}{name}/{observation.part}.json" if observation.part else f"{FOLDER}{name}.json"


def _written(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _figures(report: Report, pages: Iterable[Page]) -> dict[str, Any]:
    """The entry of each figure, with the pages that print it."""
    used: dict[str, list[str]] = {}
    shown = {group[0].key: entry(from_observations(group), report.root) for group in report.figures.model.observed.values()}
    for page in pages:
        shown |= {key: entry for key, entry in page.entries.items() if key not in shown}
        if page.language == report.root:
            for key in dict.fromkeys(page.figures):
                if page.address not in used.setdefault(key, []):
                    used[key].append(page.address)
    return {key: {**entry, "used": used.get(key, [])} for key, entry in sorted(shown.items())}


def _claims(report: Report) -> dict[str, Any]:
    """Verdict and evidence of each claim."""
    figures = report.figures
    return {
        one.row.text("id"): {
            "verdict": one.verdict,
            "supports": [_address(item) for item in one.supports],
            "contradicts": [_address(item) for item in one.contradicts],
            "tests": one.row.text("test"),
            "page": row_address(figures.model.package.tables["claims"], one.row.text("id")),
        }
        for one in checked_claims(figures)
    }


def _source(source: Source) -> dict[str, str | bool]:
    """What is told of a publication: its own title and publisher, and where the original stands if a copy was read."""
    told = {
        "title": source.original, "author": source.author, "publisher": source.publisher_original, "via": source.via, "kind": source.kind,
        "published": source.published, "url": source.url, "official_url": source.official_url, "archived": source.archived,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value} | {"first_hand": source.first_hand}


def _address(item: Evidence) -> str:
    return item.key if isinstance(item, Figure) else f"{item.table.name}:{item.key}"
