"""Altair charts, drawn at build time: from a function and two titles to SVG, Vega-Lite JSON, CSV and words.

A report's `charts/*.py` define functions decorated with `chart`; each takes a `Canvas`, through which alone it gets
data, and returns an Altair chart. `charts/theme.py` holds `PALETTE`, colour names to (light, dark) hex values.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sourced.data.model import Texts
from sourced.data.tables import Row
from sourced.drawing.engine import FONTS, engine
from sourced.evidence.addresses import figure_at
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.findings import Finding, ReportError
from sourced.periods import Period
from sourced.system.memo import Memo
from sourced.system.tracking import digest
from sourced.words.language import Language

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

Drawn: TypeAlias = "alt.TopLevelMixin"
"""What a chart function gives: any Altair chart."""
FORM: Final = 2
"""To be raised when drawings are cleaned otherwise than before, so that kept ones are not taken."""
WIDTHS: Final = {"wide": 720, "narrow": 350}
FONT: Final = "Chart Sans"
_SIGNS: Final = {"exact": "", "at_least": ">", "at_most": "\N{LESS-THAN OR EQUAL TO}", "approx": "~", "estimate": ""}
_ASSUMED: Final = (
    ' opacity="1"',
    ' stroke-width="1"',
    ' pointer-events="none"',
    ' transform="translate(0,0)"',
    f' font-family="{FONT}"',
)
_SPOKEN_TWICE = re.compile(r' aria-label="[^"]*" role="graphics-symbol" aria-roledescription="text mark"')
"""The label of a word in the drawing, which says what the mark beside it says."""
_SIBLINGS = re.compile(rb"^\s*(?:from|import)\s+(?:charts\b|\.)", re.MULTILINE)
_CODE = re.compile(r"[a-z0-9_-]+")
"""What a key or a code looks like."""
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


@dataclass(frozen=True)
class ChartPlan:
    """A chart as its module declares it; texts are Jinja templates that may use figures."""

    id: str
    section: str
    title: Texts
    subtitle: Texts
    note: Texts
    function: str
    """Its name in the module."""
    file: str
    line: int
    source: str
    """Digest of all code of the report that it is drawn by."""

    def draw(self, root: Path, canvas: Canvas) -> alt.TopLevelMixin:
        """The chart that its function gives, the module imported if it was not before."""
        return vars(_imported(root / self.file, self.source))[self.function](canvas)  # type: ignore[no-any-return]


def chart(*, section: str, title: Texts, subtitle: Texts, note: Texts = ("", "")) -> Callable[..., Any]:
    """Register the function below as the chart named like it (`rd_expense` becomes rd-expense).

    `title` says the finding, `subtitle` what is drawn, in which unit, over which time; `note` what a reader must
    know beside. Each is a pair, English and Chinese, and may use the figure functions that templates have.
    """

    def declared(draw: Callable[[Canvas], alt.TopLevelMixin]) -> Callable[[Canvas], alt.TopLevelMixin]:
        draw.declared = (section, title, subtitle, note)  # type: ignore[attr-defined]
        return draw

    return declared


@dataclass(frozen=True)
class Theme:
    """What a report's charts share: named colours as (light, dark)."""

    palette: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def css(self) -> str:
        """The palette as custom properties that follow the reader's scheme."""
        lines = (f"--{name}:light-dark({light},{dark});" for name, (light, dark) in self.palette.items())
        return ":root{" + "".join(lines) + "}"

    def resolved(self, svg: str, *, dark: bool = False) -> str:
        """A drawing with real colours in place of variables, for use outside the site."""
        return _VARIABLE.sub(lambda match: self.palette.get(match[1], ("#000", "#fff"))[dark], svg)


class Canvas:
    """What a chart function may use: data, names and words in one language, and the width to draw for.

    Everything handed out is remembered, so that the table, the CSV and the words behind a chart are what it shows.
    """

    def __init__(self, figures: Figures, theme: Theme, language: Language, size: str) -> None:
        self.figures, self.theme, self.language, self.size = figures, theme, language, size
        self.width = WIDTHS[size]
        self.narrow = size == "narrow"
        self.used: dict[str, Figure] = {}
        self.rows_used: dict[str, tuple[tuple[str, ...], list[Row]]] = {}

    def pick(self, english: Any, chinese: Any) -> Any:
        """The first in English, the second in Chinese."""
        return (english, chinese)[self.language.index]

    def name(self, entity: str) -> str:
        """An entity's name."""
        return self.figures.entity(entity).name[self.language.index]

    def term(self, key: str) -> str:
        """The words for a code of a table, such as bearing.shakier."""
        return self.figures.model.terms.get(key, (key, key))[self.language.index]

    def colour(self, name: str) -> str:
        """A colour of the palette as a CSS variable that follows light and dark."""
        if name not in self.theme.palette:
            raise KeyError(f"charts/theme.py has no colour {name!r}")
        return f"var(--{name})"

    def owner(self, entity: str) -> str:
        """The palette's name for an entity: its own key or that of its nearest owner with a colour, else "other"."""
        while entity and entity not in self.theme.palette:
            entity = self.figures.entity(entity).parent
        return entity or "other"

    def colours(self, names: Mapping[str, str]) -> alt.Scale:
        """A scale from labels to colours of the palette."""
        import altair as alt

        return alt.Scale(domain=list(names), range=[self.colour(name) for name in names.values()])

    def holds(self, truth: bool) -> None:
        """Stop the build unless what the chart's typed title says is true of its data."""
        if not truth:
            raise FigureError("its title no longer holds of the data", "write another title, and the condition that it rests on")

    def period(self, period: str | Period) -> str:
        """A period in short words."""
        return self.language.period(Period.parse(period) if isinstance(period, str) else period, short=True)

    def at(self, address: str) -> Figure:
        """The figure at an address: ratio(rain.coast.2023, rain.hill.2023)."""
        return figure_at(self.figures, address)

    def series(self, indicator: str, entity: str, *, kind: str = "", scope: str | None = "", since: str = "") -> pd.DataFrame:
        """A frame of all observations of an indicator for an entity, as `frame` describes it."""
        found = self.figures.series(indicator, entity, kind=kind, scope=scope)
        first = Period.parse(since).start if since else None
        return self.frame([one for one in found if first is None or one.period.start >= first])

    def shared(self, *series: tuple[str, str], kind: str = "quarter") -> list[str]:
        """The periods, in order of time, for which each (indicator, entity) has a published figure, estimates left out."""
        held = []
        for indicator, entity in series:
            found = self.figures.model.series.get((indicator, entity), ())
            plain = [one for one in found if one.period.kind == kind and one.scope is None and one.as_of is None]
            held.append({one.period for one in plain if one.qualifier != "estimate"})
        return [str(period) for period in sorted(set.intersection(*held))] if held else []

    def frame(self, figures: Iterable[Figure]) -> pd.DataFrame:
        """Figures as a frame, one row each, in the order given.

        Columns, all str unless said otherwise: key, indicator, entity, entity_id, owner (palette name), period, tick
        (period in two lines split by "|"), scope, qualifier, confidence, standing, source, label (what a mark says), shown (the
        figure in words), short (`plotted` with a sign for its qualifier), unit (of `plotted`, chosen for the largest
        value); start, end, middle (datetime64); value (float, base unit: yuan, not millions), plotted (float), exact
        (bool).
        """
        import pandas as pd

        listed = list(figures)
        self.used.update({one.key: one for one in listed})
        index = self.language.index
        size, unit = self._axis(listed)
        records = [
            {
                "key": one.key,
                "indicator": one.name[index],
                "entity": one.entity.name[index],
                "entity_id": one.entity.id,
                "owner": self.owner(one.entity.id),
                "period": self.period(one.period),
                "scope": scope_text(one, self.language),
                "start": pd.Timestamp(one.period.start),
                "end": pd.Timestamp(one.period.end),
                "middle": pd.Timestamp(one.period.start) + (pd.Timestamp(one.period.end) - pd.Timestamp(one.period.start)) / 2,
                "value": float(one.base),
                "plotted": float(one.base / size),
                "unit": unit,
                "tick": self.tick(one.period),
                "shown": one.text(self.language),
                "short": self.short(one, size),
                "label": self.label(one),
                "qualifier": one.qualifier,
                "confidence": one.confidence,
                "standing": one.standing,
                "exact": one.qualifier == "exact",
                "source": one.sources[0].publisher if one.sources else "",
            }
            for one in listed
        ]
        return pd.DataFrame.from_records(records)

    def tick(self, period: Period) -> str:
        """A period for an axis, in two lines split by "|" where it has two parts."""
        words = self.period(period)
        if period.kind == "quarter":
            return f"Q{period.number}|{period.start.year}"
        if period.kind in ("month", "day"):
            return "|".join(words.rsplit(" ", 1)) if self.language.code == "en" else words.split("年")[1] + f"|{period.start.year}"
        return words

    def short(self, figure: Figure, size: int) -> str:
        """A figure as a number on an axis of magnitude `size`, with a sign for its qualifier, three digits at most."""
        plotted = figure.base / size
        places = max(0, min(2, 2 - plotted.adjusted())) if plotted else 0
        number = self.language.number(plotted, places).replace("-", "\N{MINUS SIGN}")
        percent = "%" if figure.unit.style == "percent" else ""
        suffix = ("e" if figure.qualifier == "estimate" else "") + ("?" if figure.standing == "weak" else "")
        return f"{_SIGNS[figure.qualifier]}{number}{percent}{suffix}"

    def label(self, figure: Figure) -> str:
        """What a mark says to the ear and in its tooltip."""
        return mark_text(figure, self.language)

    def rows(self, table: str, *, show: Sequence[str], where: Callable[[Row], bool] | None = None) -> pd.DataFrame:
        """Rows of a table as a frame, in the file's order.

        Columns: each column of the table as text; a pair x_en/x_zh also as x in the language; a key of an entity also
        as <column>_name; codes with a term also as <column>_word; a date also as start, end, middle (datetime64).
        `show` names those of them that the table behind the chart lists.
        """
        import pandas as pd

        found = [row for row in self.figures.model.package.rows(table) if where is None or where(row)]
        self.rows_used[table] = (tuple(show), found)
        return pd.DataFrame.from_records([self._record(table, row) for row in found])

    def _record(self, table: str, row: Row) -> dict[str, Any]:
        import pandas as pd

        record: dict[str, Any] = dict(row_texts(self.figures, table, row, self.language))
        if row.cells.get("date"):
            period = Period.parse(row.text("date"))
            record["start"], record["end"] = pd.Timestamp(period.start), pd.Timestamp(period.end)
            record["middle"] = record["start"] + (record["end"] - record["start"]) / 2
        return record

    def _axis(self, figures: Sequence[Figure]) -> tuple[int, str]:
        largest = max((abs(one.base) for one in figures), default=None)
        if largest is None:
            return 1, ""
        unit = figures[0].unit
        size, word = self.language.magnitude(largest) if unit.style == "compact" else (1, "")
        axis = unit.axis[self.language.index]
        return size, f"{axis} {word}".strip() if self.language.code == "en" else f"{word}{axis}"


def row_texts(figures: Figures, table: str, row: Row, language: Language) -> dict[str, str]:
    """A row's cells in words: columns as they are, pairs as one, keys and codes also by name."""
    codes = {"kind": f"{table.removesuffix('s')}_kind", "state": f"{table.removesuffix('s')}_state"}
    references = figures.model.package.tables[table].references
    texts = {f"{one.column}_name": "" for one in references if one.table == "entities"}
    for column in row.cells:
        value = row.text(column)
        texts[column] = value
        if column.endswith(("_en", "_zh")):
            texts[column[:-3]] = row.text(f"{column[:-3]}_{language.code}")
        elif _CODE.fullmatch(value):
            if value in figures.model.entities:
                texts[f"{column}_name"] = figures.model.entities[value].name[language.index]
            term = f"{codes.get(column, column)}.{value}"
            if term in figures.model.terms:
                texts[f"{column}_word"] = figures.model.terms[term][language.index]
        if column in ("date", "period", "due") and value:
            texts[f"{column}_word"] = language.period(Period.parse(value), short=True)
    return texts


def mark_text(figure: Figure, language: Language) -> str:
    """What a mark says: whose figure, when, how much, and whether its source is weak or others differ."""
    who = figure.entity.name[language.index] or figure.name[language.index]
    when = language.period(figure.period, short=True) if figure.entity.id else ""
    said = language.word("colon", language.word("list").join(part for part in (who, when) if part), figure.text(language))
    doubts = [language.word("standing.weak")] if figure.standing == "weak" else []
    doubts += [language.word("sources_differ")] if figure.conflicts else []
    return language.word("bracket", said, language.word("list").join(doubts)) if doubts else said


def scope_text(figure: Figure, language: Language) -> str:
    """The scope of an observed figure in words, "" if it has none."""
    scope = figure.observations[0].scope if figure.observations else None
    return scope.name[language.index] if scope else ""


def load_charts(folder: Path, root: Path, memo: Memo) -> tuple[dict[str, ChartPlan], Theme]:
    """The charts that a report's `charts/` declare, by id, and its theme; modules are imported only if they have changed.

    Raise ReportError for a module that can't be imported and for two charts of one name.
    """
    texts = {path: path.read_bytes() for path in sorted(folder.glob("*.py"))}
    plans: dict[str, ChartPlan] = {}
    theme = Theme()
    findings: list[Finding] = []
    for path in texts:
        file, source = path.relative_to(root).as_posix(), _source(path, texts)
        try:
            declared, palette = memo.recall(f"module {file}", source, partial(_declared, path, file, source))
        except (Exception, SystemExit) as error:  # noqa: BLE001 (an editor's module may raise anything)
            line = getattr(error, "lineno", None) or _line_in(error, path)
            findings.append(Finding(file, line, "", f"can't be imported: {error}", "correct the module"))
            continue
        theme = Theme(palette) if palette else theme
        findings += _declaration_problems(declared, palette, file)
        for plan in declared:
            if plan.id in plans:
                other = plans[plan.id].file
                findings.append(Finding(file, plan.line, "", f'names a chart "{plan.id}" as {other} does', "rename one"))
            plans[plan.id] = plan
    if findings:
        raise ReportError(findings)
    return plans, theme


def _declaration_problems(plans: Iterable[ChartPlan], palette: Mapping[str, Any], file: str) -> Iterator[Finding]:
    """Texts that are no pairs, and colours that are none."""
    for plan in plans:
        for name, texts in (("title", plan.title), ("subtitle", plan.subtitle), ("note", plan.note)):
            if not (isinstance(texts, tuple) and len(texts) == 2 and all(isinstance(one, str) for one in texts)):
                yield Finding(file, plan.line, "", f"{name} of {plan.id} is no pair of texts", 'write ("English", "中文")')
    for name, colours in palette.items():
        pair = colours if isinstance(colours, tuple) and len(colours) == 2 else (None,)
        if not all(isinstance(one, str) and re.fullmatch("#(?:[0-9a-fA-F]{3,4}){1,2}", one) for one in pair):
            yield Finding(file, 0, "", f'has no pair of colours as "{name}": {colours}', 'write ("#005aa0", "#77bbff"): light, dark')


def _source(path: Path, texts: Mapping[Path, bytes]) -> str:
    """Digest of a module and the theme; of all modules if it imports another one."""
    others = [other for other in texts if other.name == "theme.py" or _SIBLINGS.search(texts[path])]
    return digest(texts[path], *(texts[other] for other in others))


def _declared(path: Path, file: str, source: str) -> tuple[list[ChartPlan], dict[str, tuple[str, str]]]:
    """The charts that a module declares, and its palette if it is the theme."""
    members = vars(_imported(path, source))
    plans = []
    for name, member in members.items():
        if hasattr(member, "declared"):
            section, title, subtitle, note = member.declared
            line = member.__code__.co_firstlineno
            plans.append(ChartPlan(name.replace("_", "-"), section, title, subtitle, note, name, file, line, source))
    return plans, dict(members["PALETTE"]) if path.name == "theme.py" else {}


@lru_cache(maxsize=64)
def _imported(path: Path, source: str) -> Any:  # noqa: ARG001 (a module is imported anew when its source has changed)
    spec = importlib.util.spec_from_file_location(f"report_charts_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _line_in(error: BaseException, path: Path) -> int:
    """The last line of `path` that the error passed through."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


@dataclass(frozen=True)
class Drawing:
    """A chart in one language: its Vega-Lite specification and SVG for each width, and what it was drawn from."""

    specs: Mapping[str, str]
    svgs: Mapping[str, str]
    used: tuple[Figure, ...]
    rows_used: Mapping[str, tuple[tuple[str, ...], list[Row]]]


def draw(plan: ChartPlan, figures: Figures, theme: Theme, language: Language, cache: Path, root: Path) -> Callable[[], Drawing]:
    """Draw one chart in one language, wide and narrow, to be waited for; `root` is the report's folder.

    Raise ReportError if the function fails or asks for data that is not there, at once or when waited for.
    """
    specs: dict[str, str] = {}
    svgs: dict[str, Callable[[], str]] = {}
    canvas = Canvas(figures, theme, language, "wide")
    for size in WIDTHS:
        canvas = Canvas(figures, theme, language, size)
        try:
            specs[size] = _specification(plan.draw(root, canvas), canvas)
            svgs[size] = _svg(specs[size], cache)
        except (Exception, SystemExit) as error:
            found, fix = getattr(error, "found", f"{type(error).__name__}: {error}"), getattr(error, "fix", "correct the chart")
            line = _line_in(error, root / plan.file) or plan.line
            raise ReportError([Finding(plan.file, line, "", f"{plan.id}: {found}", fix)]) from error

    def waited() -> Drawing:
        try:
            drawn = {size: _with_own_ids(svg(), f"{plan.id}-{size}-") for size, svg in svgs.items()}
        except (ValueError, ChildProcessError) as error:
            raise ReportError([Finding(plan.file, plan.line, "", f"{plan.id} can't be drawn: {error}", "correct the chart")]) from error
        return Drawing(specs, drawn, tuple(canvas.used.values()), canvas.rows_used)

    return waited


def _specification(drawn: alt.TopLevelMixin, canvas: Canvas) -> str:
    """A chart as Vega-Lite; tests hold every chart against its schema, which would take longer here than all the rest."""
    import altair as alt

    alt.data_transformers.register("sourced", _values)
    if not hasattr(drawn, "to_dict"):
        raise FigureError("draws nothing", "return the chart")
    with alt.data_transformers.enable("sourced"):
        specification = drawn.to_dict(validate=False)
    for unknown, columns in _unknown_fields(specification, specification.get("datasets", {}), frozenset()):
        near = get_close_matches(unknown, columns, 1) or sorted(columns)
        raise FigureError(f'encodes "{unknown}", which its data do not have', f"use {', '.join(near)}")
    specification["config"] = _merged(specification.get("config", {}), _config())
    if not {"hconcat", "vconcat", "concat", "facet"} & specification.keys():
        specification.setdefault("width", canvas.width)
        specification["autosize"] = {"type": "fit", "contains": "padding"}
    specification.pop("usermeta", None)
    return json.dumps(specification, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _unknown_fields(part: Mapping[str, Any], sets: Mapping[str, Any], columns: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Fields that a chart, or a part of one, encodes and that its data lack, with the columns that they have.

    Of a part that computes columns of its own nothing is said, nor of one without a row.
    """
    data = part.get("data", {})
    values = data.get("values") or sets.get(data.get("name", ""), [])
    columns = frozenset(values[0]) if values and isinstance(values[0], dict) else columns if not data else frozenset()
    if any("filter" not in one for one in part.get("transform", [])):
        return
    channels = [one for channel in part.get("encoding", {}).values() for one in (channel if isinstance(channel, list) else [channel])]
    named = [one["field"] for one in channels if isinstance(one, dict) and isinstance(one.get("field"), str)]
    yield from ((one, columns) for one in named if columns and one not in columns)
    for inner in (one for kind in ("layer", "hconcat", "vconcat", "concat") for one in part.get(kind, [])):
        yield from _unknown_fields(inner, sets, columns)


def _values(data: Any) -> Any:
    """A frame as records, as Altair's own transformer gives them, several times as fast for text, numbers and dates."""
    import altair as alt
    import pandas as pd

    if not isinstance(data, pd.DataFrame):
        return alt.default_data_transformer(data)
    cells = {str(name): [_plain(value) for value in column] for name, column in data.items()}
    return {"values": [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]}


def _plain(value: Any) -> Any:
    """A cell as JSON has it; what is missing is None."""
    if isinstance(value, str | bool | int | list | None):
        return value
    if value != value:  # noqa: PLR0124 (NaN and NaT are not equal to themselves)
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _merged(defaults: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    """Two configurations in one, key by key within each group; ours wins over Altair's defaults."""
    groups = {name: {**defaults.get(name, {}), **group} if isinstance(group, dict) else group for name, group in ours.items()}
    return {**defaults, **groups}


def _config() -> dict[str, Any]:
    """The look shared by all charts."""
    ink, quiet, rule = "var(--ink)", "var(--ink-quiet)", "var(--rule)"
    text = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": quiet, "titleColor": quiet, "titleFontWeight": "normal"}
    axis = {**text, "domainColor": rule, "tickColor": rule, "gridColor": rule, "labelLimit": 240, "labelPadding": 6}
    return {
        "font": FONT,
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


def _svg(specification: str, cache: Path) -> Callable[[], str]:
    """The SVG of a specification, to be waited for; from the cache if it was drawn before with the same font and engine."""
    key = hashlib.sha256(f"{specification}\0{version('vl-convert-python')}\0{FORM}\0{font_hash()}".encode()).hexdigest()
    kept = cache / f"{key}.svg"
    if kept.exists():
        return partial(kept.read_text, encoding="utf-8")
    drawn = engine().svg(specification)

    def waited() -> str:
        svg = _lighter(drawn.result())
        keep(kept, svg.encode())
        return svg

    return waited


def keep(file: Path, content: bytes) -> None:
    """Write a file of the cache, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)


@lru_cache(maxsize=1)
def font_hash() -> str:
    """Hash of the font that charts are measured with."""
    return hashlib.sha256((FONTS / "chart-sans.otf").read_bytes()).hexdigest()


def _lighter(svg: str) -> str:
    """The same drawing without what browsers assume anyway."""
    svg = _SPOKEN_TWICE.sub("", svg)
    svg = re.sub(r'<path class="(?:background|foreground)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"[^>]*/>', "", svg)
    for attribute in _ASSUMED:
        svg = svg.replace(attribute, "")
    return re.sub(r"\d+\.\d{3,}", lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), svg)


def _with_own_ids(svg: str, prefix: str) -> str:
    """Ids made unique to the chart: the engine counts them per process, and two charts on a page would share them."""
    numbers: dict[str, str] = {}

    def own(match: re.Match[str]) -> str:
        return numbers.setdefault(match[0], f"{prefix}{len(numbers)}")

    return re.sub(r"(?<=[\"#])(?:clip|gradient_)\d+", own, svg)
