"""Charts of the Talent section."""

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import dots, owners, two_lines
from sourced.periods import Period

TEAM = ("zhang-di", "gai-kun", "zhou-guorui", "wang-zhongyuan", "fu-ruiji", "ren-kai")
CERTAINTIES = {"confirmed": "better", "reported": "accent", "single": "neutral", "rumoured": "worse"}
"""How sure a move is, and the colour of that."""
YEARS = alt.Axis(format="%Y", tickCount="year", grid=True)


def _departures(canvas: Canvas, *also_shown: str) -> pd.DataFrame:
    """Every named departure."""
    show = ["person_name", "date_word", *also_shown, "certainty_word"]
    return canvas.rows("moves", show=show, where=lambda row: row["kind"] == "departure")


def _colours(canvas: Canvas) -> dict[str, str]:
    """The grades of certainty in words, and the colour of each."""
    return {canvas.term(f"certainty.{grade}"): colour for grade, colour in CERTAINTIES.items()}


@chart(
    section="talent",
    title={
        "en": "Of the leavers named in public reports, most went in {{ when('2024') }}, not in the wave of {{ when('2025') }}",
        "zh": "公开报道点名的离职者，多在{{ when('2024') }}而非{{ when('2025') }}离开",
    },
    subtitle={"en": "Named departures from Kuaishou by year and area of work", "zh": "点名的离职者，按年份与领域"},
    note={
        "en": "Includes commercial and management posts that press lists count. Reported is not confirmed: the table shows the certainty of each.",
        "zh": "包含媒体名单计入的商业与管理岗位。报道不等于证实，各条确定程度见表。",
    },
)
def departures_by_year(canvas: Canvas) -> Drawn:
    """One mark a person, stacked by year, coloured by certainty."""
    frame = _departures(canvas, "area_word")
    frame["year"] = [str(one.year) for one in frame["start"]]
    frame["place"] = frame.groupby("year").cumcount() + 1
    canvas.holds(frame["year"].value_counts().idxmax() == "2024")
    shown = {word: colour for word, colour in _colours(canvas).items() if word in set(frame["certainty_word"])}
    frame["said"] = canvas.listed(frame["person_name"], frame["date_word"], frame["certainty_word"])
    colour = alt.Color("certainty_word:N", scale=canvas.colours(shown), sort=list(shown), legend=alt.Legend(symbolType="circle"))
    if canvas.narrow:
        frame["row"] = frame["year"] + "  " + frame["person_name"]
        base = alt.Chart(frame).encode(y=alt.Y("row:N", title=None, axis=None), x=alt.XValue(8))
        words = base.mark_text(align="left", dx=14).encode(text=alt.Text("row:N"))
        return alt.layer(dots(base, 120, color=colour), words).properties(height=24 * len(frame))
    base = alt.Chart(frame).encode(
        y=alt.Y("year:N", title=None, sort="ascending"),
        x=alt.X("place:Q", axis=None, scale=alt.Scale(domain=[0.5, int(frame["place"].max()) + 0.5])),
    )
    words = base.mark_text(dy=18).encode(text=alt.Text("person_name:N"))
    return alt.layer(dots(base, 170, color=colour), words).properties(height=54 * frame["year"].nunique())


@chart(
    section="talent",
    title={
        "en": "Kling's technology has been led beside other posts since {{ when('2025-08') }}",
        "zh": "自{{ when('2025-08') }}起，可灵技术由兼任者负责",
    },
    subtitle={"en": "Time at Kuaishou of the people named, as far as dated", "zh": "所述人物在快手的时间，以有日期者为限"},
    note={
        "en": "Hollow ends: the departure is reported, not confirmed. Years without a month are drawn to the middle of the year.",
        "zh": "空心端点：离职仅见报道，未获证实。只有年份者画至年中。",
    },
)
def tenures(canvas: Canvas) -> Drawn:
    """A bar a person from the first to the last dated move within Kuaishou."""
    frame = canvas.rows(
        "moves",
        show=["person_name", "date_word", "kind_word", "certainty_word"],
        where=lambda row: row["person"] in TEAM and row["kind"] in ("hire", "departure", "role", "seen"),
    )
    end_of_data = max(pd.Timestamp(Period.parse(row.text("date")).end) for row in canvas.figures.model.package.rows("events"))
    found = [_tenure(canvas, str(person), moves, end_of_data) for person, moves in frame.groupby("person", sort=False)]
    spans = pd.DataFrame(found).sort_values("start")
    y = alt.Y("person_name:N", sort=list(spans["person_name"]), title=None)
    x, x2 = alt.X("start:T", title=None, axis=YEARS), alt.X2("end:T")
    bars = alt.Chart(spans).mark_bar(height=12)
    marks = bars.encode(y=y, x=x, x2=x2, color=owners(canvas, spans), description=alt.Description("said:N"))
    ends = alt.Chart(spans[spans["left"]]).mark_point(
        size=120, filled=False, strokeWidth=2.5, color=canvas.colour("ink"), fill="var(--paper)", opacity=1
    )
    return alt.layer(marks, ends.encode(y=y, x=alt.X("end:T"))).properties(height=38 * len(spans))


def _tenure(canvas: Canvas, person: str, moves: pd.DataFrame, end_of_data: pd.Timestamp) -> dict[str, object]:
    """A person's time within Kuaishou, to the departure or else as far as the data go."""
    left = moves[moves["kind"] == "departure"]
    return {
        "person_name": moves["person_name"].iloc[0],
        "start": moves["middle"].min(),
        "end": left["middle"].max() if len(left) else end_of_data,
        "left": bool(len(left)),
        "owner": "kuaishou" if person in ("zhang-di", "gai-kun") else "neutral",
        "said": canvas.language.word("semicolon").join(f"{one.date_word} {one.kind_word}" for one in moves.itertuples()),
    }


@chart(
    section="talent",
    title={"en": "Releases went on after the departures", "zh": "人员离开之后，发布并未中断"},
    subtitle={"en": "Departures of AI leaders and releases of Kling on one time axis", "zh": "AI负责人离职与可灵版本发布，同一时间轴"},
    note={
        "en": "Shows order in time only; whether one slowed the other can't be read from it.",
        "zh": "只显示先后，无法由此判断是否拖慢了发布。",
    },
)
def departures_and_releases(canvas: Canvas) -> Drawn:
    """Two rows of ticks: who left above, what came out below."""
    moves = canvas.rows(
        "moves",
        show=["person_name", "date_word", "certainty_word"],
        where=lambda row: (
            row["kind"] == "departure" and row["area"] in ("video-models", "multimodal", "recommendation") and row.text("date") >= "2024"
        ),
    )
    releases = canvas.rows(
        "releases", show=["entity_name", "date_word"], where=lambda row: row["kind"] == "release" and row.text("entity").startswith("kling")
    )
    canvas.holds(releases["middle"].max() > moves["middle"].max())
    left, out = canvas.pick(en="Left", zh="离开"), canvas.pick(en="Released", zh="发布")
    moves["what"], moves["name"] = left, moves["person_name"]
    releases["what"], releases["name"] = out, releases["entity_name"].str.replace(canvas.name("kling"), "").str.strip()
    frame = pd.concat([moves, releases]).sort_values("middle", ignore_index=True)
    frame["said"] = frame["name"] + " " + frame["date_word"]
    colours = {left: "worse", out: "kuaishou"}
    return _downwards(canvas, frame, colours) if canvas.narrow else _side_by_side(canvas, frame, colours)


def _side_by_side(canvas: Canvas, frame: pd.DataFrame, colours: dict[str, str]) -> Drawn:
    """A row a kind of event, time from left to right, names in four heights so that neighbours don't meet."""
    frame["step"] = frame.groupby("what").cumcount() % 4
    base = alt.Chart(frame).encode(
        x=alt.X("middle:T", title=None, axis=YEARS, scale=alt.Scale(padding=36)),
        y=alt.Y("what:N", sort=list(colours), title=None, axis=alt.Axis(labelFontSize=13)),
    )
    words = [
        base.mark_text(dy=dy).encode(text=alt.Text("name:N")).transform_filter(f"datum.step == {step}")
        for step, dy in enumerate((-16, 20, -32, 36))
    ]
    colour = alt.Color("what:N", legend=None, scale=canvas.colours(colours))
    return alt.layer(dots(base, 110, color=colour), *words).properties(height=230)


def _downwards(canvas: Canvas, frame: pd.DataFrame, colours: dict[str, str]) -> Drawn:
    """For a phone: a column a kind of event, time downwards."""
    frame["shift"] = _apart(frame, height=400, gap=16)
    axis = alt.Axis(orient="top", labelAngle=0, labelFontSize=13, domain=False)
    base = alt.Chart(frame).encode(
        x=alt.X("what:N", sort=list(colours), title=None, axis=axis, scale=alt.Scale(align=0)),
        y=alt.Y("middle:T", title=None, axis=YEARS, scale=alt.Scale(padding=14)),
    )
    words = [
        base.mark_text(align="left", dx=12, dy=int(shift)).encode(text=alt.Text("name:N")).transform_filter(f"datum.shift == {shift}")
        for shift in sorted(set(frame["shift"]))
    ]
    colour = alt.Color("what:N", legend=None, scale=canvas.colours(colours))
    return alt.layer(dots(base, 110, color=colour), *words).properties(height=430)


def _apart(frame: pd.DataFrame, *, height: int, gap: int) -> list[int]:
    """How far down each label must move so that labels of one column stand `gap` pixels apart on an axis of `height`."""
    newest, span = frame["middle"].max(), frame["middle"].max() - frame["middle"].min()
    shifts: dict[int, int] = {}
    for _, column in frame.groupby("what"):
        last = -gap
        for place, moment in column["middle"].sort_values(ascending=False).items():
            wanted = round((newest - moment) / span * height)
            last = max(wanted, last + gap)
            shifts[int(str(place))] = last - wanted
    return [shifts[int(str(place))] for place in frame.index]


@chart(
    section="talent",
    title={
        "en": "Of {{ at('count(moves kind=departure)') }} named departures, {{ at('count(moves kind=departure certainty=confirmed)') }} are confirmed by the company, the person or a new employer",
        "zh": "{{ at('count(moves kind=departure)') }}起点名的离职中，经公司、本人或新雇主证实的有{{ at('count(moves kind=departure certainty=confirmed)') }}起",
    },
    subtitle={"en": "How sure each named departure is", "zh": "每起点名离职的确定程度"},
    note={
        "en": "The grades are those of the method page; a report by several outlets is still a report.",
        "zh": "分级见方法页；多家媒体的报道仍是报道。",
    },
)
def certainty_of_departures(canvas: Canvas) -> Drawn:
    """A row a person in order of time, a mark under the grade of its report."""
    frame = _departures(canvas).sort_values("middle", ignore_index=True)
    frame["name"] = canvas.named(frame["person_name"], frame["date_word"])
    frame["said"] = frame["name"] + canvas.pick(en=": ", zh="：") + frame["certainty_word"]
    colours = _colours(canvas)
    colour = alt.Color("certainty_word:N", legend=None, scale=canvas.colours(colours))
    if canvas.narrow:
        base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=None, axis=None))
        marks = dots(base, 110, x=alt.XValue(6), color=colour)
        return alt.layer(marks, *two_lines(base, "name", "certainty_word")).properties(height=44 * len(frame))
    axis = alt.Axis(orient="top", labelAngle=0, title=None, domain=False, ticks=False, grid=False)
    names = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=240))
    base = alt.Chart(frame).encode(y=names, x=alt.X("certainty_word:N", scale=alt.Scale(domain=list(colours)), axis=axis))
    return alt.layer(dots(base, 130, color=colour)).properties(height=28 * len(frame))


@chart(
    section="talent",
    title={"en": "Where most leavers went is not public", "zh": "多数离职者的去向未见公开"},
    subtitle={"en": "Named leavers and the posts they are reported to have taken next", "zh": "点名的离职者及据报的后续任职"},
)
def destinations(canvas: Canvas) -> Drawn:
    """A line a person: when they left, and the next posts that pages name."""
    frame = canvas.rows(
        "moves",
        show=["person_name", "date_word", "kind_word", "to_org_name", "to_role", "certainty_word"],
        where=lambda row: row["kind"] in ("departure", "next"),
    )
    found = [_leaver(canvas, str(person), moves) for person, moves in frame.groupby("person", sort=False)]
    people = pd.DataFrame(found).sort_values("middle", ignore_index=True)
    canvas.holds((people["posts"] == "").sum() > len(people) / 2)
    people["known"] = people["posts"] != ""
    people["posts"] = people["posts"].where(people["known"], canvas.pick(en="not public", zh="未见公开"))
    people["number"] = range(len(people))
    people["said"] = people["name"] + canvas.pick(en=", ", zh="，") + people["date"] + canvas.pick(en=": ", zh="：") + people["posts"]
    base = alt.Chart(people).encode(y=alt.Y("number:O", axis=None))
    scale = alt.Scale(domain=[True, False], range=[canvas.colour("accent"), canvas.colour("ink-faint")])
    marks = dots(base, 90, x=alt.XValue(6), color=alt.Color("known:N", legend=None, scale=scale))
    if canvas.narrow:
        people["head"] = canvas.named(people["name"], people["date"])
        return alt.layer(marks, *two_lines(base, "head", "posts", limit=320)).properties(height=46 * len(people))
    names = base.mark_text(align="left").encode(x=alt.XValue(20), text=alt.Text("name:N"))
    dates = base.mark_text(align="left", color="var(--ink-quiet)").encode(x=alt.XValue(150), text=alt.Text("date:N"))
    posts = base.mark_text(align="left").encode(x=alt.XValue(300), text=alt.Text("posts:N"))
    return alt.layer(marks, names, dates, posts).properties(height=28 * len(people))


def _leaver(canvas: Canvas, person: str, moves: pd.DataFrame) -> dict[str, object]:
    """Who left and when, and the posts taken since in order of time, "" if none is named."""
    left = moves[moves["kind"] == "departure"].iloc[0]
    posts = [
        canvas.language.word("bracket", where, one["date_word"])
        for _, one in moves.sort_values("middle").iterrows()
        if (where := one.get("to_org_name")) and isinstance(where, str) and not (one["kind"] == "departure" and one["to_org"] == "kuaishou")
    ]
    words = {"name": left["person_name"], "date": left["date_word"], "posts": " → ".join(posts)}
    return {"person": person, "middle": left["middle"], **words}
