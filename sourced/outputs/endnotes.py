"""The notes of all pages of a book, each figure with its source once however often it stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sourced.outputs.elements import Element
from sourced.words.language import Language


@dataclass(frozen=True)
class Source:
    """A publication as a note names it."""

    publisher: str
    address: str
    when: str


@dataclass(frozen=True)
class Endnote:
    """What one line of the notes says."""

    value: str
    """The figure as printed."""
    subject: str
    """What is measured, of whom and when."""
    sources: tuple[Source, ...]


def taken_notes(article: Element, language: Language) -> dict[str, Endnote]:
    """The notes of a page by number, taken from its article; a count of the report's own rows has no source and is none."""
    found: dict[str, Endnote] = {}
    for part in [one for one in article.inner if one.tag == "details" and "notes" in one.classes]:
        article.children.remove(part)
        found |= {_number(item): _endnote(item, language) for item in part.all("li") if _number(item)}
    return {number: note for number, note in found.items() if note.sources}


def _number(item: Element) -> str:
    name = item.attributes.get("id", "")
    return name.removeprefix("note-") if name.startswith("note-") else ""


def _endnote(item: Element, language: Language) -> Endnote:
    subject = " ".join(item.first("span", "subject").words.split())
    if any("from" not in one.classes for one in item.all("ul")):
        subject = language.word("bracket", subject, language.word("computed"))
    return Endnote(" ".join(item.first("a", "value").words.split()), subject, tuple(dict.fromkeys(_sources(item))))


def _sources(item: Element) -> Iterator[Source]:
    """The publications that a note names: a link to each is followed by its publisher's, and this by its date."""
    address = publisher = ""
    for one in item.every():
        if one.tag == "a" and one.attributes.get("rel") == "external":
            if publisher:
                yield Source(publisher, address, "")
            address, publisher = one.attributes["href"], ""
        elif one.tag == "a" and address and not publisher:
            publisher = one.words.strip()
        elif one.tag in ("time", "span") and publisher and address and one.attributes.keys() & {"datetime", "data-period"}:
            yield Source(publisher, address, one.words.strip())
            address = publisher = ""
    if publisher:
        yield Source(publisher, address, "")
