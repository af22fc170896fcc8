"""The list of stages: data are read, pages written, HTML made of them, the site checked and swapped in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import date

from sourced.data.descriptor import languages_at
from sourced.drawing.charts import load_charts
from sourced.drawing.engine import engine
from sourced.findings import Finding, ReportError, in_order
from sourced.outputs.downloads import download_files
from sourced.outputs.pdf import books
from sourced.pages.render import page_alone
from sourced.pages.report import Report
from sourced.pages.templates import template_faults
from sourced.project import Project
from sourced.site.compose import Composed, compose
from sourced.site.finish import site_problems
from sourced.site.html import Site, html_alone
from sourced.site.load import load_report
from sourced.site.origins import at_source
from sourced.site.outcome import STAGES, Outcome, PriorityPage, Progress
from sourced.system.guard import noted
from sourced.system.links import link_problems
from sourced.system.memo import Memo, Shelf
from sourced.system.stopping import stop_if_unwanted
from sourced.system.tracking import Tracker, digest
from sourced.system.trees import Content, Manifest, docs_of, listing, next_site_of, restore, site_of, swap_in, write_tree
from sourced.words.language import Language


@contextmanager
def _beside(warnings: Sequence[Finding]) -> Iterator[None]:
    """Tell of warnings also where a later stage finds errors."""
    try:
        yield
    except ReportError as error:
        raise ReportError([*error.findings, *warnings]) from None


def checked(project: Project, today: date | None, progress: Progress) -> Outcome:
    """What `check` has to say."""
    progress(STAGES[0])
    try:
        report, warnings = load_report(project, today=today, remember=True, downloads=False)
    except ReportError as error:
        languages = languages_at(project.data, project.root)
        raise ReportError([*error.findings, *_chart_faults(project, languages), *template_faults(project, languages)]) from None
    with closing(report.memo), _beside(warnings):
        progress(STAGES[1])
        undated = replace(report, today=None, outlined=True)  # undated as a preview is, whose pages then serve here
        composed = compose(undated)
        progress(STAGES[2])
        _make_site(undated, composed, progress)
        _keep(report)
    return _outcome(report, composed, warnings)


def built(
    project: Project,
    today: date | None,
    progress: Progress,
    shelf: Shelf | None,
    ahead: PriorityPage | None,
    *,
    downloads: bool,
) -> Outcome:
    """What a build has to say that was not done before."""
    engine().start()
    progress(STAGES[0])
    report, warnings = load_report(project, today=today, remember=True, downloads=downloads, shelf=shelf)
    progress(STAGES[1])
    with closing(report.memo), _beside(warnings):
        if ahead:
            _show_priority_page(report, ahead)
        composed = compose(report)
        progress(STAGES[2])
        swap_in(_make_site(report, composed, progress), site_of(project))
        report.memo.forget_unused()
        _keep(report)
    return _outcome(report, composed, warnings)


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


def _make_site(report: Report, composed: Composed, progress: Progress) -> Manifest:
    """Build the site beside the old one, and check it; give what it holds."""
    project = report.project
    docs, new = docs_of(project), next_site_of(project)
    target = new.folder
    write_tree(docs, composed.files, dated=False)
    restore(project.site)
    stop_if_unwanted()
    site = Site(composed, [new, site_of(project)])
    composed.let_go()
    write_tree(new, {**_static_files(composed.files, report.languages), **_data_files(report), **download_files(report), **site.known})
    digests = new.digests
    try:
        with noted("mkdocs.yml, or a hook that it names,", limited=False):
            facts = site.complete(docs.folder, target, digests)
    except ReportError as error:
        raise ReportError(at_source(error.findings, composed.pages, project.root)) from None
    for path, content in books(report, composed.pages, lambda path: (target / path).read_bytes(), composed.files).items():
        digests[path] = digest(content)
        (target / path).write_bytes(content)
    progress(STAGES[3])
    stop_if_unwanted()
    files = listing(target)
    if problems := list(site_problems(facts, files)):
        raise ReportError(at_source(problems, composed.pages, project.root))
    new.save({path: digests[path] if path in digests else digest((target / path).read_bytes()) for path in sorted(files)})
    return new


def _static_files(files: Mapping[str, Content], languages: Sequence[Language]) -> dict[str, Content]:
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
