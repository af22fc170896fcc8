"""Blocks of HTML within Markdown, set aside whole.

Python-Markdown reads every tag of an HTML block twice, and MkDocs once more, to leave it as it is in the end: with
hundreds of figures on a page, most of a build's time. A block whose tags are balanced, and that does not ask for
Markdown within it, can be put by unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from sourced.system.limits import bounded
from sourced.system.stopping import stop_if_unwanted

_ELEMENT = r"<(article|aside|details|div|dl|figure|footer|form|nav|ol|p|section|table|ul)(?=[ >])[^\n>]*>"
_TAG = re.compile(_ELEMENT, re.IGNORECASE)
_START = re.compile(rf"(?:(?<=\n\n)|\A){_ELEMENT}", re.IGNORECASE)
"""A block begins behind an empty line."""
_BEFORE_MKDOCS = 22
"""MkDocs' own reading of HTML has priority 21, Python-Markdown's 20."""


class HtmlBlocks(Extension):
    """Sets blocks of HTML aside before Markdown looks at them, and puts them back in the end."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        """Register with Markdown, and have it end: what it makes of a thousand brackets in a row takes it minutes."""
        md.preprocessors.register(_HtmlBlocks(md), "set_aside", _BEFORE_MKDOCS)
        md.convert = partial(_in_time, md.convert)  # type: ignore[method-assign]


def _in_time(convert: Callable[[str], str], text: str) -> str:
    with bounded():
        return convert(text)


class _HtmlBlocks(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        stop_if_unwanted()  # here, as MkDocs comes by for each page
        text = "\n".join(lines)
        done, parts = 0, []
        for start, end in _blocks(text):
            parts += [text[done:start], self.md.htmlStash.store(text[start:end])]
            done = end
        return "".join([*parts, text[done:]]).split("\n")


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where balanced blocks of HTML with empty lines around them start and end."""
    end = 0
    for match in _START.finditer(text):
        if match.start() < end:
            continue
        found = _end(text, match)
        if found and "markdown=" not in text[match.start() : found]:
            end = found
            yield match.start(), end


def _end(text: str, start: re.Match[str]) -> int:
    """Where the element that starts there ends, and those that follow line by line, if an empty line or nothing follows; else 0."""
    match: re.Match[str] | None = start
    end = 0
    while match:
        end = _end_of_element(text, match)
        if not end or text[end : end + 2] in ("", "\n", "\n\n"):
            return end
        match = _TAG.match(text, end + 1) if text[end] == "\n" else None
    return 0


def _end_of_element(text: str, start: re.Match[str]) -> int:
    """Where an element ends, 0 if it does not."""
    depth = 0
    for tag in re.compile(rf"<(/?){start[1]}(?=[\s>])", re.IGNORECASE).finditer(text, start.start()):
        depth += -1 if tag[1] else 1
        if not depth:
            return text.index(">", tag.end()) + 1
    return 0
