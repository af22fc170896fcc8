"""Charts of many kinds, written as Altair's own examples are: what Altair draws comes through, with words, table and files."""

from __future__ import annotations

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart

ISLES = ("ard", "bel", "corr", "dun", "esk", "fara")


def harbours(canvas: Canvas, count: int) -> list[str]:
    """So many harbours."""
    return [one for one in canvas.figures.model.entities if one.startswith("h-")][:count]


def by_isle(canvas: Canvas, indicator: str) -> pd.DataFrame:
    """A measure of every isle."""
    return canvas.frame(one for isle in ISLES for one in canvas.figures.series(indicator, isle))


@chart(
    section="isles",
    title={"en": "Rain by isle", "zh": "各岛降雨"},
    subtitle={"en": "Millimetres by month, a panel for each isle", "zh": "逐月毫米数，每岛一图"},
)
def facet_wrapped(canvas: Canvas) -> Drawn:
    """Small multiples by the facet channel."""
    frame = by_isle(canvas, "rain")
    return (
        alt.Chart(frame)
        .mark_line()
        .encode(x=alt.X("middle:T", axis=alt.Axis(format="%m")), y="plotted:Q", facet="entity:N", description="label:N")
        .properties(height=110)
    )


@chart(
    section="isles",
    title={"en": "Rain by isle and season", "zh": "各岛各季降雨"},
    subtitle={"en": "Millimetres by month", "zh": "逐月毫米数"},
)
def facet_grid(canvas: Canvas) -> Drawn:
    """Small multiples by row and column, with a legend."""
    frame = by_isle(canvas, "rain")
    frame = frame[frame["entity_id"].isin(ISLES[:3])]
    words = {True: canvas.pick(en="January to June", zh="一月至六月"), False: canvas.pick(en="July to December", zh="七月至十二月")}
    frame = frame.assign(season=(frame["start"].dt.month < 7).map(words), month=frame["tick"].str.partition("|")[0])
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("month:N", sort=None), y="plotted:Q", row="entity:N", column=alt.Column("season:N", sort=None), color="entity:N",
            description="label:N",
        )
        .resolve_scale(x="independent")
        .properties(height=80)
    )  # fmt: skip


@chart(
    section="isles",
    title={"en": "Two measures side by side", "zh": "两个指标并列"},
    subtitle={"en": "Rain in millimetres and sea in degrees", "zh": "降雨毫米数与海温距平"},
)
def side_by_side(canvas: Canvas) -> Drawn:
    """Two views in a row."""
    rain, sea = canvas.series("rain", "ard"), canvas.series("sea", "ard")
    views = [
        alt.Chart(frame).mark_bar().encode(x="middle:T", y=alt.Y("plotted:Q", title=frame["unit"].iloc[0]), description="label:N")
        for frame in (rain, sea)
    ]
    return alt.vconcat(*views) if canvas.narrow else alt.hconcat(*views)


@chart(
    section="isles",
    title={"en": "The isles by visitors", "zh": "各岛游客"},
    subtitle={"en": "People in a year, log scale", "zh": "全年人数，对数刻度"},
    note={"en": "Outlines invented.", "zh": "轮廓为虚构。"},
)
def map_of_visitors(canvas: Canvas) -> Drawn:
    """A map of areas coloured by a figure, the outlines as GeoJSON."""
    frame = by_isle(canvas, "visitors")
    outlines = alt.Data(url="data/maps/isles.geojson", format=alt.DataFormat(property="features", type="json"))
    return (
        alt.Chart(outlines)
        .mark_geoshape(stroke="var(--paper)")
        .transform_lookup(lookup="id", from_=alt.LookupData(frame, "entity_id", ["value", "label", "entity"]))
        .encode(color=alt.Color("value:Q", scale=alt.Scale(type="log")), description="label:N")
        .project(type="identity", reflectY=True)
        .properties(height=260)
    )


@chart(
    section="isles",
    title={"en": "Where it rained in January", "zh": "一月降雨分布"},
    subtitle={"en": "Millimetres, circles by area", "zh": "毫米，圆面积表示雨量"},
    note={"en": "Outlines invented.", "zh": "轮廓为虚构。"},
)
def map_of_rain(canvas: Canvas) -> Drawn:
    """Circles on a map, the outlines as TopoJSON."""
    frame = by_isle(canvas, "rain")
    frame = frame[frame["period"] == canvas.period("2023-01")]
    frame = frame.assign(x=[2, 7, 4.6, 9.3, 1.6, 6.4], y=[1, 1.25, 2.7, 3, 3.5, 4.4])
    land = alt.Chart(alt.topo_feature("data/maps/isles.topojson", "isles")).mark_geoshape(fill="var(--rule)")
    circles = alt.Chart(frame).mark_circle(opacity=0.7).encode(longitude="x:Q", latitude="y:Q", size="plotted:Q", description="label:N")
    names = alt.Chart(frame).mark_text(dy=-24).encode(longitude="x:Q", latitude="y:Q", text="entity:N")
    return alt.layer(land, circles, names).project(type="mercator").properties(height=330)


@chart(
    section="isles",
    title={"en": "Rain by isle and month", "zh": "各岛逐月降雨"},
    subtitle={"en": "Millimetres", "zh": "毫米"},
)
def heat_map(canvas: Canvas) -> Drawn:
    """Cells coloured by a figure."""
    frame = by_isle(canvas, "rain")
    return alt.Chart(frame).mark_rect().encode(x="month(middle):O", y="entity:N", color="plotted:Q", description="label:N")


@chart(
    section="isles",
    title={"en": "The sea against its mean", "zh": "海温距平"},
    subtitle={"en": "Degrees by month", "zh": "逐月摄氏度"},
)
def heat_map_of_signs(canvas: Canvas) -> Drawn:
    """Cells coloured from one colour of the palette through another to a third."""
    frame = by_isle(canvas, "sea")
    scale = alt.Scale(domain=[-2, 0, 2], range=[canvas.colour("accent"), canvas.colour("paper"), canvas.colour("worse")])
    return (
        alt.Chart(frame)
        .mark_rect()
        .encode(x="month(middle):O", y="entity:N", color=alt.Color("plotted:Q", scale=scale), description="label:N")
    )


@chart(
    section="isles",
    title={"en": "Catch of twenty harbours", "zh": "二十个港口的渔获"},
    subtitle={"en": "Tonnes a year, stacked", "zh": "每年吨数，堆积"},
)
def stacked_areas(canvas: Canvas) -> Drawn:
    """Areas of twenty series, each with words."""
    frame = pd.concat([canvas.series("catch", one) for one in harbours(canvas, 20)])
    return alt.Chart(frame).mark_area().encode(x="middle:T", y="plotted:Q", color="entity:N", description="label:N").properties(height=320)


@chart(
    section="isles",
    title={"en": "How catches spread", "zh": "渔获的分布"},
    subtitle={"en": "Tonnes a year, by isle", "zh": "每年吨数，按岛"},
)
def box_plots(canvas: Canvas) -> Drawn:
    """Boxes over the harbours of each isle."""
    frame = pd.concat([canvas.series("catch", one) for one in harbours(canvas, 20)])
    frame["isle"] = [canvas.name(canvas.figures.entity(one).parent) for one in frame["entity_id"]]
    return alt.Chart(frame).mark_boxplot().encode(x="plotted:Q", y="isle:N").properties(height=220)


@chart(
    section="isles",
    title={"en": "Who sails where", "zh": "渡轮去向"},
    subtitle={"en": "Passengers by ferry", "zh": "各航线乘客"},
)
def flows(canvas: Canvas) -> Drawn:
    """Flows from start to goal as bands, by layers of areas, rules and words."""
    frame = canvas.rows("ferries", show=["origin_name", "goal_name", "passengers"])
    frame["amount"] = frame["passengers"].astype(float)
    left, right = frame.sort_values(["origin", "goal"]), frame.sort_values(["goal", "origin"])
    gaps = {"left": left["origin"], "right": right["goal"]}
    tops = {
        side: (one["amount"].cumsum() - one["amount"] + 90 * (gaps[side] != gaps[side].shift()).cumsum()).to_dict()
        for side, one in (("left", left), ("right", right))
    }
    points = []
    for at, row in frame.iterrows():
        for step in range(21):
            part = step / 20
            bend = part * part * (3 - 2 * part)
            top = tops["left"][at] * (1 - bend) + tops["right"][at] * bend
            points.append({"x": part, "top": top, "bottom": top + row["amount"], "line": row["id"], "origin": row["origin_name"]})
    bands = alt.Chart(pd.DataFrame(points)).mark_area(opacity=0.6).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.5, 1.5])), y=alt.Y("top:Q", axis=None, scale=alt.Scale(reverse=True)),
        y2="bottom:Q", detail="line:N", color=alt.Color("origin:N", legend=None),
    )  # fmt: skip
    ends = []
    for side, column, x in (("left", "origin", 0), ("right", "goal", 1)):
        tall = (
            frame.assign(top=pd.Series(tops[side]))
            .groupby(f"{column}_name")
            .agg(top=("top", "min"), amount=("amount", "sum"))
            .reset_index()
        )
        tall["x"], tall["middle"], tall["bottom"] = x, tall["top"] + tall["amount"] / 2, tall["top"] + tall["amount"]
        tall["said"] = [
            canvas.language.word("colon", name, f"{amount:.0f}")
            for name, amount in zip(tall[f"{column}_name"], tall["amount"], strict=True)
        ]
        base = alt.Chart(tall).encode(x="x:Q")
        ends += [
            base.mark_rule(strokeWidth=5, color="var(--ink)").encode(y="top:Q", y2="bottom:Q", description="said:N"),
            base.mark_text(align="right" if side == "left" else "left", dx=-8 if side == "left" else 8).encode(y="middle:Q", text="said:N"),
        ]
    return alt.layer(bands, *ends).properties(height=300)


@chart(
    section="isles",
    title={"en": "Visitors by isle", "zh": "各岛游客数"},
    subtitle={"en": "People in a year, log scale", "zh": "全年人数，对数刻度"},
)
def log_scale(canvas: Canvas) -> Drawn:
    """Points on a logarithmic axis."""
    frame = by_isle(canvas, "visitors")
    return alt.Chart(frame).mark_point().encode(x=alt.X("value:Q", scale=alt.Scale(type="log")), y="entity:N", description="label:N")


@chart(
    section="isles",
    title={"en": "Rain and sea at Ard", "zh": "阿德岛降雨与海温"},
    subtitle={"en": "Two axes", "zh": "双轴"},
)
def two_axes(canvas: Canvas) -> Drawn:
    """Two layers with axes of their own."""
    rain, sea = canvas.series("rain", "ard"), canvas.series("sea", "ard")
    bars = (
        alt.Chart(rain)
        .mark_bar(color=canvas.colour("neutral"))
        .encode(x="middle:T", y=alt.Y("plotted:Q", title=rain["unit"].iloc[0]), description="label:N")
    )
    line = alt.Chart(sea).mark_line().encode(x="middle:T", y=alt.Y("plotted:Q", title=sea["unit"].iloc[0]), description="label:N")
    return alt.layer(bars, line).resolve_scale(y="independent")


@chart(
    section="isles",
    title={"en": "Staff of three offices", "zh": "三家机构的雇员"},
    subtitle={"en": "People at the end of the year", "zh": "年末人数"},
)
def long_names(canvas: Canvas) -> Drawn:
    """Bars whose names are long."""
    frame = pd.concat([canvas.series("staff", one) for one in ("office-lights", "office-mail", "office-peat")])
    return alt.Chart(frame).mark_bar().encode(x="plotted:Q", y="entity:N", description="label:N")


@chart(
    section="isles",
    title={"en": "The same upright", "zh": "同图，竖排"},
    subtitle={"en": "People at the end of the year", "zh": "年末人数"},
)
def long_names_upright(canvas: Canvas) -> Drawn:
    """Columns whose names are long."""
    frame = pd.concat([canvas.series("staff", one) for one in ("office-lights", "office-mail", "office-peat")])
    return alt.Chart(frame).mark_bar().encode(y="plotted:Q", x="entity:N", description="label:N").properties(height=200)


@chart(
    section="isles",
    title={"en": "Letters by quarter", "zh": "各季信件"},
    subtitle={"en": "Letters carried", "zh": "运送的信件"},
)
def line_with_a_gap(canvas: Canvas) -> Drawn:
    """Lines over time where a quarter is missing."""
    frame = pd.concat([canvas.series("letters", one) for one in ("ard", "bel")])
    return alt.Chart(frame).mark_line(point=True).encode(x="middle:T", y="plotted:Q", color="entity:N", description="label:N")


@chart(
    section="isles",
    title={"en": "Rain in the year", "zh": "全年降雨"},
    subtitle={"en": "Millimetres, summed by isle", "zh": "毫米，按岛合计"},
)
def transformed_sum(canvas: Canvas) -> Drawn:
    """Sums that Vega-Lite computes."""
    frame = by_isle(canvas, "rain")
    return (
        alt.Chart(frame)
        .transform_aggregate(total="sum(plotted)", groupby=["entity"])
        .mark_bar()
        .encode(x="total:Q", y=alt.Y("entity:N", sort="-x"))
    )


@chart(
    section="isles",
    title={"en": "Shares of the catch", "zh": "渔获份额"},
    subtitle={"en": "Of six harbours, by year", "zh": "六港，按年"},
)
def transformed_stack(canvas: Canvas) -> Drawn:
    """Shares that Vega-Lite stacks."""
    frame = pd.concat([canvas.series("catch", one) for one in harbours(canvas, 6)])
    return (
        alt.Chart(frame)
        .transform_stack(stack="plotted", as_=["low", "high"], groupby=["period"], offset="normalize", sort=[alt.SortField("entity_id")])
        .mark_bar()
        .encode(x="period:N", y="low:Q", y2="high:Q", color="entity:N", description="label:N")
    )


@chart(
    section="isles",
    title={"en": "Rain and sea, folded", "zh": "降雨与海温，合并"},
    subtitle={"en": "Ard, by month", "zh": "阿德岛，逐月"},
)
def transformed_fold(canvas: Canvas) -> Drawn:
    """Columns that Vega-Lite folds to rows."""
    rain, sea = canvas.series("rain", "ard"), canvas.series("sea", "ard")
    words = [canvas.pick(en="rain", zh="降雨"), canvas.pick(en="sea", zh="海温")]
    frame = rain.assign(**{words[0]: rain["plotted"], words[1]: sea["plotted"]})[["middle", *words]]
    return alt.Chart(frame).transform_fold(words, as_=["what", "number"]).mark_line().encode(x="middle:T", y="number:Q", color="what:N")


@chart(
    section="isles",
    title={"en": "Rain of all isles", "zh": "诸岛降雨"},
    subtitle={"en": "Millimetres by month", "zh": "逐月毫米数"},
)
def many_lines(canvas: Canvas) -> Drawn:
    """Lines of several series in the colours that there are by default."""
    frame = by_isle(canvas, "rain")
    return alt.Chart(frame).mark_line().encode(x="middle:T", y="plotted:Q", color="entity:N", description="label:N")


@chart(
    section="isles",
    title={"en": "Parts of the catch", "zh": "渔获构成"},
    subtitle={"en": "Harbours of the year", "zh": "当年各港"},
)
def pie(canvas: Canvas) -> Drawn:
    """Slices of a pie."""
    frame = pd.concat([canvas.series("catch", one, since="2023") for one in harbours(canvas, 5)])
    return (
        alt.Chart(frame).mark_arc(innerRadius=50).encode(theta="plotted:Q", color="entity:N", description="label:N").properties(height=240)
    )
