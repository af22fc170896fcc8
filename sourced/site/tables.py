"""Tables written in Markdown: each in a frame that scrolls, so that a wide one makes no page wider than a phone."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class ScrollingTables(Extension):
    """Sets each table that Markdown makes into a frame as the generator's own tables have; `label` is what it is called to the ear."""

    def __init__(self, **given: Any) -> None:
        """The extension with its options."""
        self.config = {"label": ["Table", "what a table is called, before its number"]}
        super().__init__(**given)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        """Register with Markdown, behind all that reads what stands in tables."""
        md.treeprocessors.register(_Framing(md, self.getConfig("label")), "scrolling_tables", 0)


class _Framing(Treeprocessor):
    def __init__(self, md: Markdown, label: str) -> None:
        super().__init__(md)
        self._label = label

    def run(self, root: Element) -> None:
        inner = [(parent, table) for parent in root.iter() for table in parent.findall("table")]
        for number, (parent, table) in enumerate(inner, 1):
            frame = Element("div", {"class": "scroll plain", "tabindex": "0", "role": "region", "aria-label": f"{self._label} {number}"})
            frame.text, frame.tail, table.tail = "\n", table.tail, "\n"
            parent[list(parent).index(table)] = frame
            frame.append(table)
