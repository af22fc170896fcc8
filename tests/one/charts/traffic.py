"""The charts of the bicycle report."""

import altair as alt

from sourced.drawing.canvas import Canvas
from sourced.drawing.charts import chart


@chart(
    section="traffic",
    title={"en": "North Bridge had {{ figure('trips', 'north', '2025-Q2') }}"},
    subtitle={"en": "Trips by bicycle, by bridge and quarter"},
)
def trips_by_bridge(canvas: Canvas) -> alt.Chart:
    """Trips as grouped bars."""
    colours = canvas.colours({canvas.name("north"): "accent", canvas.name("weir-2"): "ink-quiet"})
    frame = canvas.frame(one for who in ("north", "weir-2") for one in canvas.figures.series("trips", who, kind="quarter"))
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("period:N", title=None),
            yOffset=alt.YOffset("entity:N"),
            x=alt.X("plotted:Q", title=frame["unit"].iloc[0]),
            color=alt.Color("entity:N", legend=None, scale=colours),
            description=alt.Description("label:N"),
        )
        .properties(height=160)
    )
