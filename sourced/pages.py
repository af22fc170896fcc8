"""Templates to Markdown: what templates may call, and every page of the report in every language.

A page is a pair `templates/pages/NAME.en.md.j2` and `NAME.zh.md.j2`; the two must have the same headings (by anchor),
figures, charts and tables in them. Pages in `docs/` are a pair of plain Markdown files and hold no figures.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, UndefinedError
from markupsafe import Markup

from sourced.drawing import ChartPlan, Drawing, Theme, draw, row_texts, scope_text, standalone
from sourced.figures import Figure, FigureError, Figures, amount_text
from sourced.findings import Finding, ReportError
from sourced.language import LANGUAGES, Language
from sourced.model import Source
from sourced.package import Row
from sourced.periods import Period
from sourced.prose import markdown_problems, plain, safe, skeleton, template_problems

PAGE = ".md.j2"
_TAGGED = ("year", "month", "day")
"""Kinds of period that HTML's `time` element can carry."""


@dataclass(frozen=True)
class Project:
    """Where a report's parts are; every path is below `root`."""

    root: Path

    def __getattr__(self, name: str) -> Path:
        if name in {"data", "charts", "templates", "docs", "build", "site"}:
            return self.root / name
        raise AttributeError(name)

    def relative(self, path: Path) -> str:
        """A path as findings name it."""
        return path.relative_to(self.root).as_posix()


@dataclass
class Page:
    """A page while it is rendered: what it used, for the check of parity."""

    name: str
    language: Language
    file: str
    figures: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def base(self) -> str:
        """Relative address of the language's root as seen from the page."""
        depth = self.name.count("/") + (not self.name.endswith("index"))
        return "../" * depth if depth else "./"


@dataclass(frozen=True)
class Report:
    """All that pages are rendered from."""

    project: Project
    figures: Figures
    plans: Mapping[str, ChartPlan]
    theme: Theme
    today: date | None
    """The day for which stale tables are marked; None leaves them unmarked, so that builds repeat byte for byte."""


@dataclass(frozen=True)
class PageFigure:
    """A figure on a page; printing it records it and links it to its source."""

    figure: Figure
    page: Page
    report: Report
    options: Mapping[str, bool] = field(default_factory=dict)

    @property
    def signed(self) -> PageFigure:
        """The same, an increase with a plus."""
        return PageFigure(self.figure, self.page, self.report, {**self.options, "signed": True})

    @property
    def bare(self) -> PageFigure:
        """The same without its qualifier in words."""
        return PageFigure(self.figure, self.page, self.report, {**self.options, "bare": True})

    @property
    def when(self) -> Markup:
        """Its period."""
        return period_tag(self.figure.period, self.page.language)

    @property
    def source(self) -> Markup:
        """A link to its source."""
        return source_links(self.figure.sources, self.page)

    @property
    def title(self) -> Markup:
        """What is measured."""
        return safe(self.figure.name[self.page.language.index])

    @property
    def entity(self) -> Markup:
        """Whose figure it is."""
        return safe(self.figure.entity.name[self.page.language.index])

    def __html__(self) -> str:
        figure, page = self.figure, self.page
        page.figures.append(figure.key)
        base = figure.base.normalize()
        text = figure.text(page.language, **self.options)
        anchor = figure.sources[0].id if figure.sources else ""
        quiet = "" if figure.confidence != "low" else " unsure"
        return (
            f'<a class="fig{quiet}" href="{page.base}evidence/sources/#{anchor}" title="{safe(evidence(figure, page.language))}">'
            f'<data value="{base:f}" data-key="{safe(figure.key)}">{safe(text)}</data></a>'
        )


def evidence(figure: Figure, language: Language) -> str:
    """In a sentence: what a figure is, when it was true, who said so and how sure that is."""
    parts = [language.word("list").join((figure.name[language.index], figure.entity.name[language.index], language.period(figure.period)))]
    if figure.observations and figure.observations[0].as_of:
        parts.append(language.word("as_of", language.period(figure.observations[0].as_of)))
    if scope := scope_text(figure, language):
        parts.append(scope)
    if figure.inputs:
        parts.append(language.word("colon", language.word("computed"), figure.formula[language.index]))
    names = language.word("semicolon").join(source_name(source, language) for source in figure.sources)
    parts.append(language.word("sources" if len(figure.sources) > 1 else "source", names))
    if figure.conflicts:
        others = language.word("semicolon").join(
            f"{one.source.publisher} {amount_text(one.value, figure.unit, figure.decimals, language)}" for one in figure.conflicts
        )
        parts.append(language.word("disagree", others))
    elif others := [one.source.publisher for one in figure.observations[1:]]:
        parts.append(language.word("other_sources", language.word("list").join(dict.fromkeys(others))))
    parts.append(language.word(f"confidence.{figure.confidence}"))
    if figure.observations and (note := figure.observations[0].note[language.index]):
        parts.append(note.rstrip(".。"))
    return language.word("sentence_end").join(parts) + language.word("sentence_end").strip()


def source_name(source: Source, language: Language) -> str:
    """Publisher and date."""
    when = f"{language.period(Period.parse(source.published), short=True)}" if source.published else ""
    return language.word("bracket", source.publisher, when) if when else source.publisher


def source_links(sources: Iterable[Source], page: Page) -> Markup:
    """Links to the rows of sources on the Evidence pages."""
    links = (f'<a class="src" href="{page.base}evidence/sources/#{one.id}">{safe(source_name(one, page.language))}</a>' for one in sources)
    return Markup(page.language.word("semicolon").join(links))


def period_tag(period: Period, language: Language, *, short: bool = False) -> Markup:
    """A period as words that a machine can read too."""
    words = safe(language.period(period, short=short))
    if period.kind in _TAGGED:
        return Markup(f'<time datetime="{period}">{words}</time>')
    return Markup(f'<span class="period" data-period="{period}">{words}</span>')


def render_pages(report: Report) -> dict[str, str | bytes]:
    """Every page, chart file and stylesheet of the report: path below build/docs to content.

    Raise ReportError with the problems of all templates and pages together.
    """
    findings: list[Finding] = []
    drawings = Drawings(report)
    pages = {(page.name, page.language.code): page for page in _rendered(report, drawings, findings)}
    findings += _parity_problems(report.project, pages)
    if findings:
        raise ReportError(findings)
    files: dict[str, str | bytes] = {f"{page.language.code}/{page.name}.md": page.text for page in pages.values()}
    files.update(drawings.files())
    files.update(_assets(report))
    return files


def _rendered(report: Report, drawings: Drawings, findings: list[Finding]) -> Iterator[Page]:
    project = report.project
    environment = _environment(project)
    for path in sorted((project.templates).rglob(f"*{PAGE}")):
        findings += template_problems(environment, path.read_text(encoding="utf-8"), project.relative(path))
    if findings:
        return
    folder = project.templates / "pages"
    for path in sorted(folder.rglob(f"*{PAGE}")):
        name, language = _named(path.relative_to(folder).as_posix().removesuffix(PAGE), project.relative(path), findings)
        if language:
            yield from _page(report, drawings, environment, path, name, language, findings)
    for path in sorted(project.docs.rglob("*.md")):
        file = project.relative(path)
        name, language = _named(path.relative_to(project.docs).as_posix().removesuffix(".md"), file, findings)
        text = path.read_text(encoding="utf-8")
        findings += markdown_problems(text, file)
        if language:
            yield Page(name, language, file, text=text)


def _named(stem: str, file: str, findings: list[Finding]) -> tuple[str, Language | None]:
    name, _, code = stem.rpartition(".")
    language = next((one for one in LANGUAGES if one.code == code), None)
    if language is None:
        findings.append(Finding(file, 0, "", "names no language", "call it NAME.en.md or NAME.zh.md (with .j2 for a template)"))
    return name, language


def _environment(project: Project) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([project.templates / "pages", project.templates]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{*",  # {# is taken: Markdown's attr_list writes anchors as {#name}
        comment_end_string="*}",
        finalize=lambda value: value if hasattr(value, "__html__") else safe(value),
        extensions=["jinja2.ext.do"],
    )
    return environment


def _page(
    report: Report, drawings: Drawings, environment: Environment, path: Path, name: str, language: Language, findings: list[Finding]
) -> Iterator[Page]:
    page = Page(name, language, report.project.relative(path))
    try:
        template = environment.get_template(path.relative_to(report.project.templates / "pages").as_posix())
        page.text = template.render(vocabulary(report, page, drawings))
        yield page
    except ReportError as error:
        findings += error.findings
    except (FigureError, TemplateError, ValueError, TypeError, KeyError, AttributeError) as error:
        findings.append(_template_finding(error, report.project, page.file))


def _template_finding(error: Exception, project: Project, fallback: str) -> Finding:
    """Where in the templates an error arose: the innermost template on its way."""
    file, line, trace = fallback, 0, error.__traceback__
    folder = str(project.templates)
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith(folder):
            file, line = project.relative(Path(trace.tb_frame.f_code.co_filename)), trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, FigureError):
        return Finding(file, line, "", error.found, error.fix)
    if isinstance(error, UndefinedError):
        return Finding(file, line, "", str(error.message), "see docs/evidence/method for what templates may call")
    if isinstance(error, TemplateNotFound):
        return Finding(file, line, "", f"there is no template {error.message}", "correct the name")
    return Finding(file, line, "", f"{type(error).__name__}: {error}", "correct the call")


def _parity_problems(project: Project, pages: Mapping[tuple[str, str], Page]) -> Iterator[Finding]:
    english, chinese = (language.code for language in LANGUAGES)
    for name in sorted({name for name, _ in pages}):
        pair = [pages.get((name, code)) for code in (english, chinese)]
        present = [page for page in pair if page]
        if len(present) < len(pair):
            missing = chinese if pair[0] else english
            yield Finding(present[0].file, 0, "", f"has no twin in {missing}", f"add {name}.{missing}")
            continue
        one, other = present
        for what, mine, theirs in (
            ("headings", skeleton(one.text), skeleton(other.text)),
            ("charts", one.charts, other.charts),
            ("tables", one.tables, other.tables),
            ("figures", sorted(set(one.figures)), sorted(set(other.figures))),
        ):
            if mine != theirs:
                only = [part for part in mine if part not in theirs], [part for part in theirs if part not in mine]
                detail = "; ".join(f"only in {code}: {', '.join(part)}" for code, part in zip((english, chinese), only, strict=True) if part)
                yield Finding(other.file, 0, "", f"has other {what} than {one.file}: {detail or 'their order'}", "make them the same")


class Drawings:
    """The charts that pages have asked for, each drawn once a language."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.drawn: dict[tuple[str, str], Drawing] = {}
        self.texts: dict[tuple[str, str], dict[str, Markup]] = {}

    def get(self, chart: str, page: Page) -> Drawing:
        """The drawing of a chart in the page's language."""
        key = chart, page.language.code
        if key not in self.drawn:
            report = self.report
            plan = self.plan(chart)
            path = report.project.root / plan.file
            self.drawn[key] = draw(plan, report.figures, report.theme, page.language, report.project.build / "cache", path)
        return self.drawn[key]

    def plan(self, chart: str) -> ChartPlan:
        """The plan of a chart; FigureError if there is none."""
        if chart not in self.report.plans:
            raise FigureError(f'there is no chart "{chart}"', f"use one of {', '.join(sorted(self.report.plans))}")
        return self.report.plans[chart]

    def files(self) -> Iterator[tuple[str, str | bytes]]:
        """The charts' files: drawings to set into pages, and those to take away."""
        for (chart, code), drawing in sorted(self.drawn.items(), key=lambda item: item[0]):
            language = next(one for one in LANGUAGES if one.code == code)
            folder = f"{code}/charts/{chart}"
            for size, svg in drawing.svgs.items():
                yield f"{folder}.{size}.svg", svg
            yield f"{folder}.svg", standalone(drawing.svgs["wide"], self.report.theme)
            yield f"{folder}.json", self.report.theme.resolved(drawing.specs["wide"]) + "\n"
            yield f"{folder}.csv", _chart_csv(drawing, self.report.figures, language)


def _chart_csv(drawing: Drawing, figures: Figures, language: Language) -> str:
    """The rows behind a chart; figures with value and unit, table rows with the columns shown."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if drawing.used:
        writer.writerow(["key", "indicator", "entity", "period", "scope", "value", "unit", "qualifier", "confidence", "sources"])
        for one in drawing.used:
            name, entity = one.name[language.index], one.entity.name[language.index]
            addresses = " ".join(source.url for source in one.sources)
            value = f"{_rounded(one.value):f}"
            period, scope = str(one.period), scope_text(one, language)
            writer.writerow([one.key, name, entity, period, scope, value, one.unit.id, one.qualifier, one.confidence, addresses])
    for table, (columns, rows) in drawing.rows_used.items():
        writer.writerow([*columns, "source"])
        for row in rows:
            texts = row_texts(figures, table, row, language)
            source = figures.model.sources.get(texts.get("source", ""))
            writer.writerow([*(texts[column] for column in columns), source.url if source else ""])
    return out.getvalue()


def _rounded(value: Decimal) -> Decimal:
    """Without the tail of digits that a division leaves."""
    return round(value, 6).normalize() + 0


def _assets(report: Report) -> dict[str, str | bytes]:
    """Files of docs/ that are no pages, once for both languages; the palette joins the site's stylesheet."""
    files: dict[str, str | bytes] = {}
    for path in sorted(report.project.docs.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            files[f"{LANGUAGES[0].code}/{path.relative_to(report.project.docs).as_posix()}"] = path.read_bytes()
    sheet = f"{LANGUAGES[0].code}/assets/site.css"
    before = files.get(sheet, b"")
    files[sheet] = report.theme.css().encode() + b"\n" + (before if isinstance(before, bytes) else before.encode())
    return files


def vocabulary(report: Report, page: Page, drawings: Drawings) -> dict[str, Any]:
    """Everything that a template may call or name, bound to its page."""
    figures, language = report.figures, page.language
    on_page: Callable[[Figure], PageFigure] = partial(PageFigure, page=page, report=report)

    def figure(indicator: str, entity: str, period: str, *, scope: str = "", as_of: str = "") -> PageFigure:
        return on_page(figures.observed(indicator, entity, period, scope=scope, as_of=as_of))

    def latest(indicator: str, entity: str, *, kind: str = "", scope: str = "") -> PageFigure:
        return on_page(figures.latest(indicator, entity, kind=kind, scope=scope))

    def series(indicator: str, entity: str, *, kind: str = "", scope: str | None = "") -> list[PageFigure]:
        return [on_page(one) for one in figures.series(indicator, entity, kind=kind, scope=scope)]

    def ratio(above: PageFigure, below: PageFigure, *, unit: str = "percent", decimals: int = 1) -> PageFigure:
        return on_page(figures.ratio(above.figure, below.figure, unit=unit, decimals=decimals))

    def change(new: PageFigure, old: PageFigure | None = None, *, decimals: int = 1) -> PageFigure:
        return on_page(figures.change(new.figure, old.figure if old else _year_before(figures, new.figure), decimals=decimals))

    def difference(new: PageFigure, old: PageFigure | None = None) -> PageFigure:
        return on_page(figures.difference(new.figure, old.figure if old else _year_before(figures, new.figure)))

    def total(*parts: PageFigure) -> PageFigure:
        return on_page(figures.total([part.figure for part in parts]))

    def when(period: str | Period, *, short: bool = False) -> Markup:
        return period_tag(Period.parse(period) if isinstance(period, str) else period, language, short=short)

    def name(entity: str) -> Markup:
        text = figures.entity(entity).name[language.index]
        return Markup(f'<span class="name" data-entity="{entity}">{safe(text)}</span>') if any(map(str.isdigit, text)) else safe(text)

    def rows(table: str, **where: str | int) -> list[RowView]:
        return [RowView(row, table, page, figures) for row in _known_rows(figures, table) if _matches(row, where)]

    return {
        "page": page,
        "base": page.base,
        "language": language,
        "figure": figure,
        "latest": latest,
        "series": series,
        "ratio": ratio,
        "change": change,
        "difference": difference,
        "total": total,
        "when": when,
        "name": name,
        "term": lambda key: safe(_term(figures, key, language)),
        "word": lambda key, *arguments: safe(language.word(key, *map(str, arguments))),
        "claim": lambda claim: claim_figure(figures, claim, language),
        "rows": rows,
        "count": lambda items: Markup(f'<data value="{len(items)}">{len(items)}</data>'),
        "table_shown": page.tables.append,
        "freshness": lambda: freshness(report, language),
        "sources": lambda: sorted(figures.model.sources.values(), key=lambda one: (one.publisher.casefold(), one.published, one.id)),
        "source_link": lambda source: source_links([figures.model.sources[source]], page),
        "tables": lambda: list(figures.model.package.tables.values()),
        "chart": lambda chart: chart_figure(report, page, drawings, chart),
    }


@dataclass(frozen=True)
class RowView:
    """A row as a page sees it: `row.title` is the text in the page's language, `row.source` a link."""

    row: Row
    table: str
    page: Page
    figures: Figures

    def __getattr__(self, column: str) -> Markup:
        if column.startswith("__"):
            raise AttributeError(column)
        if column == "when":
            return period_tag(Period.parse(self.row.text("date")), self.page.language, short=True)
        texts = row_texts(self.figures, self.table, self.row, self.page.language)
        if column == "sources":
            keys = [texts.get("source", ""), texts.get("second_source", "")]
            return source_links([self.figures.model.sources[key] for key in keys if key], self.page)
        if column not in texts:
            known = [one for one in texts if not one.endswith(("_en", "_zh"))]
            raise FigureError(f'the table "{self.table}" has no column "{column}"', f"use one of {', '.join(known)}")
        return safe(texts[column])


def claim_figure(figures: Figures, claim: str, language: Language) -> Markup:
    """The figure that a claim of the article asserts, as the article bounds it."""
    row = next((row for row in figures.model.package.rows("claims") if row["id"] == claim), None)
    if row is None or not isinstance(row["value"], Decimal):
        raise FigureError(f'there is no claim "{claim}" with a value', "use a claim of claims.csv that has one")
    unit, value = figures.unit(row.text("unit")), row["value"]
    exponent = value.normalize().as_tuple().exponent
    text = language.qualified(amount_text(value, unit, -exponent if isinstance(exponent, int) else 0, language), row.text("qualifier"))
    return Markup(f'<data class="claimed" value="{value * unit.factor:f}" data-claim="{claim}">{safe(text)}</data>')


def freshness(report: Report, language: Language) -> list[dict[str, Any]]:
    """For each table with a next update: its title, newest period, when it was gone through, when the next is due."""
    lines = []
    for table in report.figures.model.package.tables.values():
        if table.next_update is None or table.updated is None:
            continue
        periods = [Period.parse(row.text(column)) for row in table.rows for column in ("period", "date") if row.cells.get(column)]
        observed = [period for period in periods if period.end <= table.updated]
        newest = max(observed, key=lambda period: period.end, default=None)
        lines.append(
            {
                "name": table.name,
                "title": table.title[language.code],
                "rows": Markup(f'<data value="{len(table.rows)}">{language.number(Decimal(len(table.rows)), 0)}</data>'),
                "newest": period_tag(newest, language, short=True) if newest else "",
                "updated": period_tag(Period.parse(table.updated.isoformat()), language, short=True),
                "next": period_tag(Period.parse(table.next_update.isoformat()), language, short=True),
                "reason": table.next_reason[language.code],
                "stale": report.today is not None and table.next_update < report.today,
            }
        )
    return lines


def chart_figure(report: Report, page: Page, drawings: Drawings, chart: str) -> Markup:
    """A chart with its title, drawing, source line, the table behind it, and its files."""
    plan, drawing, language = drawings.plan(chart), drawings.get(chart, page), page.language
    page.charts.append(chart)
    environment = _environment(report.project)
    context = vocabulary(report, page, drawings)
    texts = {
        part: _chart_text(environment, context, plan, part, pair[language.index])
        for part, pair in (("title", plan.title), ("subtitle", plan.subtitle), ("note", plan.note))
    }
    sources = dict.fromkeys(source for one in drawing.used for source in one.sources)
    for _, rows in drawing.rows_used.values():
        sources.update(dict.fromkeys(report.figures.model.sources[row.text("source")] for row in rows if row.cells.get("source")))
    template = environment.get_template("partials/chart.html.j2")
    return Markup(
        template.render(
            **context,
            id=chart,
            **texts,
            alt=description(texts, drawing, report.figures, language),
            listed=[PageFigure(one, page, report) for one in drawing.used],
            listed_rows=[
                (table, columns, [RowView(row, table, page, report.figures) for row in rows])
                for table, (columns, rows) in drawing.rows_used.items()
            ],
            chart_sources=source_links(list(sources)[:4], page),
            more_sources=max(0, len(sources) - 4),
            column_title=partial(_column_title, report.figures, language),
        )
    )


def _chart_text(environment: Environment, context: Mapping[str, Any], plan: ChartPlan, part: str, source: str) -> Markup:
    findings = list(template_problems(environment, source, plan.file))
    if findings:
        raise ReportError([Finding(plan.file, plan.line, "", f"{part} of {plan.id} {one.found}", one.fix) for one in findings])
    try:
        return Markup(environment.from_string(source).render(context))
    except (FigureError, TemplateError) as error:
        found, fix = getattr(error, "found", str(error)), getattr(error, "fix", "correct the call")
        raise ReportError([Finding(plan.file, plan.line, "", f"{part} of {plan.id}: {found}", fix)]) from error


def description(texts: Mapping[str, Markup], drawing: Drawing, figures: Figures, language: Language) -> str:
    """A chart in words, with its numbers: title, subtitle, then up to twenty marks."""
    marks = [
        language.word("colon", language.word("list").join((one.entity.name[language.index], language.period(one.period, short=True))), one.text(language))
        for one in drawing.used
    ]
    for table, (columns, rows) in drawing.rows_used.items():
        marks += [language.word("list").join(text for column in columns if (text := row_texts(figures, table, row, language)[column])) for row in rows]
    shown = marks[:20] + ([language.word("and_more", str(len(marks) - 20))] if len(marks) > 20 else [])
    parts = [plain(texts["title"]).rstrip(".。"), plain(texts["subtitle"]).rstrip(".。"), language.word("semicolon").join(shown)]
    return language.word("sentence_end").join(part for part in parts if part) + language.word("sentence_end").strip()


def _column_title(figures: Figures, language: Language, table: str, column: str) -> str:
    stem = column.removesuffix("_word").removesuffix("_name")
    for one in figures.model.package.tables[table].fields:
        if one.name in (stem, f"{stem}_{language.code}"):
            return one.title[language.code].split(" (")[0].split("(")[0]
    return stem


def _year_before(figures: Figures, figure: Figure) -> Figure:
    if figure.indicator is None or not figure.observations:
        raise FigureError(f"{figure.key} is computed and has no year before", "name the base: change(new, old)")
    first = figure.observations[0]
    scope = first.scope.id if first.scope else ""
    return figures.observed(figure.indicator.id, figure.entity.id, str(figure.period.year_before()), scope=scope)


def _term(figures: Figures, key: str, language: Language) -> str:
    if key not in figures.model.terms:
        raise FigureError(f'there is no term "{key}"', "add it to terms.csv")
    return figures.model.terms[key][language.index]


def _known_rows(figures: Figures, table: str) -> tuple[Row, ...]:
    tables = figures.model.package.tables
    if table not in tables:
        raise FigureError(f'there is no table "{table}"', f"use one of {', '.join(tables)}")
    return tables[table].rows


def _matches(row: Row, where: Mapping[str, str | int]) -> bool:
    return all(row[column] == value for column, value in where.items())
