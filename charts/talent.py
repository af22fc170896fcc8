"""The chart of the Talent section."""

from typing import Any

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import days

AREAS = ("video-models", "recommendation", "multimodal", "infrastructure", "commercial")
LED = ("gai-kun", "gai-kun-kling-head")
"""Who leads Kling, and the move with which that began."""
STAYED = ("gai-kun", "wan-pengfei")
SHAPES = {"confirmed": "circle", "reported": "diamond", "single": "cross"}
"""How sure a departure is, and the mark for it."""
FIRST = "2018-07-01"
"""Where the axis begins."""
MARKED = ("kling-1-0", "kling-2-0", "kling-3-0", "kling-4-0")
"""Releases named at the foot; the others are ticks alone."""
ROW = 23
"""Pixels for a person; on a phone a bar takes more."""


@chart(
    section="talent",
    title={
        "en": "Of {{ at('count(moves kind=departure)') }} reported departures only {{ at('count(moves kind=departure certainty=confirmed)') }} is confirmed; new versions of Kling followed",
        "zh": "据报的{{ at('count(moves kind=departure)') }}起离职中仅{{ at('count(moves kind=departure certainty=confirmed)') }}起得到证实；其后可灵仍有新版本",
    },
    subtitle={
        "en": "Time at Kuaishou of the people named, by area; how sure each departure is, and where they went; releases of Kling at the foot",
        "zh": "所述人物在快手的时间，按领域；各起离职的确定程度与去向；下方为可灵各版本发布",
    },
    note={
        "en": "A mark without a bar: when the person came is not known. A date that is a year or a span is drawn at its middle. No words behind a mark: the next post is not public. Time in charge of Kling is in colour.",
        "zh": "只有标记而无横条者，入职时间不详。只有年份或区间的日期画在其中点。标记后无文字者，去向未见公开。负责可灵的时间以彩色标出。",
    },
)
def people(canvas: Canvas) -> Drawn:
    """A bar a person, grouped by area, a mark at the end by its certainty, releases along the foot."""
    moves = canvas.rows(
        "moves",
        show=["person_name", "date_word", "kind_word", "area_word", "to_org_name", "certainty_word"],
        where=lambda row: row["kind"] in ("hire", "departure", "next", "role", "seen"),
    )
    canvas.holds((moves[moves["kind"] == "departure"]["certainty"] == "confirmed").sum() == 1)
    releases = canvas.rows(
        "releases",
        show=["entity_name", "date_word", "kind_word"],
        where=lambda row: (
            row["kind"] == "release" and canvas.owner(row.text("entity")) == "kuaishou" and row.text("entity").startswith("kling")
        ),
    )
    canvas.holds(releases["middle"].max() > moves[moves["kind"] == "departure"]["middle"].max())
    last = releases["end"].max()
    told = moves[["id", "person", "person_name", "kind", "kind_word", "area", "to_org_name", "certainty", "date_word", "middle"]]
    found = [_person(canvas, str(person), rows, last) for person, rows in told.groupby("person", sort=False)]
    listed = pd.DataFrame([one for one in found if one["left"] or one["person"] in STAYED])
    listed["rank"] = [AREAS.index(area) for area in listed["area"]]
    listed = listed.sort_values(["rank", "left", "end"], ascending=[True, True, False], ignore_index=True)
    return _drawn(canvas, listed, releases, last)


def _person(canvas: Canvas, person: str, moves: pd.DataFrame, last: pd.Timestamp) -> dict[str, object]:
    """A person's time at Kuaishou as far as it is dated, how it ended, and the posts taken since."""
    hires, left = moves[moves["kind"] == "hire"], moves[moves["kind"] == "departure"]
    known = left if len(left) else moves
    end = left["middle"].max() if len(left) else last
    posts = [name for name in moves[moves["kind"] == "next"].sort_values("middle")["to_org_name"] if name]
    led = moves[moves["id"] == LED[1]]
    return {
        "person": person,
        "name": moves["person_name"].iloc[0],
        "area": "video-models" if person in STAYED else known["area"].iloc[-1],
        "start": hires["middle"].min() if len(hires) else moves[moves["kind"] == "seen"]["middle"].min() if not len(left) else end,
        "end": end,
        "left": bool(len(left)),
        "certainty": left["certainty"].iloc[-1] if len(left) else "",
        "posts": canvas.pick(en=", then ", zh="，后至").join(posts),
        "led": led["middle"].min() if len(led) else pd.NaT,
        "said": canvas.language.word("semicolon").join(
            [moves["person_name"].iloc[0], *(f"{date} {kind}" for date, kind in zip(moves["date_word"], moves["kind_word"], strict=True))]
        ),
    }


def _drawn(canvas: Canvas, listed: pd.DataFrame, releases: pd.DataFrame, last: pd.Timestamp) -> Drawn:
    """Rows of people under heads of areas; on a phone each name stands above its bar."""
    row, head = ROW, 26
    opens = listed["area"] != listed["area"].shift()
    below = [16 if canvas.narrow and start < end else 0 for start, end in zip(listed["start"], listed["end"], strict=True)]
    listed["y"] = (opens * head + row).cumsum() - row / 2 + 4 + [sum(below[:place]) for place in range(len(below))]
    listed["bar"] = listed["y"] + below
    foot = float(listed["bar"].max()) + row / 2 + 34
    height = foot + 44
    first = pd.Timestamp(FIRST)
    left, right = (0, canvas.width - 90) if canvas.narrow else (150, canvas.width - 200)
    y = alt.Scale(domain=[0, height], range=[0, height])
    span = days(first, last, range=[left + 6, right])
    layers = [*_bars(canvas, listed, y, span), *_marks(canvas, listed, y, span), *_words(canvas, listed, opens, y, span, row)]
    return alt.layer(*layers, *_foot(canvas, releases, foot, y, span)).properties(height=height)


def _bars(canvas: Canvas, listed: pd.DataFrame, y: alt.Scale, span: alt.Scale) -> list[alt.Chart]:
    """Pale bars for the time at Kuaishou, in colour for the time in charge of Kling."""
    listed["top"], listed["bottom"] = listed["bar"] - 5, listed["bar"] + 5
    led = listed[listed["led"].notna()].assign(start=listed["led"])
    return [
        alt.Chart(rows)
        .mark_rect(color=canvas.colour(colour))
        .encode(
            y=alt.Y("top:Q", axis=None, scale=y),
            y2=alt.Y2("bottom:Q"),
            x=alt.X("start:T", axis=None, scale=span),
            x2=alt.X2("end:T"),
            description="said:N",
        )
        for rows, colour in ((listed[listed["start"] < listed["end"]], "rule"), (led, "kuaishou"))
    ]


def _marks(canvas: Canvas, listed: pd.DataFrame, y: alt.Scale, span: alt.Scale) -> list[alt.Chart]:
    """The end of each who left: its shape says how sure it is, hollow unless it is confirmed."""
    words = {canvas.term(f"certainty.{grade}"): shape for grade, shape in SHAPES.items()}
    ends = listed[listed["left"]].copy()
    ends["grade"] = [canvas.term(f"certainty.{one}") for one in ends["certainty"]]
    legend = alt.Legend(columns=2 if canvas.narrow else 3)
    shape = alt.Shape("grade:N", sort=list(words), scale=alt.Scale(domain=list(words), range=list(words.values())), legend=legend)
    fill = alt.Scale(domain=list(words), range=[canvas.colour("ink"), "var(--paper)", "var(--paper)"])
    mark: dict[str, Any] = {"size": 75, "opacity": 1, "strokeWidth": 1.8, "stroke": canvas.colour("ink")}
    return [
        alt.Chart(ends)
        .mark_point(**mark)
        .encode(
            y=alt.Y("bar:Q", axis=None, scale=y),
            x=alt.X("end:T", axis=None, scale=span),
            shape=shape,
            fill=alt.Fill("grade:N", sort=list(words), scale=fill, legend=legend),
            description="said:N",
        )
    ]


def _words(canvas: Canvas, listed: pd.DataFrame, opens: "pd.Series[bool]", y: alt.Scale, span: alt.Scale, row: int) -> list[alt.Chart]:
    """Names at the left or above, areas as heads, where people went behind their marks."""
    heads = listed[opens].copy()
    heads["y"] = heads["y"] - row / 2 - 13
    heads["words"] = [canvas.term(f"area.{area}") for area in heads["area"]]
    at = alt.Y("y:Q", axis=None, scale=y)
    if canvas.narrow:
        listed["name"] = [f"{name} → {posts}" if posts else name for name, posts in zip(listed["name"], listed["posts"], strict=True)]
    names = alt.Chart(listed).mark_text(align="left").encode(y=at, x=alt.XValue(0), text="name:N")
    went = listed[listed["posts"] != ""].copy()
    behind = alt.Chart(went).mark_text(align="left", dx=9, fontSize=12, color="var(--ink-quiet)")
    leads = listed[listed["led"].notna()].copy()
    leads["words"] = canvas.pick(en="leads Kling", zh="负责可灵")
    words = [
        alt.Chart(heads).mark_text(align="left", fontSize=12, color="var(--ink-quiet)").encode(y=at, x=alt.XValue(0), text="words:N"),
        names,
        alt.Chart(leads)
        .mark_text(align="left", dx=6, fontSize=12, color=canvas.colour("kuaishou"))
        .encode(y=alt.Y("bar:Q", axis=None, scale=y), x=alt.X("end:T", axis=None, scale=span), text="words:N"),
    ]
    went_to = behind.encode(y=alt.Y("bar:Q", axis=None, scale=y), x=alt.X("end:T", axis=None, scale=span), text="posts:N")
    return words if canvas.narrow else [*words, went_to]


def _foot(canvas: Canvas, releases: pd.DataFrame, foot: float, y: alt.Scale, span: alt.Scale) -> list[alt.Chart]:
    """Ticks for Kling's releases, some of them named, over years."""
    releases = releases.copy()
    releases["y"] = foot
    releases["name"] = releases["entity_name"].str.replace(canvas.name("kling"), "").str.strip()
    releases["said"] = canvas.listed(releases["entity_name"], releases["date_word"])
    named = releases[releases["entity"].isin(MARKED)]
    first = pd.Timestamp(FIRST).year + 1
    years = pd.DataFrame({"day": [pd.Timestamp(year, 1, 1) for year in range(first, releases["end"].max().year + 1)]})
    years["y"], years["words"] = foot + 12, [str(one.year) if not canvas.narrow else f"'{one.year % 100}" for one in years["day"]]
    at, x = alt.Y("y:Q", axis=None, scale=y), alt.X("middle:T", axis=None, scale=span)
    head = pd.DataFrame({"y": [foot], "words": [canvas.pick(en="Kling's releases", zh="可灵版本")]})
    rule = pd.DataFrame({"y": [foot + 12], "start": [pd.Timestamp(FIRST)], "end": [releases["end"].max()]})
    quiet: dict[str, Any] = {"fontSize": 12, "color": "var(--ink-quiet)"}
    return [
        alt.Chart(rule).mark_rule().encode(y=at, x=alt.X("start:T", axis=None, scale=span), x2=alt.X2("end:T")),
        alt.Chart(years).mark_text(baseline="top", dy=6, **quiet).encode(y=at, x=alt.X("day:T", axis=None, scale=span), text="words:N"),
        alt.Chart(releases)
        .mark_tick(orient="vertical", thickness=2, height=12, color=canvas.colour("kuaishou"))
        .encode(y=at, x=x, description="said:N"),
        alt.Chart(named).mark_text(dy=-14, fontSize=12).encode(y=at, x=x, text="name:N"),
        alt.Chart(head).mark_text(align="left", **quiet).encode(y=at, x=alt.XValue(0), text="words:N"),
    ]
