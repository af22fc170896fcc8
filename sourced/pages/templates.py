"""Templates and hand-written pages: read, checked by themselves, compiled; and where in them an error arose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from inspect import signature
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from sourced.data.csv_files import text_of
from sourced.data.glyphs import missing_in_texts
from sourced.evidence.figures import FigureError
from sourced.findings import Finding, ReportError
from sourced.pages.page import Page
from sourced.pages.sandbox import PageSandbox
from sourced.pages.vocabulary import Vocabulary
from sourced.project import OWN_TEMPLATES, Project
from sourced.system.limits import bounded
from sourced.system.links import files_below
from sourced.words.language import Language, Texts
from sourced.words.prose import markdown_problems, safe, template_problems

_WORDS: Final = 300
"""How much is told of an error in the words of another program."""


def texts_of(project: Project, paths: Iterable[Path]) -> dict[Path, str]:
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


def texts_written(project: Project) -> dict[Path, str]:
    """The texts of all templates and pages; ReportError as `texts_of` raises it."""
    return texts_of(project, [*files_below(project.templates, "*.j2"), *files_below(project.docs, "*.md")])


def page_of_file(path: str, ending: str, file: str, languages: Sequence[Language], findings: list[Finding]) -> Iterator[Page]:
    """The page that a file's name stands for, NAME.CODE and the ending; none, with the reason in `findings`, if it names no language."""
    name, _, code = path.removesuffix(ending).rpartition(".")
    language = next((one for one in languages if one.code == code), None)
    if language is None or not path.endswith(ending):
        findings.append(
            Finding(
                file, 0, "", "names no language of the report", "call it " + " or ".join(f"NAME.{one.code}{ending}" for one in languages)
            )
        )
        return
    yield Page(name, language, file)


def environment_of(project: Project) -> Environment:
    """Jinja as pages are written in: in its sandbox, every printed value is escaped, an unknown name is an error.

    Nothing compiled is kept for the next run: what is in the cache is data and no code.
    """
    return PageSandbox(
        loader=FileSystemLoader(
            [project.templates / "pages", project.templates, OWN_TEMPLATES / "pages", OWN_TEMPLATES], encoding="utf-8-sig"
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{*",  # {# is taken: Markdown's attr_list writes anchors as {#name}
        comment_end_string="*}",
        finalize=_printed,
    )


def _printed(value: Any) -> Any:
    """A value as a page prints it; FigureError for one that has no words, of which Python's own would be printed."""
    if hasattr(value, "__html__"):
        return value
    if isinstance(value, str | int | float | Decimal | date) and not isinstance(value, bool):
        return safe(value)
    kind: Any = type(value)
    if isinstance(value, Undefined) or kind.__str__ is not object.__str__:
        return safe(str(value))
    if isinstance(value, Texts):
        raise FigureError("prints no text but texts by language", "print the text in the page's language: …[language.code]", due_to=())
    found = "nothing (none)" if value is None else f"no text but {kind.__name__}"
    raise FigureError(f"prints {found}", "print one of its texts, or a figure", due_to=())


def template_finding(error: Exception, project: Project, fallback: str) -> Finding:
    """Where in the templates an error arose: the innermost template on its way."""
    file, line, trace = fallback, 0, error.__traceback__
    folder = str(project.templates)
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith(folder):
            file, line = project.relative(Path(trace.tb_frame.f_code.co_filename)), trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, FigureError):
        return Finding(file, line, "", error.found, error.fix)
    if isinstance(error, SecurityError):
        return Finding(file, line, "", f"asks for what no template may have: {error.message}", _words_known())
    if isinstance(error, OverflowError):
        return Finding(file, line, "", str(error), "templates print figures, names and rows, and run no other code")
    if isinstance(error, RecursionError):
        return Finding(file, line, "", "takes itself in without end", "take the include, or the call of the macro, out")
    if isinstance(error, UndefinedError):
        word = re.match(r"'(\w+)' is undefined", str(error.message))
        near = get_close_matches(word[1], _known(), 1) if word else []
        fix = f"write {near[0]}" if near else _words_known()
        return Finding(file, line, "", str(error.message), fix)
    if isinstance(error, TemplateNotFound):
        return Finding(file, line, "", f'there is no template "{error.name}"', "correct the name")
    if isinstance(error, TypeError) and (call := re.match(r"Vocabulary\.(\w+)\(\) (.*)", str(error))):
        found = f"{call[1]}() {call[2].replace('positional argument', 'argument')}"
        return Finding(file, line, "", found, f"write {call[1]}{_arguments(call[1])}")
    return Finding(file, line, "", f"{type(error).__name__}: {error}"[:_WORDS], "correct the call")


def _known() -> list[str]:
    return [name for name in dir(Vocabulary) if not name.startswith("_") and name != "context"]


def _words_known() -> str:
    return f"a template may call {', '.join(_known())}"


def _arguments(name: str) -> str:
    """What a function that templates may call is given: (figure, old=…)."""
    given = [one for one in signature(getattr(Vocabulary, name)).parameters.values() if one.name != "self"]
    return f"({', '.join(one.name if one.default is one.empty else f'{one.name}=…' for one in given)})"


def faults_of_template(environment: Environment, text: str, file: str, languages: Sequence[Language]) -> list[Finding]:
    """What is wrong with a template by itself, be it that it can't be worked out."""
    try:
        with bounded():
            return list(template_problems(environment, text, file, languages))
    except RecursionError:
        return [Finding(file, 0, "", "has brackets or blocks in one another without end", "take them apart")]
    except Exception as error:  # noqa: BLE001 (constants are worked out, by whatever filter)
        return [Finding(file, 0, "", f"can't be worked out: {error}", "templates print figures, names and rows, and run no other code")]


def template_faults(project: Project, languages: Sequence[Language]) -> list[Finding]:
    """What is wrong with templates and pages by themselves, whatever the data say."""
    environment = environment_of(project)
    try:
        templates = texts_of(project, files_below(project.templates, "*.j2"))
        written = texts_of(project, files_below(project.docs, "*.md"))
    except ReportError as error:
        return error.findings
    found = [one for path, text in templates.items() for one in faults_of_template(environment, text, project.relative(path), languages)]
    return found + [one for path, text in written.items() for one in markdown_problems(text, project.relative(path), languages)]


def glyph_warnings(project: Project) -> list[Finding]:
    """Warnings of characters in templates and pages that the font of charts and PDF lacks."""
    return list(missing_in_texts({project.relative(path): text for path, text in texts_written(project).items()}))
