"""The Atom feed of updates."""

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from sourced.pages.news import news, told
from sourced.pages.report import Report
from sourced.words.language import Language

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ATOM = "http://www.w3.org/2005/Atom"


def atom(report: Report, language: Language) -> str:
    """The feed of updates in a language: an entry a day on which the data changed, named by that day."""
    return report.memo.recall(f"feed {language.code}", report.circumstances, lambda: _feed(report, language))


def _feed(report: Report, language: Language) -> str:
    package, past = report.figures.model.package, report.past
    root = f"{report.project.address}{language.prefix}" if report.project.address else ""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": language.tag})

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        child = ElementTree.SubElement(parent, name, attributes)
        child.text = _NO_XML.sub("", text) or None
        return child

    add(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'{package.name}/{language.code}')}")
    add(feed, "title", language.word("colon", package.report[language.code], language.word("updates")))
    add(feed, "updated", past.commits[0].date if past.commits else "1970-01-01T00:00:00Z")
    add(add(feed, "author"), "name", package.author[language.code])
    if root:
        add(feed, "link", rel="self", href=f"{root}feed.xml")
        add(feed, "link", rel="alternate", href=f"{root}evidence/updates/")
    for one in news(report, language):
        entry = add(feed, "entry")
        add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'{package.name}/{language.code}/{one.day.date}')}")
        add(entry, "title", one.headline)
        add(entry, "updated", one.day.commits[0].date)
        if root:
            add(entry, "link", rel="alternate", href=f"{root}evidence/updates/#{one.id}")
        # an entry without a link must have content (RFC 4287, 4.1.2)
        add(entry, "summary" if root else "content", told(one.lines))
    ElementTree.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"
