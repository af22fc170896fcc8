"""evidence.json: from every figure on the site to its rows and sources."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sourced.data.model import Source
from sourced.evidence.addresses import Evidence
from sourced.evidence.figures import Figure, from_observations
from sourced.evidence.verdicts import checked_claims
from sourced.pages.entries import entry
from sourced.pages.markup import row_address
from sourced.pages.page import Page
from sourced.pages.report import Report


def evidence_index(report: Report, pages: Iterable[Page]) -> str:
    """evidence.json: from every figure on the site to its rows and sources, by key.

    `figures` maps a key to its value (base unit), qualifier, standing, place on the site, pages that print it, and either
    the rows it was read from or the keys it was computed from; `sources` maps their keys to publications; `claims` maps
    the claims of the article to verdict and evidence.
    """
    figures = report.figures
    used: dict[str, list[str]] = {}
    shown = {group[0].key: entry(from_observations(group), report.root) for group in figures.model.observed.values()}
    for page in pages:
        shown |= {key: entry for key, entry in page.entries.items() if key not in shown}
        if page.language == report.root:
            for key in dict.fromkeys(page.figures):
                if page.address not in used.setdefault(key, []):
                    used[key].append(page.address)
    claims = {
        one.row.text("id"): {
            "verdict": one.verdict,
            "supports": [_address(item) for item in one.supports],
            "contradicts": [_address(item) for item in one.contradicts],
            "tests": one.row.text("test"),
            "page": row_address(figures.model.package.tables["claims"], one.row.text("id")),
        }
        for one in checked_claims(figures)
    }
    index = {
        "about": "Keys of figures to rows of the data package and to sources; values in base units, addresses from the site's root",
        "figures": {key: {**entry, "used": used.get(key, [])} for key, entry in sorted(shown.items())},
        "claims": claims,
        "sources": {one.id: _source(one) for one in figures.model.sources.values()},
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")) + "\n"


def _source(source: Source) -> dict[str, str | bool]:
    """What is told of a publication: its own title and publisher, and where the original stands if a copy was read."""
    told = {
        "title": source.original, "author": source.author, "publisher": source.publisher_original, "via": source.via, "kind": source.kind,
        "published": source.published, "url": source.url, "official_url": source.official_url, "archived": source.archived,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value} | {"first_hand": source.first_hand}


def _address(item: Evidence) -> str:
    return item.key if isinstance(item, Figure) else f"{item.table.name}:{item.key}"
