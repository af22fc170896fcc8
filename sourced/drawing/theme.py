"""The look that drawings share: the font, a report's colours, and Vega-Lite's configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sourced.drawing.blends import blended, steps
from sourced.words.language import Language

FONT: Final = "Chart Sans"
SCHEMES: Final[Mapping[str, str]] = {"light": "light", "dark": "dark"}
"""The schemes of a report that declares none."""
SERIES: Final = tuple(f"series-{number}" for number in range(1, 21))
"""Colours of series to which a chart gives none of their own."""
RAMP: Final = ("ramp-1", "ramp-2", "ramp-3")
"""From little to much, where a chart says no other."""
DIVERGING: Final = ("diverging-1", "diverging-2", "diverging-3")
"""From below to above a middle."""
DEFAULTS: Final[Mapping[str, tuple[str, str]]] = {
    "paper": ("#ffffff", "#15171b"),
    "ink": ("#1b1d21", "#eceae6"),
    "ink-quiet": ("#575c66", "#a9aeb8"),
    "ink-faint": ("#8b909a", "#767c88"),
    "rule": ("#e0e0e0", "#33373f"),
    "link": ("#1d4f91", "#8ab8f2"),
    "accent": ("#0b62a4", "#6fb4f0"),
    "better": ("#006a72", "#45c1c9"),
    "worse": ("#9d2449", "#f28bad"),
    "neutral": ("#6b7280", "#9aa1ad"),
    "opinion": ("#8a4f9e", "#c795da"),
    "forecast": ("#1d6fb8", "#6fb4f0"),
    # Ten hues, those of Okabe and Ito first, then each once more, deeper by day and paler by night.
    "series-1": ("#0072b2", "#56a8e0"),
    "series-2": ("#c65102", "#f28c48"),
    "series-3": ("#008463", "#2fbd94"),
    "series-4": ("#b8478c", "#e07fb8"),
    "series-5": ("#947000", "#d3a620"),
    "series-6": ("#6f5bc0", "#a795ee"),
    "series-7": ("#b73a3a", "#ef7d7a"),
    "series-8": ("#4c7a1c", "#8fbe57"),
    "series-9": ("#0f7f93", "#45b9cf"),
    "series-10": ("#8a6246", "#c99a78"),
    "series-11": ("#00436b", "#a9d4f5"),
    "series-12": ("#7d3200", "#fac39a"),
    "series-13": ("#004d39", "#92e3c8"),
    "series-14": ("#73224f", "#f3bddc"),
    "series-15": ("#574200", "#ecd384"),
    "series-16": ("#3c2c84", "#d5cbfa"),
    "series-17": ("#701616", "#fac0be"),
    "series-18": ("#2a480a", "#c8e3a5"),
    "series-19": ("#064a57", "#a3e2ee"),
    "series-20": ("#50351f", "#e5cbb6"),
    "ramp-1": ("#dcebf6", "#22384a"),
    "ramp-2": ("#5b9dcb", "#4189bb"),
    "ramp-3": ("#08406b", "#c9e7fc"),
    "diverging-1": ("#a24a00", "#f6a05c"),
    "diverging-2": ("#f0eeea", "#33373f"),
    "diverging-3": ("#0a5a94", "#79bdf0"),
}
"""The colours that the generator itself draws with, and those for readers to tell series by; a report's own go before."""
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


@dataclass(frozen=True)
class Theme:
    """What a report's charts and pages share: schemes, and named colours with a value for each of them."""

    palette: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schemes: Mapping[str, str] = field(default_factory=lambda: SCHEMES)
    """By name, which of the browser's own schemes each is of; the first two are light and dark, and follow the system."""

    @classmethod
    def of(cls, palette: Mapping[str, tuple[str, ...]], schemes: Mapping[str, str] = SCHEMES) -> Theme:
        """A report's colours, with those of the generator that it does not have."""
        dark = [native == "dark" for native in schemes.values()]
        defaults = {name: tuple(values[one] for one in dark) for name, values in DEFAULTS.items()}
        return cls({**defaults, **palette}, schemes)

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
        return blended(_VARIABLE.sub(lambda match: self.palette.get(match[1], ("#000", "#fff"))[dark], svg))


def config(language: Language) -> dict[str, Any]:
    """The look shared by all charts, numbers on axes as the language writes them."""
    decimal, thousands = language.number_marks
    ink, quiet, rule = "var(--ink)", "var(--ink-quiet)", "var(--rule)"
    # What Vega says of axes and legends to the ear is English whatever the page's language, and the drawing's own words say it.
    text = {"aria": False, "labelFontSize": 12, "titleFontSize": 12, "labelColor": quiet, "titleColor": quiet, "titleFontWeight": "normal"}
    # Columns have names for editors, which are no words for readers: an axis, a heading has a title if the chart gives it one.
    axis = {**text, "title": None, "domainColor": rule, "tickColor": rule, "gridColor": rule, "labelLimit": 240, "labelPadding": 6}
    return {
        "font": FONT,
        "locale": {
            "number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]},
            "time": _time_words(language),
        },
        "background": None,
        "padding": {"left": 8, "right": 4, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {**axis, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "domain": False, "ticks": False},
        "axisLeft": {"titleAnchor": "end", "titleY": -10, "titleBaseline": "bottom"},
        "axisRight": {"titleAnchor": "end", "titleY": -10, "titleBaseline": "bottom", "titleAlign": "right", "grid": False},
        "axisX": {"grid": False, "domain": True, "labelFlush": True, "labelSeparation": 5},
        "axisXQuantitative": {"tickCount": 6},  # of itself one every 40 pixels: a scale of 24 numbers says no more
        # Names of things side by side stay in the middle of their places; at an edge they would run into the next.
        "axisXBand": {"labelFlush": False},
        "axisXPoint": {"labelFlush": False},
        "legend": {
            **text,
            "orient": "top",
            "title": None,
            "symbolType": "square",
            "gradientStrokeColor": rule,
            "labelLimit": 300,
            "labelFontSize": 13,
            "labelColor": ink,
            "columnPadding": 28,
        },
        "header": {
            "title": None,
            **{name: one for name, one in text.items() if name != "aria"},
            "labelFontSize": 13,
            "labelColor": ink,
            "labelAnchor": "start",
        },
        "mark": {"color": "var(--accent)"},
        "text": {"color": ink, "fontSize": 13},
        "rule": {"color": rule},
        "bar": {"color": "var(--accent)"},
        "line": {"color": "var(--accent)", "strokeWidth": 2.5},
        "point": {"color": "var(--accent)", "filled": True, "size": 60},
        "boxplot": {"size": 18, "median": {"color": "var(--paper)"}, "rule": {"color": quiet}},
        "range": {
            "category": [f"var(--{name})" for name in SERIES],
            **dict.fromkeys(("ordinal", "ramp", "heatmap"), steps(_variables(RAMP), 7)),
            "diverging": steps(_variables(DIVERGING), 7),
        },
    }


def _variables(names: Sequence[str]) -> list[str]:
    return [f"var(--{name})" for name in names]


def _time_words(language: Language) -> dict[str, Any]:
    """Names of months and days, for axes and legends that Vega writes itself."""
    locale = language.locale
    months = {width: [str(locale.months["stand-alone"][width][at]) for at in range(1, 13)] for width in ("wide", "abbreviated")}
    days = {width: [str(locale.days["stand-alone"][width][at % 7]) for at in range(6, 13)] for width in ("wide", "abbreviated")}
    periods = [str(locale.day_periods["format"]["wide"].get(one, one.upper())) for one in ("am", "pm")]
    written = {"dateTime": "%x %X", "date": "%Y-%m-%d", "time": "%H:%M:%S", "periods": periods}
    names = {"months": months["wide"], "shortMonths": months["abbreviated"], "days": days["wide"], "shortDays": days["abbreviated"]}
    return {**written, **names}
