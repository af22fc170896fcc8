"""The look that drawings share: the font, a report's colours, and Vega-Lite's configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sourced.words.language import Language

FONT: Final = "Chart Sans"
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


@dataclass(frozen=True)
class Theme:
    """What a report's charts share: named colours as (light, dark)."""

    palette: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def css(self) -> str:
        """The palette as custom properties that follow the reader's scheme, also in browsers older than light-dark()."""
        pairs = self.palette.items()
        both = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in pairs)
        light, dark = ("".join(f"--{name}:{pair[at]};" for name, pair in pairs) for at in (0, 1))
        # `:where` adds no weight, so that what the stylesheet sets later on :root, for forced colours, still wins.
        return (
            f":root{{{both}}}\n@supports not (color:light-dark(#000,#fff)){{:root{{{light}}}"
            f'@media screen and (prefers-color-scheme:dark){{:root:where(:not([data-scheme="light"])){{{dark}}}}}'
            f'@media screen{{:root:where([data-scheme="dark"]){{{dark}}}}}}}'
        )

    def resolved(self, svg: str, *, dark: bool = False) -> str:
        """A drawing with real colours in place of variables, for use outside the site."""
        return _VARIABLE.sub(lambda match: self.palette.get(match[1], ("#000", "#fff"))[dark], svg)


def config(language: Language) -> dict[str, Any]:
    """The look shared by all charts, numbers on axes as the language writes them."""
    decimal, thousands = language.number_marks
    ink, quiet, rule = "var(--ink)", "var(--ink-quiet)", "var(--rule)"
    text = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": quiet, "titleColor": quiet, "titleFontWeight": "normal"}
    axis = {**text, "domainColor": rule, "tickColor": rule, "gridColor": rule, "labelLimit": 240, "labelPadding": 6}
    return {
        "font": FONT,
        "locale": {"number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}},
        "background": None,
        "padding": {"left": 8, "right": 4, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {**axis, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "domain": False, "ticks": False},
        "axisX": {"grid": False, "domain": True, "labelFlush": True},
        "legend": {**text, "orient": "top", "title": None, "symbolType": "square", "labelLimit": 300, "columnPadding": 28},
        "header": {**text, "labelFontSize": 13, "labelColor": ink, "labelAnchor": "start"},
        "text": {"color": ink, "fontSize": 12},
        "rule": {"color": rule},
        "bar": {"color": "var(--accent)"},
        "line": {"color": "var(--accent)", "strokeWidth": 2.5},
        "point": {"color": "var(--accent)", "filled": True, "size": 60},
        "range": {"category": ["var(--accent)"]},
    }
