"""Texts that are not the report's own yet: word for word what its first language says, or what a new page begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sourced.drawing.charts import ChartPlan
from sourced.findings import NOT_TRANSLATED, Finding, Severity
from sourced.pages.templates import texts_written
from sourced.project import Project
from sourced.words.language import Language
from sourced.words.prose import MARKED, says_more_than_a_name

_UNWRITTEN: Final = re.compile(r"\{\* to be written \*\}")
_PARAGRAPH: Final = re.compile(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LINE: Final = re.compile(r"[^\n]+")
_SHOWN: Final = 60
"""How many characters of a paragraph a finding quotes."""


def copied_warnings(project: Project, plans: Iterable[ChartPlan], languages: Sequence[Language]) -> Iterator[Finding]:
    """A warning for each page that is to be written, and for each page and text of a chart that is in another language as in the first."""
    first, pages = languages[0], texts_written(project)
    for path, text in pages.items():
        if mark := _UNWRITTEN.search(text):
            line, fix = text.count("\n", 0, mark.start()) + 1, "say there what it shows, and take this line out"
            yield Finding(project.relative(path), line, "", "is to be written yet", fix, severity=Severity.WARNING)
    for language in languages[1:]:
        for path, text in pages.items():
            original = path.with_name(path.name.replace(f".{language.code}.md", f".{first.code}.md"))
            if original != path and original in pages:
                yield from _of_page(pages[original], text, project.relative(path), first, language)
        for plan in plans:
            for part, texts in (("title", plan.title), ("subtitle", plan.subtitle), ("note", plan.note)):
                if texts and texts[first.code] == texts[language.code] and says_more_than_a_name(texts[first.code]):
                    yield _finding(plan.file, plan.line, f"{part} of {plan.id} {NOT_TRANSLATED}: it is", texts[first.code], first, language)


def _of_page(original: str, page: str, file: str, first: Language, language: Language) -> Iterator[Finding]:
    """A warning at the first paragraph of a page that is the other's, with how many there are; none of one that is marked."""
    if re.search(MARKED, page):
        return
    known = {text for text, _ in _paragraphs(original)}
    same = [(text, line) for text, line in _paragraphs(page) if text in known and says_more_than_a_name(text)]
    if same:
        text, line = same[0]
        more = f"; so are {len(same) - 1} more paragraphs" if len(same) > 2 else "; so is one more paragraph" if len(same) > 1 else ""
        yield _finding(file, line, f"{NOT_TRANSLATED}: it is", text, first, language, more)


def _paragraphs(text: str) -> Iterator[tuple[str, int]]:
    """The paragraphs of a page, each with the line that it begins in; what stands above the text line by line."""
    body = text.find("\n---", 3) + 1 if text.startswith("---\n") else 0
    for pattern, start, end in ((_LINE, 0, body), (_PARAGRAPH, body, len(text))):
        for match in pattern.finditer(text, start, end):
            yield match[0].strip(), text.count("\n", 0, match.start()) + 1


def _finding(file: str, line: int, found: str, text: str, first: Language, language: Language, more: str = "") -> Finding:
    said = " ".join(text.split())
    shown = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
    words = f'{found} word for word as in {first.english_name}, "{shown}"{more}'
    return Finding(file, line, "", words, f"write it in {language.english_name}", severity=Severity.WARNING)
