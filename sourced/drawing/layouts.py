"""Layouts that many charts share: columns over time, bars by name, lines, tables of cells, dots; each direct-labelled.

They take frames of `Canvas.frame` or `Canvas.rows` and give layers to add to; what they leave open, a chart sets. Layers have
their frame in common, given once to `alt.layer`: of one that each layer holds, Altair tells whether they are the same by its text,
which takes longer than all the rest.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sourced.drawing.labels import text_width

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from sourced.drawing.canvas import Canvas, Drawn

TWO_LINES: Final = "split(datum.label, '|')"
"""Axis labels at "|" in two lines."""


def columns(canvas: Canvas, frame: pd.DataFrame, colour: str = "accent", *, height: int = 220) -> Drawn:
    """One column a period in the frame's order, its number above it; estimates are hollow, a period without a figure says so."""
    import altair as alt

    base = alt.Chart().encode(x=by_period(canvas, frame))
    drawn = canvas.colour(colour)
    bars = base.mark_bar(color=drawn, stroke=drawn, width={"band": 0.7}).encode(
        y=alt.Y("plotted:Q", axis=None), fillOpacity=_certainty(), description=alt.Description("label:N")
    )
    return alt.layer(bars, _numbers(base), *_empty(canvas, frame, height), data=frame, height=height)


def grouped_columns(
    canvas: Canvas, frame: pd.DataFrame, names: Mapping[str, str], *, height: int = 230, below: Mapping[str, str] | None = None
) -> Drawn:
    """In each period one column for each of `names`, labels in the frame's column `what` to colours, its number above it.

    Names stand at the columns of the first period, which on a phone run to the right; `below` has a further line for
    the foot of a period, by its tick.
    """
    import altair as alt

    names_first = frame["what"].where(frame["tick"] == frame["tick"].iloc[0], "")
    frame = frame.assign(head=names_first)
    colour = alt.Color("what:N", scale=canvas.colours(names), sort=list(names), legend=None)
    value, described = alt.Y("plotted:Q", axis=None), alt.Description("label:N")
    if canvas.narrow:
        frame["words"] = [" ".join(part for part in parts if part) for parts in zip(frame["head"], frame["short"], strict=True)]
        rows = alt.Chart().encode(y=_downwards(canvas, frame, below), yOffset=alt.YOffset("what:N", sort=list(names)))
        room = alt.Scale(domain=[0, _room(canvas, frame, "words", 0.72)])
        marks = rows.mark_bar().encode(x=alt.X("plotted:Q", axis=None, scale=room), color=colour, description=described)
        words = rows.mark_text(align="left", dx=5).encode(x=alt.X("plotted:Q", scale=room), text=alt.Text("words:N"))
        return alt.layer(marks, words, data=frame, height=(58 if below else 46) * frame["tick"].nunique())
    base = alt.Chart().encode(x=by_period(canvas, frame, below), xOffset=alt.XOffset("what:N", sort=list(names)))
    heads = base.mark_text(dy=-21, baseline="bottom").encode(y=alt.Y("plotted:Q"), text=alt.Text("head:N"))
    marks = base.mark_bar().encode(y=value, color=colour, description=described)
    return alt.layer(marks, _numbers(base), heads, *_empty(canvas, frame, height), data=frame, height=height)


def _downwards(canvas: Canvas, frame: pd.DataFrame, below: Mapping[str, str] | None) -> alt.Y:
    """Periods from top to bottom, each in one line, with its further line below it."""
    import altair as alt

    ticks = canvas.ticks(frame)
    lines = {tick: "|".join(part for part in (tick.replace("|", " "), (below or {}).get(tick, "")) if part) for tick in ticks}
    axis = alt.Axis(labelExpr=f"split({json.dumps(lines, ensure_ascii=False)}[datum.label], '|')")
    return alt.Y("tick:N", sort=ticks, title=None, scale=alt.Scale(domain=ticks), axis=axis)


def by_period(canvas: Canvas, frame: pd.DataFrame, below: Mapping[str, str] | None = None) -> alt.X:
    """Periods from left to right, named in two lines; one between them that the frame lacks keeps its place, empty.

    Each is as wide as the next: this is no scale of time, which `x="middle:T"` is. `below` has a further line for some of them, by tick.
    """
    import altair as alt

    ticks = canvas.ticks(frame)
    lines = json.dumps({tick: f"{tick}|{(below or {}).get(tick, '')}".rstrip("|") for tick in ticks}, ensure_ascii=False)
    label = f"split({lines}[datum.label], '|')" if below else TWO_LINES
    return alt.X("tick:N", sort=ticks, title=None, scale=alt.Scale(domain=ticks), axis=alt.Axis(labelAngle=0, labelExpr=label))


def _numbers(base: alt.Chart) -> alt.Chart:
    """Each column's number above it."""
    import altair as alt

    words: alt.Chart = base.mark_text(dy=-5, baseline="bottom")
    return words.encode(y=alt.Y("plotted:Q"), text=alt.Text("short:N"))


def _empty(canvas: Canvas, frame: pd.DataFrame, height: int) -> list[alt.Chart]:
    """A word in the place of each period that the frame lacks."""
    import altair as alt
    import pandas as pd

    missing = [tick for tick in canvas.ticks(frame) if tick not in set(frame["tick"])]
    words = pd.DataFrame({"tick": missing, "word": [canvas.language.word("no_figure").replace(" ", "|")] * len(missing)})
    base = alt.Chart(words).mark_text(baseline="bottom", dy=-4, fontSize=12, lineBreak="|", color="var(--ink-quiet)")
    return [base.encode(x=alt.X("tick:N"), y=alt.YValue(height), text=alt.Text("word:N"))] if missing else []


def days(first: pd.Timestamp, last: pd.Timestamp, **more: Any) -> alt.Scale:
    """A scale of time from a day to a day."""
    import altair as alt

    return alt.Scale(domain=[alt.DateTime(year=one.year, month=one.month, date=one.day) for one in (first, last)], **more)


def bars(canvas: Canvas, frame: pd.DataFrame, *, name: str = "entity", text: str = "shown", keep_order: bool = False) -> Drawn:
    """One bar a row in the colour of its `owner`, longest first, its figure behind it; on a phone its name stands above it.

    The colour is that of `PALETTE` by the key of the entity or its nearest parent; grey without one. Estimates are hollow.
    """
    import altair as alt

    listed = frame if keep_order else frame.sort_values("plotted", ascending=False)
    order = list(dict.fromkeys(listed[name]))
    axis = None if canvas.narrow else alt.Axis(labelLimit=260, labelFontSize=13, labelColor="var(--ink)")
    base = alt.Chart().encode(y=alt.Y(f"{name}:N", sort=order, title=None, axis=axis))
    x = alt.X("plotted:Q", axis=None, scale=alt.Scale(domain=[min(0, float(listed["plotted"].min())), _room(canvas, listed, text)]))
    marks = base.mark_bar(height=13 if canvas.narrow else 18).encode(
        x=x,
        color=owners(canvas, listed),
        stroke=_outlines(canvas, listed),
        fillOpacity=_certainty(),
        description=alt.Description("label:N"),
    )
    layers = [marks, base.mark_text(align="left", dx=5).encode(x=alt.X("plotted:Q"), text=alt.Text(f"{text}:N"))]
    if canvas.narrow:
        layers.append(base.mark_text(align="left", dy=-15, color="var(--ink-quiet)").encode(x=alt.XValue(0), text=alt.Text(f"{name}:N")))
    return alt.layer(*layers, data=listed, height=(40 if canvas.narrow else 27) * len(order))


def _room(canvas: Canvas, frame: pd.DataFrame, text: str, part: float = 0) -> float:
    """How far the axis must reach so that the words behind the longest bar fit, in a plot that is so much of the chart's width."""
    plot = canvas.width * (part or (0.94 if canvas.narrow else 0.66))
    taken = [min(0.6, (text_width(words, 13) + 10) / plot) for words in frame[text]]
    return max(float(value) / (1 - share) for value, share in zip(frame["plotted"], taken, strict=True))


def line(canvas: Canvas, frame: pd.DataFrame, colour: str = "accent", *, height: int = 240) -> Drawn:
    """A line through the middles of the periods, each point with its number above and its period below, where the line leaves room.

    Where points are too close for that, each second, or each third, says them, the newest first.
    """
    import altair as alt

    drawn = canvas.colour(colour)
    rising = frame["value"].iloc[-1] >= frame["value"].iloc[0]
    shift = 5 if rising else -5
    widest = max(text_width(words, 13) for column in ("short", "period") for words in frame[column])
    each = math.ceil(len(frame) * (widest + 10) / (canvas.width - 80))
    numbers, times = (
        ["" if (len(frame) - 1 - at) % each else words for at, words in enumerate(frame[column])] for column in ("short", "period")
    )
    frame = frame.assign(above=numbers, below=times)
    base = alt.Chart().encode(
        x=alt.X("middle:T", axis=None, scale=alt.Scale(padding=60)),
        y=alt.Y("plotted:Q", axis=None, scale=alt.Scale(domainMin=0, padding=24)),
    )
    return alt.layer(
        base.mark_line(color=drawn),
        base.mark_point(color=drawn, opacity=1).encode(description=alt.Description("label:N")),
        base.mark_text(align="right" if rising else "left", dx=shift, dy=-14).encode(text=alt.Text("above:N")),
        base.mark_text(align="left" if rising else "right", dx=-shift, dy=18, color="var(--ink-quiet)").encode(text=alt.Text("below:N")),
        data=frame,
        height=height,
    )


def matrix(canvas: Canvas, frame: pd.DataFrame, rows: Sequence[str], column: str, heads: Mapping[str, str]) -> alt.Chart:
    """Cells to mark, a row for each `entity_name` of `rows`, a column for each of `heads`, on a phone in the short form given."""
    import altair as alt

    words = list(heads.values() if canvas.narrow else heads)
    cells = frame.assign(**{column: frame[column].map(heads)}) if canvas.narrow else frame
    axis = alt.Axis(orient="top", labelAngle=0, domain=False, labelLimit=200, labelFontSize=13)
    return alt.Chart(cells).encode(
        y=alt.Y("entity_name:N", sort=list(rows), title=None, axis=alt.Axis(labelFontSize=13, labelColor="var(--ink)")),
        x=alt.X(f"{column}:N", sort=words, title=None, scale=alt.Scale(domain=words), axis=axis),
    )


def dots(base: alt.Chart, size: int, said: str = "said", **channels: Any) -> alt.Chart:
    """A filled mark a row, which says what stands in its column `said`."""
    import altair as alt

    marks: alt.Chart = base.mark_point(size=size, opacity=1)
    return marks.encode(description=alt.Description(f"{said}:N"), **channels)


def two_lines(base: alt.Chart, name: str, below: str, **mark: Any) -> list[alt.Chart]:
    """For a phone: the words of two columns beside a mark at the left edge, the second quietly below the first."""
    import altair as alt

    beside = base.encode(x=alt.XValue(18))
    return [
        beside.mark_text(align="left", dy=-8).encode(text=alt.Text(f"{name}:N")),
        beside.mark_text(align="left", dy=9, color="var(--ink-quiet)", **mark).encode(text=alt.Text(f"{below}:N")),
    ]


def owners(canvas: Canvas, frame: pd.DataFrame) -> alt.Color:
    """Colour by the company that a row belongs to; names stand at the marks, so there is no legend."""
    import altair as alt

    return alt.Color("owner:N", legend=None, scale=_owner_colours(canvas, frame))


def one_in_colour(canvas: Canvas, column: str, colour: str) -> alt.Color:
    """The rows of which a column is true in a colour of their own, the others quiet; names stand at the marks."""
    import altair as alt

    scale = alt.Scale(domain=[True, False], range=[canvas.colour(colour), canvas.colour("neutral")])
    return alt.Color(f"{column}:N", legend=None, scale=scale)


def _outlines(canvas: Canvas, frame: pd.DataFrame) -> alt.Stroke:
    """The same for the outline."""
    import altair as alt

    return alt.Stroke("owner:N", legend=None, scale=_owner_colours(canvas, frame))


def _owner_colours(canvas: Canvas, frame: pd.DataFrame) -> alt.Scale:
    known = canvas.theme.palette
    return canvas.colours({name: name if name in known else "neutral" for name in sorted(set(frame["owner"]))})


def _certainty() -> alt.FillOpacity:
    """Estimates hollow."""
    import altair as alt

    return alt.FillOpacity(
        "qualifier:N", legend=None, scale=alt.Scale(domain=["exact", "at_least", "at_most", "approx", "estimate"], range=[1, 1, 1, 1, 0.1])
    )
