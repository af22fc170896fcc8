"""The chart of the Overview."""

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import dots


@chart(
    section="overview",
    title={"en": "Good and bad news take turns; since summer the bad weighs more", "zh": "好坏消息交替，入夏以来坏消息居多"},
    subtitle={"en": "The most telling events, by section and bearing on steadiness", "zh": "要事，按部分及其对“稳”的影响"},
    note={
        "en": "The bearing is our judgement, row by row; the tables on the section pages give all events.",
        "zh": "影响由我们逐条判断；全部事件见各部分页面的表。",
    },
)
def timeline(canvas: Canvas) -> Drawn:
    """A line an event in order of time, its bearing as a mark."""
    frame = canvas.rows("events", show=["date_word", "section_word", "title", "bearing_word"], where=lambda row: row["weight"] == 1)
    shaky = frame[frame["bearing"] == "shakier"]
    canvas.holds(len(shaky) > 2)
    colours = {
        canvas.term("bearing.steadier"): "better",
        canvas.term("bearing.shakier"): "worse",
        canvas.term("bearing.neither"): "neutral",
    }
    frame["said"] = frame["date_word"] + canvas.pick(en=": ", zh="：") + frame["title"]
    frame["number"] = frame.reset_index().index + 1
    colour = alt.Color("bearing_word:N", scale=canvas.colours(colours), sort=list(colours), legend=alt.Legend(symbolType="circle"))
    shape = alt.Shape(
        "bearing_word:N", legend=None, scale=alt.Scale(domain=list(colours), range=["triangle-up", "triangle-down", "circle"])
    )
    return _folded_lines(canvas, frame, colour, shape) if canvas.narrow else _columns(frame, colour, shape)


def _columns(frame: pd.DataFrame, colour: alt.Color, shape: alt.Shape) -> Drawn:
    """Beside each mark the date, the section and the title in columns."""
    height = 25 * len(frame)
    base = alt.Chart(frame).encode(y=alt.Y("number:O", axis=None))
    marks = dots(base, 110, x=alt.XValue(10), color=colour, shape=shape)
    quiet = base.mark_text(align="left", color="var(--ink-quiet)").encode(x=alt.XValue(0))
    titles = base.mark_text(align="left").encode(x=alt.XValue(0), text=alt.Text("title:N"))
    return alt.hconcat(
        marks.properties(width=20, height=height),
        quiet.encode(text=alt.Text("date_word:N")).properties(width=96, height=height),
        quiet.encode(text=alt.Text("section_word:N")).properties(width=96, height=height),
        titles.properties(width=440, height=height),
        spacing=6,
    )


def _folded_lines(canvas: Canvas, frame: pd.DataFrame, colour: alt.Color, shape: alt.Shape) -> Drawn:
    """For a phone: beside each mark its date and below that its title, folded."""
    width = canvas.pick(en=44, zh=23)
    frame["lines"] = [f"{when}|{_folded(title, width)}" for when, title in zip(frame["date_word"], frame["title"], strict=True)]
    base = alt.Chart(frame).encode(y=alt.Y("number:O", axis=None), x=alt.XValue(6))
    marks = base.mark_point(size=90, opacity=1, yOffset=-8).encode(color=colour, shape=shape, description=alt.Description("said:N"))
    words = base.mark_text(align="left", dx=14, baseline="middle", lineBreak="|", dy=-8).encode(text=alt.Text("lines:N"))
    return alt.layer(marks, words).properties(height=56 * len(frame))


def _folded(text: str, width: int) -> str:
    """Text broken into lines of at most `width` characters, at spaces where there are any."""
    if " " not in text:
        return "|".join(text[place : place + width] for place in range(0, len(text), width))
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "|".join(lines)
