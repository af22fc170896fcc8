"""The pages that each chart has: its own, and the one that others put into a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from sourced.drawing.images import Caption
from sourced.pages.chart_frame import Drawings, chart_figure
from sourced.pages.page import CHART_PAGES, Page, PagePlan, file_behind
from sourced.pages.vocabulary import Vocabulary
from sourced.words.language import Language


def chart_pages(drawings: Drawings, environment: Environment, pages: Sequence[Page], language: Language) -> Iterator[PagePlan]:
    """For each chart on the pages of a language, its own page and the one to embed, from `chart.md.j2` and `embed.md.j2`."""
    shown: dict[str, list[Page]] = {}
    project = drawings.report.project
    for page in pages:
        if page.language == language:
            for chart in page.charts:
                shown.setdefault(chart, []).append(page)
    for chart, used_on in sorted(shown.items()):
        caption, alt, source = used_on[0].captions[chart], used_on[0].alts[chart], drawings.plan(chart)
        links = [(one.address, one.title) for one in used_on]
        own = partial(_chart_page, chart, drawings, environment, caption, used_on)
        file = file_behind(project, "chart.md.j2", source.file)
        yield PagePlan(Page(f"{CHART_PAGES}{chart}", language, file), (source, caption, links), own)
        embed = partial(_embed_page, chart, drawings, environment, caption, alt)
        file = file_behind(project, "embed.md.j2", source.file)
        yield PagePlan(Page(f"{CHART_PAGES}{chart}/embed", language, file), (source, caption, alt), embed)


def _words(chart: str, caption: Caption, drawings: Drawings) -> dict[str, Any]:
    return {"chart_title": caption.title, "chart_subtitle": caption.subtitle, "id": chart, "pictures": drawings.report.downloads}


def _chart_page(chart: str, drawings: Drawings, environment: Environment, caption: Caption, used_on: Sequence[Page], page: Page) -> str:
    context = Vocabulary(drawings.report, page, lambda _: Markup("")).context()
    frame = chart_figure(chart, page, drawings, environment, context)
    words = _words(chart, caption, drawings)
    return environment.get_template("chart.md.j2").render(**context, **words, frame=frame, used_on=used_on)


def _embed_page(chart: str, drawings: Drawings, environment: Environment, caption: Caption, alt: str, page: Page) -> str:
    context, words = Vocabulary(drawings.report, page, lambda _: Markup("")).context(), _words(chart, caption, drawings)
    about = {"alt": alt, "caption": caption, "explored": drawings.get(chart, page.language).explored}
    about["assets"] = f"{page.base}{'../' if page.language.folder else ''}assets/"
    frame = Markup(environment.get_template("partials/embed.html.j2").render(**context, **words, **about))
    return environment.get_template("embed.md.j2").render(**context, **words, frame=frame)
