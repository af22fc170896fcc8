"""Each page as Markdown, for those who read with other tools: its text, tables and notes, charts in words."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"<article>(.*?)</article>", re.DOTALL)
_LEFT_OUT = re.compile(r'<(form|nav|button)\b.*?</\1>|<svg class="drawing narrow".*?</svg>|<a class="(?:self|permalink)".*?</a>', re.DOTALL)
_TOOLS = re.compile(r'<div class="tools">.*?</div>\s*</figure>', re.DOTALL)
_DRAWING = re.compile(r'<svg class="drawing wide"[^>]*aria-label="([^"]*)".*?</svg>', re.DOTALL)


def markdown_of(html: str) -> str:
    """What stands in a finished page's article, links as they are."""
    from html2text import HTML2Text

    found = _ARTICLE.search(html)
    body = _DRAWING.sub(r"<p>\1</p>", _LEFT_OUT.sub("", _TOOLS.sub("</figure>", found[1] if found else "")))
    writer = HTML2Text(bodywidth=0)
    writer.ul_item_mark = "-"
    writer.wrap_links = False
    return writer.handle(body).strip() + "\n"
