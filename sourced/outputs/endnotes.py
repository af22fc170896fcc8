"""The notes of all pages of a book, each figure with its source once however often it stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sourced.outputs.elements import Element
from sourced.words.language import Language


@dataclass(frozen=True)
class Publication:
    """Where a publication was read and when it appeared, "" if that is not known."""

    address: str
    when: str


@dataclass(frozen=True)
class Publisher:
    """A publisher with what of it a note rests on."""

    name: str
    published: tuple[Publication, ...]


@dataclass(frozen=True)
class Endnote:
    """What one line of the notes says."""

    value: str
    """The figure as printed."""
    subject: str
    """What is measured, of whom and when."""
    publishers: tuple[Publisher, ...]


def taken_notes(article: Element, language: Language) -> dict[str, Endnote]:
    """The notes of a page by number, taken from its article; a count of the report's own rows has no source and is none."""
    found: dict[str, Endnote] = {}
    for part in [one for one in article.inner if one.tag == "details" and "notes" in one.classes]:
        article.children.remove(part)
        found |= {_number(item): _endnote(item, language) for item in part.all("li") if _number(item)}
    return {number: note for number, note in found.items() if note.publishers}


def _number(item: Element) -> str:
    name = item.attributes.get("id", "")
    return name.removeprefix("note-") if name.startswith("note-") else ""


def _endnote(item: Element, language: Language) -> Endnote:
    subject = " ".join(item.first("span", "subject").words.split())
    if any("from" not in one.classes for one in item.all("ul")):
        subject = language.word("bracket", subject, language.word("computed"))
    found: dict[str, list[Publication]] = {}
    for name, publication in dict.fromkeys(_publications(item)):
        found.setdefault(name, []).append(publication)
    publishers = tuple(Publisher(name, tuple(published)) for name, published in found.items())
    return Endnote(" ".join(item.first("a", "value").words.split()), subject, publishers)


def _publications(item: Element) -> Iterator[tuple[str, Publication]]:
    """What a note names, with its publisher: the link to each is followed by its publisher's, and this by its date."""
    address = name = ""
    for one in item.every():
        if one.tag == "a" and one.attributes.get("rel") == "external":
            if name:
                yield name, Publication(address, "")
            address, name = one.attributes["href"], ""
        elif one.tag == "a" and address and not name:
            name = one.words.strip()
        elif name and one.attributes.keys() & {"datetime", "data-period"}:
            yield name, Publication(address, one.words.strip())
            address = name = ""
    if name:
        yield name, Publication(address, "")
