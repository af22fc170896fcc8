"""A finished page as Typst markup: what a page in a book shows, in order, without what only a screen can do."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sourced.outputs.elements import HEADINGS, Element

_NAMED: Final = {
    "lead": "lead", "chart-note": "small", "chart-source": "small", "why": "par", "said": "said", "summary": "summary", "head": "head",
    "statement": "statement", "chart-title": "strong", "chart-subtitle": "own-line", "quiet": "quiet", "state": "quiet", "kind": "quiet",
    "verdict": "strong", "label": "quiet", "big": "big", "small": "quiet", "subject": "quiet", "value": "strong",
}  # fmt: skip
"""Classes of elements that look otherwise, to the functions of `book.typ` that say how."""
_TAGS: Final = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "dt": "term", "dd": "indented", "blockquote": "indented"}
_SHORT: Final = 18.0
"""A column of a table with no longer cells, in Latin letters, is not broken into lines …"""
_HALF: Final = 70.0
"""… if such columns together are no wider than this, about half a page."""
_TILE: Final = (("h2", ""), ("p", "verdict-short"), ("p", "big"), ("p", "small"))
_VERDICT: Final = (("a", "statement"), ("span", "verdict"))
_KEY: Final = (("dt", ""), ("dd", "big"), ("dd", "small"))
"""What of a tile, of a claim and of a key figure is a cell in its row: tag and class."""
_BLOCKS: Final = {"p", "div", "dl", "dt", "dd", "figure", "figcaption", "section", "details", "summary", "blockquote", "nav"}


def targets(page: str, element: Element) -> set[str]:
    """Of a page, all that links can lead to: itself, and each id as PAGE#ID."""
    return {page} | {f"{page}#{one.attributes['id']}" for one in element.every() if one.attributes.get("id")}


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
    """For the numbers of its notes, the names of those of the book."""
    is_part: bool = False
    """Whether the contents list no more of it than its title."""
    drawn: dict[str, str] = field(default_factory=dict)
    """Of the charts that the book has drawn so far, by their names, where."""
    sections: int = 0
    """How many have begun."""

    def written(self, element: Element) -> str:
        """The page's markup."""
        return f"{self._label(self.page)}\n{self._inside(element)}\n"

    def part(self, element: Element) -> str:
        """The markup of one element, without its page's own label."""
        return self._element(element)

    def _inside(self, element: Element) -> str:
        return "".join(self._text(child) if isinstance(child, str) else self._element(child) for child in element.children)

    def _text(self, text: str) -> str:
        words = re.sub(r"\s+", " ", text)
        if not words.strip():
            return " " if words else ""
        return f"#{literal(words)};"

    def _element(self, element: Element) -> str:
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
        level = int(element.tag[1])
        self.sections += level == 2
        listed = "" if level == 1 or not self.is_part else ", outlined: false, bookmarked: true"
        return f"\n\n#heading(level: {level}{listed})[{self._inside(element)}]\n\n"

    _h1 = _h2 = _h3 = _h4 = _heading

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
        if note := self.notes.get(element.attributes.get("data-note", "")):
            return f"#noted({literal(note)})[{inside}];"
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
        items = [one for one in element.inner if one.tag == "li"]
        if "tiles" in element.classes:
            return f"\n\n#tiles({self._cells(items, _TILE)})\n\n"
        if "brief" in element.classes:
            return f"\n\n#verdicts({self._cells(items, _VERDICT)})\n\n"
        if "claims" in element.classes:
            return "".join(f"\n\n#claim[{self._label_of(one)}{self._inside(one)}]\n\n" for one in items)
        kind = "enum" if element.tag == "ol" else "list"
        return f"\n\n#{kind}(" + "".join(f"[{self._label_of(one)}{self._inside(one)}]," for one in items) + ")\n\n"

    def _cells(self, items: Iterable[Element], parts: Iterable[tuple[str, str]]) -> str:
        """Of each item, the first element of each tag and class as a cell; its label in the first cell."""
        return "".join(
            f"[{self._label_of(item) if place == 0 else ''}{self._inside(item.first(*part))}],"
            for item in items
            for place, part in enumerate(parts)
        )

    _ul = _ol = _list

    def _dl(self, element: Element) -> str:
        if "keys" not in element.classes:
            return self._plain(element)
        return f"\n\n#keys({self._cells(element.inner, _KEY)})\n\n"

    def _svg(self, _: Element) -> str:
        return ""

    def _table(self, element: Element) -> str:
        if "sources" in element.classes:
            return self._publications(element)
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

    def _publications(self, table: Element) -> str:
        """A table of sources as no more than publisher, title and date."""
        written = []
        for row in (one for part in table.all("tbody") for one in part.all("tr")):
            publisher, title, *rest = _cells(row)
            when = rest[-1].first("time") if rest else Element("time")
            link = self._element(title.first("a"))
            written.append(f"[{self._label_of(row)}{self._inside(publisher)}],[{link}],[{self._inside(when)}],")
        return f"\n\n#publications({''.join(written)})\n\n"

    def _figure(self, element: Element) -> str:
        drawing = next(element.all("svg"), None)
        if drawing is None:
            return self._plain(element)
        name = element.attributes.get("id", "").removeprefix("chart-")
        above = "".join(self._inside(one) for one in element.inner if one.tag == "figcaption")
        title = " ".join(element.first("strong", "chart-title").words.split())
        heading = "".join(self._element(one) for one in element.inner if one.tag in HEADINGS)
        if name in self.drawn:
            return f"{heading}\n\n#drawn-before({literal(self.drawn[name])}, {literal(title)})\n\n"
        self.drawn[name] = f"chart {name}"
        words = drawing.attributes.get("aria-label", "")
        below = "".join(self._element(one) for one in element.inner if one.tag == "p")
        where = "auto" if self.sections > 1 else "bottom"
        drawn = f"[{heading}], [{above}], {literal(self.drawing(name))}, {literal(words)}, [{below}]"
        return f"\n\n#chart({literal(self.drawn[name])}, {drawn}, {where})\n\n"

    def _label_of(self, element: Element) -> str:
        name = element.attributes.get("id")
        return self._label(f"{self.page}#{name}") if name else ""

    def _label(self, target: str) -> str:
        return f"#place-of({literal(target)});" if target in self.known else ""


def _cells(row: Element) -> list[Element]:
    return [one for one in row.inner if one.tag in ("td", "th")]


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
