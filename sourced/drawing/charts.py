"""The charts that a report declares, and how one is drawn: from a function and two titles to a `Drawing`.

A report's `charts/*.py` define functions decorated with `chart`; each takes a `Canvas`, through which alone it gets
data, and returns an Altair chart. `charts/theme.py` may hold `PALETTE`, colour names to a hex value for each scheme, for
a report's own colours and for those of the generator (`theme.DEFAULTS`) that are to be others; and `SCHEMES`, names to
light or dark; without them there are two of these names.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from sourced.data.names import SLUG_FIX, is_slug
from sourced.data.tables import Row
from sourced.drawing.canvas import WIDTHS, Canvas, Drawn, resized
from sourced.drawing.fitting import check_width
from sourced.drawing.interactive import explored
from sourced.drawing.shortcuts import take_shortcuts
from sourced.drawing.specification import fitted, set_out
from sourced.drawing.svg import DrawnSvg, drawn_svg
from sourced.drawing.theme import SCHEMES, Theme
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.findings import NOT_TRANSLATED, Finding, ReportError, Severity
from sourced.system.guard import noted
from sourced.system.limits import bounded, no_sudden_end
from sourced.system.memo import Memo
from sourced.system.stopping import Stopped
from sourced.system.tracking import digest
from sourced.words.language import Language, Texts

_MARKS = re.compile(r'class="mark-[a-z]+ role-mark[^>]*[^/]>(<(?!/)[^>]*>)')
"""The first thing of each group of marks in a drawing that is not empty."""
_HEX = re.compile("#(?:[0-9a-fA-F]{3,4}){1,2}")
_SCHEME = re.compile("[a-z][a-z0-9-]*")
_SIBLINGS = re.compile(rb"^\s*(?:from|import)\s+(?:charts\b|\.)", re.MULTILINE)


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
    wide: int = WIDTHS["wide"]
    """The width of its wide drawing in pixels."""

    def canvas(self, figures: Figures, theme: Theme, language: Language, size: str) -> Canvas:
        """What it is drawn on in a language and a size: wide or narrow."""
        return Canvas(figures, theme, language, size, {**WIDTHS, "wide": self.wide})

    def draw(self, root: Path, canvas: Canvas) -> Drawn:
        """The chart that its function gives, the module imported if it was not before."""
        function = vars(_imported(root / self.file, self.source))[self.function]
        take_shortcuts()
        return function(canvas)  # type: ignore[no-any-return]


def chart(
    *,
    section: str,
    title: Mapping[str, str],
    subtitle: Mapping[str, str],
    note: Mapping[str, str] | None = None,
    wide: int = WIDTHS["wide"],
) -> Callable[..., Any]:
    """Register the function below as the chart named like it (`rd_expense` becomes rd-expense).

    `title` says the finding, `subtitle` what is drawn, in which unit, over which time; `note` what a reader must
    know beside. Each is a text by language, `{"en": …, "zh": …}`, and may use the figure functions that templates have.
    `wide` is the width in pixels of the drawing for screens that have the room: as much as a page has, unless data need less.
    """

    def declared(draw: Callable[[Canvas], Drawn]) -> Callable[[Canvas], Drawn]:
        draw.declared = (section, title, subtitle, note or {}, wide)  # type: ignore[attr-defined]
        return draw

    return declared


def load_charts(folder: Path, root: Path, languages: Sequence[Language], memo: Memo) -> tuple[dict[str, ChartPlan], Theme]:
    """The charts that a report's `charts/` declare, by id, and its theme; modules are imported only if they have changed.

    Raise ReportError for a module that can't be imported and for two charts of one name.
    """
    texts = {path: path.read_bytes() for path in sorted(folder.glob("*.py"))}
    plans: dict[str, ChartPlan] = {}
    theme = Theme.of({})
    findings: list[Finding] = []
    for path in texts:
        file, source = path.relative_to(root).as_posix(), _source(path, texts)
        try:
            with noted(file), bounded(), no_sudden_end():
                declared, palette, schemes = memo.recall(f"module {file}", source, partial(_declared, path, file, source))
        except (KeyboardInterrupt, Stopped):
            raise
        except BaseException as error:  # noqa: BLE001 (an editor's module may raise anything)
            line = getattr(error, "lineno", None) or _line_in(error, path)
            findings.append(Finding(file, line, "", f"can't be imported: {error}", "correct the module"))
            continue
        problems = list(_theme_problems(palette, schemes, file))
        theme = Theme.of(palette, schemes) if file.endswith("/theme.py") and not problems else theme
        findings += [*_name_problems(declared), *_text_problems(declared, file, languages), *problems, *_twins(declared, plans)]
        plans |= {plan.id: plan for plan in declared}
    if findings:
        raise ReportError(findings)
    return plans, theme


def _twins(declared: Iterable[ChartPlan], plans: Mapping[str, ChartPlan]) -> Iterator[Finding]:
    """Charts that another module has named already."""
    for plan in declared:
        if plan.id in plans:
            other = plans[plan.id].file
            yield Finding(plan.file, plan.line, "", f'names a chart "{plan.id}" as {other} does', "rename one")


def _name_problems(plans: Iterable[ChartPlan]) -> Iterator[Finding]:
    """Charts whose functions have names that files can't be called by."""
    for plan in plans:
        if not is_slug(plan.id):
            yield Finding(plan.file, plan.line, "", f'names a chart "{plan.id}", and files are called by it', SLUG_FIX)


def _text_problems(plans: Iterable[ChartPlan], file: str, languages: Sequence[Language]) -> Iterator[Finding]:
    """Texts that are not there in every language."""
    shown = "{" + ", ".join(f'"{one.code}": "…"' for one in languages) + "}"
    for plan in plans:
        for name, texts in (("title", plan.title), ("subtitle", plan.subtitle), ("note", plan.note)):
            lacking = [one.code for one in languages if not isinstance(texts, Texts) or not isinstance(texts.get(one.code), str)]
            if lacking and not (name == "note" and texts == {}):
                if len(lacking) < len(languages) and languages[0].code not in lacking:
                    names = " and ".join(one.english_name for one in languages if one.code in lacking)
                    yield Finding(file, plan.line, "", f"{name} of {plan.id} {NOT_TRANSLATED}", f"write it in {names} too: {shown}")
                    continue
                yield Finding(file, plan.line, "", f"{name} of {plan.id} has no text in {', '.join(lacking)}", f"write {shown}")


def _theme_problems(palette: Mapping[str, Any], schemes: Mapping[str, str], file: str) -> Iterator[Finding]:
    """Schemes that are neither light nor dark or begin with others, and colours that have no value for each."""
    if not all(_SCHEME.fullmatch(str(name)) for name in schemes) or any(native not in ("light", "dark") for native in schemes.values()):
        yield Finding(file, 0, "", f"has schemes that can't be: {dict(schemes)}", 'write {"name": "light"} or {"name": "dark"}')
    elif [*schemes.values()][:2] != ["light", "dark"]:
        found = f"has other schemes first than one that is light and one that is dark: {', '.join(schemes)}"
        yield Finding(file, 0, "", found, "put these two first: they follow the reader's system")
    example = ", ".join('"#005aa0"' for _ in schemes)
    for name, colours in palette.items():
        given = colours if isinstance(colours, tuple) and len(colours) == len(schemes) else (None,)
        if not all(isinstance(one, str) and _HEX.fullmatch(one) for one in given):
            found = f'has no colour for each scheme as "{name}": {colours}'
            yield Finding(file, 0, "", found, f"write ({example}): {', '.join(schemes)}")


def _source(path: Path, texts: Mapping[Path, bytes]) -> str:
    """Digest of a module and the theme; of all modules if it imports another one."""
    others = [other for other in texts if other.name == "theme.py" or _SIBLINGS.search(texts[path])]
    return digest(texts[path], *(texts[other] for other in others))


def _declared(path: Path, file: str, source: str) -> tuple[list[ChartPlan], dict[str, tuple[str, ...]], dict[str, str]]:
    """The charts that a module declares, and its palette and schemes if it is the theme."""
    members = vars(_imported(path, source))
    plans = []
    for name, member in members.items():
        if hasattr(member, "declared"):
            section, *texts, wide = member.declared
            title, subtitle, note = (Texts(one) if isinstance(one, Mapping) else one for one in texts)
            line = member.__code__.co_firstlineno
            plans.append(ChartPlan(name.replace("_", "-"), section, title, subtitle, note, name, file, line, source, wide))
    palette = dict(members.get("PALETTE", {})) if path.name == "theme.py" else {}
    return plans, palette, dict(members.get("SCHEMES", SCHEMES))


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
    explored: str
    """Its figures for a reader to choose from, as JSON; "" if there is nothing to choose."""
    doubts: tuple[Finding, ...] = ()
    """What looks wrong in it: words on words."""


def draw(plan: ChartPlan, figures: Figures, theme: Theme, language: Language, cache: Path, root: Path) -> Callable[[], Drawing]:
    """Draw one chart in one language, wide and narrow, to be waited for; `root` is the report's folder.

    Raise ReportError if the function fails or asks for data that is not there, at once or when waited for.
    """
    specs: dict[str, str] = {}
    pictures: dict[str, Callable[[], DrawnSvg]] = {}
    canvas, for_any_width = plan.canvas(figures, theme, language, "wide"), ""
    for size in WIDTHS:
        canvas = resized(canvas, size, is_drawn=bool(for_any_width))
        specs[size], for_any_width = _specified(plan, canvas, root, for_any_width)
        pictures[size] = drawn_svg(specs[size], cache, f"{plan.id}-{size}-", language.word("mark"))

    def waited() -> Drawing:
        try:
            drawn = {size: made() for size, made in pictures.items()}
            for size, one in drawn.items():
                _check_marks(one.svg)
                check_width(one.svg, plan.canvas(figures, theme, language, size).width)
            doubts = tuple(found for size, one in drawn.items() for found in _doubts(plan, language, size, one.clashes))
        except (ValueError, ChildProcessError) as error:
            raise ReportError(
                [Finding(plan.file, plan.line, "", f"{plan.id} can't be drawn: {_in_a_line(error)}", "correct the chart")]
            ) from error
        except FigureError as error:
            raise ReportError([Finding(plan.file, plan.line, "", f"{plan.id} {error.found}", error.fix)]) from error
        used = tuple(canvas.used.values())
        return Drawing(
            specs, {size: one.svg for size, one in drawn.items()}, used, canvas.rows_used, explored(used, figures, theme, language), doubts
        )

    return waited


def _check_marks(svg: str) -> None:
    """Raise FigureError for a drawing without a mark: of no rows, or of none that its filters and scales leave."""
    marked = (" d=" in one or "<path" not in one for one in _MARKS.findall(svg))
    if not any(marked):
        raise FigureError("draws no mark", "look whether it has rows, and whether its filters and scales leave any", due_to=())


def _in_a_line(error: BaseException) -> str:
    """What an error says, "" if it can't, without the places in the engine's code that it passed through."""
    try:
        lines = [line.strip() for line in str(error).splitlines()]
    except Exception:  # noqa: BLE001 (an editor's error may fail to say what it is)
        return ""
    return " ".join(line for line in lines if line and not line.startswith("at "))


def _doubts(plan: ChartPlan, language: Language, size: str, found: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with the words of one drawing of a chart, as one warning."""
    if found:
        width = plan.wide if size == "wide" else WIDTHS[size]
        more = f", and {len(found) - 2} more" if len(found) > 2 else ""
        said = f"{plan.id}, {language.code}, {size} ({width} pixels): {', '.join(found[:2])}{more}"
        fix = "leave words out or shorten them, move them by align, dx or dy, or give the chart height; see canvas.narrow for phones"
        yield Finding(plan.file, plan.line, "", said, fix, severity=Severity.WARNING)


def _specified(plan: ChartPlan, canvas: Canvas, root: Path, for_any_width: str) -> tuple[str, str]:
    """The specification that a chart's function leads to, and it as JSON before it is fitted to a width, "" if it was asked for that.

    Where that is known from another width it is taken, and the function is not called again. ReportError with the line where
    it failed.
    """
    try:
        with noted(f"{plan.file}:{plan.line}: {plan.id}"), bounded(), no_sudden_end():
            chart = json.loads(for_any_width) if for_any_width else set_out(plan.draw(root, canvas), canvas)
            if not for_any_width and not canvas.width_matters:
                for_any_width = json.dumps(chart)
            made = fitted(chart, canvas)
        _check_evidence(canvas)
        return made, for_any_width
    except (KeyboardInterrupt, Stopped):
        raise
    except BaseException as error:
        said = f"{type(error).__name__}: {_in_a_line(error)}".rstrip(": ")
        found, fix = getattr(error, "found", said), getattr(error, "fix", "correct the chart")
        line = _line_in(error, root / plan.file) or plan.line
        raise ReportError([Finding(plan.file, line, "", f"{plan.id}: {found}", fix)]) from error


def _check_evidence(canvas: Canvas) -> None:
    """Raise FigureError if nothing that was drawn came from the canvas."""
    if not canvas.used and not canvas.rows_used:
        raise FigureError(
            "draws nothing that the canvas gave it", "take its data from the canvas, so that there are rows behind it", due_to=()
        )
