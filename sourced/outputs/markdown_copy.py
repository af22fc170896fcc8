"""Each page as Markdown, for those who read with other tools: its text, tables and notes, charts in words."""

from __future__ import annotations

import re
from html import unescape

_ARTICLE = re.compile(r"<article>(.*?)</article>", re.DOTALL)
_LEFT_OUT = re.compile(r'<(form|nav|button)\b.*?</\1>|<svg class="drawing narrow".*?</svg>|<a class="(?:self|permalink)".*?</a>', re.DOTALL)
_TOOLS = re.compile(r'<div class="tools">.*?</div>\s*</figure>', re.DOTALL)
_DRAWING = re.compile(r'<svg class="drawing wide"[^>]*aria-label="([^"]*)".*?</svg>', re.DOTALL)
_CHART_TITLE = re.compile(r'<strong class="chart-title"[^>]*>(.*?)</strong>', re.DOTALL)
_CHART_SUBTITLE = re.compile(r'<span class="chart-subtitle"[^>]*>((?:(?!<span).)*?)</span>', re.DOTALL)
_MARKS = re.compile(r"</?(?:span|data|time)\b[^>]*>")
"""What parts words without changing how they look; html2text would put spaces there."""
_HINT = re.compile(r'(<a\b[^>]*?) title="[^"]*"')
_REFERENCE = re.compile(r"&(?:(?:#\d+|#x[0-9a-fA-F]+|\w+);)?")
_CODE_OR_TAG = re.compile(rf"(<code\b[^<>]*>)(.*?)(</code>)|<[^<>]*>|{_REFERENCE.pattern}", re.DOTALL)
_AMPERSAND, _SPACE, _BACKSLASH = "\ue000", "\ue001", "\ue002"
"""Stand for marks while html2text, which takes R&D for a reference, strips a space before a link and doubles a backslash, is at work.

No cell may hold them.
"""
_LIVE = "\\`*_[]|~"
"""What Markdown would take for markup: in HTML these stand as references where they are text of a cell."""


def markdown_of(html: str) -> str:
    """What stands in a finished page's article, links as they are."""
    from html2text import HTML2Text

    found = _ARTICLE.search(html)
    body = _DRAWING.sub(r"<p>\1</p>", _LEFT_OUT.sub("", _TOOLS.sub("</figure>", found[1] if found else "")))
    body = _CHART_SUBTITLE.sub(r"<p>\1</p>", _CHART_TITLE.sub(r"<h4>\1</h4>", body))
    body = _CODE_OR_TAG.sub(_in_place, _HINT.sub(r"\1", _MARKS.sub("", body)))
    body = re.sub(r"(?<=\S) (?=<(?:a|code)\b)", _SPACE, body)
    writer = HTML2Text(bodywidth=0)
    writer.ul_item_mark = "-"
    writer.wrap_links = writer.skip_internal_links = False
    return writer.handle(body).replace(_AMPERSAND, "&").replace(_SPACE, " ").replace(_BACKSLASH, "\\").strip() + "\n"


def _in_place(found: re.Match[str]) -> str:
    """Code and tags with their references resolved, and a reference among words as Markdown shows it: never as markup."""
    if found[1]:
        return found[1] + _REFERENCE.sub(_character, found[2]).replace("`", "'") + found[3]
    if found[0].startswith("<"):
        return _REFERENCE.sub(_character, found[0])
    character = unescape(found[0])
    if character in ("<", ">"):
        return _AMPERSAND + ("lt;" if character == "<" else "gt;")
    return _BACKSLASH + character if character in _LIVE else _character(found)


def _character(reference: re.Match[str]) -> str:
    """The character that a reference stands for, unless it would be taken for markup."""
    character = unescape(reference[0])
    return _AMPERSAND if character == "&" else reference[0] if character in ("<", ">", '"') else character
