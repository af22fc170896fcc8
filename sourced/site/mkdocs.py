"""MkDocs, run in this process for one language of a report.

`mkdocs.yml` is the configuration of all languages; what differs between them is words, which come from the report's
data and pages. Where more differs, a report may have a `mkdocs.CODE.yml` for a language, which is then taken as it is.
What it does not say is as DEFAULTS have it; the theme is the generator's, with the report's own files before it.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final

from jinja2 import BytecodeCache, TemplateSyntaxError
from jinja2.bccache import Bucket

from sourced.findings import Finding, ReportError
from sourced.pages.configuration import CONFIGURATION, configured
from sourced.pages.freshness import newest_figure
from sourced.pages.look import scheme_words
from sourced.pages.page import ADDED, INDICATOR_PAGES, Page, front_matter, is_part
from sourced.pages.report import Report
from sourced.pages.sandbox import Sandbox
from sourced.pages.shared import shared_pages
from sourced.pages.templates import texts_of
from sourced.project import GENERATOR, OWN_THEME
from sourced.system.limits import TooMuch, no_sudden_end
from sourced.words.language import Language

_READING: Final = "Error reading page"
"""What MkDocs says first where a page's Markdown leads to an error."""
DEFAULTS: Final[Mapping[str, Any]] = {
    "plugins": [],
    "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"permalink": False}}],
    "validation": {
        "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
        "links": {"not_found": "warn", "anchors": "ignore", "absolute_links": "warn", "unrecognized_links": "warn"},
    },
}
"""What a configuration says where the report's own says nothing. Anchors are checked in the finished pages."""


def configuration_of(root: Path, language: Language) -> str:
    """The name of the configuration that a language's site is made by."""
    own = f"mkdocs.{language.code}.yml"
    return own if (root / own).exists() else CONFIGURATION


def theme_words(report: Report, language: Language) -> dict[str, Any]:
    """What the theme is told, as config.extra: languages, words by key, schemes of colours, whether there are files to take away."""
    package = report.figures.model.package
    return {
        "language": language,
        "languages": report.languages,
        "word": language.word,
        "up": "../" if language.folder else "",
        "schemes": scheme_words(report.figures.model, report.theme, language),
        "notice": package.notice[language.code],
        "data_to": language.word("theme.data_to", newest) if (newest := newest_figure(report, language, short=True)) else "",
        "downloads": report.downloads,
        "indicators": INDICATOR_PAGES,
        "book": f"{package.name}.pdf",
        "grounds": report.theme.palette["paper"][:2],
        "site_root": report.project.address,
    }


def run_mkdocs(report: Report, language: Language, docs: Path, target: Path, *, pages_alone: bool = False) -> list[Finding]:
    """Let MkDocs make what is missing from a language's site at `target`, or of that the pages alone; give what it complains of."""
    from mkdocs.commands.build import build

    root = report.project.root
    file = configuration_of(root, language)
    if not (root / file).exists():
        return [Finding(file, 0, "", "there is no such file", "every report has one")]
    try:
        texts_of(report.project, sorted(report.project.theme.rglob("*.html")))
    except ReportError as error:
        return error.findings
    problems: list[Finding] = []
    with _warnings() as said:
        try:
            with no_sudden_end():
                config = _configured(report, language, docs, target)
                if pages_alone:
                    config.theme.static_templates.clear()
                build(config, dirty=True)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (hooks, plugins and the theme may raise anything)
            place, line = _place_of(error, root)
            problems = [_said(place or file, line, language, one) for one in str(error).splitlines() or [type(error).__name__]]
            if isinstance(error, TooMuch) and _READING in said.getvalue():
                problems = []  # it has been said with the page's name
    lines = [one for one in said.getvalue().splitlines() if one.strip() and not (problems and one.startswith("Error building page"))]
    return [*(_said(file, 0, language, one) for one in lines), *problems]


def _said(file: str, line: int, language: Language, message: str) -> Finding:
    return Finding(file, line, "", f"MkDocs says ({language.code}): {message.strip()}", "correct the page or the configuration")


def _place_of(error: BaseException, root: Path) -> tuple[str, int]:
    """The file of the report and the line in it where an error arose: a template of the theme, a hook; "" if it was in none."""
    places = [(frame.filename, frame.lineno or 0) for frame in extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    own = [(Path(file), line) for file, line in places if Path(file).is_relative_to(root) and not Path(file).is_relative_to(GENERATOR)]
    inner = [(path.relative_to(root), line) for path, line in own]
    found = [(path.as_posix(), line) for path, line in inner if path.parts[0] == "templates" or len(path.parts) == 1]
    return found[-1] if found else ("", 0)


@contextmanager
def _warnings() -> Iterator[io.StringIO]:
    """What MkDocs warns of while the context lasts."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setLevel(logging.WARNING)
    handler.addFilter(lambda record: "'dirty' build" not in record.getMessage())
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def _configured(report: Report, language: Language, docs: Path, target: Path) -> Any:
    """MkDocs' configuration for a language."""
    from mkdocs.config import load_config
    from pathspec import GitIgnoreSpec

    project = report.project
    file = configuration_of(project.root, language)
    own = configured(project.root, file)
    options: dict[str, Any] = {
        name: value for name, value in {"site_url": project.address, **deepcopy(DEFAULTS)}.items() if name not in own
    }
    options["site_name"] = report.figures.model.package.report[language.code]
    options["theme"] = {"name": None, "custom_dir": str(OWN_THEME), "static_templates": ["404.html"]}
    if file == CONFIGURATION:
        options["nav"] = _in_words(report.navigation, docs, language)
    config = load_config(str(project.root / file), docs_dir=str(docs), site_dir=str(target), strict=False, **options)
    if project.theme.is_dir():
        config.theme.dirs.insert(0, str(project.theme))
    config.theme.get_env = _sandboxed(config.theme)  # type: ignore[method-assign]
    config.extra.update(theme_words(report, language))
    config.not_in_nav = (config.not_in_nav or GitIgnoreSpec([])) + GitIgnoreSpec.from_lines(_in_any_place(report))
    config.markdown_extensions += ["sourced.site.html_blocks:HtmlBlocks", _TABLES]
    config.mdx_configs[_TABLES] = {"label": language.word("columns.table")}
    config.plugins.events["page_content"].append(_read)
    config.plugins.events["post_page"].append(_written)
    if language.folder:
        config.theme.static_templates.discard("404.html")  # a host knows one, at the root
    return config


_TABLES: Final = "sourced.site.tables:ScrollingTables"


class _Code(BytecodeCache):
    """What templates were compiled to, in this process: a preview's next build need not compile them again."""

    def __init__(self) -> None:
        self._compiled: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what a template of this name was compiled to, if its text was the same."""
        checksum, code = self._compiled.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._compiled[bucket.key] = bucket.checksum, bucket.code


_CODE: Final = _Code()


def _read(_html: str, *, page: Any, **_: Any) -> None:
    """Let go of the Markdown of a part of a long table once it is read: MkDocs holds all pages until the last is written."""
    if is_part(page.file.src_uri):
        page.markdown = None


def _written(_output: str, *, page: Any, **_: Any) -> None:
    """Let go of its content once it is written."""
    if is_part(page.file.src_uri):
        page.content = None


def _sandboxed(theme: Any) -> Callable[[], Sandbox]:
    """What makes the theme's Jinja as MkDocs does, in the sandbox: a report may have templates of its own there too."""
    plain = theme.get_env

    def made() -> Sandbox:
        given = plain()
        environment = Sandbox(loader=given.loader, extensions=list(given.extensions), auto_reload=False, bytecode_cache=_CODE)
        environment.filters.update(given.filters)
        environment.globals.update({name: value for name, value in given.globals.items() if name not in environment.globals})
        return environment

    return made


def _in_any_place(report: Report) -> list[str]:
    """What a navigation may leave out: pages that the generator adds."""
    return [f"/{path}" for path in (*ADDED, *(f"{name}.md" for name in shared_pages(report.figures.model.package)))]


def _in_words(nav: Any, docs: Path, language: Language) -> Any:
    """A navigation in a language's words: pages by their titles, a section by that of its first page."""
    if isinstance(nav, str):
        return {_title_of(nav, docs, language) or nav: nav}
    if isinstance(nav, list):
        return [_in_words(item, docs, language) for item in nav]
    if isinstance(nav, dict):
        return next((_section(inner, docs, language) for inner in nav.values()), nav)
    return nav


def _section(inner: Any, docs: Path, language: Language) -> Any:
    """What stands below a title of the navigation: a page, or pages."""
    listed = _in_words(inner, docs, language)
    return {next(iter(listed[0])): listed} if isinstance(listed, list) and listed and isinstance(listed[0], dict) else listed


def _title_of(path: str, docs: Path, language: Language) -> str:
    """The title that a page gives itself above its text, else its heading; "" if there is no such page.

    The first page is the overview where it bears the report's own name, which stands above it and on it anyway.
    """
    if not (docs / path).is_file():
        return ""
    page = Page(path.removesuffix(".md"), language, path, text=(docs / path).read_text(encoding="utf-8"))
    title = front_matter(page).get("title", page.title)
    return language.word("theme.overview") if page.name == "index" and title == page.title else title
