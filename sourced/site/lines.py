"""Where the lines of a page may end, blanks that a script has no use for, and the line that explains the mark of evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from html import unescape
from typing import Final

from sourced.evidence.figures import Figures
from sourced.words.conventions import HAN
from sourced.words.language import Language
from sourced.words.segments import breaks

_HEADING: Final = re.compile(  # and what is set like one: a chart's title, a tile's answer, the site's name
    r'(<(h[1-3])\b[^>]*>|<strong class="chart-title">|<p class="verdict-short">|<a class="brand"[^>]*><svg.*?</svg><span>)'
    r"(.*?)(?=</\2>|</strong>|</p>|</span></a>)",
    re.DOTALL,
)
_TOKEN: Final = re.compile(r"<[^<>]*>|&#?\w+;|.", re.DOTALL)
_WHOLE: Final = re.compile(r'<(?:span class="name"|time\b)')
"""The beginning of what stays in one line: a name with a digit in it, a day."""
_INLINE: Final = r"(?:</?(?:a|span|strong|em|b|data|time)\b[^<>]*>)*"
_WIDE: Final = "，。；：！？、（）《》"
_BLANK: Final = re.compile(rf"(?<=[{_WIDE}])({_INLINE})[ \n]+(?={_INLINE}[^\s<])|[ \n]+(?={_INLINE}[{_WIDE}])")
"""A blank beside a mark that fills a square by itself."""
_APOSTROPHE: Final = re.compile(r"(?:(?<=[A-Za-z])(?:'|&\#39;)(?=[a-z])|(?<=s)(?:'|&\#39;)(?= ))(?=[^<>]*(?:<|$))")
"""A straight apostrophe within a word of the text or behind a plural, as it is typed."""
_VERBATIM: Final = re.compile(r"(<(pre|code|script|svg|textarea)\b.*?</\2>)", re.DOTALL)
_FIRST: Final = re.compile(r'<(p|ul)(?: class="(?:lead|deck)")?>(?:(?!</\1>).)*?<a class="fig"[^>]* data-note=.*?</\1>', re.DOTALL)
"""The first paragraph or list of the text that has a figure with a note."""


def names_of(figures: Figures, language: Language) -> frozenset[str]:
    """Names of the report, and words of figures, that a line must not end within; none in a language that sets blanks between words."""
    if not language.conventions.is_dense:
        return frozenset()
    names = (entity.name[language.code] for entity in figures.model.entities.values())
    runs = (run for name in names for run in re.findall(rf"{HAN.pattern}+", name) if 1 < len(run) <= 8)
    return frozenset((*runs, *_qualifiers(language)))


def laid_out(html: str, language: Language, names: Collection[str]) -> str:
    """A page of MkDocs' with a key of evidence at its first figure.

    Apostrophes are set as such; in Chinese headings end their lines between words, and no blank stands beside a full-width
    mark. There a figure's own words stand before its element, whose content stays in one line: 约 and 4.3倍 may part.
    """
    html = _FIRST.sub(lambda match: f'{match[0]}\n<p class="key">{language.word("evidence_key")}</p>', html, count=1)
    if not language.conventions.is_dense:
        return _in_prose(html, lambda part: _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", part))
    html = re.sub(rf"(<data [^>]*>)({'|'.join(_qualifiers(language))})", r"\2\1", html)
    html = _HEADING.sub(lambda match: match[1] + _between_words(match[3], names), html)
    return _in_prose(html, lambda part: _BLANK.sub(r"\1", part))


def _in_prose(html: str, change: Callable[[str], str]) -> str:
    """A page changed wherever it is not code or a drawing."""
    parts = _VERBATIM.split(html)  # prose, something verbatim, its tag, and so on
    return "".join(change(part) if place % 3 == 0 else part for place, part in enumerate(parts) if place % 3 < 2)


def _between_words(html: str, names: Collection[str]) -> str:
    """A heading's content with `wbr` wherever a line may end."""
    tokens = _TOKEN.findall(html)
    text = "".join(unescape(token) for token in tokens if not token.startswith("<"))
    ends, place, whole = set(breaks(text, names)), 0, False
    made, opened = list[str](), list[str]()
    for token in tokens:
        if token.startswith("</"):
            whole = False
        elif token.startswith("<"):  # a line ends before what is opened, not in it
            opened.append(token)
            continue
        else:
            if place in ends and not whole:
                made.append("<wbr>")
            place += 1
        whole = whole or any(map(_WHOLE.match, opened))
        made += [*opened, token]
        opened.clear()
    return "".join([*made, *opened])


def _qualifiers(language: Language) -> Iterator[str]:
    """The words that stand before a figure: 约, 超过; longer ones before those that they begin with."""
    before = (language.word(f"qualifier.{one}", "\0").partition("\0")[0] for one in ("approx", "at_least", "at_most", "estimate"))
    return iter(sorted(filter(None, before), key=len, reverse=True))
