"""A chart on a page: its title, drawing, sources, the table behind it, its words, and the files to take away."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from html import escape
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from sourced.data.model import Source
from sourced.drawing.charts import ChartPlan, Drawing, draw
from sourced.drawing.images import Caption, picture, png
from sourced.drawing.labels import row_texts, scope_text
from sourced.drawing.theme import Theme
from sourced.evidence.alike import places_alike
from sourced.evidence.causes import cause
from sourced.evidence.figures import Figure, FigureError, Figures, rounded
from sourced.findings import Finding, ReportError, Severity
from sourced.pages.chart_words import description, signs_explained
from sourced.pages.citations import absolute, chart_work, citation
from sourced.pages.embed import embed_code
from sourced.pages.freshness import newest_figure
from sourced.pages.markup import PageFigure, source_links
from sourced.pages.page import CHART_PAGES, Page
from sourced.pages.report import Report
from sourced.pages.row_views import RowView
from sourced.pages.sandbox import Sandbox
from sourced.pages.templates import faults_of_template
from sourced.pages.vocabulary import Vocabulary
from sourced.system.tracking import Piece
from sourced.system.trees import Content, docs_of, in_place
from sourced.words.language import Language
from sourced.words.prose import plain

_COLUMNS = (
    "key", "indicator", "entity", "period", "scope", "value", "unit", "qualifier", "confidence", "standing", "lowest", "highest", "sources",
)  # fmt: skip
"""Of a chart's CSV; lowest and highest are filled in where sources differ by more than rounding."""

PICTURES = {"": "wide", ".phone": "narrow"}
"""What the names of pictures to take away end with, and the drawing that is in each."""


class Drawings:
    """The charts that pages have asked for, each drawn once a language."""

    def __init__(self, report: Report) -> None:
        self.report, self.docs = report, docs_of(report.project)
        self._told: set[tuple[str, str]] = set()
        """Languages and charts whose faults have been told."""

    def get(self, chart: str, language: Language) -> Drawing:
        """The drawing of a chart in a language; ReportError, with nothing in it, if `prepare` has told what is wrong with it."""
        plan = self.plan(chart)
        if (language.code, chart) in self._told:
            raise ReportError([])
        name = _kept_as(plan, language)

        def made() -> Drawing:
            memo = self.report.memo
            if memo.find(name, plan.source)[0] and (kept := memo.long(name, plan.source)):
                return kept  # type: ignore[no-any-return]
            with memo.tracker.recording() as seen:
                drawing = self._started(plan, language)()
            self._keep(name, plan.source, drawing, seen)
            return drawing

        return self.report.figures.model.tracker.once(f"{name} {plan.source}", made)

    def _keep(self, name: str, source: str, drawing: Drawing, seen: set[Piece]) -> None:
        """Keep a drawing, its doubts to be had without it."""
        self.report.memo.keep(name, source, drawing.doubts, seen, long=drawing)

    def doubts(self, plan: ChartPlan, language: Language) -> tuple[Finding, ...]:
        """What looks wrong in a drawing; it is not read for that if it is kept from before."""
        known, doubts = self.report.memo.find(_kept_as(plan, language), plan.source)
        return doubts if known else self.get(plan.id, language).doubts

    def _started(self, plan: ChartPlan, language: Language) -> Callable[[], Drawing]:
        report = self.report
        return draw(plan, report.figures, report.theme, language, report.project.build / "cache", report.project.root)

    @property
    def missing(self) -> bool:
        """Whether any drawing is not kept from before."""
        kept = self.report.memo.find
        return not all(kept(_kept_as(plan, one), plan.source)[0] for plan in self.report.plans.values() for one in self.report.languages)

    def prepare(self, language: Language) -> list[Finding]:
        """Draw all that is not kept from before, the engine at work on one chart while the next is set out; give what is wrong."""
        memo, tracker, findings = self.report.memo, self.report.figures.model.tracker, list[Finding]()
        started = []
        for plan in self.report.plans.values():
            name = _kept_as(plan, language)
            if memo.find(name, plan.source)[0]:
                continue
            try:
                with tracker.recording() as seen:
                    started.append((name, plan.source, seen, self._started(plan, language)))
            except ReportError as error:
                findings += self.report.due_to(error.findings, cause(error.__cause__, seen))
                self._told.add((language.code, plan.id))
        for name, source, seen, waited in started:
            try:
                drawing = waited()
            except ReportError as error:
                findings += error.findings
                self._told.add((language.code, name.rpartition("/")[2]))
                continue
            self._keep(name, source, drawing, seen)
            tracker.tell(f"{name} {source}", drawing, seen)
        return list(dict.fromkeys(findings))

    def plan(self, chart: str) -> ChartPlan:
        """The plan of a chart; FigureError if there is none."""
        if chart not in self.report.plans:
            raise FigureError(f'there is no chart "{chart}"', f"use one of {', '.join(sorted(self.report.plans))}", due_to=())
        return self.report.plans[chart]

    def files(self, pages: Iterable[Page]) -> dict[str, Content]:
        """The files of the charts on pages: drawings to set into pages, and those to take away; read only where they are not in place."""
        memo = self.report.memo
        captions = {(page.language, chart): caption for page in pages for chart, caption in page.captions.items()}
        found: dict[str, Content] = {}
        started = []
        for (language, chart), caption in sorted(captions.items(), key=lambda item: (item[0][0].code, item[0][1])):
            base = self.plan(chart).source, caption, self.report.downloads
            name = f"files {language.code}/{chart}"
            known, digests = memo.find(name, base)
            if known and (contents := in_place([self.docs], digests, partial(memo.long, name, base))):
                found |= contents
                continue
            with memo.tracker.recording() as seen:
                started.append((name, base, seen, self._files(chart, language, caption)))
        for name, base, seen, promised in started:
            files = {path: Content.of(content() if callable(content) else content) for path, content in promised.items()}
            digests = {path: content.digest for path, content in files.items()}
            memo.keep(name, base, digests, seen, long={path: content.read() for path, content in files.items()})
            found |= files
        return found

    def _files(self, chart: str, language: Language, caption: Caption) -> dict[str, str | bytes | Callable[[], str | bytes]]:
        """A chart's files; what the engine makes is to be waited for, so that it works on while the next chart is prepared."""
        drawing, theme, cache = self.get(chart, language), self.report.theme, self.report.project.build / "cache"
        folder = f"{language.code}/charts/{chart}"
        files: dict[str, str | bytes | Callable[[], str | bytes]] = {f"{folder}.{size}.svg": svg for size, svg in drawing.svgs.items()}
        if drawing.explored:
            files[f"{folder}.explore.json"] = drawing.explored
        for name, size in PICTURES.items():
            alone = picture(drawing.svgs[size], caption, theme)
            files[f"{folder}{name}.svg"] = alone
            if self.report.downloads:
                files[f"{folder}{name}.png"] = png(alone, cache)
        files[f"{folder}.json"] = specification_file(drawing.specs["wide"], caption, theme)
        mark = "\ufeff" if language.conventions.is_dense else ""  # by which Excel knows the encoding of other scripts
        files[f"{folder}.csv"] = mark + _chart_csv(drawing, self.report.figures, language)
        return files


def _kept_as(plan: ChartPlan, language: Language) -> str:
    """The name that a drawing is kept by."""
    return f"drawing {language.code}/{plan.id}"


def chart_warnings(pages: Iterable[Page], drawings: Drawings) -> Iterator[Finding]:
    """What looks wrong in drawings, and the charts that no page shows but their own."""
    shown = {chart for page in pages if not page.name.startswith(CHART_PAGES) for chart in page.charts}
    for plan in drawings.report.plans.values():
        for language in drawings.report.languages:
            yield from drawings.doubts(plan, language)
        if plan.id not in shown:
            fix = f'print it by {{{{ chart("{plan.id}") }}}} in a template of a page, or remove it'
            yield Finding(plan.file, plan.line, "", f"{plan.id} is on no page", fix, severity=Severity.WARNING)


def specification_file(specification: str, caption: Caption, theme: Theme) -> str:
    """A chart's Vega-Lite specification as any editor opens it: real colours, the reader's own fonts, its title and source."""
    taken = json.loads(theme.resolved(specification))
    taken["config"] |= {"font": "sans-serif", "background": "white"}
    taken["title"] = {"text": caption.title, "subtitle": caption.lines, "anchor": "start"}
    return json.dumps(taken, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _csv_row(one: Figure, language: Language) -> list[str]:
    lowest, highest = (f"{end.value:f}" for end in one.extremes) if one.extremes else ("", "")
    name, entity, scope = one.name[language.code], one.entity.name[language.code], scope_text(one, language)
    addresses = " ".join(source.url for source in one.sources)
    bounds = [one.qualifier, one.confidence, one.standing, lowest, highest]
    return [one.key, name, entity, str(one.period), scope, f"{rounded(one.value):f}", one.unit.id, *bounds, addresses]


def _chart_csv(drawing: Drawing, figures: Figures, language: Language) -> str:
    """The rows behind a chart as one table; figures with value and unit, table rows with the columns shown."""
    rows = [dict(zip(_COLUMNS, _csv_row(one, language), strict=True)) for one in drawing.used]
    for table, (columns, found) in drawing.rows_used.items():
        for row in found:
            texts = row_texts(figures, table, row, language)
            source = figures.model.sources.get(texts.get("source", ""))
            rows.append({**{column: texts[column] for column in columns}, "source": source.url if source else ""})
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(column for row in rows for column in row)), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def chart_figure(chart: str, page: Page, drawings: Drawings, environment: Environment, context: Mapping[str, Any]) -> Markup:
    """A chart in its frame, as `templates/partials/chart.html.j2` lays it out; `context` is what templates may call."""
    report, language = drawings.report, page.language
    plan, drawing = drawings.plan(chart), drawings.get(chart, language)
    page.charts.append(chart)
    page.drawn[chart] = tuple(one.key for figure in drawing.used for one in figure.shown)
    before = dict(page.printed)
    page.printed.clear()
    title = _chart_text(environment, context, plan, "title", language)
    titled = dict(page.printed)
    page.printed.update({**titled, **before})
    texts = {"title": title} | {part: _chart_text(environment, context, plan, part, language) for part in ("subtitle", "note")}
    signs = signs_explained(drawing, language)
    texts["note"] = Markup(language.conventions.joined(" ".join(part for part in (texts["note"].strip(), escape(signs)) if part)))
    page.chart_titles[chart] = plain(texts["title"])
    _one_rounding(plan, titled, page.language, drawing)
    sources = _sources(drawing, report.figures)
    page.captions[chart] = _caption(chart, texts, sources, report, language)
    page.alts[chart] = description(texts, drawing, report.figures, language)
    tables = report.figures.model.package.tables
    page.rows += [f"{table}:{tables[table].key_of(row)}" for table, (_, found) in drawing.rows_used.items() for row in found]
    alike = places_alike(drawing.used, language)
    rows = [(table, columns, [RowView(row, table, page, report) for row in found]) for table, (columns, found) in drawing.rows_used.items()]
    return Markup(
        environment.get_template("partials/chart.html.j2").render(
            **context,
            **texts,
            id=chart,
            alt=page.alts[chart],
            listed=[PageFigure(one, page, report, {"places": alike.get(one.name.first, 0)}).listed for one in drawing.used],
            listed_rows=rows,
            pictures=report.downloads,
            own_page=page.name == f"{CHART_PAGES}{chart}",
            explored=drawing.explored,
            assets=f"{page.base}{'../' if language.folder else ''}assets/",
            chart_path=f"{language.prefix}{CHART_PAGES}{chart}/",
            page_url=absolute(report, language, f"{CHART_PAGES}{chart}/"),
            embed=embed_code(report, chart, page.captions[chart], drawing, language),
            all_sources=sources,
            chart_sources=source_links(sources[:4], page),
            more_sources=max(0, len(sources) - 4),
            cited=citation(chart_work(report, chart, page.chart_titles[chart], language)),
            column_title=partial(_column_title, report.figures, language),
        )
    )


def _one_rounding(plan: ChartPlan, titled: Mapping[str, Figure], language: Language, drawing: Drawing) -> None:
    """Raise ReportError if a title prints a figure of the chart to other places than the chart does."""
    for one in drawing.used:
        said = titled.get(one.key)
        if said and said.unit is one.unit and said.printed != one.printed:
            found = f"title of {plan.id} prints {said.text(language)} where its marks have {one.text(language)}"
            raise ReportError([Finding(plan.file, plan.line, "", found, "print both to the same places")])


def title_of(report: Report, chart: str) -> str:
    """A chart's title in the first language by itself, its figures filled in."""
    page = Page("index", report.root, report.plans[chart].file)
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return plain(_chart_text(Sandbox(autoescape=True), context, report.plans[chart], "title", report.root))


def _caption(chart: str, texts: Mapping[str, Markup], sources: list[Source], report: Report, language: Language) -> Caption:
    """The words that a picture of the chart carries."""
    publishers = list(dict.fromkeys(source.publisher[language.code] for source in sources))
    listed = language.word("list").join(publishers[:6]) + (language.word("and_others_list") if len(publishers) > 6 else "")
    return Caption(
        title=plain(texts["title"]),
        subtitle=plain(texts["subtitle"]),
        note=plain(texts["note"]),
        source=language.word("sources", listed) if listed else "",
        dated=language.word("data_of", newest) if (newest := newest_figure(report, language)) else "",
        report=report.figures.model.package.report[language.code],
        address=absolute(report, language, f"{CHART_PAGES}{chart}/"),
    )


def _sources(drawing: Drawing, figures: Figures) -> list[Source]:
    """The sources of all that a chart shows, most used first."""
    counted = Counter(source for one in drawing.used for source in one.sources)
    for _, rows in drawing.rows_used.values():
        counted.update(figures.model.sources[row.text("source")] for row in rows if row.cells.get("source"))
    return [source for source, _ in counted.most_common()]


def _chart_text(environment: Environment, context: Mapping[str, Any], plan: ChartPlan, part: str, language: Language) -> Markup:
    source = language.of(getattr(plan, part))
    findings = _text_problems(environment, source, plan.file, language)
    if findings:
        raise ReportError([Finding(plan.file, plan.line, "", f"{part} of {plan.id} {one.found}", one.fix) for one in findings])
    try:
        return Markup(language.conventions.joined(_text_template(environment, source).render(context)))
    except ReportError:
        raise
    except Exception as error:
        found, fix = getattr(error, "found", str(error)), getattr(error, "fix", "correct the call")
        raise ReportError([Finding(plan.file, plan.line, "", f"{part} of {plan.id}: {found}", fix)]) from error


@lru_cache(maxsize=256)
def _text_problems(environment: Environment, source: str, file: str, language: Language) -> list[Finding]:
    return faults_of_template(environment, source, file, (language,))


@lru_cache(maxsize=256)
def _text_template(environment: Environment, source: str) -> Template:
    """A chart's text compiled, once for all pages that show it."""
    return environment.from_string(source)


def _column_title(figures: Figures, language: Language, table: str, column: str) -> str:
    stem = column.removesuffix("_word").removesuffix("_name")
    for one in figures.model.package.tables[table].fields:
        if one.name in (stem, f"{stem}_{language.code}"):
            return one.title[language.code].split(" (")[0].split("（")[0]
    return stem
