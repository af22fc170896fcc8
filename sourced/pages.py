"""Templates to Markdown: every page of the report in every language.

A page is a pair `templates/pages/NAME.en.md.j2` and `NAME.zh.md.j2`; the two must have the same headings (by anchor),
figures, charts and tables in them. Pages in `docs/` are a pair of plain Markdown files and hold no figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, UndefinedError

from sourced.explore import RUNTIME
from sourced.figures import FigureError
from sourced.findings import Finding, ReportError
from sourced.frames import Drawings, chart_figure, chart_pages
from sourced.indicators import indicator_pages, table_pages, uses_of
from sourced.language import LANGUAGES
from sourced.linked import citation_files, evidence_index, linked_data
from sourced.markup import Page, Report
from sourced.notes import notes_of
from sourced.project import Project
from sourced.prose import markdown_problems, safe, skeleton, template_problems
from sourced.vocabulary import Vocabulary

PAGE = ".md.j2"
OWN_TEMPLATES = Path(__file__).parent / "templates"
"""The generator's own: a report may have its own of the same name."""


def render_pages(report: Report) -> dict[str, str | bytes]:
    """Every page, chart file and stylesheet of the report: path below build/docs to content.

    Raise ReportError with the problems of all templates and pages together.
    """
    findings: list[Finding] = []
    drawings = Drawings(report)
    environment = _environment(report.project)
    templates = list(_templates(report.project, environment, findings))
    pages = [*_written(report.project, findings)]
    if not findings:
        pages += [page for page in templates if _render(page, report, drawings, environment, findings)]
    if not findings:
        findings += _parity_problems(pages)
        for page in pages:
            page.text += notes_of(page, report, environment)
        for language in LANGUAGES:
            uses = uses_of(pages, language)
            pages += [
                *chart_pages(drawings, environment, pages, language),
                *indicator_pages(report, environment, uses, language),
                *table_pages(report, environment, language),
            ]
    if findings:
        raise ReportError(findings)
    files: dict[str, str | bytes] = {f"{page.language.code}/{page.name}.md": page.text for page in pages}
    files.update({f"{page.language.code}/{page.name}.jsonld": linked_data(report, page) for page in pages})
    files[f"{LANGUAGES[0].code}/evidence.json"] = evidence_index(report, pages)
    files.update(citation_files(report, pages))
    files.update(drawings.files())
    files.update(_assets(report))
    return files


def _templates(project: Project, environment: Environment, findings: list[Finding]) -> Iterator[Page]:
    """The pages that templates make, not yet rendered; what is wrong with any template is added to `findings`."""
    folder = project.templates / "pages"
    for path in sorted(project.templates.rglob("*.j2")):
        file = project.relative(path)
        findings += template_problems(environment, path.read_text(encoding="utf-8"), file)
        if path.is_relative_to(folder):
            yield from _page(path.relative_to(folder).as_posix(), PAGE, file, findings)


def _written(project: Project, findings: list[Finding]) -> Iterator[Page]:
    """The pages written by hand."""
    for path in sorted(project.docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        findings += markdown_problems(text, project.relative(path))
        for page in _page(path.relative_to(project.docs).as_posix(), ".md", project.relative(path), findings):
            page.text = text
            yield page


def _page(path: str, ending: str, file: str, findings: list[Finding]) -> Iterator[Page]:
    name, _, code = path.removesuffix(ending).rpartition(".")
    language = next((one for one in LANGUAGES if one.code == code), None)
    if language is None or not path.endswith(ending):
        findings.append(Finding(file, 0, "", "names no language", f"call it NAME.en{ending} or NAME.zh{ending}"))
        return
    yield Page(name, language, file)


def _environment(project: Project) -> Environment:
    return Environment(
        loader=FileSystemLoader([project.templates / "pages", project.templates, OWN_TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{*",  # {# is taken: Markdown's attr_list writes anchors as {#name}
        comment_end_string="*}",
        finalize=lambda value: value if hasattr(value, "__html__") else safe(value),
    )


def _render(page: Page, report: Report, drawings: Drawings, environment: Environment, findings: list[Finding]) -> bool:
    """Fill in the page's text; False, with the reason added to `findings`, if that can't be done."""
    vocabulary = Vocabulary(report, page, lambda chart: chart_figure(chart, page, drawings, environment, vocabulary.context()))
    try:
        template = environment.get_template(f"{page.name}.{page.language.code}{PAGE}")
        page.text = template.render(vocabulary.context())
    except ReportError as error:
        findings += error.findings
    except (FigureError, TemplateError, ValueError, TypeError, KeyError, AttributeError) as error:
        findings.append(_template_finding(error, report.project, page.file))
    else:
        return True
    return False


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
        if path.is_file() and path.suffix != ".md":
            files[f"{LANGUAGES[0].code}/{path.relative_to(report.project.docs).as_posix()}"] = path.read_bytes()
    sheet = f"{LANGUAGES[0].code}/assets/site.css"
    files[f"{LANGUAGES[0].code}/assets/vega.js"] = RUNTIME.read_bytes()
    before = files.get(sheet, b"")
    files[sheet] = report.theme.css().encode() + b"\n" + (before if isinstance(before, bytes) else before.encode())
    return files
