"""The report for machines: JSON-LD in the head of pages, the index evidence.json, and citations as files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from yaml import YAMLError

from sourced.data.model import Source
from sourced.data.yaml_files import read_yaml, yaml_problem
from sourced.evidence.addresses import Evidence
from sourced.evidence.figures import Figure, from_observations, rounded
from sourced.evidence.verdicts import checked_claims
from sourced.findings import Finding, ReportError
from sourced.pages.citations import absolute, bibtex, chart_work, csl, issued, report_work, table_work
from sourced.pages.generated import FOLDER
from sourced.pages.markup import Page, Report, anchor, row_address
from sourced.words.language import ENGLISH, LANGUAGES, Language

_RATINGS = {"corroborated": 5, "corrected": 3, "contradicted": 1}
"""Verdicts that a ClaimReview can express, 5 for true."""


def citation_files(report: Report, pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """Citations of the report, its tables and its charts in both forms: path below a language's root to content."""
    for language in LANGUAGES:
        works = [("report", report_work(report, language))]
        works += [(table.name, table_work(report, table, language)) for table in report.figures.model.package.tables.values()]
        shown = {chart: (title, page) for page in pages if page.language is language for chart, title in page.chart_titles.items()}
        works += [(f"chart-{chart}", chart_work(report, chart, title, page)) for chart, (title, page) in sorted(shown.items())]
        for name, work in works:
            yield f"{language.code}/citations/{name}.bib", bibtex(work)
            yield f"{language.code}/citations/{name}.json", csl(work)


def linked_data(report: Report, page: Page) -> str:
    """A page's JSON-LD as one graph: the report, or an article in it; the data set; reviews of claims. "" for a page to embed."""
    if page.name.endswith("/embed"):
        return ""
    package, language = report.figures.model.package, page.language
    home, here = absolute(report, language, "") or page.base, absolute(report, language, page.address) or "./"
    author = {"@type": "Organization", "name": package.author[language.code]}
    whole = {"@type": "Report", "@id": f"{home}#report", "name": package.report[language.code], "url": home}
    about = front_matter(page)
    common = {"inLanguage": language.tag, "author": author, "dateModified": issued(report).isoformat(), "license": package.licence}
    graph: list[dict[str, Any]] = []
    if page.name == "index":
        graph.append(
            {**whole, "headline": page.title, "description": about.get("description", ""), **common, "isBasedOn": {"@id": f"{home}#data"}}
        )
        graph.append(
            {"@type": "WebSite", "@id": f"{home}#site", "name": package.report[language.code], "url": home, "inLanguage": language.tag}
        )
    else:
        description = about.get("description", "")
        graph.append(
            {
                "@type": "Article",
                "@id": f"{here}#page",
                "headline": page.title,
                "description": description,
                "url": here,
                **common,
                "isPartOf": whole,
            }
        )
    if page.name in ("index", "evidence/data"):
        graph.append(_dataset(report, language, home, common))
    if page.name.startswith("evidence/article/"):
        graph += _reviews(report, language, here, author, page.name.rpartition("/")[2])
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def front_matter(page: Page) -> dict[str, str]:
    """What a page says of itself above its text: title, description."""
    _, found, rest = page.text.partition("---\n")
    if not found:
        return {}
    above, closed, _ = rest.partition("\n---")
    if not closed:
        fix = "write --- below title and description"
        raise ReportError([Finding(page.file, 1, "", "begins with --- and has no second line of ---", fix)])
    try:
        said = read_yaml(above) or {}
    except YAMLError as error:
        raise ReportError([yaml_problem(error, page.file, lines=0 if above.startswith("image: ") else 1)]) from None
    if not isinstance(said, dict):
        raise ReportError([Finding(page.file, 2, "", "has no names between the lines of ---", "write title: … and description: …")])
    return {str(key): str(value) for key, value in said.items()}


def _dataset(report: Report, language: Language, home: str, common: dict[str, Any]) -> dict[str, Any]:
    package, figures = report.figures.model.package, report.figures
    starts = [one.period.start for one in figures.model.observations]
    files = home if not language.folder else f"{home}../" if not report.project.address else report.project.address
    return {
        "@type": "Dataset",
        "@id": f"{home}#data",
        "name": package.title[language.code],
        "description": package.description[language.code],
        "url": f"{home}evidence/data/",
        "identifier": package.name,
        "creator": common["author"],
        "license": package.licence,
        "inLanguage": ["en", "zh-Hans"],
        "dateModified": common["dateModified"],
        "temporalCoverage": f"{min(starts)}/{issued(report)}" if starts else "",
        "variableMeasured": [one.name[language.index] for one in figures.model.indicators.values()],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.title[language.code],
                "encodingFormat": "text/csv",
                "contentUrl": f"{files}{table.file}",
            }
            for table in package.tables.values()
        ],
    }


def _reviews(report: Report, language: Language, here: str, author: dict[str, str], part: str) -> Iterator[dict[str, Any]]:
    model = report.figures.model
    reviewed = model.sources.get(model.package.reviewed)
    appearance = {"@type": "Article", "name": reviewed.title, "url": reviewed.url, "datePublished": reviewed.published} if reviewed else {}
    for one in checked_claims(report.figures):
        if one.verdict not in _RATINGS or one.row["section"] != part:
            continue
        rating = {
            "@type": "Rating",
            "ratingValue": _RATINGS[one.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": model.terms[f"verdict.{one.verdict}"][language.index],
        }
        yield {
            "@type": "ClaimReview",
            "url": f"{here}#{anchor(one.row.text('id'))}",
            "claimReviewed": one.row.text(f"statement_{language.code}"),
            "itemReviewed": {"@type": "Claim", "appearance": appearance},
            "author": author,
            "datePublished": issued(report).isoformat(),
            "reviewRating": rating,
        }


def evidence_index(report: Report, pages: Iterable[Page]) -> str:
    """evidence.json: from every figure on the site to its rows and sources, by key.

    `figures` maps a key to its value (base unit), qualifier, standing, place on the site, pages that print it, and either
    the rows it was read from or the keys it was computed from; `sources` maps their keys to publications; `claims` maps
    the claims of the article to verdict and evidence.
    """
    figures = report.figures
    used: dict[str, list[str]] = {}
    shown = {group[0].key: _entry(from_observations(group)) for group in figures.model.observed.values()}
    for page in pages:
        shown |= {key: entry for key, entry in page.entries.items() if key not in shown}
        if page.language is ENGLISH:
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


def _inputs(figure: Figure) -> Iterator[Figure]:
    for one in figure.inputs:
        yield one
        yield from _inputs(one)


def entries_of(page: Page) -> dict[str, dict[str, Any]]:
    """The entries of evidence.json for the figures that a page prints and for all that they were computed from."""
    return {one.key: _entry(one) for figure in page.printed.values() for one in (figure, *_inputs(figure))}


def _entry(figure: Figure) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": figure.name[0],
        "value": f"{rounded(figure.base):f}",
        "unit": figure.unit.id,
        "qualifier": figure.qualifier,
        "standing": figure.standing,
    }
    if figure.inputs:
        return {**entry, "formula": figure.formula[0], "inputs": [one.key for one in figure.inputs]}
    if figure.row_table:
        return {**entry, "rows": [f"{figure.row_table}:{key}" for key in figure.row_keys]}
    first = figure.observations[0]
    rows = [
        {"source": one.source.id, "value": f"{one.value:f}", "qualifier": one.qualifier, "confidence": one.confidence}
        for one in figure.observations
    ]
    return {**entry, "table": first.row.file, "page": f"{FOLDER}/{first.indicator.id}/#{anchor(figure.key)}", "rows": rows}


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "publisher": source.publisher, "kind": source.kind, "published": source.published, "url": source.url}


def _address(item: Evidence) -> str:
    return item.key if isinstance(item, Figure) else f"{item.table.name}:{item.key}"
