"""What a page's words may hold: safe text, no bare digits, the same skeleton in all languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from sourced.findings import NOT_TRANSLATED, Finding
from sourced.words.language import Language

_SPECIAL: Final = {ord(character): f"&#{ord(character)};" for character in "&<>\"'" + r"\`*_{}[]#!|~^"}
"""What HTML or Markdown may take for markup, as character references."""
_NOT_PROSE: Final = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"<[^<>]*>"),
    re.compile(r"(?<=\])\([^()\s]*\)"),
    re.compile(r"\{:?\s*[#.][^{}]*\}"),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"&#?\w+;"),
)
MARKED: Final = r"(?:\{\*|<!--) not translated into \S+ yet (?:\*\}|-->)"
"""The comment of a page that is not translated yet."""
_FILLED_IN: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\*.*?\*\}", re.DOTALL)
DIGIT: Final = r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u218b\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]"
"""A digit of any script, or a numeral in one character: ½, Ⅲ, ①."""
_WORD_WITH_DIGIT: Final = re.compile(rf"[^\s，。；：！？、]*{DIGIT}[^\s，。；：！？、]*")
_HEADING: Final = re.compile(r"^(#{1,6}) .*?(?:\{[^{}]*#([A-Za-z0-9_-]+)[^{}]*\})?\s*$", re.MULTILINE)
FIX: Final = "write {{ figure(…) }} for a figure, {{ when(…) }} for a date, {{ name(…) }} for a name with a digit"


def safe(text: object) -> Markup:
    """A cell's text as it must stand in Markdown: never markup of any kind, HTML or Markdown."""
    return Markup(str(text).translate(_SPECIAL).replace("\n", " "))


def plain(markup: str) -> str:
    """The words of a piece of HTML, tags and entities resolved."""
    return html.unescape(re.sub(r"<[^<>]*>", "", markup)).strip()


def says_more_than_a_name(text: str) -> bool:
    """Whether a text, a template's or a cell's, has a sentence's words besides what is filled in: what no two languages have alike."""
    words = _blanked(_FILLED_IN.sub(" ", text))
    return len(re.findall(r"[^\W\d_]{2,}", words)) >= 5 or len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", words)) >= 10


def template_problems(environment: Environment, source: str, file: str, languages: Sequence[Language]) -> Iterator[Finding]:
    """Syntax errors and bare digits of a template, with their lines."""
    try:
        tokens = list(environment.lex(source, filename=file))
        tree = environment.parse(source, filename=file)
    except TemplateSyntaxError as error:
        yield Finding(file, error.lineno, "", f"is not a template: {error.message}", "look for an unclosed brace or block")
        return
    yield from _foreign_matter(source, file)
    prose = "".join(text if kind == "data" else "\n" * text.count("\n") for _, kind, text in tokens)
    yield from _bare_digits(prose, file)
    yield from _punctuation(prose, file, languages)
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if re.search(DIGIT, value := _constant(node)):
                yield Finding(file, node.lineno, "", f'prints the bare figure "{value}"', FIX)


def _constant(node: nodes.Expr) -> str:
    """What an expression prints whatever the data are, "" if that depends on them or is the template's own text."""
    if isinstance(node, nodes.TemplateData):
        return ""
    try:
        return str(node.as_const())
    except (nodes.Impossible, SecurityError):  # what may not run is told of where it is rendered
        return ""


def markdown_problems(source: str, file: str, languages: Sequence[Language]) -> Iterator[Finding]:
    """Bare digits and wrong punctuation of a page written by hand."""
    yield from _foreign_matter(source, file)
    yield from _bare_digits(source, file)
    yield from _punctuation(source, file, languages)


def _foreign_matter(source: str, file: str) -> Iterator[Finding]:
    """What a merge has left, and what runs scripts or asks other hosts: the site's policy would refuse it in silence."""
    for pattern, found, fix in _FOREIGN:
        for match in re.finditer(pattern, source, re.MULTILINE | re.IGNORECASE):
            shown = " ".join(match[0].split())[:60]
            yield Finding(file, source.count("\n", 0, match.start()) + 1, "", found.format(shown), fix)
    for number, line in enumerate(source.splitlines(), 1):
        if "&" in line and (hidden := _DISGUISED.search(re.sub(r"[\x00-\x20]", "", html.unescape(line)))):
            yield Finding(file, number, "", f'links to a script: "{hidden[0]}"', "link to a page")


_DISGUISED: Final = re.compile(r"""(?:\]\(<?|\]:<?|<|=["']?)(?:javascript|vbscript|data):""", re.IGNORECASE)
"""An address that runs a script, once references and blanks are resolved."""
_FOREIGN: Final = (
    (
        MARKED,
        NOT_TRANSLATED,
        "write it in that language, and take this line out",
    ),
    (r"^(<{7}|>{7}|\|{7})( .*)?$|^={7}$", 'holds "{}", left by a merge in Git', "keep one version, and no such line"),
    (r"(?<=\]\()\s*<?(?:javascript|vbscript|data):[^\s)]*", 'links to a script: "{}"', "link to a page"),
    (r"\b(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript):[^\"'>]*", 'links to a script: "{}"', "link to a page"),
    (r"<script\b[^<>]*>(?=\s*\S)(?!\s*</script)", 'runs a script of its own: "{}"', "scripts belong into docs/assets"),
    (r"<(?:meta|base|iframe|frame|object|embed|applet|link)\b[^<>]*>", 'has what leads elsewhere: "{}"', "write words and links"),
    (r"<[a-z][^<>]*\son[a-z]+\s*=[^<>]*>", 'runs a script of its own: "{}"', "scripts belong into docs/assets"),
)  # fmt: skip


def _punctuation(prose: str, file: str, languages: Sequence[Language]) -> Iterator[Finding]:
    """What the languages of a text have against its marks: that of its name, NAME.CODE.md, or all of the report's if it names none."""
    own = [one for one in languages if f".{one.code}." in file] or languages
    text = _blanked(prose)
    for language in own:
        for line, found, fix in language.conventions.punctuation_problems(text, language.english_name):
            yield Finding(file, line, "", found, fix)


def _blanked(prose: str) -> str:
    """Prose with markup replaced by as many blanks, so that lines and columns stay."""
    for pattern in _NOT_PROSE:
        prose = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), prose)
    return prose


def _bare_digits(prose: str, file: str) -> Iterator[Finding]:
    prose = _blanked(prose)
    for match in _WORD_WITH_DIGIT.finditer(prose):
        line = prose.count("\n", 0, match.start()) + 1
        column = match.start() - prose.rfind("\n", 0, match.start())
        yield Finding(file, line, str(column), f'holds the bare figure "{match[0]}"', FIX)


def skeleton(markdown: str) -> list[str]:
    """The headings of a page as level and anchor, in order."""
    return [f"{len(level)} #{anchor or '?'}" for level, anchor in _HEADING.findall(markdown)]


def headings(markdown: str) -> Iterator[tuple[int, str, str]]:
    """The headings of a page: line, level as number signs, anchor or "" if it has none."""
    for match in _HEADING.finditer(markdown):
        yield markdown.count("\n", 0, match.start()) + 1, match[1], match[2] or ""
