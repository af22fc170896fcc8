"""Charts as pictures to take away: the drawing with its title, subtitle and source in it, as SVG and as PNG."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sourced.drawing.cache import cached, font_hash, hashed
from sourced.drawing.engine import engine
from sourced.drawing.theme import FONT, Theme

_FAMILIES = f"{FONT}, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif"
_MARGIN = 24
_SIZE = re.compile(r'class="marks" width="(\d+)" height="(\d+)"')


@dataclass(frozen=True)
class Caption:
    """The words around a drawing."""

    title: str
    subtitle: str
    source: str
    report: str
    note: str = ""
    """What a reader must know beside."""
    dated: str = ""
    """Of which day the data are."""
    address: str = ""
    """That of the chart's own page, "" where the site's is not known."""


def picture(svg: str, caption: Caption, theme: Theme) -> str:
    """A drawing that can stand alone: real colours on a ground, title and subtitle above, sources and report below."""
    found = _SIZE.search(svg)
    width, height = (int(found[1]), int(found[2])) if found else (720, 400)
    inner = width - 8
    ink, quiet, paper = (theme.palette.get(name, ("#111", "#fff"))[0] for name in ("ink", "ink-quiet", "paper"))
    head = [(line, 20, 28, ink) for line in wrapped(caption.title, inner, 20)]
    head += [(line, 14, 21, quiet) for line in wrapped(caption.subtitle, inner, 14)]
    foot = [(line, 12, 17, quiet) for part in (caption.source, caption.report) for line in wrapped(part, inner, 12)]
    above = sum(step for _, _, step, _ in head) + 12
    whole = (width + 2 * _MARGIN, above + height + 14 + sum(step for _, _, step, _ in foot) + 2 * _MARGIN)
    words = [*_lines(head, _MARGIN), *_lines(foot, _MARGIN + above + height + 14)]
    drawing = theme.resolved(svg).replace("<svg ", f'<svg x="{_MARGIN}" y="{_MARGIN + above}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole[0]}" height="{whole[1]}" viewBox="0 0 {whole[0]} {whole[1]}" '
        f'font-family="{_FAMILIES}"><title>{escape(caption.title)}</title>'
        f'<rect width="100%" height="100%" fill="{paper}"/>{"".join(words)}{drawing}</svg>'
    )


def png(svg: str, cache: Path) -> Callable[[], bytes]:
    """A picture at twice its size, to be waited for; from the cache if it was made before with the same font."""
    key = hashed("png", svg, font_hash())
    return cached(cache / f"{key}.png", lambda: engine().png(svg), bytes)


def wrapped(text: str, width: int, size: int) -> list[str]:
    """A text in lines that fit `width` pixels at a font size, broken at spaces, or between Chinese characters."""
    lines, line, taken = list[str](), "", 0.0
    for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", text.strip()):
        wide = sum(size if unicodedata.east_asian_width(character) in "WF" else size * 0.58 for character in word.rstrip())
        if line and taken + wide > width and not re.match(r"[，。；：！？、）》”]", word):
            lines.append(line.rstrip())
            line, taken = "", 0.0
        line += word
        taken += wide + (len(word) - len(word.rstrip())) * size * 0.3
    return [*lines, line.rstrip()] if line.strip() else lines


def _lines(lines: list[tuple[str, int, int, str]], top: int) -> list[str]:
    made, y = [], top
    for words, size, step, colour in lines:
        y += step
        made.append(f'<text x="{_MARGIN}" y="{y - step // 3}" font-size="{size}" fill="{colour}">{escape(words)}</text>')
    return made
