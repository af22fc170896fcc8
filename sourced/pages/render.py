"""Every page of a report in every language, each taken from the memo if nothing that it was made from has changed.

A page is a template for each language, `templates/pages/NAME.CODE.md.j2`, or a file `docs/NAME.CODE.md` that holds no
figures; the Evidence pages that a report has not, and those of charts, indicators, tables and claims, are the generator's.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sourced.drawing.engine import Engine, engine, engines_of_copies
from sourced.evidence.causes import cause
from sourced.findings import Finding, ReportError
from sourced.pages.chart_frame import Drawings, chart_figure
from sourced.pages.chart_pages import chart_pages
from sourced.pages.entries import entries_of
from sourced.pages.generated import claim_pages, source_pages, table_pages
from sourced.pages.glossary import explained
from sourced.pages.head import card_name, linked_data
from sourced.pages.indicators import indicator_pages, uses_of
from sourced.pages.notes import notes_of, tables_of
from sourced.pages.page import Page, PagePlan, front_matter, is_part
from sourced.pages.parity import page_set_problems
from sourced.pages.report import Report
from sourced.pages.shared import TEMPLATE_ENDING, own_pages, shared_pages
from sourced.pages.support import support_problems
from sourced.pages.templates import environment_of, faults_of_template, page_of_file, template_finding, texts_of
from sourced.pages.vocabulary import Vocabulary
from sourced.system.fork import shares
from sourced.system.guard import noted
from sourced.system.links import files_below
from sourced.system.tracking import digest
from sourced.system.trees import in_place
from sourced.words.language import Language
from sourced.words.prose import markdown_problems

_TAKEN_IN = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\s+(\S+)")
AlsoMade = Callable[[Report, Drawings, list[Page], Language], None]
"""What else is to be made of a language's pages in the process that made them."""


@dataclass(frozen=True)
class MadePages:
    """All pages, what their charts were drawn by, and the titles of those with a template or file of their own, by path."""

    pages: list[Page]
    drawings: Drawings
    titles: dict[str, str]


def page_alone(report: Report, path: str) -> tuple[Page, Drawings] | None:
    """A page by its path in the site, and what draws its charts, made with as few others as can be; None if it is at fault."""
    findings: list[Finding] = []
    renderer = Renderer(report)
    templates = renderer.plans(findings)
    language = next((one for one in reversed(report.languages) if path.startswith(one.prefix)), report.root)
    if findings or renderer.drawings.prepare(language):
        return None
    by_path = {made.page.path: made for made in renderer.by_themselves(templates, language)}
    if path not in by_path:
        pages = [page for made in by_path.values() if (page := renderer.page(made, findings))]
        by_path = {made.page.path: made for made in renderer.by_others(pages, language)}
    page = renderer.page(by_path[path], findings) if path in by_path else None
    return (page, renderer.drawings) if page and not findings else None


def make_pages(report: Report, also: AlsoMade = lambda *_: None) -> MadePages:
    """All pages; `also` is called in each process with the pages of a language that it has made.

    Raise ReportError with the problems of all templates and pages together.
    """
    findings: list[Finding] = []
    renderer = Renderer(report, also)
    plans = renderer.plans(findings)
    if findings:
        raise ReportError(findings)
    pages = _in_every_language(renderer, plans, findings)
    findings += page_set_problems(pages, report, found_so_far=bool(findings))
    findings += [] if findings else support_problems(pages, report)
    if findings:
        raise ReportError(list(dict.fromkeys(findings)))
    return MadePages(pages, renderer.drawings, {plan.page.source: plan.page.title for plan in plans})


def pages_in(report: Report, language: Language) -> list[Page]:
    """All pages of a language; ReportError as `make_pages` raises it."""
    findings: list[Finding] = []
    renderer = Renderer(report)
    pages = renderer.pages([*renderer.from_templates(findings), *renderer.from_files(findings)], language, findings)
    if findings:
        raise ReportError(list(dict.fromkeys(findings)))
    return pages


def _in_every_language(renderer: Renderer, plans: list[PagePlan], findings: list[Finding]) -> list[Page]:
    """The pages of all languages; copies of this process make those that are not in its own share at the same time."""
    own, *others = shares(renderer.report.languages)
    engines = list[Engine]()
    if renderer.drawings.missing:
        engine().start()
        engines = engines_of_copies(len(others))
        import altair  # noqa: F401 (a third of a second, to be spent before this process is copied)
        import pandas as pd  # noqa: F401
    ahead = [partial(renderer.pages_of, plans, share, []) for share in others]
    try:
        with renderer.report.memo.fork(ahead) as wait:
            pages = renderer.pages_of(plans, own, findings)
            wait()
    finally:
        for one in engines:
            one.stop()  # it may have been asked what nobody has heard the answer to
    for share in others:  # taken from the memo, if the copies came to an end
        pages += renderer.pages_of(plans, share, findings)
    return pages


class Renderer:
    """What pages are made with; each is taken from the memory if nothing that it was made from has changed."""

    def __init__(self, report: Report, also: AlsoMade = lambda *_: None) -> None:
        self.report, self.drawings, self.environment, self._also = report, Drawings(report), environment_of(report.project), also
        self.templates = texts_of(report.project, files_below(report.project.templates, "*.j2"))
        folder = report.project.templates / "pages"
        named = {path.relative_to(report.project.root).as_posix(): text for path, text in self.templates.items()}
        self._all = digest(*named, *named.values())
        shared = {path: text for path, text in named.items() if not (report.project.root / path).is_relative_to(folder)}
        self._shared = digest(*shared, *shared.values())

    def page(self, made: PagePlan, findings: list[Finding]) -> Page | None:
        """The page, filled in; None, with the reasons added to `findings`, if that can't be done."""
        page, memo = made.page, self.report.memo
        name, base = f"page {page.language.code}/{page.name}", (self._shared, self.report.circumstances, made.base)
        try:
            found = self._part(name, base, made) if is_part(page.name) else memo.recall(name, base, partial(self._filled, made))
        except ReportError as error:
            findings += error.findings
        except Exception as error:  # noqa: BLE001 (a template may lead to any)
            findings += self._told(error, page)
        else:
            vars(page).update(found)
            return page
        return None

    def _part(self, name: str, base: object, made: PagePlan) -> dict[str, Any]:
        """What became of a part of a long table; where its Markdown is in place from before, that is not read."""
        page, memo = made.page, self.report.memo
        known, kept = memo.find(name, base)
        if known:
            digests, rest = kept
            if contents := in_place([self.drawings.docs], digests, lambda: memo.long(name, base)):
                return {**rest, "whole": contents[page.source]}
        with memo.tracker.recording() as seen:
            filled = self._filled(made)
        gc.collect(0)  # Jinja leaves all that a page was made of in circles, and a build collects no garbage otherwise
        whole = page.content
        rest = {**filled, "text": "", "after": ""}
        memo.keep(name, base, ({page.source: whole.digest}, rest), seen, long={page.source: whole.read()})
        return {**rest, "whole": whole}

    def _told(self, error: Exception, page: Page) -> list[Finding]:
        """An error as what is wrong with a page."""
        return self.report.due_to([template_finding(error, self.report.project, page.file)], cause(error, ()))

    def _filled(self, made: PagePlan) -> dict[str, Any]:
        page = made.page
        with self.report.memo.tracker.blamed(), noted(page.file):
            page.text = made.fill(page)
        if page.is_own and not page.name.startswith("evidence/"):
            page.text = explained(page.text, page, self.report)
        if self.report.downloads and (card := card_name(page)) and page.text.startswith("---\n"):
            page.text = page.text.replace("---\n", f"---\nimage: {card}\n", 1)
        if page.is_own and not front_matter(page).get("description"):
            fix = 'write "description: …" between the two lines of --- at its top'
            raise ReportError([Finding(page.file, 1, "", "has no description for those who find it by a search", fix)])
        page.after = notes_of(page, self.report, self.environment)
        page.updated = max((str(table.updated) for table in tables_of(page, self.report)), default="")
        page.linked = linked_data(self.report, page)
        page.entries = entries_of(page, self.report)
        return page.made

    def render(self, page: Page) -> str:
        """A page's text by its own template."""
        context: dict[str, Any] = {}
        problems: list[Finding] = []
        words = Vocabulary(self.report, page, lambda chart: chart_figure(chart, page, self.drawings, self.environment, context), problems)
        context.update(words.context())
        name = page.name if page.is_shared else f"{page.name}.{page.language.code}"
        template = self.environment.get_template(f"{name}{TEMPLATE_ENDING}")
        try:
            text = template.render(context)
        except Exception as error:
            if not words.failed:
                raise
            raise ReportError([*problems, *(error.findings if isinstance(error, ReportError) else self._told(error, page))]) from error
        if words.failed:
            raise ReportError(problems)
        return text

    def base_of(self, text: str) -> str:
        """What a page's template depends on besides the shared ones: itself, or all of them if it takes in another page's."""
        named = _TAKEN_IN.findall(text)
        return digest(text) if all(name[:1] in "'\"" and not name.rstrip("'\"").endswith(TEMPLATE_ENDING) for name in named) else self._all

    def pages_of(self, templates: list[PagePlan], languages: Iterable[Language], findings: list[Finding]) -> list[Page]:
        """All pages of some languages; what can't be made is added to `findings`."""
        return [page for language in languages for page in self.pages(templates, language, findings)]

    def pages(self, templates: list[PagePlan], language: Language, findings: list[Finding]) -> list[Page]:
        """All pages of a language; what can't be made is added to `findings`."""
        problems = self.drawings.prepare(language)
        findings += problems
        pages = [page for made in self.by_themselves(templates, language) if (page := self.page(made, findings))]
        if problems:
            return []
        pages += [page for made in self.by_others(pages, language) if (page := self.page(made, findings))]
        if not findings:
            self._also(self.report, self.drawings, pages, language)
        return pages

    def plans(self, findings: list[Finding]) -> list[PagePlan]:
        """The pages that have a template or a file: the report's own, then those that every report has."""
        return [*self.from_templates(findings), *self.from_files(findings), *self.from_shared()]

    def from_shared(self) -> Iterator[PagePlan]:
        """The pages that every report has, where it has none of its own of that name."""
        project = self.report.project
        for language in self.report.languages:
            own = own_pages(project, language)
            for name, path in shared_pages(self.report.figures.model.package).items():
                if name not in own:
                    yield PagePlan(Page(name, language, f"templates/pages/{name}{TEMPLATE_ENDING}", is_shared=True), path.name, self.render)

    def from_templates(self, findings: list[Finding]) -> Iterator[PagePlan]:
        """The pages that templates make; what is wrong with any template is added to `findings`."""
        project = self.report.project
        folder = project.templates / "pages"
        for path, text in self.templates.items():
            file = project.relative(path)
            check = partial(faults_of_template, self.environment, text, file, self.report.languages)
            findings += self.report.memo.recall(f"template {file}", text, check)
            if path.is_relative_to(folder):
                for page in page_of_file(path.relative_to(folder).as_posix(), TEMPLATE_ENDING, file, self.report.languages, findings):
                    yield PagePlan(page, self.base_of(text), self.render)

    def from_files(self, findings: list[Finding]) -> Iterator[PagePlan]:
        """The pages written by hand."""
        project = self.report.project
        for path, text in texts_of(project, files_below(project.docs, "*.md")).items():
            findings += markdown_problems(text, project.relative(path), self.report.languages)
            for page in page_of_file(
                path.relative_to(project.docs).as_posix(), ".md", project.relative(path), self.report.languages, findings
            ):
                yield PagePlan(page, text, partial(_as_written, text))

    def by_themselves(self, templates: list[PagePlan], language: Language) -> Iterator[PagePlan]:
        """The pages of a language that have a template or file of their own, and those of claims, tables and parts of sources."""
        yield from (made for made in templates if made.page.language == language)
        yield from claim_pages(self.report, self.environment, language)
        yield from table_pages(self.report, self.environment, language)
        yield from source_pages(self.report, self.environment, language)

    def by_others(self, pages: list[Page], language: Language) -> Iterator[PagePlan]:
        """The pages of charts and indicators, which name the pages that use them."""
        yield from chart_pages(self.drawings, self.environment, pages, language)
        yield from indicator_pages(self.report, self.environment, uses_of(pages, language), language)


def _as_written(text: str, _: Page) -> str:
    return text
