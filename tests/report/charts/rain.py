"""The charts of the rain report."""

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas
from sourced.drawing.charts import chart


@chart(
    section="weather",
    title={
        "en": "The coast had {{ figure('rain', 'coast', '2023-Q2') }} of rain",
        "zh": "海岸站降雨{{ figure('rain', 'coast', '2023-Q2') }}",
    },
    subtitle={"en": "Rainfall by station and quarter", "zh": "各站各季降雨量"},
)
def rain_by_station(canvas: Canvas) -> alt.Chart:
    """Rain as grouped bars."""
    colours = canvas.colours({canvas.name("coast"): "accent", canvas.name("hill-2"): "accent"})
    frame = pd.concat([canvas.series("rain", "coast"), canvas.series("rain", "hill-2")])
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
