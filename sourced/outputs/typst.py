"""A finished page as Typst markup: what a page in a book shows, in order, without what only a screen can do."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_VOID: Final = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_LEFT_OUT: Final = {"form", "nav", "button", "script", "style", "svg", "template", "caption"}
_LEFT_OUT_CLASSES: Final = {"tools", "permalink", "self", "shown", "on-screen"}
_NAMED: Final = {
    "lead": "lead", "chart-note": "small", "chart-source": "small", "fresh": "small", "why": "par", "for": "small", "head": "head",
    "statement": "statement", "chart-title": "strong", "chart-subtitle": "own-line", "quiet": "quiet", "state": "quiet", "kind": "quiet",
    "verdict": "strong", "label": "quiet", "big": "big", "small": "quiet", "subject": "quiet", "value": "strong",
}  # fmt: skip
"""Classes of elements that look otherwise, to the functions of `book.typ` that say how."""
_TAGS: Final = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "dt": "term", "dd": "indented", "blockquote": "indented"}
_SHORT: Final = 18.0
"""A column of a table with no longer cells, in Latin letters, is not broken into lines …"""
_HALF: Final = 70.0
"""… if such columns together are no wider than this, about half a page."""
_BLOCKS: Final = {"p", "div", "dl", "dt", "dd", "figure", "figcaption", "section", "details", "summary", "blockquote", "nav"}


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

    def all(self, tag: str) -> Iterator[Element]:
        """Every element of a kind below it, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag:
                    yield child
                yield from child.all(tag)

    @property
    def words(self) -> str:
        """The text in it, spaces as they come."""
        return "".join(child if isinstance(child, str) else child.words for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attributes})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, text: str) -> None:
        self._open[-1].children.append(text)


def article(html: str) -> Element:
    """What stands between <article> and </article>."""
    reader = _Reader()
    reader.feed(html)
    return next(reader.root.all("article"), reader.root)


def targets(page: str, element: Element) -> set[str]:
    """Of a page, all that links can lead to: itself, and each id as PAGE#ID."""
    return {page} | {f"{page}#{one.attributes['id']}" for one in _everything(element) if one.attributes.get("id")}


def _everything(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element) and not _is_left_out(child):
            yield child
            yield from _everything(child)


def _is_left_out(element: Element) -> bool:
    return element.tag in _LEFT_OUT or bool(_LEFT_OUT_CLASSES & set(element.classes))


@dataclass
class Typesetter:
    """Writes one page."""

    page: str
    """Its path from the site's root, as `targets` was told."""
    known: set[str]
    """All that the book has to lead to."""
    site: str
    """Address of the published site, "" if it is not known."""
    drawing: Callable[[str], str]
    """The SVG of a chart."""
    notes: Mapping[str, str] = field(default_factory=dict)

    def written(self, element: Element) -> str:
        """The page's markup."""
        return f"{self._label(self.page)}\n{self._inside(element)}\n"

    def _inside(self, element: Element) -> str:
        return "".join(self._text(child) if isinstance(child, str) else self._element(child) for child in element.children)

    def _text(self, text: str) -> str:
        words = re.sub(r"\s+", " ", text)
        if not words.strip():
            return " " if words else ""
        return f"#{literal(words)};"

    def _element(self, element: Element) -> str:
        if _is_left_out(element):
            return ""
        write = getattr(self, f"_{element.tag}", None)
        written = write(element) if write else self._plain(element)
        return f"{self._label_of(element)}{written}"

    def _plain(self, element: Element) -> str:
        inside = self._inside(element)
        if not inside.strip():
            return inside
        names = [*(_NAMED[name] for name in element.classes if name in _NAMED), *([_TAGS[element.tag]] if element.tag in _TAGS else [])]
        for name in names:
            inside = f"#{name}[{inside}]" + (";" if element.tag not in _BLOCKS else "")
        return f"\n\n{inside}\n\n" if element.tag in _BLOCKS else inside

    def _heading(self, element: Element) -> str:
        return f"\n\n#heading(level: {int(element.tag[1])})[{self._inside(element)}]\n\n"

    _h1 = _h2 = _h3 = _h4 = _heading

    def _summary(self, element: Element) -> str:
        return f"\n\n#heading(level: 2, outlined: false)[{self._inside(element)}]\n\n"

    def _details(self, element: Element) -> str:
        inside = self._inside(element)
        return f"\n\n#notes[{inside}]\n\n" if "notes" in element.classes else f"\n\n{inside}\n\n"

    def _br(self, _: Element) -> str:
        return "#linebreak();"

    def _hr(self, _: Element) -> str:
        return "\n\n#rule\n\n"

    def _code(self, element: Element) -> str:
        return f"#raw({literal(element.words)});"

    def _data(self, element: Element) -> str:
        return self._inside(element)

    def _a(self, element: Element) -> str:
        inside = self._inside(element)
        if not inside.strip():
            return inside
        number = element.attributes.get("data-note", "")
        note = f"{self.page}#note-{number}"
        if number and note in self.known:
            return f"{inside}#note({literal(note)}, {literal(number)});"
        place = self._place(element.attributes.get("href", ""))
        names = [_NAMED[name] for name in element.classes if name in _NAMED]
        for name in names:
            inside = f"#{name}[{inside}];"
        return f"#link({place})[{inside}];" if place else inside

    def _place(self, address: str) -> str:
        """Where a link leads, in Typst's words: within the book, on the site, elsewhere, or "" for nowhere."""
        if re.match(r"(?:https?|mailto):", address):
            return literal(address)
        path, _, anchor = address.partition("#")
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path)) if path else self.page
        page = whole if "." in posixpath.basename(whole) else posixpath.normpath(f"{whole}/index.html")
        for target in (f"{page}#{anchor}", page) if anchor else (page,):
            if target in self.known:
                return f"label({literal(target)})"
        found = page.removesuffix("index.html") + (f"#{anchor}" if anchor else "")
        return literal(self.site + found) if self.site else ""

    def _list(self, element: Element) -> str:
        kind = "enum" if element.tag == "ol" and "claims" not in element.classes else "list"
        items = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
        if "claims" in element.classes:
            return "".join(f"\n\n#claim[{self._label_of(one)}{self._inside(one)}]\n\n" for one in items)
        return f"\n\n#{kind}(" + "".join(f"[{self._label_of(one)}{self._inside(one)}]," for one in items) + ")\n\n"

    _ul = _ol = _list

    def _table(self, element: Element) -> str:
        rows = list(element.all("tr"))
        wide = max((sum(int(cell.attributes.get("colspan", "1")) for cell in _cells(row)) for row in rows), default=0)
        if not wide:
            return ""
        head = [row for part in element.all("thead") for row in part.all("tr")]
        body = [row for row in rows if not any(row is one for one in head)]
        top = f"table.header({''.join(map(self._row, head))})," if head else ""
        return f"\n\n#table(columns: {_columns(rows, wide)}, {top}{''.join(map(self._row, body))})\n\n"

    def _row(self, row: Element) -> str:
        return "".join(self._cell(cell, self._label_of(row) if place == 0 else "") for place, cell in enumerate(_cells(row)))

    def _cell(self, cell: Element, label: str) -> str:
        options = [f"colspan: {cell.attributes['colspan']}"] if cell.attributes.get("colspan") else []
        options += ["align: right"] if "number" in cell.classes else []
        inside = f"{label}{self._inside(cell)}"
        inside = f"#strong[{inside}]" if cell.tag == "th" else inside
        return f"table.cell({', '.join(options)})[{inside}]," if options else f"[{inside}],"

    def _figure(self, element: Element) -> str:
        drawing = next(element.all("svg"), None)
        if drawing is None:
            return self._plain(element)
        chart = element.attributes.get("id", "").removeprefix("chart-")
        words = drawing.attributes.get("aria-label", "")
        captions = [child for child in element.children if isinstance(child, Element)]
        above = "".join(self._inside(one) for one in captions if one.tag == "figcaption")
        below = "".join(self._element(one) for one in captions if one.tag == "p")
        return f"\n\n#chart([{above}], {literal(self.drawing(chart))}, {literal(words)}, [{below}])\n\n"

    def _label_of(self, element: Element) -> str:
        name = element.attributes.get("id")
        return self._label(f"{self.page}#{name}") if name else ""

    def _label(self, target: str) -> str:
        return f"#place-of({literal(target)});" if target in self.known else ""


def _cells(row: Element) -> list[Element]:
    return [child for child in row.children if isinstance(child, Element) and child.tag in ("td", "th")]


def _columns(rows: list[Element], wide: int) -> str:
    """Widths by how much the columns hold, so that a long one does not squeeze the others out; short ones as wide as they need."""
    longest = [4.0] * wide
    for row in rows:
        cells = _cells(row)
        if len(cells) == wide:
            for place, cell in enumerate(cells):
                longest[place] = max(longest[place], min(60.0, sum(1.8 if ord(one) > 0x2E80 else 1.0 for one in cell.words.strip())))
    short = [one for one in longest if one <= _SHORT]
    whole = len(short) < wide and sum(short) <= _HALF
    return "(" + ", ".join("auto" if whole and one <= _SHORT else f"{one**0.75:.2f}fr" for one in longest) + ",)"


def literal(text: str) -> str:
    """A text as one of Typst's literals; characters that control and say nothing are left out."""
    said = "".join(one for one in text if one >= " " or one in "\n\t")
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
