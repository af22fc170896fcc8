"""A report read and checked: its data, its charts, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sourced.data.changes import Changes
from sourced.data.checks import checked_package, stale_tables
from sourced.data.consistency import consistency_problems
from sourced.data.glyphs import missing_glyphs
from sourced.data.history import History, history, state_of
from sourced.data.model import Model, unused_sources
from sourced.data.plausibility import plausibility_warnings
from sourced.data.typed_rows import build_model
from sourced.drawing.charts import ChartPlan, load_charts
from sourced.drawing.theme import Theme
from sourced.evidence.checks import conclusion_problems
from sourced.evidence.figures import Figures
from sourced.evidence.forecasts import due_forecasts
from sourced.findings import Finding, ReportError, Severity, in_order, stop_on_errors
from sourced.pages.citations import issued
from sourced.pages.configuration import configuration_problems, unreadable_problems
from sourced.pages.copied import copied_warnings
from sourced.pages.freshness import newest_of
from sourced.pages.look import look_problems
from sourced.pages.report import Report
from sourced.pages.templates import glyph_warnings
from sourced.project import Project
from sourced.site.outcome import no_collection
from sourced.system.links import link_problems
from sourced.system.memo import Memo, Shelf
from sourced.system.tracking import TrackedMapping
from sourced.words.catalogue import catalogue_problems


@no_collection()
def load_report(
    project: Project,
    *,
    today: date | None = None,
    remember: bool = False,
    downloads: bool = True,
    shelf: Shelf | None = None,
    data: Path | None = None,
) -> tuple[Report, list[Finding]]:
    """Read and check data and charts; raise ReportError with every problem, else give the report and warnings.

    With `remember` the report has a memo, which the caller closes; without it everything is made anew. With `data` it is
    the report as it would be with the data package in that folder, and of what is made for it nothing is kept.
    """
    folder, root = (data, data.parent) if data else (project.data, project.root)
    stop_on_errors(one for path in sorted(project.root.glob("mkdocs*.yml")) for one in link_problems(path, project.root))
    own = project.docs, project.templates, project.charts, project.words
    stop_on_errors([*configuration_problems(project.root), *(one for part in own for one in link_problems(part, project.root))])
    stop_on_errors([*unreadable_problems(project.root), *catalogue_problems(project.root)])
    package, warnings = checked_package(folder, root=root, today=today)
    model = build_model(package)
    figures = Figures(model)
    warnings += plausibility_warnings(model, today)
    warnings += [replace(one, severity=Severity.WARNING) for one in unused_sources(model)]
    warnings += missing_glyphs(package)
    if today:
        warnings += [*due_forecasts(figures, today), *stale_tables(package, today)]
    changes = Changes(project.build / "cache" / "data", package)
    file = project.build / "cache" / "memo.sqlite" if remember else None
    memo = Memo(package.tracker, file, shelf, also="".join(one.own for one in package.languages), reads_only=bool(data))
    try:
        with package.tracker.recording() as read:
            problems = list(conclusion_problems(figures, memo))
        stop_on_errors([*consistency_problems(model), *changes.named(problems, read), *warnings])
        plans, theme = _charts(project, model, memo, warnings)
    except ReportError:
        memo.close()
        raise
    past = history(project.root, replace(package, folder=project.data), memo) if remember else History()
    package.tracker.holds("history", lambda _: state_of(past))
    told = TrackedMapping(package.tracker, "charts", plans)  # a page that shows a chart depends on its texts
    warnings += [*glyph_warnings(project), *copied_warnings(project, plans.values(), package.languages)]
    report = Report(project, figures, told, theme, today, downloads, past, changes, memo=memo)
    newest = newest_of((one.period for one in model.observations), issued(report))
    package.tracker.holds("newest", lambda _: newest)
    oldest = min((one.period.start for one in model.observations), default=None)
    package.tracker.holds("oldest", lambda _: oldest)
    return replace(report, newest=newest, oldest=oldest), in_order(warnings)


def _charts(project: Project, model: Model, memo: Memo, warnings: Sequence[Finding]) -> tuple[dict[str, ChartPlan], Theme]:
    """The charts and their look; ReportError with what is wrong with them, the warnings of the data beside it."""
    try:
        plans, theme = load_charts(project.charts, project.root, model.package.languages, memo)
        stop_on_errors(look_problems(model, theme))
    except ReportError as error:
        raise ReportError([*error.findings, *warnings]) from None
    return plans, theme
