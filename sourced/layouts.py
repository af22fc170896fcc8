"""Layouts that many charts share: columns over time, bars by name, lines, dots, spans; each direct-labelled.

They take frames of `Canvas.frame` or `Canvas.rows` and give layers to add to; what they leave open, a chart sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from sourced.drawing import Canvas

TWO_LINES: Final = "split(datum.label, '|')"
"""Axis labels at "|" in two lines."""


def columns(canvas: Canvas, frame: pd.DataFrame, colour: str = "accent", *, height: int = 220) -> alt.LayerChart:
    """One column a period in the frame's order, its number above it; estimates are paler."""
    import altair as alt

    base = alt.Chart(frame).encode(x=alt.X("tick:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelExpr=TWO_LINES)))
    bars = base.mark_bar(color=canvas.colour(colour), width={"band": 0.7}).encode(
        y=alt.Y("plotted:Q", axis=None), opacity=_certainty(), description="label:N"
    )
    return alt.layer(bars, base.mark_text(dy=-5, baseline="bottom").encode(y="plotted:Q", text="short:N")).properties(height=height)


def bars(canvas: Canvas, frame: pd.DataFrame, *, name: str = "entity", text: str = "shown", sort: Any = None) -> alt.LayerChart:
    """One bar a row, named at its left and labelled at its right, in the colour of its `owner`."""
    import altair as alt

    room = float(frame["plotted"].max()) * (1.45 if canvas.narrow else 1.2)
    base = alt.Chart(frame).encode(y=alt.Y(f"{name}:N", sort=sort, title=None, axis=alt.Axis(labelLimit=150 if canvas.narrow else 240)))
    marks = base.mark_bar(height={"band": 0.7}).encode(
        x=alt.X("plotted:Q", axis=None, scale=alt.Scale(domain=[0, room])),
        color=owners(canvas, frame),
        opacity=_certainty(),
        description="label:N",
    )
    words = base.mark_text(align="left", dx=5).encode(x="plotted:Q", text=f"{text}:N")
    return alt.layer(marks, words).properties(height=max(90, 27 * frame[name].nunique()))


def line(canvas: Canvas, frame: pd.DataFrame, colour: str = "accent", *, height: int = 240, zero: bool = True) -> alt.LayerChart:
    """A line through the middles of the periods, each point labelled."""
    import altair as alt

    base = alt.Chart(frame).encode(
        x=alt.X("middle:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False), scale=alt.Scale(padding=28)),
        y=alt.Y("plotted:Q", axis=None, scale=alt.Scale(zero=zero, padding=18)),
    )
    drawn = canvas.colour(colour)
    points = base.mark_point(color=drawn, opacity=1).encode(description="label:N")
    return alt.layer(
        base.mark_line(color=drawn).encode(description=alt.value("")), points, base.mark_text(dy=-13).encode(text="short:N")
    ).properties(height=height)


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
