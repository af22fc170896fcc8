"""Charts as pictures to take away: the drawing with its title, subtitle and source in it, as SVG and as PNG."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from sourced.data.glyphs import boxed
from sourced.drawing.cache import cached, font_hash, hashed, installed
from sourced.drawing.engine import FONTS
from sourced.drawing.theme import FONT, Theme
from sourced.system.fork import copy_number

_FAMILIES = f"{FONT}, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif"
_MARGIN = 24
_PHONE = 480
"""Drawings no wider than this are those for phones."""
_DOTS_PER_INCH = 144.0
"""Two pixels for one."""
_ANY_SIZE = re.compile(r'<svg\b[^>]*? width="([0-9.]+)(?:px)?"[^>]*? height="([0-9.]+)(?:px)?"')
_kept = threading.local()
"""Typst with the font in memory, for each thread."""
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

    @property
    def origin(self) -> str:
        """Whose it is, and of which day."""
        return " · ".join(part for part in (self.report, self.dated) if part)

    @property
    def lines(self) -> list[str]:
        """All but the title."""
        return [part for part in (self.subtitle, self.note, self.source, self.origin, self.address) if part]


@dataclass(frozen=True)
class _Words:
    """Words in a picture, at a font size in pixels."""

    text: str
    size: int
    colour: str
    bold: bool = False

    @property
    def step(self) -> int:
        """From line to line."""
        return round(self.size * 1.4)


def picture(svg: str, caption: Caption, theme: Theme) -> str:
    """A drawing that can stand alone: real colours on a ground, title and subtitle above, what to know of it below."""
    found = _SIZE.search(svg)
    width, height = (int(found[1]), int(found[2])) if found else (720, 400)
    ink, quiet, paper = (theme.palette.get(name, ("#111", "#fff"))[0] for name in ("ink", "ink-quiet", "paper"))
    title = 24 if width > _PHONE else 20
    head = _broken(width, [_Words(caption.title, title, ink, bold=True), _Words(caption.subtitle, 15, quiet)])
    foot = [_Words(caption.note, 13, quiet), _Words(caption.source, 13, quiet)]
    foot = _broken(width, [*foot, _Words(caption.origin, 13, ink), _Words(caption.address.partition("//")[2], 13, ink)])
    above, below = (sum(line.step for line in lines) for lines in (head, foot))
    top = _MARGIN + above + 12
    whole = (width + 2 * _MARGIN, top + height + 12 + below + _MARGIN)
    words = [*_lines(head, _MARGIN), *_lines(foot, top + height + 12)]
    drawing = theme.resolved(svg).replace("<svg ", f'<svg x="{_MARGIN}" y="{top}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole[0]}" height="{whole[1]}" viewBox="0 0 {whole[0]} {whole[1]}" '
        f'font-family="{_FAMILIES}"><title>{escape(caption.title)}</title>'
        f'<rect width="100%" height="100%" fill="{paper}"/><rect width="100%" height="4" fill="{ink}"/>{"".join(words)}{drawing}</svg>'
    )


def png(svg: str, cache: Path) -> Callable[[], bytes]:
    """A picture at twice its size, to be waited for; from the cache if it was made before with the same font, which alone it is set in."""
    key = hashed("png", svg, installed("typst"), font_hash())
    return cached(cache / f"{key}.png", lambda: _thread(copy_number()).submit(_raster, boxed(svg)), bytes)


@functools.cache
def _thread(copy: int) -> ThreadPoolExecutor:  # noqa: ARG001 (each copy of the process has its own)
    return ThreadPoolExecutor(1, thread_name_prefix="pictures")


def _raster(svg: str) -> bytes:
    """A drawing as a picture. ValueError if it is none.

    Typst draws as the engine does, by resvg, but holds the font in memory: the engine opens its file for every letter.
    """
    size = _ANY_SIZE.search(svg)
    at = f", width: {size[1]}pt, height: {size[2]}pt" if size else ""
    page = f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(sys.inputs.svg), format: "svg"{at})'
    return png_of(page, svg=svg)


def png_of(page: str, **inputs: str) -> bytes:
    """A page of Typst as a picture, two pixels for one, set in our font. ValueError with Typst's words if it can't be set."""
    import typst

    if not hasattr(_kept, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
        _kept.compiler = typst.Compiler(font_paths=fonts)
    try:
        return bytes(_kept.compiler.compile(page.encode(), format="png", ppi=_DOTS_PER_INCH, sys_inputs=inputs))
    except typst.TypstError as error:
        raise ValueError(str(error)) from None


def wrapped(text: str, width: int, size: int) -> list[str]:
    """A text in lines that fit `width` pixels at a font size, broken at spaces, after a slash, or between Chinese characters."""
    lines, line, taken = list[str](), "", 0.0
    for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef/]*/+|[^\s\u2e80-\uffef/]+\s*|\s+", text.strip()):
        wide = sum(size if unicodedata.east_asian_width(character) in "WF" else size * 0.58 for character in word.rstrip())
        if line and taken + wide > width and not re.match(r"[，。；：！？、）》”]", word):
            lines.append(line.rstrip())
            line, taken = "", 0.0
        line += word
        taken += wide + (len(word) - len(word.rstrip())) * size * 0.3
    return [*lines, line.rstrip()] if line.strip() else lines


def _broken(width: int, words: list[_Words]) -> list[_Words]:
    """Words in lines that fit a width in pixels."""
    return [replace(one, text=line) for one in words for line in wrapped(one.text, width, one.size)]


def _lines(lines: list[_Words], top: int) -> list[str]:
    made, y = [], top
    for one in lines:
        y += one.step
        # A stroke of the same colour, because the font that drawings are measured with has one weight.
        stroke = f' stroke="{one.colour}" stroke-width="{one.size / 32:.2f}"' if one.bold else ""
        place = f'x="{_MARGIN}" y="{y - one.step // 3}" font-size="{one.size}"'
        made.append(f'<text {place} fill="{one.colour}"{stroke}>{escape(one.text)}</text>')
    return made
