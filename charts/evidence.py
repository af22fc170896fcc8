"""Charts of the Evidence part and of the scorecard."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.evidence.scorecard import Measure, measures

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
        "en": "At their newest value {{ scored('improving') }} of {{ scored() }} measures had improved and {{ scored('worsening') }} had worsened",
        "zh": "按最新值，{{ scored() }}项中{{ scored('improving') }}项改善，{{ scored('worsening') }}项恶化",
    },
    subtitle={
        "en": "Measures of steadiness by quarter, against the value before; the newest value at the right",
        "zh": "各项“稳”的衡量，逐季与前值相比；右为最新值",
    },
    note={
        "en": "No mark: no figure for that quarter, or none to compare. The scorecard page gives every value, threshold and source.",
        "zh": "无标记：该季无数据，或无可比值。各值、门槛与来源见记分卡页。",
    },
)
def scorecard(canvas: Canvas) -> Drawn:
    """A row a measure, a column a quarter, the state as a mark."""
    listed = measures(canvas.figures)
    canvas.frame([score.figure for measure in listed for score in measure.scores if score.figure])
    heads = pd.DataFrame(
        {
            "place": range(len(listed)),
            "name": [_name(canvas, measure) for measure in listed],
            "newest": [measure.latest[1].text(canvas.language, bare=True) for measure in listed],
        }
    )
    marks = _states(canvas, listed)
    base = alt.Chart(heads).encode(y=alt.Y("place:O", axis=None), x=alt.XValue(0))
    names, newest = base.encode(text=alt.Text("name:N")), base.encode(text=alt.Text("newest:N"))
    if canvas.narrow:
        below = newest.mark_text(align="right", dy=9, color="var(--ink-quiet)").encode(x=alt.XValue(342))
        return alt.layer(marks, names.mark_text(align="left", dy=-11), below).properties(height=46 * len(listed))
    height = 26 * len(listed)
    left = names.mark_text(align="left", limit=330).properties(width=318, height=height)
    right = newest.mark_text(align="left", color="var(--ink-quiet)").properties(width=120, height=height)
    return alt.hconcat(left, marks.properties(width=260, height=height), right, spacing=8)


def _name(canvas: Canvas, measure: Measure) -> str:
    """A measure's name."""
    return measure.row.text(canvas.pick(en="name_en", zh="name_zh"))


def _states(canvas: Canvas, listed: Sequence[Measure]) -> alt.Chart:
    """A mark for each measure and quarter that has a value: its state by colour and shape."""
    words = {canvas.term("state.improving"): "better", canvas.term("state.steady"): "neutral", canvas.term("state.worsening"): "worse"}
    words[canvas.pick(en="first value", zh="首个值")] = "ink-faint"
    legend = alt.Legend(orient="top", columns=2 if canvas.narrow else 4)
    shapes = alt.Scale(domain=list(words), range=["triangle-up", "circle", "triangle-down", "diamond"])
    ticks = [canvas.language.tick(score.quarter) for score in listed[0].scores]
    labels = "indexof(datum.label, 'Q1') == 0 ? split(datum.label, '|') : slice(datum.label, 0, 2)"
    axis = alt.Axis(orient="top", labelAngle=0, labelExpr=labels, offset=14, title=None, domain=False, ticks=False)
    scale = alt.Scale(domain=ticks, range=[10, 185] if canvas.narrow else [12, 248])
    marks: alt.Chart = alt.Chart(_scores(canvas, listed)).mark_point(size=90, opacity=1, yOffset=9 if canvas.narrow else 0)
    return marks.encode(
        x=alt.X("quarter:N", sort=ticks, scale=scale, axis=axis),
        y=alt.Y("place:O", axis=None),
        color=alt.Color("state:N", scale=canvas.colours(words), sort=list(words), legend=legend),
        shape=alt.Shape("state:N", sort=list(words), scale=shapes, legend=None),
        description=alt.Description("said:N"),
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
                rows.append((place, name, canvas.language.tick(score.quarter), state, word("colon", name, value)))
    return pd.DataFrame(rows, columns=["place", "name", "quarter", "state", "said"])
