"""What stands in a page's head besides its title: the name of its card, and JSON-LD for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from sourced.evidence.verdicts import checked_claims, verdicts_of
from sourced.pages.citations import absolute, issued
from sourced.pages.markup import anchor
from sourced.pages.page import ADDED, CLAIM_PAGES, WITHOUT_CARD, Page, front_matter
from sourced.pages.report import Report
from sourced.words.language import Language

MOST_NAMED: Final = 20
"""How many measures and tables the data set is described by."""


def card_name(page: Page) -> str:
    """Path of a page's card from its language's root, "" if it has none."""
    if page.name.startswith(WITHOUT_CARD) or page.name.endswith("/embed"):
        return ""
    return f"cards/{page.name.replace('/', '-')}.png"


def linked_data(report: Report, page: Page) -> str:
    """A page's JSON-LD as one graph: the report, or an article in it; the data set; reviews of claims. "" for a page to embed."""
    if page.name.endswith("/embed"):
        return ""
    package, language = report.figures.model.package, page.language
    home, here = absolute(report, language, "") or page.base, absolute(report, language, page.address) or "./"
    author = {"@type": "Organization", "name": package.author[language.code], "url": home}
    whole = {"@type": "Report", "@id": f"{home}#report", "name": package.report[language.code], "url": home}
    about = front_matter(page)
    common = {"inLanguage": language.tag, "author": author, "dateModified": issued(report).isoformat(), "license": package.licence}
    first = {"datePublished": package.created} if package.created else {}  # of the report, and of the pages that it began with
    if report.downloads and (picture := absolute(report, language, card_name(page) or "cards/index.png")):
        common["image"] = picture
    graph: list[dict[str, Any]] = []
    if page.name == "index":
        graph.append(
            {
                **whole,
                "headline": page.title,
                "description": about.get("description", ""),
                **common,
                **first,
                "isBasedOn": {"@id": f"{home}#data"},
            }
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
                **({} if page.name.startswith(ADDED) else first),
                "isPartOf": whole,
            }
        )
    if page.name in ("index", "evidence/data"):
        graph.append(_dataset(report, language, home, {**common, **first}) | {"isPartOf": {"@id": whole["@id"]}})
    if page.name.startswith(CLAIM_PAGES):
        graph += _reviews(report, language, here, author, page.name.rpartition("/")[2])
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _dataset(report: Report, language: Language, home: str, common: dict[str, Any]) -> dict[str, Any]:
    """The data set, with what of the properties that Google's Dataset Search reads can be said of any package."""
    package, figures = report.figures.model.package, report.figures
    files = home if not language.folder else f"{home}../" if not report.project.address else report.project.address
    return {
        "@type": "Dataset",
        "@id": f"{home}#data",
        "name": package.title[language.code],
        "description": _described(report, language),
        "url": f"{home}evidence/data/",
        "identifier": package.name,
        "creator": common["author"],
        "license": package.licence,
        "inLanguage": [one.tag for one in report.languages],
        **{name: common[name] for name in ("datePublished", "dateModified") if name in common},
        "isAccessibleForFree": True,
        "keywords": [row.text(f"name_{language.code}") for row in package.rows("sections")],
        "temporalCoverage": f"{begins}/{issued(report)}" if (begins := report.begins) else "",
        "variableMeasured": [one.name[language.code] for one in figures.model.indicators.values()],
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


def _described(report: Report, language: Language) -> str:
    """What the data set holds: what its descriptor says, what is measured, and the tables; searches want fifty signs of it."""
    package, code = report.figures.model.package, language.code
    names = (one.name[code] for one in report.figures.model.indicators.values())
    tables = (one.title[code] for one in package.tables.values())
    listed = (
        language.word("colon", language.word(key), language.word("list").join(islice(words, MOST_NAMED)))
        for key, words in (("page.data.measured", names), ("page.data.tables", tables))
    )
    end = language.word("sentence_end")
    return end.join((package.description[code].rstrip(".。"), *listed)) + end.strip()


def _reviews(report: Report, language: Language, here: str, author: dict[str, str], part: str) -> Iterator[dict[str, Any]]:
    model = report.figures.model
    reviewed = model.sources.get(model.package.reviewed)
    claim: dict[str, Any] = {"@type": "Claim"}
    if reviewed:
        person = {"@type": "Person", "name": reviewed.author}
        by = person if reviewed.author else {"@type": "Organization", "name": reviewed.publisher[language.code]}
        said = {"datePublished": reviewed.published, "author": by}
        claim |= {**said, "appearance": {"@type": "Article", "name": reviewed.title[language.code], "url": reviewed.url, **said}}
    ratings = {verdict.key: verdict.rating for verdict in verdicts_of(model.package) if verdict.rating}
    for one in checked_claims(report.figures):
        if one.verdict not in ratings or one.row["section"] != part:
            continue
        rating = {
            "@type": "Rating",
            "ratingValue": ratings[one.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": model.terms[f"verdict.{one.verdict}"][language.code],
        }
        yield {
            "@type": "ClaimReview",
            "url": f"{here}#{anchor(one.row.text('id'))}",
            "claimReviewed": one.row.text(f"statement_{language.code}"),
            "itemReviewed": claim,
            "author": author,
            "inLanguage": language.tag,
            "datePublished": issued(report).isoformat(),
            "reviewRating": rating,
        }
