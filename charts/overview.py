"""The charts of the Overview."""

from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.labels import folded
from sourced.drawing.layouts import days, dots
from sourced.periods import Period

WITHIN = ("personnel", "incident", "regulator")
"""Topics of setbacks that come from the house itself; the others come from rivals and the market."""
TURN = "2026-02-06"
"""The day of the last of them."""
HEIGHT = 340
"""Of the chart of Kling's revenue."""
LINE = 17
"""Pixels from line to line in the timeline."""


@chart(
    section="overview",
    title={
        "en": "Kling's revenue grew from {{ figure('revenue', 'kling', '2025-Q1') }} a quarter to {{ figure('revenue', 'kling', '2026-Q2') }}, through an attack and reported exits",
        "zh": "直播遭攻击、高管据报离职，可灵单季收入仍从{{ figure('revenue', 'kling', '2025-Q1') }}增至{{ figure('revenue', 'kling', '2026-Q2') }}",
    },
    subtitle={
        "en": "Revenue of Kling by quarter, CNY million, and its share of group revenue",
        "zh": "可灵季度收入（亿元）及其占集团营收的比例",
    },
    note={
        "en": "Most figures are floors: the company said “over”. Shares computed from them are floors too.",
        "zh": "多数为下限，公司原话为“超过”；据此算出的占比亦为下限。",
    },
)
def kling_business(canvas: Canvas) -> Drawn:
    """Revenue by quarter with the events between which it grew."""
    figures = canvas.figures
    quarters = canvas.shared(("revenue", "kling"), ("revenue", "kuaishou"))
    revenue = [figures.observed("revenue", "kling", one) for one in quarters]
    canvas.holds(all(later.value > earlier.value for earlier, later in pairwise(revenue)))
    shares = [figures.ratio(one, figures.observed("revenue", "kuaishou", quarter)) for one, quarter in zip(revenue, quarters, strict=True)]
    frame = canvas.frame(revenue)
    frame["share"] = list(canvas.frame(shares)["short"])
    events = _turns(canvas)
    return _story(canvas, frame, events) if canvas.narrow else _columns_with_events(canvas, frame, events)


def _turns(canvas: Canvas) -> pd.DataFrame:
    """The events that the chart names, in order of time, each with few words, how high these stand and on which side."""
    words = {
        "kling-2-5-released": (canvas.name("kling-2-5-turbo"), 0, "left"),
        "livestream-attack": (canvas.pick(en="Live streams attacked", zh="直播遇袭"), 1, "right"),
        "zhou-guorui-report": (canvas.pick(en="Zhou Guorui reported to leave", zh="周国睿传将离职"), 1, "left"),
        "kling-3-0-released": (canvas.name("kling-3-0"), 0, "left"),
        "kling-financing": (canvas.pick(en="Kling to be a company of its own", zh="可灵拟独立成公司"), 2, "right"),
        "kling-4-0-released": (canvas.name("kling-4-0"), 0, "right"),
    }
    frame = canvas.rows("events", show=["date_word", "title"], where=lambda row: row["id"] in words)
    canvas.holds(len(frame) == len(words))
    frame["words"], frame["step"], frame["align"] = zip(*(words[one] for one in frame["id"]), strict=True)
    return frame.sort_values("middle", ignore_index=True)


def _columns_with_events(canvas: Canvas, frame: pd.DataFrame, events: pd.DataFrame) -> Drawn:
    """Columns on an axis of time as wide as their quarters, each event on its day above them."""
    gap = pd.Timedelta(days=9)
    first = frame["start"].min() - pd.Timedelta(days=10)
    last = max(frame["end"].max(), events["end"].max()) + pd.Timedelta(days=16)
    frame["from"], frame["to"] = frame["start"] + gap, frame["end"] - gap
    share = canvas.pick(en="{} of group revenue", zh="占集团营收{}")
    frame["foot"] = [
        tick.replace("|", " ") + "|" + share.format(part) if place == 0 else f"{tick.replace('|', ' ')}|{part}"
        for place, (tick, part) in enumerate(zip(frame["tick"], frame["share"], strict=True))
    ]
    top, last_line = float(frame["plotted"].max()), HEIGHT - 44
    span = days(first, last)
    x, y = alt.X("middle:T", axis=None, scale=span), alt.Scale(domain=[0, top * 1.7], range=[last_line, 0])
    base = alt.Chart(frame).encode(x=x)
    quiet: dict[str, Any] = {"fontSize": 12, "color": "var(--ink-quiet)"}
    foot: dict[str, Any] = {"baseline": "line-top", "dy": 8, "lineHeight": 16, "lineBreak": "|", **quiet}
    empty = alt.Chart(_quarters_without(canvas, frame, last)).encode(x=x, y=alt.YValue(last_line))
    layers = [
        base.mark_rect(color=canvas.colour("kuaishou")).encode(
            x=alt.X("from:T", axis=None, scale=span),
            x2=alt.X2("to:T"),
            y=alt.Y("plotted:Q", axis=None, scale=y),
            y2=alt.Y2Datum(0),
            description="label:N",
        ),
        base.mark_text(dy=7, baseline="top", fontSize=15, fontWeight=600, color="var(--paper)").encode(
            y=alt.Y("plotted:Q", scale=y), text="short:N"
        ),
        base.mark_text(**foot).encode(y=alt.YValue(last_line), text="foot:N"),
        empty.mark_text(baseline="bottom", dy=-6, **quiet).encode(text="word:N"),
        empty.mark_text(**foot).encode(text="tick:N"),
    ]
    return alt.layer(*layers, *_flags(events, frame, top, x, y)).properties(height=HEIGHT)


def _quarters_without(canvas: Canvas, frame: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """The quarters after the newest figure that events reach into."""
    found, period = list[dict[str, object]](), canvas.periods[frame["tick"].iloc[-1]].next()
    while pd.Timestamp(period.end) <= last:
        middle = pd.Timestamp(period.start) + (pd.Timestamp(period.end) - pd.Timestamp(period.start)) / 2
        found.append(
            {
                "middle": middle,
                "end": pd.Timestamp(period.end),
                "period": canvas.language.period(period, short=True),
                "tick": canvas.language.tick(period).replace("|", " "),
                "word": canvas.pick(en="no figure yet", zh="尚无数据"),
            }
        )
        period = period.next()
    return pd.DataFrame(found, columns=["middle", "end", "period", "tick", "word"])


def _flags(events: pd.DataFrame, frame: pd.DataFrame, top: float, x: alt.X, y: alt.Scale) -> list[alt.Chart]:
    """Each event: a thin line from its words down to the column of its quarter or to the foot."""
    columns = [frame.loc[(frame["start"] <= day) & (day <= frame["end"]), "plotted"] for day in events["middle"]]
    events["high"] = [top * (1.2 + 0.24 * step) for step in events["step"]]
    events["low"] = [float(found.max()) + top * 0.02 if len(found) else 0.0 for found in columns]
    events["text"] = events["words"] + "|" + events["date_word"]
    base = alt.Chart(events).encode(x=x)
    words: dict[str, Any] = {"baseline": "line-bottom", "fontSize": 13, "lineHeight": 16, "lineBreak": "|"}
    return [
        base.mark_rule(color="var(--ink-faint)").encode(y=alt.Y("low:Q", scale=y), y2=alt.Y2("high:Q")),
        *(
            base.transform_filter(f"datum.align === '{align}'")
            .mark_text(align=align, dx=5 if align == "left" else -5, **words)
            .encode(y=alt.Y("high:Q", scale=y), text="text:N")
            for align in ("left", "right")
        ),
    ]


def _story(canvas: Canvas, frame: pd.DataFrame, events: pd.DataFrame) -> Drawn:
    """For a phone: a bar a quarter downwards, with its share or that it has no figure yet, and between them what happened."""
    share = canvas.pick(en="{}, {} of group revenue", zh="{}，占集团营收{}")
    said = [share.format(number, part) for number, part in zip(frame["short"], frame["share"], strict=True)]
    bars = frame.assign(words=frame["period"], at=frame["end"], said=said, room=44, event=False)
    empty = _quarters_without(canvas, frame, events["end"].max())
    empty = empty.assign(words=empty["period"], at=empty["end"], said=empty["word"], room=26, event=False)
    turns = events.assign(
        words=events["date_word"] + canvas.pick(en=": ", zh="：") + events["words"], at=events["middle"], room=20, event=True
    )
    listed = pd.concat([bars, empty, turns]).sort_values("at", kind="stable", ignore_index=True)
    listed["y"] = listed["room"].shift(fill_value=0).cumsum()
    height = int(listed["y"].iloc[-1]) + 26
    quarters, turns = listed[~listed["event"]].copy(), listed[listed["event"]].copy()
    quarters["top"], quarters["bottom"] = quarters["y"] + 14, quarters["y"] + 30
    scale = alt.Scale(domain=[0, height], range=[0, height])
    room = alt.Scale(domain=[0, float(quarters["plotted"].max()) * 1.05])
    return _story_layers(canvas, quarters, turns, scale, room).properties(height=height)


def _story_layers(canvas: Canvas, quarters: pd.DataFrame, turns: pd.DataFrame, scale: alt.Scale, room: alt.Scale) -> Drawn:
    """Bars with quarter and figure above, events with a point before them."""
    quarters["zero"] = 0.0
    at = alt.Y("y:Q", axis=None, scale=scale)
    base = alt.Chart(quarters)
    marks = (
        base.transform_filter("isValid(datum.plotted)")
        .mark_rect(color=canvas.colour("kuaishou"))
        .encode(
            y=alt.Y("top:Q", axis=None, scale=scale),
            y2=alt.Y2("bottom:Q"),
            x=alt.X("zero:Q", axis=None, scale=room),
            x2=alt.X2("plotted:Q"),
            description="label:N",
        )
    )
    names = base.mark_text(align="left", baseline="middle", dy=5).encode(y=at, x=alt.XValue(0), text="words:N")
    numbers = base.mark_text(align="right", baseline="middle", dy=5, color="var(--ink-quiet)").encode(
        y=at, x=alt.XValue(338), text="said:N"
    )
    flags = (
        alt.Chart(turns).mark_text(align="left", baseline="middle", dy=5, dx=10, fontSize=12).encode(y=at, x=alt.XValue(8), text="words:N")
    )
    points = alt.Chart(turns).mark_point(size=34, color=canvas.colour("ink"), opacity=1, yOffset=5).encode(y=at, x=alt.XValue(5))
    return alt.layer(marks, names, numbers, points, flags)


@chart(
    section="overview",
    title={
        "en": "Among the events picked, the setbacks until {{ when('2026-02') }} were exits, an attack and a fine; since then, rivals' models and thinner profit",
        "zh": "所选要事中，{{ when('2026-02') }}以前的挫折来自离职、遇袭与罚款；此后来自对手的新模型与下滑的利润",
    },
    subtitle={
        "en": "The most telling events: what made Kuaishou's AI shakier, and what made it steadier",
        "zh": "要事：使快手AI更不稳的，与使其更稳的",
    },
    note={
        "en": "Which way an event bears is our judgement, row by row; the section pages list all events.",
        "zh": "事件的方向由我们逐条判断；全部事件见各部分页面。",
    },
)
def timeline(canvas: Canvas) -> Drawn:
    """Events down an axis of time, what shook to the left, what steadied to the right."""
    frame = canvas.rows("events", show=["date_word", "section_word", "title", "bearing_word"], where=lambda row: row["weight"] == 1)
    shaky = frame[frame["bearing"] == "shakier"]
    before = shaky["middle"] <= pd.Timestamp(Period.parse(TURN).end)
    canvas.holds(set(shaky[before]["topic"]) == set(WITHIN) and not set(shaky[~before]["topic"]) & set(WITHIN))
    frame["said"] = (
        frame["date_word"]
        + canvas.pick(en=": ", zh="：")
        + frame["title"]
        + canvas.pick(en=" (", zh="（")
        + frame["bearing_word"]
        + canvas.pick(en=")", zh="）")
    )
    frame["number"] = frame.reset_index().index + 1
    shapes = {"shakier": "triangle-down", "steadier": "triangle-up", "neither": "circle"}
    colours = {"shakier": "worse", "steadier": "better", "neither": "neutral"}
    words = {one: canvas.term(f"bearing.{one}") for one in shapes}
    scale = canvas.colours({words[one]: colours[one] for one in shapes})
    legend = alt.Legend(orient="top", symbolType="circle") if canvas.narrow else None
    channels: dict[str, Any] = {
        "color": alt.Color("bearing_word:N", scale=scale, sort=list(words.values()), legend=legend),
        "shape": alt.Shape(
            "bearing_word:N",
            legend=legend,
            sort=list(words.values()),
            scale=alt.Scale(domain=list(words.values()), range=list(shapes.values())),
        ),
    }
    return _folded_lines(canvas, frame, channels) if canvas.narrow else _both_sides(canvas, frame, channels, words)


def _both_sides(canvas: Canvas, frame: pd.DataFrame, channels: dict[str, Any], words: dict[str, str]) -> Drawn:
    """Dates in the middle, titles to the left or the right, heads above; what bears neither way stands quietly to the right."""
    middle, aside = canvas.width / 2, 64
    head = canvas.pick(en="Made it {}", zh="{}")
    heads = {
        "shakier": head.format(words["shakier"]),
        "steadier": head.format(words["steadier"]) + canvas.pick(en="; in grey: ", zh="；灰色：") + words["neither"],
    }
    listed = pd.concat([pd.DataFrame({"bearing": list(heads), "title": list(heads.values()), "head": True}), frame.assign(head=False)])
    listed["lines"] = [folded(title, int(middle) - aside - 24, 13) for title in listed["title"]]
    steps = [0, 0, 30, *(LINE * (1 + one.count("|")) + 8 for one in listed["lines"].iloc[2:-1])]
    listed["y"] = np.cumsum(steps) + 10
    listed["side"] = [middle - aside if bearing == "shakier" else middle + aside for bearing in listed["bearing"]]
    height = int(listed["y"].max()) + 24
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height]))
    x = alt.X("side:Q", axis=None, scale=alt.Scale(domain=[0, canvas.width], range=[0, canvas.width]))
    rows = alt.Chart(listed[~listed["head"]])
    layers = [
        dots(rows, 95, x=x, y=y, **channels),
        rows.mark_text(fontSize=12, color="var(--ink-quiet)").encode(x=alt.XValue(middle), y=y, text="date_word:N"),
    ]
    for bearing in heads:
        place: dict[str, Any] = {"align": "right" if bearing == "shakier" else "left", "dx": -14 if bearing == "shakier" else 14}
        text: dict[str, Any] = {"baseline": "line-top", "dy": -7, "lineBreak": "|", "lineHeight": LINE, **place}
        loud, head = listed[(listed["bearing"] == bearing) & ~listed["head"]], listed[(listed["bearing"] == bearing) & listed["head"]]
        layers.append(alt.Chart(loud).mark_text(**text).encode(x=x, y=y, text="lines:N"))
        layers.append(alt.Chart(head).mark_text(fontWeight=700, fontSize=14, **text).encode(x=x, y=y, text="lines:N"))
    quiet: dict[str, Any] = {"align": "left", "dx": 14, "baseline": "line-top", "dy": -7, "lineBreak": "|", "lineHeight": LINE}
    neither = alt.Chart(listed[listed["bearing"] == "neither"]).mark_text(color="var(--ink-quiet)", **quiet)
    return alt.layer(*layers, neither.encode(x=x, y=y, text="lines:N")).properties(height=height)


def _folded_lines(canvas: Canvas, frame: pd.DataFrame, channels: dict[str, Any]) -> Drawn:
    """For a phone: beside each mark its date and below that its title, folded."""
    frame["lines"] = [
        f"{when}|{folded(title, canvas.width - 40, 13)}" for when, title in zip(frame["date_word"], frame["title"], strict=True)
    ]
    steps = [0, *(LINE * (1 + one.count("|")) + 12 for one in frame["lines"])]
    frame["y"] = np.cumsum(steps[:-1]) + 8
    height = sum(steps) + 4
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height]))
    base = alt.Chart(frame).encode(y=y, x=alt.XValue(6))
    marks = base.mark_point(size=90, opacity=1).encode(**channels, description=alt.Description("said:N"))
    words = base.mark_text(align="left", dx=14, dy=-7, baseline="line-top", lineBreak="|", lineHeight=LINE).encode(text=alt.Text("lines:N"))
    return alt.layer(marks, words).properties(height=height)
