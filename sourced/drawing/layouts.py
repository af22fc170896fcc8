"""Layouts that many charts share: columns over time, bars by name, lines, tables of cells, dots; each direct-labelled.

They take frames of `Canvas.frame` or `Canvas.rows` and give layers to add to; what they leave open, a chart sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from sourced.drawing.canvas import Canvas, Drawn

TWO_LINES: Final = "split(datum.label, '|')"
"""Axis labels at "|" in two lines."""


def columns(canvas: Canvas, frame: pd.DataFrame, colour: str = "accent", *, height: int = 220) -> Drawn:
    """One column a period in the frame's order, its number above it; estimates are paler."""
    import altair as alt

    base = alt.Chart(frame).encode(x=by_period(canvas, frame))
    bars = base.mark_bar(color=canvas.colour(colour), width={"band": 0.7}).encode(
        y=alt.Y("plotted:Q", axis=None), opacity=_certainty(), description=alt.Description("label:N")
    )
    return alt.layer(bars, _numbers(base)).properties(height=height)


def grouped_columns(canvas: Canvas, frame: pd.DataFrame, names: Mapping[str, str], *, height: int = 230) -> Drawn:
    """In each period one column for each of `names`, labels in the frame's column `what` to colours, its number above it."""
    import altair as alt

    base = alt.Chart(frame).encode(x=by_period(canvas, frame), xOffset=alt.XOffset("what:N", sort=list(names)))
    marks = base.mark_bar().encode(
        y=alt.Y("plotted:Q", axis=None),
        color=alt.Color("what:N", scale=canvas.colours(names), sort=list(names)),
        description=alt.Description("label:N"),
    )
    return alt.layer(marks, _numbers(base)).properties(height=height)


def by_period(canvas: Canvas, frame: pd.DataFrame) -> alt.X:
    """Periods from left to right, named in two lines; one between them that the frame lacks keeps its place, empty."""
    import altair as alt

    ticks = canvas.ticks(frame)
    return alt.X(
        "tick:N", sort=ticks, title=None, scale=alt.Scale(domain=ticks), axis=alt.Axis(labelAngle=0, labelExpr=TWO_LINES)
    )  # fmt: skip


def _numbers(base: alt.Chart) -> alt.Chart:
    """Each column's number above it."""
    import altair as alt

    words: alt.Chart = base.mark_text(dy=-5, baseline="bottom")
    return words.encode(y=alt.Y("plotted:Q"), text=alt.Text("short:N"))


def bars(canvas: Canvas, frame: pd.DataFrame, *, name: str = "entity", text: str = "shown", keep_order: bool = False) -> Drawn:
    """One bar a row in the colour of its `owner`, longest first, its figure behind it; on a phone its name stands above it."""
    import altair as alt

    listed = frame if keep_order else frame.sort_values("plotted", ascending=False)
    order = list(dict.fromkeys(listed[name]))
    axis = None if canvas.narrow else alt.Axis(labelLimit=260)
    base = alt.Chart(listed).encode(y=alt.Y(f"{name}:N", sort=order, title=None, axis=axis))
    x = alt.X("plotted:Q", axis=None, scale=alt.Scale(domain=[min(0, float(listed["plotted"].min())), _room(canvas, listed, text)]))
    marks = base.mark_bar(height=13 if canvas.narrow else 18).encode(
        x=x, color=owners(canvas, listed), opacity=_certainty(), description=alt.Description("label:N")
    )
    layers = [marks, base.mark_text(align="left", dx=5).encode(x=alt.X("plotted:Q"), text=alt.Text(f"{text}:N"))]
    if canvas.narrow:
        layers.append(base.mark_text(align="left", dy=-15, color="var(--ink-quiet)").encode(x=alt.XValue(0), text=alt.Text(f"{name}:N")))
    return alt.layer(*layers).properties(height=(40 if canvas.narrow else 27) * len(order))


def _room(canvas: Canvas, frame: pd.DataFrame, text: str) -> float:
    """How far the axis must reach so that the words behind the longest bar fit."""
    plot = canvas.width * (0.94 if canvas.narrow else 0.66)
    taken = [min(0.6, sum(13.5 if ord(character) > 0x2E80 else 7.5 for character in words) / plot) for words in frame[text]]
    return max(float(value) / (1 - share) for value, share in zip(frame["plotted"], taken, strict=True))


def line(canvas: Canvas, frame: pd.DataFrame, colour: str = "accent", *, height: int = 240) -> Drawn:
    """A line through the middles of the periods, each point with its number above and its period below, where the line leaves room."""
    import altair as alt

    drawn = canvas.colour(colour)
    rising = frame["value"].iloc[-1] >= frame["value"].iloc[0]
    shift = 5 if rising else -5
    base = alt.Chart(frame).encode(
        x=alt.X("middle:T", axis=None, scale=alt.Scale(padding=60)),
        y=alt.Y("plotted:Q", axis=None, scale=alt.Scale(domainMin=0, padding=24)),
    )
    return alt.layer(
        base.mark_line(color=drawn),
        base.mark_point(color=drawn, opacity=1).encode(description=alt.Description("label:N")),
        base.mark_text(align="right" if rising else "left", dx=shift, dy=-14).encode(text=alt.Text("short:N")),
        base.mark_text(align="left" if rising else "right", dx=-shift, dy=18, color="var(--ink-quiet)").encode(text=alt.Text("period:N")),
    ).properties(height=height)


def matrix(canvas: Canvas, frame: pd.DataFrame, rows: Sequence[str], column: str, heads: Mapping[str, str]) -> alt.Chart:
    """Cells to mark, a row for each `entity_name` of `rows`, a column for each of `heads`, on a phone in the short form given."""
    import altair as alt

    words = list(heads.values() if canvas.narrow else heads)
    cells = frame.assign(**{column: frame[column].map(heads)}) if canvas.narrow else frame
    axis = alt.Axis(orient="top", labelAngle=0, domain=False, labelLimit=200)
    return alt.Chart(cells).encode(
        y=alt.Y("entity_name:N", sort=list(rows), title=None),
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

    names = sorted(set(frame["owner"]))
    return alt.Color("owner:N", legend=None, scale=alt.Scale(domain=names, range=[canvas.colour(name) for name in names]))


def _certainty() -> alt.Opacity:
    import altair as alt

    return alt.Opacity(
        "qualifier:N", legend=None, scale=alt.Scale(domain=["exact", "at_least", "at_most", "approx", "estimate"], range=[1, 1, 1, 1, 0.55])
    )
