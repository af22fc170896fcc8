"""The list of stages: from `data/` to `site/`, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sourced.checks import content_problems, stale_tables
from sourced.drawing import load_charts
from sourced.figures import Figures
from sourced.findings import Finding, Severity, stop_on_errors
from sourced.finish import finish
from sourced.markup import Report
from sourced.model import build_model, unused_sources
from sourced.package import load_package
from sourced.pages import render_pages
from sourced.project import Project
from sourced.scorecard import scorecard_problems
from sourced.site import build_html
from sourced.verdicts import due_forecasts, evidence_problems
from sourced.write import alone, swap_in, write_tree

STAGES = ("Read data", "Draw and write pages", "Make HTML", "Check the site")
Progress = Callable[[str], None]


def _silent(_stage: str) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Outcome:
    """What a run has to say: warnings, and how much there is."""

    warnings: list[Finding]
    rows: int
    pages: int
    charts: int


def load_report(project: Project, *, today: date | None = None) -> tuple[Report, list[Finding]]:
    """Read and check data and charts; raise ReportError with every problem, else give the report and warnings."""
    package = load_package(project.data, root=project.root)
    warnings = stop_on_errors(content_problems(package))
    model = build_model(package)
    figures = Figures(model)
    warnings += stop_on_errors([*evidence_problems(figures), *scorecard_problems(figures)])
    if today:
        warnings += [*due_forecasts(figures, today), *stale_tables(package, today)]
    for finding in unused_sources(model):
        warnings.append(Finding(finding.file, finding.line, finding.column, finding.found, finding.fix, severity=Severity.WARNING))
    plans, theme = load_charts(project.charts, project.root)
    return Report(project, figures, plans, theme, today), sorted(warnings)


def check(project: Project, *, today: date | None = None, progress: Progress = _silent) -> Outcome:
    """Find every problem of data, charts and templates; write nothing but the cache of drawings."""
    progress(STAGES[0])
    report, warnings = load_report(project, today=today)
    progress(STAGES[1])
    files = render_pages(report)
    return _outcome(report, files, warnings)


def build(project: Project, *, today: date | None = None, progress: Progress = _silent) -> Outcome:
    """Build `site/` anew beside the old one, check it, and swap it in.

    Raise ReportError with every problem of the first stage that has one; the old site then stays as it was.
    """
    with alone(project.build):
        progress(STAGES[0])
        report, warnings = load_report(project, today=today)
        progress(STAGES[1])
        files = render_pages(report)
        markdown, target = project.build / "docs", project.build / "site"
        write_tree(markdown, files)
        progress(STAGES[2])
        shutil.rmtree(target, ignore_errors=True)
        build_html(project.root, markdown, target)
        _add_data(report, target)
        progress(STAGES[3])
        finish(target, markdown)
        swap_in(target, project.site)
    return _outcome(report, files, warnings)


def _add_data(report: Report, target: Path) -> None:
    """Publish the data package beside the pages, as it is."""
    shutil.copytree(report.project.data, target / "data", dirs_exist_ok=True)


def _outcome(report: Report, files: dict[str, str | bytes], warnings: list[Finding]) -> Outcome:
    rows = sum(len(table.rows) for table in report.figures.model.package.tables.values())
    pages = sum(name.endswith(".md") for name in files)
    return Outcome(warnings, rows, pages, len(report.plans))
