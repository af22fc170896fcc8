"""The charts of the lake report."""

import altair as alt

from sourced.drawing.canvas import Canvas
from sourced.drawing.charts import chart


@chart(
    section="lakes",
    title={
        "en": "Upper Lake held {{ figure('volume', 'upper', '2025-Q2') }}",
        "zh": "上湖蓄水{{ figure('volume', 'upper', '2025-Q2') }}",
        "de": "Im Obersee waren {{ figure('volume', 'upper', '2025-Q2') }}",
    },
    subtitle={"en": "Water by lake and quarter", "zh": "各湖各季水量", "de": "Wasser nach See und Quartal"},
)
def water_by_lake(canvas: Canvas) -> alt.Chart:
    """Water as grouped bars."""
    colours = canvas.colours({canvas.name("upper"): "accent", canvas.name("lower"): "ink-quiet"})
    frame = canvas.frame(one for who in ("upper", "lower") for one in canvas.figures.series("volume", who, kind="quarter"))
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
