"""The list of stages: from `data/` to `site/`, or not at all."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from sourced.data.changes import Changes
from sourced.data.checks import checked_package, stale_tables
from sourced.data.consistency import consistency_problems
from sourced.data.descriptor import languages_at
from sourced.data.glyphs import missing_glyphs
from sourced.data.history import History, history, newest, state_of
from sourced.data.model import unused_sources
from sourced.data.plausibility import plausibility_warnings
from sourced.data.typed_rows import build_model
from sourced.drawing.charts import load_charts
from sourced.drawing.engine import engine
from sourced.evidence.checks import conclusion_problems
from sourced.evidence.figures import Figures
from sourced.evidence.forecasts import due_forecasts
from sourced.findings import Finding, ReportError, Severity, in_order, stop_on_errors
from sourced.outputs.downloads import download_files
from sourced.outputs.pdf import books
from sourced.pages.citations import issued
from sourced.pages.configuration import configuration_problems, unreadable_problems
from sourced.pages.freshness import newest_of
from sourced.pages.look import look_problems
from sourced.pages.render import page_alone
from sourced.pages.report import Report
from sourced.pages.templates import glyph_warnings, template_faults
from sourced.project import Project
from sourced.site.compose import Composed, compose
from sourced.site.finish import site_problems
from sourced.site.html import Site, html_alone
from sourced.site.origins import at_source
from sourced.system.guard import noted
from sourced.system.links import link_problems
from sourced.system.memo import Memo, Shelf, generator
from sourced.system.stopping import stop_if_unwanted
from sourced.system.tracking import TrackedMapping, Tracker, digest
from sourced.system.trees import Manifest, alone, listing, restore, swap_in, write_tree
from sourced.words.catalogue import catalogue_problems
from sourced.words.language import Language

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


@dataclass(frozen=True)
class PriorityPage:
    """A page that somebody is waiting for, to be shown before the site is complete."""

    path: str
    """Its file from the site's root."""
    show: Callable[[bytes], None]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the garbage collector alone while hundreds of thousands of objects are made that all stay: a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def _beside(warnings: Sequence[Finding]) -> Iterator[None]:
    """Tell of warnings also where a later stage finds errors."""
    try:
        yield
    except ReportError as error:
        raise ReportError([*error.findings, *warnings]) from None


@_no_collection()
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
    with package.tracker.recording() as read:
        problems = list(conclusion_problems(figures))
    stop_on_errors([*consistency_problems(model), *changes.named(problems, read), *warnings])
    file = project.build / "cache" / "memo.sqlite" if remember else None
    memo = Memo(package.tracker, file, shelf, also="".join(one.own for one in package.languages), reads_only=bool(data))
    try:
        plans, theme = load_charts(project.charts, project.root, package.languages, memo)
        stop_on_errors(look_problems(model, theme))
    except ReportError as error:
        memo.close()
        raise ReportError([*error.findings, *warnings]) from None
    past = history(project.root, replace(package, folder=project.data), memo) if remember else History()
    package.tracker.holds("history", lambda _: state_of(past))
    told = TrackedMapping(package.tracker, "charts", plans)  # a page that shows a chart depends on its texts
    warnings += glyph_warnings(project)
    report = Report(project, figures, told, theme, today, downloads, past, changes, memo=memo)
    newest = newest_of((one.period for one in model.observations), issued(report))
    package.tracker.holds("newest", lambda _: newest)
    return replace(report, newest=newest), in_order(warnings)


@_no_collection()
def check(project: Project, *, today: date | None = None, progress: Progress = _silent) -> Outcome:
    """Find every problem that a build would, and what is doubtful on a day; write nothing outside of `build/`."""
    with alone(project.build):
        progress(STAGES[0])
        try:
            report, warnings = load_report(project, today=today, remember=True, downloads=False)
        except ReportError as error:
            languages = languages_at(project.data, project.root)
            raise ReportError([*error.findings, *_chart_faults(project, languages), *template_faults(project, languages)]) from None
        with closing(report.memo), _beside(warnings):
            progress(STAGES[1])
            undated = replace(report, today=None)  # as a preview does, whose pages then serve here
            composed = compose(undated)
            progress(STAGES[2])
            _make_site(undated, composed, progress)
            _keep(report)
        return _outcome(report, composed, warnings)


@_no_collection()
def build(
    project: Project,
    *,
    today: date | None = None,
    downloads: bool = True,
    progress: Progress = _silent,
    shelf: Shelf | None = None,
    ahead: PriorityPage | None = None,
) -> Outcome:
    """Build `site/` anew beside the old one, check it, and swap it in; without PNG files unless `downloads`.

    Who builds again and again in one process hands over the same `shelf` each time, and may have a page shown `ahead`.
    Raise ReportError with every problem of the first stage that has one; the old site then stays as it was.
    """
    with alone(project.build):
        state = inputs(project, today, downloads)
        if last := _last_build(project, state):
            return last
        engine().start()
        progress(STAGES[0])
        report, warnings = load_report(project, today=today, remember=True, downloads=downloads, shelf=shelf)
        progress(STAGES[1])
        with closing(report.memo), _beside(warnings):
            if ahead:
                _show_priority_page(report, ahead)
            composed = compose(report)
            progress(STAGES[2])
            swap_in(_make_site(report, composed, progress), Manifest(project.site, project.build / "site.json"))
            report.memo.forget_unused()
            _keep(report)
        outcome = _outcome(report, composed, warnings)
        _last(project).write_text(json.dumps({"state": state, **asdict(outcome)}), encoding="utf-8")
    return outcome


def _chart_faults(project: Project, languages: Sequence[Language]) -> list[Finding]:
    """What is wrong with chart modules by themselves, whatever the data say; nothing where the languages are not known."""
    try:
        if languages and not any(link_problems(project.charts, project.root)):
            load_charts(project.charts, project.root, languages, Memo(Tracker()))
    except ReportError as error:
        return error.findings
    return []


def _show_priority_page(report: Report, ahead: PriorityPage) -> None:
    """Make and show the page that is waited for, if it can be made by itself and without a fault."""
    with suppress(ReportError):
        if (found := page_alone(report, ahead.path)) and (html := html_alone(report.project, *found)):
            ahead.show(html)


def _keep(report: Report) -> None:
    """Keep the data of a good build, to name what has changed when the next is not."""
    if report.changes:
        with suppress(OSError):
            report.changes.keep()


def inputs(project: Project, today: date | None, downloads: bool) -> str:
    """Digest of all that a build depends on: the report's own files, the generator and its packages, address and day."""
    folders = (project.data, project.charts, project.templates, project.docs, project.words)
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    files += [*sorted(project.root.glob("mkdocs*.yml")), *sorted(project.root.glob("*.py"))]
    parts = (part for path in files for part in (project.relative(path), path.read_bytes()))
    asked = f"{today} {downloads}", newest(project.root, project.data)
    return digest(generator(), project.address, os.environ.get("SITE_URL", ""), *asked, *parts)


def _last(project: Project) -> Path:
    return project.build / "last.json"


def _last_build(project: Project, state: str) -> Outcome | None:
    """What the last build had to say, if its inputs were the same and its site is untouched."""
    try:
        last = json.loads(_last(project).read_text(encoding="utf-8"))
        if last.pop("state") != state or not Manifest(project.site, project.build / "site.json").untouched:
            return None
        warnings = [Finding(**{**one, "severity": Severity(one["severity"])}) for one in last.pop("warnings")]
        return Outcome(warnings=warnings, **last)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _make_site(report: Report, composed: Composed, progress: Progress) -> Manifest:
    """Build the site beside the old one, and check it; give what it holds."""
    project = report.project
    markdown, target = project.build / "docs", project.build / "site"
    write_tree(Manifest(markdown, project.build / "docs.json"), composed.files, dated=False)
    restore(project.site)
    new = Manifest(target, project.build / "next.json")
    stop_if_unwanted()
    site = Site(composed)
    known = {**_static_files(composed.files, report.languages), **_data_files(report), **download_files(report), **site.known}
    write_tree(new, known)
    try:
        with noted("mkdocs.yml, or a hook that it names,", limited=False):
            facts = site.complete(markdown, target, known)
    except ReportError as error:
        raise ReportError(at_source(error.findings, composed.pages, project.root)) from None
    html = {path: known[path] if path in known else (target / path).read_bytes() for path in facts}
    for path, content in books(report, composed.pages, html, composed.files).items():
        known[path] = content
        (target / path).write_bytes(content)
    progress(STAGES[3])
    stop_if_unwanted()
    files = listing(target)
    if problems := list(site_problems(facts, files)):
        raise ReportError(at_source(problems, composed.pages, project.root))
    new.save({path: known[path] if path in known else (target / path).read_bytes() for path in sorted(files)})
    return new


def _static_files(files: Mapping[str, bytes], languages: Sequence[Language]) -> dict[str, bytes]:
    """Of the files of build/docs, those that the site has as they are: path below the site to content."""
    folders = {language.code: language.prefix for language in languages}
    found = {}
    for path, content in files.items():
        code, _, rest = path.partition("/")
        if not path.endswith(".md"):
            found[folders[code] + rest] = content
    return found


def _data_files(report: Report) -> dict[str, bytes]:
    """The data package as it is, to be published beside the pages: what its descriptor names, and nothing else that lies there."""
    folder = report.project.data
    return {f"{folder.name}/{path}": (folder / path).read_bytes() for path in report.figures.model.package.files}


def _outcome(report: Report, composed: Composed, warnings: list[Finding]) -> Outcome:
    rows = sum(len(table.rows) for table in report.figures.model.package.tables.values())
    pages = sum(name.endswith(".md") for name in composed.files)
    return Outcome(in_order([*warnings, *composed.warnings]), rows, pages, len(report.plans))
