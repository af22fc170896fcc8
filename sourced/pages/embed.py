"""A chart on somebody else's page: the code that puts it there, and the room that it takes until it says so itself."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from sourced.drawing.charts import Drawing
from sourced.drawing.images import Caption, wrapped
from sourced.pages.citations import absolute
from sourced.pages.page import CHART_PAGES
from sourced.pages.report import Report
from sourced.words.language import Language

SCRIPT: Final = (
    '<script>addEventListener("message", (event) => { for (const frame of document.querySelectorAll("iframe")) '
    "if (frame.contentWindow === event.source && event.data?.chartHeight > 0) frame.height = event.data.chartHeight; });</script>"
)
"""On the page that holds a frame: gives it the height that it tells."""
_SIZE: Final = re.compile(r'class="marks" width="(\d+)" height="(\d+)"')
_AROUND: Final = 120
"""Pixels of a frame that are neither drawing nor words: gaps, and the line below."""


def embed_code(report: Report, chart: str, caption: Caption, drawing: Drawing, language: Language) -> str:
    """What to put into a page for a chart to be there; its address lacks the site's own where the build does not know it."""
    path = f"{CHART_PAGES}{chart}/embed/"
    where = absolute(report, language, path) or f"{language.prefix}{path}"
    height = max(_height(caption, language, *map(int, _SIZE.findall(svg)[0])) for svg in drawing.svgs.values())
    frame = (
        f'<iframe src="{where}" title="{escape(caption.title)}" width="100%" height="{height}" style="border:0" loading="lazy"></iframe>'
    )
    return f"{frame}\n{SCRIPT}"


def _height(caption: Caption, language: Language, width: int, height: int) -> int:
    """The height in pixels of a frame as wide as the drawing: words in their sizes, and the drawing."""
    step = 1.8 if language.conventions.is_dense else 1.5
    sized = ((caption.title, 22), (caption.subtitle, 15), (caption.note, 13), (caption.source, 13))
    return _AROUND + height + round(sum(step * size * len(wrapped(text, width - 32, size)) for text, size in sized))
