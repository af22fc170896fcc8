"""The picture beside a link that somebody shares: for each page that is written or shows a chart, 1200 by 630 pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from sourced.data.glyphs import boxed
from sourced.drawing.cache import installed
from sourced.drawing.images import png_of
from sourced.drawing.theme import FONT
from sourced.outputs.typst import literal
from sourced.pages.chart_frame import Drawings
from sourced.pages.head import card_name
from sourced.pages.page import CHART_PAGES, Page, front_matter
from sourced.pages.report import Report
from sourced.project import OWN_TEMPLATES
from sourced.system.tracking import digest

TEMPLATE = OWN_TEMPLATES / "card.typ"
_COLOURS = {"ink": "#111111", "ink-quiet": "#555555", "paper": "#ffffff", "accent": "#1b4b8a"}
"""Colours of the palette that cards use, and what stands in for those it has not."""
_SIZE = re.compile(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"')
_TALLEST = 0.8
"""Height of a drawing to its width from which on a card shows its words instead."""


def card_files(report: Report, pages: Iterable[Page], drawings: Drawings) -> dict[str, bytes]:
    """Every card by its path below build/docs; none if the report is built without downloads."""
    if not report.downloads:
        return {}
    sources = {f"{page.language.code}/{name}": _source(report, page, drawings) for page in pages if (name := card_name(page))}
    made = report.memo.recall_all({f"card {path}": (_base(source), partial(_png, source)) for path, source in sources.items()})
    return {path: made[f"card {path}"] for path in sources}


def _base(source: str) -> str:
    return digest(source, installed("typst"))


def _source(report: Report, page: Page, drawings: Drawings) -> str:
    """A card in Typst: with the page's first chart if it shows one."""
    given = {
        "title": page.title,
        "said": str(front_matter(page).get("description", "")),
        "report": report.figures.model.package.report[page.language.code],
        "language": page.language.code,
        **{name.removeprefix("ink-"): report.theme.palette.get(name, (other,))[0] for name, other in _COLOURS.items()},
    }
    if page.charts:
        chart = page.charts[0]
        given["said"] = "" if page.name.startswith(CHART_PAGES) else page.chart_titles[chart]
        given["unit"] = page.captions[chart].subtitle
        svg = report.theme.resolved(drawings.get(chart, page.language).svgs["wide"])
        if _is_readable(svg):
            given["svg"] = svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1)
    options = ", ".join(f"{name}: {literal(text)}" for name, text in given.items())
    options += f", dense: {str(page.language.conventions.is_dense).lower()}"
    return f"{TEMPLATE.read_text(encoding='utf-8')}\n#card({options})\n"


def _is_readable(svg: str) -> bool:
    """Whether a drawing is not so tall that nothing could be read of it on a card."""
    width, height = (float(one) for one in _SIZE.findall(svg)[0])
    return height <= _TALLEST * width


def _png(source: str) -> bytes:
    return png_of(boxed(source))
