"""How the time of a cold build grows with what is built."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart

COLOURS = {"ours": "accent", "material-undrawn": "aim"}
"""Ours, and what it aims at; the others are quiet."""
HEIGHT = 320
LINE = 17
"""Pixels from one name to the next, at least."""
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@chart(
    section="growth",
    title={"en": "How the time of a cold build grows"},
    subtitle={"en": "Seconds; more pages with charts of few values, and more observations on few pages; both axes logarithmic"},
)
def growth(canvas: Canvas) -> Drawn:
    """A line for each generator, by pages and by observations."""
    figures = canvas.figures
    frame = canvas.frame(one for entity in figures.entities_of("cold") for one in figures.series("cold", entity, scope=None))
    works = canvas.rows("scopes", show=["name", "pages", "observations"]).rename(columns={"name": "scope"})
    frame = frame.merge(works[["scope", "pages", "observations"]].astype({"pages": int, "observations": int}), on="scope")
    each = frame["observations"] / frame["pages"]
    by_pages, by_observations = frame[each == each.min()], frame[frame["pages"] == frame["pages"].min()]
    seconds = [float(frame["plotted"].min()), float(frame["plotted"].max())]
    views = [_lines(canvas, by_pages, "pages", seconds), _lines(canvas, by_observations, "observations", seconds)]
    return alt.vconcat(*views) if canvas.narrow else alt.hconcat(*views, spacing=10)


def _lines(canvas: Canvas, frame: pd.DataFrame, grown: str, seconds: Sequence[float]) -> alt.LayerChart:
    """Lines with their points, each named at its end, in room that the axis leaves for the names."""
    least, most = int(frame[grown].min()), int(frame[grown].max())
    named = frame.drop_duplicates("entity_id")
    names = {name: COLOURS.get(key, "other") for key, name in zip(named["entity_id"], named["entity"], strict=True)}
    beyond = (max(most, 2 * least) / least) ** (2.2 if canvas.narrow else 1.1)
    scale = alt.Scale(type="log", nice=False, domain=[least * 0.9, max(most, 2 * least) * beyond])
    amounts = alt.Axis(values=sorted(set(frame[grown])), format=",", grid=False)
    spans = alt.Scale(type="log", nice=False, domain=[seconds[0] * 0.8, seconds[1] * 1.25])
    ticks = alt.Axis(values=[one for one in TICKS if spans["domain"][0] <= one <= spans["domain"][1]], format="~r")
    x = alt.X(f"{grown}:Q", title=grown, scale=scale, axis=amounts)
    colour = alt.Color("entity:N", scale=canvas.colours(names), legend=None)
    y = alt.Y("plotted:Q", title=frame["unit"].iloc[0], scale=spans, axis=ticks)
    lines = alt.Chart(frame).mark_line(point=True).encode(x=x, y=y, color=colour, description="label:N")
    ends = _apart(frame[frame[grown] == most], spans["domain"])
    height = alt.Y("beside:Q", scale=spans, axis=ticks)
    words = alt.Chart(ends).mark_text(align="left", dx=8).encode(x=x, y=height, text="entity:N", color=colour)
    return alt.layer(lines, words).properties(height=HEIGHT)


def _apart(ends: pd.DataFrame, domain: Sequence[float]) -> pd.DataFrame:
    """The ends of the lines, with the heights of their names, from below, so that none lies on another."""
    step = (domain[1] / domain[0]) ** (LINE / HEIGHT)
    beside: list[float] = []
    ordered = ends.sort_values("plotted")
    for value in ordered["plotted"]:
        beside.append(max(float(value), beside[-1] * step if beside else 0))
    return ordered.assign(beside=beside)
