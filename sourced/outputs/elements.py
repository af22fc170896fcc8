"""A finished page as a tree of elements, without what only a screen can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

HEADINGS: Final = {"h1", "h2", "h3", "h4"}
_LEFT_OUT: Final = {"form", "nav", "button", "script", "style", "template", "caption"}
_LEFT_OUT_CLASSES: Final = {"tools", "permalink", "self", "shown", "on-screen", "unseen", "spark", "contents", "long", "fresh"}
"""Of these, `long` are the tables that a page folds away, and `fresh` says how the data are kept."""
_LEFT_OUT_WITHIN: Final = (("claims", "p", "for"), ("measures", "code", ""))
"""Within elements of a class, those of a tag and a class ("" for any): evidence row by row, and formulas."""


@dataclass
class Element:
    """An element of HTML with what is in it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    @property
    def inner(self) -> list[Element]:
        """The elements directly in it."""
        return [child for child in self.children if isinstance(child, Element)]

    def every(self) -> Iterator[Element]:
        """Every element below it, in order."""
        for child in self.inner:
            yield child
            yield from child.every()

    def all(self, tag: str, name: str = "") -> Iterator[Element]:
        """Every element of a kind below it, in order, with a class if one is named."""
        return (one for one in self.every() if one.tag == tag and (not name or name in one.classes))

    def first(self, tag: str, name: str = "") -> Element:
        """The first of them; an empty element if there is none."""
        return next(self.all(tag, name), Element(tag))

    @property
    def words(self) -> str:
        """The text in it, spaces as they come."""
        return "".join(child if isinstance(child, str) else child.words for child in self.children)


def article(html: str) -> Element:
    """What stands between <article> and </article> for a reader on paper; of drawings nothing but that they are there."""
    tree = LexborHTMLParser(html)
    found = tree.css_first("article") or tree.root
    element = _element(found) if found else Element("")
    _prune(element, ())
    _join_charts(element)
    return element


def _element(node: LexborNode) -> Element:
    """A node of the parser's tree as an element; comments are no part of it."""
    element = Element(str(node.tag), {name: value or "" for name, value in node.attributes.items()})
    child = None if element.tag == "svg" else node.child
    while child is not None:
        if child.is_text_node:
            element.children.append(child.text_content or "")
        elif child.is_element_node:
            element.children.append(_element(child))
        child = child.next
    return element


def _prune(element: Element, within: tuple[str, ...]) -> None:
    """Take from an element, itself within elements of some classes, what a page on paper leaves out."""
    inside = (*within, *element.classes)
    element.children = [child for child in element.children if isinstance(child, str) or not _is_left_out(child, inside)]
    for child in element.inner:
        _prune(child, inside)


def _join_charts(element: Element) -> None:
    """Put each heading that has a chart below it and nothing else into the chart's figure: they move together."""
    parts = [*element.inner, Element("h1")]
    for heading, figure, after in zip(parts, parts[1:], parts[2:], strict=False):
        if heading.tag in HEADINGS and figure.tag == "figure" and after.tag in HEADINGS:
            element.children.remove(heading)
            figure.children.insert(0, heading)


def _is_left_out(element: Element, within: tuple[str, ...]) -> bool:
    special = any(around in within and element.tag == tag and name in ("", *element.classes) for around, tag, name in _LEFT_OUT_WITHIN)
    return special or element.tag in _LEFT_OUT or bool(_LEFT_OUT_CLASSES & set(element.classes))


def taken_out(element: Element, tag: str, name: str) -> Element | None:
    """The first element of a tag and a class directly in another, from where it is taken; None if there is none."""
    for place, child in enumerate(element.children):
        if isinstance(child, Element) and child.tag == tag and (not name or name in child.classes):
            del element.children[place]
            return child
    return None
