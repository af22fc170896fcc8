"""The Atom feed of updates."""

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from sourced.data.history import KINDS
from sourced.pages.report import Report
from sourced.pages.revisions import revisions_of
from sourced.words.language import Language

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ATOM = "http://www.w3.org/2005/Atom"


def atom(report: Report, language: Language) -> str:
    """The feed of updates in a language: an entry a commit, named by its hash, so that it is the same wherever it is built."""
    package, past = report.figures.model.package, report.history
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
    for commit in past.commits:
        entry = add(feed, "entry")
        add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'{package.name}/{language.code}/{commit.hash}')}")
        add(entry, "title", commit.subject)
        add(entry, "updated", commit.date)
        if root:
            add(entry, "link", rel="alternate", href=f"{root}evidence/updates/#c{commit.hash[:12]}")
        counts = [language.word(f"rows_{kind}", number) for kind in KINDS if (number := commit.count(kind))]
        revised = [language.word("colon", one.name, language.word("revised_to", one.before, one.after)) for one in
                   revisions_of(commit, report.figures, language)]  # fmt: skip
        # an entry without a link must have content (RFC 4287, 4.1.2)
        add(entry, "summary" if root else "content", "\n".join([language.word("list").join(counts), *revised]))
    ElementTree.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"
