"""Terms of the trade: where a page first mentions one of the report's glossary, it is explained.

The explanation is a link to the glossary's page with the words as its title, so that it is there without a script; the
report's script may show it in a better way. A report without the table has none of this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sourced.data.typed_rows import texts
from sourced.pages.markup import anchor
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.words.language import Language
from sourced.words.prose import safe

TABLE = "glossary"
PAGE = "evidence/glossary/"
_PARTED = re.compile(r"\s*[;；]\s*")
_NOT_TEXT = re.compile(r"(<[^>]*>|\[[^\]\n]*\]\([^)\n]*\)|`[^`\n]*`|\{[^}\n]*\})")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_CLOSED = {
    *("a", "abbr", "button", "caption", "cite", "code", "dd", "dl", "dt", "details", "figure", "form", "h1", "h2", "h3", "h4"),
    *("label", "nav", "q", "script", "select", "style", "summary", "svg", "table"),
}
"""Elements in which nothing is explained: those that are links or headings, and what is no running text."""


@dataclass(frozen=True)
class Term:
    """An entry of the glossary: its key, the forms in which it stands in sentences, what it means."""

    key: str
    forms: tuple[str, ...]
    explanation: str


def glossary(report: Report, language: Language) -> list[Term]:
    """The entries that have forms, in the order of the table; none if the report has no glossary."""
    found = []
    for row in report.figures.model.package.rows(TABLE):
        forms = tuple(filter(None, _PARTED.split(texts(row, "forms", [language])[language.code])))
        if forms:
            found.append(Term(row.text("id"), forms, texts(row, "explanation", [language])[language.code]))
    return found


def explained(text: str, page: Page, report: Report) -> str:
    """A page's Markdown, the first mention of each term in its running text marked."""
    terms = glossary(report, page.language)
    if not terms:
        return text
    front, body = _parted(text)
    return front + _Explainer(terms, page).of(body)


def _parted(text: str) -> tuple[str, str]:
    """What stands above a page's text, and the text."""
    end = text.find("\n---\n") + 5 if text.startswith("---\n") else 0
    return text[:end], text[end:]


class _Explainer:
    """Marks first mentions from the top of a page to its end."""

    def __init__(self, terms: list[Term], page: Page) -> None:
        self._by_form = {form: term for term in terms for form in term.forms}
        self._mention = re.compile("|".join(_pattern(form) for form in sorted(self._by_form, key=len, reverse=True)))
        self._page, self._told = page, set[str]()
        self._depth = 0

    def of(self, body: str) -> str:
        """A page's text."""
        return "\n".join(line if line.startswith(("#", "|")) and not self._depth else self._line(line) for line in body.split("\n"))

    def _line(self, line: str) -> str:
        return "".join(self._part(part, is_text=not place % 2) for place, part in enumerate(_NOT_TEXT.split(line)))

    def _part(self, part: str, *, is_text: bool) -> str:
        if is_text:
            return part if self._depth else self._mention.sub(self._marked, part)
        if (tag := _TAG.match(part)) and tag[2] in _CLOSED and not part.endswith("/>"):
            self._depth += -1 if tag[1] else 1
        return part

    def _marked(self, match: re.Match[str]) -> str:
        said = match[0]
        term = self._by_form.get(said) or self._by_form[said[:1].lower() + said[1:]]
        if term.key in self._told:
            return said
        self._told.add(term.key)
        address = f"{self._page.base}{PAGE}#{anchor(term.key)}"
        return f'<a class="term" href="{address}" title="{safe(term.explanation)}">{said}</a>'


def _pattern(form: str) -> str:
    """A form as a word of its own, also at the beginning of a sentence."""
    first = f"[{form[0].upper()}{form[0]}]" if form[0].islower() and form[0].isascii() else re.escape(form[0])
    before = r"(?<![A-Za-z0-9&;-])" if form[0].isascii() else ""
    after = r"(?![A-Za-z0-9-])" if form[-1].isascii() else ""
    return f"{before}{first}{re.escape(form[1:])}{after}"
