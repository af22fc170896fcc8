"""Charts of the Evidence part and of the scorecard."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.evidence.scorecard import Measure, measures

OPEN_CIRCLE = "M0.4,0A0.4,0.4,0,1,1,-0.4,0A0.4,0.4,0,1,1,0.4,0M0.5,0A0.5,0.5,0,1,0,-0.5,0A0.5,0.5,0,1,0,0.5,0"
"""What stands for hollow marks in the legend."""
SECTIONS = ("lead", "financials", "talent", "competition", "technology")


@chart(
    section="evidence",
    title={
        "en": "Of {{ at('count(claims kind=fact|figure|event)') }} checkable claims, {{ at('count(claims verdict=corroborated)') }} hold as they stand",
        "zh": "{{ at('count(claims kind=fact|figure|event)') }}条可查证的论断中，{{ at('count(claims verdict=corroborated)') }}条原样成立",
    },
    subtitle={"en": "Claims of the article by section and verdict", "zh": "文章论断，按部分与判定"},
)
def verdicts_by_section(canvas: Canvas) -> Drawn:
    """A row a section, a stretch a verdict, its number within."""
    verdicts = canvas.verdicts()
    listed = [(part, verdict, canvas.at(f"count(claims section={part} verdict={verdict})")) for part in SECTIONS for verdict in verdicts]
    listed = [one for one in listed if one[2].value]
    frame = canvas.frame([figure for _, _, figure in listed])
    frame["section"] = [canvas.term(f"section.{part}") for part, _, _ in listed]
    frame["verdict"] = [canvas.term(f"verdict.{verdict}") for _, verdict, _ in listed]
    frame["rank"] = [list(verdicts).index(verdict) for _, verdict, _ in listed]
    ends = frame.groupby("section", sort=False)["plotted"].cumsum()
    frame["from"], frame["to"] = ends - frame["plotted"], ends
    frame["centre"] = (frame["from"] + frame["to"]) / 2
    names = {canvas.term(f"verdict.{verdict}"): colour for verdict, colour in verdicts.items()}
    sections = [canvas.term(f"section.{part}") for part in SECTIONS]
    colour = alt.Color(
        "verdict:N",
        scale=canvas.colours(names),
        sort=list(names),
        legend=alt.Legend(columns=2 if canvas.narrow else 3, symbolType="square"),
    )
    axis = None if canvas.narrow else alt.Axis(labelLimit=160)
    base = alt.Chart(frame).encode(y=alt.Y("section:N", sort=sections, title=None, axis=axis))
    bars = base.mark_bar(height=24, stroke="var(--paper)").encode(
        x=alt.X("from:Q", axis=None), x2=alt.X2("to:Q"), color=colour, description=alt.Description("label:N")
    )
    room = frame["plotted"] / ends.max() * (canvas.width - (0 if canvas.narrow else 100)) - 7 * frame["short"].str.len()
    words = alt.Chart(frame[room > 5]).encode(y=base.encoding.y).mark_text(color="var(--paper)", fontWeight=600)
    layers = [bars, words.encode(x=alt.X("centre:Q"), text=alt.Text("short:N"))]
    if canvas.narrow:
        heads = pd.DataFrame({"section": sections})
        layers.append(
            alt.Chart(heads)
            .mark_text(align="left", dy=-22, color="var(--ink-quiet)")
            .encode(y=alt.Y("section:N", sort=sections), x=alt.XValue(0), text=alt.Text("section:N"))
        )
    return alt.layer(*layers).properties(height=(58 if canvas.narrow else 36) * len(sections))


@chart(
    section="overview",
    title={
        "en": "Of {{ scored() }} measures of steadiness with a recent value, {{ scored('improving') }} had improved at last count and {{ scored('worsening') }} had worsened",
        "zh": "在有近期数据的{{ scored() }}项“稳”的指标中，最近一期{{ scored('improving') }}项改善，{{ scored('worsening') }}项恶化",
    },
    subtitle={
        "en": "Each measure by quarter, against the value before; at the right the newest value and its quarter",
        "zh": "各项指标逐季与前值相比；右侧为最新值及其季度",
    },
    note={
        "en": "No mark: no figure for that quarter, or none to compare. The scorecard page gives every value, threshold and source.",
        "zh": "无标记：该季无数据，或无可比值。各值、门槛与来源见记分卡页。",
    },
)
def scorecard(canvas: Canvas) -> Drawn:
    """A row a measure, a column a quarter, the state as a mark; measures without a recent value are hollow."""
    listed = sorted(measures(canvas.figures), key=lambda one: not one.is_current)
    canvas.frame([score.figure for measure in listed for score in measure.scores if score.figure])
    heads = pd.DataFrame(
        {
            "place": range(len(listed)),
            "name": [_name(canvas, measure) for measure in listed],
            "newest": [_newest(canvas, measure) for measure in listed],
            "old": [not measure.is_current for measure in listed],
        }
    )
    row = 46 if canvas.narrow else 28
    y = alt.Y("place:O", axis=None, scale=alt.Scale(domain=list(range(len(listed)))))
    wide = 185 if canvas.narrow else 370
    left, right = (0, canvas.width - 12) if canvas.narrow else (0, 750)
    marks = _states(canvas, listed, y, left=6 if canvas.narrow else 345, wide=wide)
    layers: list[Any] = [marks]
    for old in (False, True):
        base = alt.Chart(heads[heads["old"] == old]).encode(y=y)
        ink = "var(--ink-quiet)" if old else "var(--ink)"
        names = base.mark_text(align="left", dy=-11 if canvas.narrow else 0, color=ink).encode(x=alt.XValue(left), text="name:N")
        newest = base.mark_text(align="right" if canvas.narrow else "left", dy=9 if canvas.narrow else 0, color=ink)
        layers += [names, newest.encode(x=alt.XValue(right), text="newest:N")]
    return alt.layer(*layers).properties(height=row * len(listed))


def _name(canvas: Canvas, measure: Measure) -> str:
    """A measure's name."""
    return measure.row.text(canvas.pick(en="name_en", zh="name_zh"))


def _newest(canvas: Canvas, measure: Measure) -> str:
    """A measure's newest value and its quarter."""
    score, figure = measure.latest
    return canvas.language.word("list").join((figure.text(canvas.language), canvas.period(score.quarter)))


def _states(canvas: Canvas, listed: Sequence[Measure], y: alt.Y, *, left: int, wide: int) -> alt.LayerChart | alt.FacetChart:
    """A mark for each measure and quarter that has a value: its state by shape and colour, hollow if the measure has grown old."""
    aged = any(not one.is_current for one in listed)
    old = canvas.pick(en="hollow: older than two quarters", zh="空心：已逾两季未更新")
    words = {
        canvas.term("state.improving"): ("better", "triangle-up"),
        canvas.term("state.steady"): ("neutral", "circle"),
        canvas.term("state.worsening"): ("worse", "triangle-down"),
        canvas.pick(en="first value", zh="首个值"): ("ink-faint", "diamond"),
    }
    words |= {old: ("ink-quiet", OPEN_CIRCLE)} if aged else {}
    colours = canvas.colours({word: colour for word, (colour, _) in words.items()})
    shapes = alt.Scale(domain=list(words), range=[shape for _, shape in words.values()])
    ticks = [canvas.language.tick(score.quarter) for score in listed[0].scores]
    years = "(datum.index === 0 || indexof(datum.label, 'Q1') === 0)"  # the first column's year, and each year where it begins
    year = '"\'" + slice(datum.label, -2)' if canvas.narrow else "slice(datum.label, -4)"
    labels = f"[slice(datum.label, 0, 2), {years} ? {year} : '']"
    axis = alt.Axis(
        orient="top", labelAngle=0, labelExpr=labels, offset=12, title=None, domain=False, ticks=False, labelPadding=2, labelFlush=False
    )
    x = alt.X("quarter:N", sort=ticks, scale=alt.Scale(domain=ticks, range=[left, left + wide]), axis=axis)
    legend = alt.Legend(orient="top", columns=3 if canvas.narrow else 5, symbolType="circle")
    frame = _scores(canvas, listed)
    base = alt.Chart(frame).encode(x=x, y=y, description=alt.Description("said:N"))
    shape = alt.Shape("state:N", sort=list(words), scale=shapes, legend=legend)
    stroke = alt.Stroke("state:N", scale=colours, sort=list(words), legend=legend)
    fill = alt.Fill("state:N", scale=colours, sort=list(words), legend=None)
    mark: dict[str, Any] = {"size": 90, "opacity": 1, "yOffset": 9 if canvas.narrow else 0}
    return alt.layer(
        base.transform_filter("!datum.old").mark_point(filled=True, **mark).encode(shape=shape, stroke=stroke, fill=fill),
        base.transform_filter("datum.old")
        .mark_point(filled=False, strokeWidth=1.5, strokeOpacity=0.7, **mark)
        .encode(shape=shape, stroke=stroke),
    )


def _scores(canvas: Canvas, listed: Sequence[Measure]) -> pd.DataFrame:
    """A row for each measure and quarter that has a value."""
    word, rows = canvas.language.word, []
    for place, measure in enumerate(listed):
        name = _name(canvas, measure)
        for score in measure.scores:
            if score.figure:
                state = canvas.term(f"state.{score.state}") if score.state else canvas.pick(en="first value", zh="首个值")
                value = word("list").join((canvas.period(score.quarter), score.figure.text(canvas.language), state))
                rows.append((place, name, canvas.language.tick(score.quarter), state, word("colon", name, value), not measure.is_current))
    return pd.DataFrame(rows, columns=["place", "name", "quarter", "state", "said", "old"])
