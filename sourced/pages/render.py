"""Templates to Markdown: every page of the report in every language.

A page is a pair `templates/pages/NAME.en.md.j2` and `NAME.zh.md.j2`; the two must have the same headings (by anchor),
figures, charts and tables in them. Pages in `docs/` are a pair of plain Markdown files and hold no figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, UndefinedError

from sourced.data.csv_files import text_of
from sourced.drawing.engine import engine, second_engine
from sourced.drawing.interactive import VEGA
from sourced.evidence.figures import FigureError
from sourced.findings import Finding, ReportError
from sourced.outputs.redirects import FILE as MOVED
from sourced.outputs.redirects import redirects
from sourced.outputs.search_index import ENGINE, rows_found, search_files
from sourced.outputs.sitemap import crawler_files
from sourced.outputs.social_cards import card_files, card_name
from sourced.outputs.structured_data import citation_files, entries_of, evidence_index, front_matter, linked_data
from sourced.pages.chart_frame import Drawings, PagePlan, chart_figure, chart_pages
from sourced.pages.generated import claim_pages, indicator_pages, table_pages, uses_of
from sourced.pages.markup import Page, Report
from sourced.pages.notes import notes_of, tables_of
from sourced.pages.revisions import atom
from sourced.pages.vocabulary import Vocabulary
from sourced.project import OWN_TEMPLATES, RUNTIME, Project
from sourced.system.tracking import digest
from sourced.words.language import LANGUAGES, Language
from sourced.words.prose import headings, markdown_problems, safe, skeleton, template_problems

PAGE = ".md.j2"
_TAKEN_IN = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\s+(\S+)")
_ADDED = ("charts/", "evidence/article/", "evidence/indicators/", "evidence/tables/")
"""Beginnings of the names of pages that the generator adds in both languages alike."""
OFFLINE = RUNTIME / "sw.js"
"""Lets pages be read again without a network."""


@dataclass(frozen=True)
class Rendered:
    """What the templates and charts of a report come to."""

    files: dict[str, bytes]
    """Path below build/docs to content: pages in Markdown, and all else that the site has."""
    linked: dict[str, str]
    """Of each page by its path below build/docs, the JSON-LD for its head."""
    titles: dict[str, str]
    """Of each page that the report has a template or a file for, by the same path, its title."""
    pages: list[Page]
    """All pages."""
    extra: dict[str, str | bool]
    """What the theme is told: whether there are files to take away, and the name of the book."""


def render_pages(report: Report) -> Rendered:
    """Every page, chart file and stylesheet of the report; ReportError as `make_pages` raises it."""
    pages, workshop, titles = make_pages(report)
    files: dict[str, str | bytes] = {f"{page.language.code}/{page.name}.md": page.text + page.after for page in pages}
    files[f"{LANGUAGES[0].code}/evidence.json"] = evidence_index(report, pages)
    files.update(citation_files(report, pages))
    files.update(workshop.drawings.files(pages))
    files.update(card_files(report, pages, workshop.drawings))
    files.update(_assets(report))
    files.update({f"{LANGUAGES[0].code}/{path}": text for path, text in crawler_files(report, pages).items()})
    files.update(search_files(report, pages))
    files.update(redirects(report.project, {page.address for page in pages}))
    files.update({f"{language.code}/feed.xml": atom(report, language) for language in LANGUAGES})
    files[f"{LANGUAGES[0].code}/sw.js"] = OFFLINE.read_text(encoding="utf-8").replace("VERSION", _version(files))
    linked = {f"{page.language.code}/{page.name}.md": page.linked for page in pages}
    contents = {path: content.encode() if isinstance(content, str) else content for path, content in files.items()}
    return Rendered(contents, linked, titles, pages, theme_options(report))


def theme_options(report: Report) -> dict[str, str | bool]:
    """What the theme is told: whether there are files to take away, and the name of the book."""
    return {"downloads": report.downloads, "book": f"{report.figures.model.package.name}.pdf"}


def page_alone(report: Report, path: str) -> tuple[Page, Drawings] | None:
    """A page by its path in the site, and what draws its charts, made with as few others as can be; None if it is at fault."""
    findings: list[Finding] = []
    workshop = _Renderer(report)
    templates = [*_templates(workshop, findings), *_written(report.project, findings)]
    language = next((one for one in reversed(LANGUAGES) if path.startswith(f"{one.folder}/")), LANGUAGES[0])
    if findings or workshop.drawings.prepare(language):
        return None
    by_path = {made.page.path: made for made in workshop.by_themselves(templates, language)}
    if path not in by_path:
        pages = [page for made in by_path.values() if (page := workshop.page(made, findings))]
        by_path = {made.page.path: made for made in workshop.by_others(pages, language)}
    page = workshop.page(by_path[path], findings) if path in by_path else None
    return (page, workshop.drawings) if page and not findings else None


def _version(files: Mapping[str, str | bytes]) -> str:
    """A short digest of the report's pages and looks: the name of a browser's store of them."""
    return digest(*(part for path in sorted(files) if path.endswith((".md", ".css", ".js")) for part in (path, files[path])))[:12]


def make_pages(report: Report) -> tuple[list[Page], _Renderer, dict[str, str]]:
    """All pages, what they were made with, and the titles of those with a template or file of their own, by path.

    Raise ReportError with the problems of all templates and pages together.
    """
    findings: list[Finding] = []
    workshop = _Renderer(report)
    templates = [*_templates(workshop, findings), *_written(report.project, findings)]
    if findings:
        raise ReportError(findings)
    first, second = LANGUAGES
    if workshop.drawings.missing:
        engine().start()
        second_engine().start()
        import altair  # noqa: F401 (a third of a second, to be spent before this process is copied)
        import pandas as pd  # noqa: F401
    try:
        with report.memo.fork(partial(workshop.pages, templates, second, [])) as wait:
            pages = workshop.pages(templates, first, findings)
            wait()
    finally:
        second_engine().stop()  # it may have been asked what nobody has heard the answer to
    pages += workshop.pages(templates, second, findings)
    findings += [one for page in pages if page.file.startswith(("templates/pages/", "docs/")) for one in _anchor_problems(page, report)]
    findings += [] if findings else _same_titles([page for page in pages if page.file.startswith(("templates/pages/", "docs/"))])
    findings += [] if findings else _parity_problems([page for page in pages if not page.name.startswith(_ADDED)])
    if findings:
        raise ReportError(list(dict.fromkeys(findings)))
    return pages, workshop, {f"{made.page.language.code}/{made.page.name}.md": made.page.title for made in templates}


class _Renderer:
    """What pages are made with; each is taken from the memo if nothing that it was made from has changed."""

    def __init__(self, report: Report) -> None:
        self.report, self.drawings, self.environment = report, Drawings(report), _environment(report.project)
        self.templates = _texts(report.project, sorted(report.project.templates.rglob("*.j2")))
        folder = report.project.templates / "pages"
        named = {path.relative_to(report.project.root).as_posix(): text for path, text in self.templates.items()}
        self._all = digest(*named, *named.values())
        shared = {path: text for path, text in named.items() if not (report.project.root / path).is_relative_to(folder)}
        self._shared = digest(*shared, *shared.values())

    def page(self, made: PagePlan, findings: list[Finding]) -> Page | None:
        """The page, filled in; None, with the reasons added to `findings`, if that can't be done."""
        page = made.page
        base = self._shared, self.report.circumstances, made.base
        try:
            found = self.report.memo.recall(f"page {page.language.code}/{page.name}", base, partial(self._filled, made))
        except ReportError as error:
            findings += error.findings
        except (FigureError, TemplateError, ValueError, TypeError, KeyError, AttributeError) as error:
            findings.append(_template_finding(error, self.report.project, page.file))
        else:
            vars(page).update(found)
            return page
        return None

    def _filled(self, made: PagePlan) -> dict[str, Any]:
        page = made.page
        page.text = made.fill(page)
        if self.report.downloads and (card := card_name(page)) and page.text.startswith("---\n"):
            page.text = page.text.replace("---\n", f"---\nimage: {card}\n", 1)
        if page.file.startswith(("templates/pages/", "docs/")) and not front_matter(page).get("description"):
            fix = 'write "description: …" between the two lines of --- at its top'
            raise ReportError([Finding(page.file, 1, "", "has no description for those who find it by a search", fix)])
        page.after = notes_of(page, self.report, self.environment)
        page.updated = max((str(table.updated) for table in tables_of(page, self.report, rows=True)), default="")
        page.linked = linked_data(self.report, page)
        page.entries = entries_of(page)
        return page.made

    def render(self, page: Page) -> str:
        """A page's text by its own template."""
        context: dict[str, Any] = {}
        words = Vocabulary(self.report, page, lambda chart: chart_figure(chart, page, self.drawings, self.environment, context))
        context.update(words.context())
        return self.environment.get_template(f"{page.name}.{page.language.code}{PAGE}").render(context)

    def base_of(self, text: str) -> str:
        """What a page's template depends on besides the shared ones: itself, or all of them if it takes in another page's."""
        named = _TAKEN_IN.findall(text)
        return digest(text) if all(name[:1] in "'\"" and not name.rstrip("'\"").endswith(PAGE) for name in named) else self._all

    def pages(self, templates: list[PagePlan], language: Language, findings: list[Finding]) -> list[Page]:
        """All pages of a language; what can't be made is added to `findings`."""
        if problems := self.drawings.prepare(language):
            findings += problems
            return []
        pages = [page for made in self.by_themselves(templates, language) if (page := self.page(made, findings))]
        pages += [page for made in self.by_others(pages, language) if (page := self.page(made, findings))]
        if not findings:  # they will be asked for, and both languages' are made at the same time here
            self.drawings.files(pages)
            rows_found(self.report, language)
        return pages

    def by_themselves(self, templates: list[PagePlan], language: Language) -> Iterator[PagePlan]:
        """The pages of a language that have a template or file of their own, and those of claims and tables."""
        yield from (made for made in templates if made.page.language is language)
        yield from claim_pages(self.report, self.environment, language)
        yield from table_pages(self.report, self.environment, language)

    def by_others(self, pages: list[Page], language: Language) -> Iterator[PagePlan]:
        """The pages of charts and indicators, which name the pages that use them."""
        yield from chart_pages(self.drawings, self.environment, pages, language)
        yield from indicator_pages(self.report, self.environment, uses_of(pages, language), language)


def _templates(workshop: _Renderer, findings: list[Finding]) -> Iterator[PagePlan]:
    """The pages that templates make; what is wrong with any template is added to `findings`."""
    project = workshop.report.project
    folder = project.templates / "pages"
    for path, text in workshop.templates.items():
        file = project.relative(path)
        check = partial(_listed, template_problems, workshop.environment, text, file)
        findings += workshop.report.memo.recall(f"template {file}", text, check)
        if path.is_relative_to(folder):
            for page in _page(path.relative_to(folder).as_posix(), PAGE, file, findings):
                yield PagePlan(page, workshop.base_of(text), workshop.render)


def _listed(problems: Callable[..., Iterator[Finding]], *arguments: Any) -> list[Finding]:
    return list(problems(*arguments))


def template_faults(project: Project) -> list[Finding]:
    """What is wrong with templates and pages by themselves, whatever the data say."""
    environment = _environment(project)
    try:
        templates = _texts(project, sorted(project.templates.rglob("*.j2")))
        written = _texts(project, sorted(project.docs.rglob("*.md")))
    except ReportError as error:
        return error.findings
    found = [one for path, text in templates.items() for one in template_problems(environment, text, project.relative(path))]
    return found + [one for path, text in written.items() for one in markdown_problems(text, project.relative(path))]


def _texts(project: Project, paths: Iterable[Path]) -> dict[Path, str]:
    """The texts of files; raise ReportError with all that can't be read."""
    found, findings = {}, list[Finding]()
    for path in paths:
        try:
            found[path] = text_of(path, project.relative(path))
        except ReportError as error:
            findings += error.findings
    if findings:
        raise ReportError(findings)
    return found


def _written(project: Project, findings: list[Finding]) -> Iterator[PagePlan]:
    """The pages written by hand."""
    for path, text in _texts(project, sorted(project.docs.rglob("*.md"))).items():
        findings += markdown_problems(text, project.relative(path))
        for page in _page(path.relative_to(project.docs).as_posix(), ".md", project.relative(path), findings):
            yield PagePlan(page, text, partial(_as_written, text))


def _as_written(text: str, _: Page) -> str:
    return text


def _page(path: str, ending: str, file: str, findings: list[Finding]) -> Iterator[Page]:
    name, _, code = path.removesuffix(ending).rpartition(".")
    language = next((one for one in LANGUAGES if one.code == code), None)
    if language is None or not path.endswith(ending):
        findings.append(Finding(file, 0, "", "names no language", f"call it NAME.en{ending} or NAME.zh{ending}"))
        return
    yield Page(name, language, file)


def _compiled(folder: Path) -> FileSystemBytecodeCache | None:
    """Compiled templates from the last run; none where the folder can't be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))


def _environment(project: Project) -> Environment:
    return Environment(
        bytecode_cache=_compiled(project.build / "cache" / "templates"),
        loader=FileSystemLoader([project.templates / "pages", project.templates, OWN_TEMPLATES], encoding="utf-8-sig"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{*",  # {# is taken: Markdown's attr_list writes anchors as {#name}
        comment_end_string="*}",
        finalize=lambda value: value if hasattr(value, "__html__") else safe(value),
    )


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
        word = re.match(r"'(\w+)' is undefined", str(error.message))
        near = get_close_matches(word[1], [name for name in dir(Vocabulary) if not name.startswith("_")], 1) if word else []
        fix = f"write {near[0]}" if near else "CONTRIBUTING.md lists what templates may call"
        return Finding(file, line, "", str(error.message), fix)
    if isinstance(error, TemplateNotFound):
        return Finding(file, line, "", f'there is no template "{error.name}"', "correct the name")
    if isinstance(error, TypeError) and (call := re.match(r"Vocabulary\.(\w+)\(\) (.*)", str(error))):
        return Finding(
            file, line, "", f"{call[1]}() {call[2].replace('positional argument', 'argument')}", "CONTRIBUTING.md shows the call"
        )
    return Finding(file, line, "", f"{type(error).__name__}: {error}", "correct the call")


def _anchor_problems(page: Page, report: Report) -> Iterator[Finding]:
    """Headings that share an anchor or have none, in a page's own template."""
    text = (report.project.root / page.file).read_text(encoding="utf-8", errors="replace")
    seen: set[str] = set()
    for line, level, anchor in headings(text):
        if not anchor and "{{" not in text.splitlines()[line - 1]:
            yield Finding(
                page.file, line, "", f"has a heading without an anchor: {level} …", "write {#name} behind it, the same in both languages"
            )
        elif anchor and anchor in seen:
            yield Finding(page.file, line, "", f'has a second heading with the anchor "{anchor}"', "give each its own")
        seen.add(anchor)


def _same_titles(pages: list[Page]) -> Iterator[Finding]:
    """Two pages that a reader of results could not tell apart."""
    seen: dict[tuple[str, str], Page] = {}
    for page in pages:
        other = seen.setdefault((page.language.code, page.title), page)
        if other is not page:
            yield Finding(page.file, 0, "", f'has the title "{page.title}", as {other.file} has', "give each a title of its own")


def _parity_problems(pages: list[Page]) -> Iterator[Finding]:
    english, chinese = (language.code for language in LANGUAGES)
    by_name = {(page.name, page.language.code): page for page in pages}
    for name in sorted({page.name for page in pages}):
        pair = [by_name.get((name, code)) for code in (english, chinese)]
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
            ("figures", sorted(one.figures), sorted(other.figures)),
        ):
            if mine != theirs:
                found = f"has other {what} than {one.file}: {_only_here(mine, theirs, english, chinese)}"
                yield Finding(other.file, 0, "", found, "make them the same")


def _only_here(mine: list[str], theirs: list[str], here: str, there: str) -> str:
    """What one of two lists has and the other lacks, or has less often, in words."""
    ours, others = Counter(mine), Counter(theirs)
    only = {here: list((ours - others).elements()), there: list((others - ours).elements())}
    return "; ".join(f"only in {code}: {', '.join(parts)}" for code, parts in only.items() if parts) or "their order differs"


def _assets(report: Report) -> dict[str, str | bytes]:
    """Files of docs/ that are no pages, once for both languages; the palette joins the site's stylesheet."""
    files: dict[str, str | bytes] = {}
    for path in sorted(report.project.docs.rglob("*")):
        if path.is_file() and path.suffix != ".md" and report.project.relative(path) != MOVED:
            files[f"{LANGUAGES[0].code}/{path.relative_to(report.project.docs).as_posix()}"] = path.read_bytes()
    sheet = f"{LANGUAGES[0].code}/assets/site.css"
    files[f"{LANGUAGES[0].code}/assets/vega.js"] = VEGA.read_bytes()
    files[f"{LANGUAGES[0].code}/assets/minisearch.js"] = ENGINE.read_bytes()
    before = files.get(sheet, b"")
    files[sheet] = report.theme.css().encode() + b"\n" + (before if isinstance(before, bytes) else before.encode())
    return files
