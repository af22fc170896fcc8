"""The look that drawings share: the font, a report's colours, and Vega-Lite's configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sourced.words.language import Language

FONT: Final = "Chart Sans"
SCHEMES: Final[Mapping[str, str]] = {"light": "light", "dark": "dark"}
"""The schemes of a report that declares none."""
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


@dataclass(frozen=True)
class Theme:
    """What a report's charts and pages share: schemes, and named colours with a value for each of them."""

    palette: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schemes: Mapping[str, str] = field(default_factory=lambda: SCHEMES)
    """By name, which of the browser's own schemes each is of; the first two are light and dark, and follow the system."""

    def css(self) -> str:
        """The palette as custom properties that follow the reader's scheme, also in browsers older than light-dark()."""
        light, dark, *further = self.schemes
        both = "".join(f"--{name}:light-dark({values[0]},{values[1]});" for name, values in self.palette.items())
        # `:where` adds no weight, so that what the stylesheet sets later on :root, for forced colours, still wins.
        return (
            f":root{{{both}}}\n@supports not (color:light-dark(#000,#fff)){{:root{{{self._values(0)}}}"
            f'@media screen and (prefers-color-scheme:dark){{:root:where(:not([data-scheme="{light}"])){{{self._values(1)}}}}}'
            f"{self._chosen(dark, 1)}}}"
        ) + "".join(f"\n{self._chosen(name, at)}" for at, name in enumerate(further, 2))

    def native_css(self) -> str:
        """Which of its own schemes the browser is to use for what it draws itself: the system's, until one is chosen."""
        chosen = "".join(f'[data-scheme="{name}"]{{color-scheme:{native}}}' for name, native in self.schemes.items())
        return f":root{{color-scheme:light dark}}{chosen}"

    def _chosen(self, scheme: str, at: int) -> str:
        """The colours of a scheme that a reader has chosen; what is printed stays light."""
        return f'@media screen{{:root:where([data-scheme="{scheme}"]){{{self._values(at)}}}}}'

    def _values(self, at: int) -> str:
        return "".join(f"--{name}:{values[at]};" for name, values in self.palette.items())

    def resolved(self, svg: str, *, dark: bool = False) -> str:
        """A drawing with real colours in place of variables, for use outside the site."""
        return _VARIABLE.sub(lambda match: self.palette.get(match[1], ("#000", "#fff"))[dark], svg)


def config(language: Language) -> dict[str, Any]:
    """The look shared by all charts, numbers on axes as the language writes them."""
    decimal, thousands = language.number_marks
    ink, quiet, rule = "var(--ink)", "var(--ink-quiet)", "var(--rule)"
    # What Vega says of axes and legends to the ear is English whatever the page's language, and the drawing's own words say it.
    text = {"aria": False, "labelFontSize": 12, "titleFontSize": 12, "labelColor": quiet, "titleColor": quiet, "titleFontWeight": "normal"}
    axis = {**text, "domainColor": rule, "tickColor": rule, "gridColor": rule, "labelLimit": 240, "labelPadding": 6}
    return {
        "font": FONT,
        "locale": {"number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}},
        "background": None,
        "padding": {"left": 8, "right": 4, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {**axis, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "domain": False, "ticks": False},
        "axisX": {"grid": False, "domain": True, "labelFlush": True},
        "legend": {
            **text,
            "orient": "top",
            "title": None,
            "symbolType": "square",
            "labelLimit": 300,
            "labelFontSize": 13,
            "labelColor": ink,
            "columnPadding": 28,
        },
        "header": {
            **{name: one for name, one in text.items() if name != "aria"},
            "labelFontSize": 13,
            "labelColor": ink,
            "labelAnchor": "start",
        },
        "text": {"color": ink, "fontSize": 13},
        "rule": {"color": rule},
        "bar": {"color": "var(--accent)"},
        "line": {"color": "var(--accent)", "strokeWidth": 2.5},
        "point": {"color": "var(--accent)", "filled": True, "size": 60},
        "range": {"category": ["var(--accent)"]},
    }
