"""What a page's words may hold: safe text, no bare digits, the same skeleton in both languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes
from markupsafe import Markup

from sourced.findings import Finding

_MARKDOWN: Final = str.maketrans({character: f"&#{ord(character)};" for character in r"\`*_{}[]#+-.!|~^<>" if character not in ".-+<>"})
_NOT_PROSE: Final = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"<[^<>]*>"),
    re.compile(r"(?<=\])\([^()\s]*\)"),
    re.compile(r"\{:?\s*[#.][^{}]*\}"),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"&#?\w+;"),
)
_WORD_WITH_DIGIT: Final = re.compile(r"[^\s,。;:!?、]*\d[^\s,。;:!?、]*")
_HEADING: Final = re.compile(r"^(#{1,6}) .*?(?:\{[^{}]*#([A-Za-z0-9_-]+)[^{}]*\})?\s*$", re.MULTILINE)
FIX: Final = "write {{ figure(…) }} for a figure, {{ when(…) }} for a date, {{ name(…) }} for a name with a digit"


def safe(text: object) -> Markup:
    """A cell's text as it must stand in Markdown: never markup of any kind, HTML or Markdown."""
    return Markup(html.escape(str(text)).translate(_MARKDOWN).replace("\n", " "))


def plain(markup: str) -> str:
    """The words of a piece of HTML, tags and entities resolved."""
    return html.unescape(re.sub(r"<[^<>]*>", "", markup)).strip()


def template_problems(environment: Environment, source: str, file: str) -> Iterator[Finding]:
    """Syntax errors and bare digits of a template, with their lines."""
    try:
        tokens = list(environment.lex(source, filename=file))
        tree = environment.parse(source, filename=file)
    except TemplateSyntaxError as error:
        yield Finding(file, error.lineno, "", f"is not a template: {error.message}", "look for an unclosed brace or block")
        return
    yield from _bare_digits("".join(text if kind == "data" else "\n" * text.count("\n") for _, kind, text in tokens), file)
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.Const) and re.search(r"\d", str(node.value)):
                yield Finding(file, node.lineno, "", f'prints the bare figure "{node.value}"', FIX)


def markdown_problems(source: str, file: str) -> Iterator[Finding]:
    """Bare digits of a page written by hand."""
    yield from _bare_digits(source, file)


def _bare_digits(prose: str, file: str) -> Iterator[Finding]:
    for pattern in _NOT_PROSE:
        prose = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), prose)
    for match in _WORD_WITH_DIGIT.finditer(prose):
        line = prose.count("\n", 0, match.start()) + 1
        column = match.start() - prose.rfind("\n", 0, match.start())
        yield Finding(file, line, str(column), f'holds the bare figure "{match[0]}"', FIX)


def skeleton(markdown: str) -> list[str]:
    """The headings of a page as level and anchor, in order."""
    return [f"{len(level)} #{anchor or '?'}" for level, anchor in _HEADING.findall(markdown)]
