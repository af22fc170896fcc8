"""evidence.json: from every figure on the site to its rows and sources; where they are many, in parts found by key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sourced.data.model import Group, Observation, Source
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


def evidence_files(report: Report, pages: Sequence[Page]) -> dict[str, str]:
    """evidence.json, by path below the site: from every figure on the site to its rows and sources, by key.

    `figures` maps a key to its value (base unit), qualifier, standing, place on the site, pages that print it, and either
    the rows it was read from or the keys it was computed from; `sources` maps their keys to publications; `claims` maps
    the claims of the article to verdict and evidence. With more than MOST observations these are in files of their own,
    each with `figures` alone, divided as the pages are; `parts` then says how their addresses are made, and lists them.
    """
    model, used = report.figures.model, _used(report, pages)
    computed = {key: told for page in pages for key, told in page.entries.items()}
    few = len(model.observed) <= MOST
    observed = _observed(report, model.observed.values()) if few else {}
    index: dict[str, Any] = {
        "about": "Keys of figures to rows of the data package and to sources; values in base units, addresses from the site's root",
        "figures": _with_uses({**observed, **computed}, used),
        "claims": _claims(report),
        "sources": {one.id: _source(one) for one in model.sources.values()},
    }
    if few:
        return {"evidence.json": _written(index)}
    parts = _parts(report, used)
    dealt = {one.id: {"shared": one.parts.shared, "by_year": one.parts.by_year} for one in model.indicators.values() if one.parts}
    index["parts"] = {"about": HOW, "indicators": dealt, "files": list(parts)}
    return {"evidence.json": _written(index), **parts}


def _parts(report: Report, used: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The files of observations, each made anew if one of its own has changed, or what uses it; empty where only links are checked."""
    model = report.figures.model
    keys: dict[str, list[str]] = {}
    for key, group in model.observed.items():
        keys.setdefault(file_of(group[0]), []).append(key)
    if report.outlined:
        return dict.fromkeys(keys, "")

    def made(listed: Sequence[str], uses: Mapping[str, Sequence[str]]) -> str:
        first = model.observed[listed[0]][0]
        name = first.indicator.id
        groups = model.by_part[name, first.part] if first.part else model.by_indicator[name]
        return _written({"figures": _with_uses(_observed(report, groups), uses)})

    files: dict[str, str] = {}
    for path, listed in sorted(keys.items()):
        uses = {key: used[key] for key in listed if key in used}
        files[path] = report.memo.recall(f"evidence {path}", uses, partial(made, listed, uses))
    return files


def file_of(observation: Observation) -> str:
    """The file that has an observation, where they are not all in one."""
    name = observation.indicator.id
    return f"{FOLDER}{name}/{observation.part}.json" if observation.part else f"{FOLDER}{name}.json"


def _written(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _used(report: Report, pages: Iterable[Page]) -> dict[str, list[str]]:
    """Of each figure that pages print, by key, their addresses."""
    used: dict[str, dict[str, None]] = {}
    for page in pages:
        for key in page.figures if page.language == report.root else ():
            used.setdefault(key, {})[page.address] = None
    return {key: list(addresses) for key, addresses in used.items()}


def _observed(report: Report, groups: Iterable[Group]) -> dict[str, Any]:
    """The entries of observations by key."""
    return {group[0].key: entry(from_observations(group), report.root) for group in groups}


def _with_uses(entries: Mapping[str, Any], used: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Entries in the order of their keys, with the pages that print each."""
    return {key: {**told, "used": used.get(key, [])} for key, told in sorted(entries.items())}


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
