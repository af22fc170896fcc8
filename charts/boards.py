"""Charts of the Competition section about the boards of blind votes."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.labels import text_width
from sourced.drawing.layouts import days, one_in_colour
from sourced.evidence.figures import Figure

BOARDS = (
    ("arena-elo-t2v", "artificial-analysis-audio"), ("arena-elo-t2v", "lmarena"), ("arena-elo-i2v", "lmarena"),
)  # fmt: skip
"""The boards of which one table has Kling and the leader on one day, several times."""
FIRSTS = (
    ("arena-rank-t2v", "artificial-analysis"), ("arena-rank-t2v", "artificial-analysis-audio"), ("arena-rank-t2v", "artificial-analysis-v2"),
    ("arena-rank-t2v", "lmarena"), ("arena-rank-i2v", "lmarena"),
)  # fmt: skip
_MONTHS = {
    "en": "[timeFormat(datum.value, '%b'), month(datum.value) === 0 ? timeFormat(datum.value, '%Y') : '']",
    "zh": "[(month(datum.value) + 1) + '月', month(datum.value) === 0 ? timeFormat(datum.value, '%Y') + '年' : '']",
}
"""Months by name, each year's first with the year below."""


@chart(
    section="competition",
    title={
        "en": "{{ name('kling-3-0') }} trailed the leader by {{ difference(figure('arena-elo-t2v', 'gemini-omni-flash', '2026-09-26', scope='artificial-analysis-audio'),"
        " figure('arena-elo-t2v', 'kling-3-0', '2026-09-26', scope='artificial-analysis-audio')) }} points on Artificial Analysis and {{ difference(figure('arena-elo-i2v', 'hailuo-3-0', '2026-09-26', scope='lmarena'), figure('arena-elo-i2v', 'kling-3-0', '2026-09-26', scope='lmarena')) }} on LMArena"
        " at the last count before {{ name('kling-4-0') }}",
        "zh": "{{ name('kling-4-0') }}上线前最后的读数：{{ name('kling-3-0') }}在Artificial Analysis上落后榜首{{ difference(figure('arena-elo-t2v', 'gemini-omni-flash', '2026-09-26', scope='artificial-analysis-audio'),"
        " figure('arena-elo-t2v', 'kling-3-0', '2026-09-26', scope='artificial-analysis-audio')) }}，在LMArena上落后{{ difference(figure('arena-elo-i2v', 'hailuo-3-0', '2026-09-26', scope='lmarena'), figure('arena-elo-i2v', 'kling-3-0', '2026-09-26', scope='lmarena')) }}",
    },
    subtitle={
        "en": "Arena score of the leader and of the best Kling on the same board and day, {{ when('2026') }}",
        "zh": "同榜同日，榜首与名次最高的可灵的得分，{{ when('2026') }}",
    },
    note={
        "en": "Scores of different boards can't be compared; gaps only roughly, as they depend on task and field. Every panel spans as many points. Days without both are left out.",
        "zh": "不同榜单的得分不可比较；差距只可大致相比，因题目与参评模型不同。各图跨度相同。缺其一的日期从略。",
    },
)
def arena_scores(canvas: Canvas) -> Drawn:
    """A panel a board: at each day of a reading the leader, the best Kling, and a line between them."""
    gaps = [_gaps(canvas, indicator, scope) for indicator, scope in BOARDS]
    canvas.holds(not any(one.entity.id == "kling-4-0" for gap in gaps for _, one in gap))
    canvas.holds(all(gap[-1][1].period.end < canvas.figures.observed("max-clip", "kling-4-0", "2026-10-15").period.start for gap in gaps))
    scores = [[float(one.value) for pair in gap for one in pair] for gap in gaps]
    reach = max(max(one) - min(one) for one in scores)
    read = canvas.frame([one for gap in gaps for pair in gap for one in pair])
    time = (read["start"].min() - pd.Timedelta(days=6), read["end"].max())
    panels = [_board(canvas, gap, time, reach) for gap in gaps]
    return alt.vconcat(*panels, spacing=14) if canvas.narrow else alt.hconcat(*panels, spacing=22)


def _readings(canvas: Canvas, indicator: str, scope: str) -> list[Figure]:
    """All that was read on a board, entity by entity."""
    figures = canvas.figures
    found = (one for entity in figures.entities_of(indicator) for one in figures.series(indicator, entity, scope=None))
    return [one for one in found if one.key.split(".")[3:] == [scope]]


def _gaps(canvas: Canvas, indicator: str, scope: str) -> list[tuple[Figure, Figure]]:
    """For each day on which a board has the first place and a Kling: the score of the first, and of the best Kling."""
    figures, found = canvas.figures, _readings(canvas, indicator, scope)
    gaps = []
    for period in sorted({one.period for one in found}):
        read = sorted((one for one in found if one.period == period), key=lambda one: -one.value)
        ours = [one for one in read if figures.belongs(one.entity.id, "kling")]
        if ours and read[0] is not ours[0]:
            gaps.append((read[0], ours[0]))
    return gaps


def _board(
    canvas: Canvas, gaps: Sequence[tuple[Figure, Figure]], time: tuple[pd.Timestamp, pd.Timestamp], reach: float
) -> alt.LayerChart | alt.FacetChart:
    """A board's name, and below it its days: who leads stands at each change, which Kling it is at the first, the gap at the last."""
    frame = canvas.frame([one for gap in gaps for one in gap])
    frame["ours"] = frame["owner"] == "kuaishou"
    width = canvas.width - 16 if canvas.narrow else (canvas.width - 70) // 3
    height = 230 if canvas.narrow else 250
    middle = float(frame["plotted"].max() + frame["plotted"].min()) / 2
    bottom, top = middle - reach * 0.72, middle + reach * 0.98
    scale = days(*time, range=[8, width - 76])
    x = alt.X(
        "middle:T",
        title=None,
        axis=_months(canvas, *time),
        scale=scale,
    )
    y = alt.Y("plotted:Q", axis=None, scale=alt.Scale(domain=[bottom, top], zero=False))
    place = (frame["middle"] - time[0]) / (time[1] - time[0]) * (width - 84)
    changes = frame[~frame["ours"] & (frame["entity_id"] != frame["entity_id"].shift(2))]
    last, first = frame.iloc[-2:].copy(), frame.iloc[[1]]
    gap = pd.DataFrame(
        {"middle": [last["middle"].iloc[0]], "plotted": [float(last["plotted"].mean())], "words": [_points(canvas, gaps[-1])]}
    )
    ends = {"middle": [last["middle"].iloc[0]], "plotted": [last["plotted"].iloc[0]], "to": [last["plotted"].iloc[1]]}
    head = pd.DataFrame({"plotted": [top], "words": [f"{frame['scope'].iloc[0]}|{frame['indicator'].iloc[0]}"]})
    text: dict[str, Any] = {"align": "left", "fontSize": 12}
    layers = [
        alt.Chart(pd.DataFrame(ends)).mark_rule(color=canvas.colour("ink-faint"), strokeDash=[3, 3]).encode(x=x, y=y, y2=alt.Y2("to:Q")),
        alt.Chart(head)
        .mark_text(align="left", baseline="line-top", lineBreak="|", lineHeight=16)
        .encode(x=alt.XValue(0), y=y, text="words:N"),
        alt.Chart(first).mark_text(dy=17, dx=-4, color=canvas.colour("kuaishou"), **text).encode(x=x, y=y, text="entity:N"),
        alt.Chart(last).mark_text(dx=9, **text).encode(x=x, y=y, text="short:N"),
        alt.Chart(gap).mark_text(dx=9, color="var(--ink-quiet)", **text).encode(x=x, y=y, text="words:N"),
    ]
    for ours, colour in ((False, "neutral"), (True, "kuaishou")):
        line = alt.Chart(frame[frame["ours"] == ours]).encode(x=x, y=y)
        layers.append(line.mark_line(color=canvas.colour(colour), strokeWidth=2))
        layers.append(line.mark_point(size=60, opacity=1, color=canvas.colour(colour)).encode(description="label:N"))
    for row in changes.index:  # the first below its line, which is far above Kling's; the others above
        right = place[row] > width - 190
        side: dict[str, Any] = {"align": "right", "dx": 4} if right else {"align": "left", "dx": -4}
        words = alt.Chart(frame.loc[[row]]).mark_text(dy=17 if row == changes.index[0] else -22, fontSize=12, **side)
        layers.append(words.encode(x=x, y=y, text="entity:N"))
    return alt.layer(*layers).properties(width=width, height=height)


def _points(canvas: Canvas, gap: tuple[Figure, Figure]) -> str:
    """How far the second of two scores lies behind the first, in words."""
    points = canvas.language.number(gap[0].value - gap[1].value, 0)
    return str(canvas.pick(en=f"{points} points", zh=f"差{points}分"))


def _months(canvas: Canvas, first: pd.Timestamp, last: pd.Timestamp) -> alt.Axis:
    """An axis with the first day of every second month."""
    values = [one.isoformat() for one in pd.date_range(first, last, freq="MS") if one.month % 2]
    return alt.Axis(values=values, labelExpr=_MONTHS[canvas.language.code])


@chart(
    section="competition",
    title={
        "en": "First place has passed from maker to maker on every board read often",
        "zh": "凡读数较多的榜单，榜首都换过人",
    },
    subtitle={
        "en": "Models read in first place of arena lists, by board and day of the reading",
        "zh": "各竞技场榜单读到的榜首，按榜单与读取日期",
    },
    note={
        "en": "Readings found on pages, not a full history: first places between them are unknown. A name stands where a board's first place changes.",
        "zh": "所列为各页面中的读数，并非完整历史，其间的榜首不详。名称标在榜首更替处。",
    },
)
def first_places(canvas: Canvas) -> Drawn:
    """A row a board, a mark a reading, a name where the first place changes."""
    figures = canvas.figures
    found = [one for indicator, scope in FIRSTS for one in _firsts(canvas, indicator, scope)]
    frame = canvas.frame(found)
    frame["board"] = canvas.named(
        frame["scope"], [name.split(canvas.pick(en=", ", zh="（"))[-1].rstrip("）") for name in frame["indicator"]]
    )
    canvas.holds(all(rows["owner"].nunique() > 1 or len(rows) < 2 for _, rows in frame.groupby("board") if len(rows) > 3))
    frame["opens"] = frame["entity_id"] != frame.groupby("board")["entity_id"].shift()
    frame["ours"] = [figures.belongs(one, "kling") for one in frame["entity_id"]]
    return _list_of_firsts(canvas, frame) if canvas.narrow else _rows_of_firsts(canvas, frame)


def _firsts(canvas: Canvas, indicator: str, scope: str) -> list[Figure]:
    """The readings of first places on a board, in order of time."""
    found = (one for one in _readings(canvas, indicator, scope) if one.value == 1)
    return sorted(found, key=lambda one: (one.period.start, one.period.end))


def _rows_of_firsts(canvas: Canvas, frame: pd.DataFrame) -> Drawn:
    """Boards as rows on one axis of time; names in two heights so that neighbours don't meet."""
    boards = list(dict.fromkeys(frame["board"]))
    left, row = 8 + int(max(text_width(one, 13) for one in boards)), 66
    first, last = frame["start"].min(), frame["end"].max()
    span = days(first, last, range=[left + 12, canvas.width - 130])
    frame["y"] = [boards.index(one) * row + 34 for one in frame["board"]]
    names = frame[frame["opens"]].copy()
    place = (names["start"] - first) / (last - first) * (canvas.width - 142 - left) + left
    names["dy"] = _heights(list(names["board"]), list(place), list(names["entity"]))
    y = alt.Scale(domain=[0, row * len(boards)], range=[0, row * len(boards)])
    at = alt.Y("y:Q", axis=None, scale=y)
    x = alt.X("start:T", title=None, axis=_months(canvas, first, last), scale=span)
    colour = one_in_colour(canvas, "ours", "kuaishou")
    heads = pd.DataFrame({"y": [one * row + 34 for one in range(len(boards))], "board": boards})
    base = alt.Chart(frame).encode(x=x, y=at, color=colour)
    layers = [
        base.transform_filter("datum.start < datum.end").mark_rule(strokeWidth=4).encode(x2=alt.X2("end:T")),
        base.mark_point(size=70, opacity=1).encode(description="label:N"),
        alt.Chart(heads).mark_text(align="left").encode(x=alt.XValue(0), y=at, text="board:N"),
    ]
    for dy, some in names.groupby("dy"):
        layers.append(alt.Chart(some).mark_text(align="left", dx=-5, dy=int(str(dy)), fontSize=12).encode(x=x, y=at, text="entity:N"))
    return alt.layer(*layers).properties(height=row * len(boards))


def _heights(rows: Sequence[str], lefts: Sequence[float], names: Sequence[str]) -> list[int]:
    """How far above or below its mark each name stands so that none of a row meets another."""
    taken: dict[tuple[str, int], float] = {}
    found = []
    for row, left, name in zip(rows, lefts, names, strict=True):
        height = next(dy for dy in (-16, 17, -30, 31) if taken.get((row, dy), 0) < left)
        taken[row, height] = left + text_width(name, 12) + 14
        found.append(height)
    return found


def _list_of_firsts(canvas: Canvas, frame: pd.DataFrame) -> Drawn:
    """For a phone: under the name of each board its changes, a line each with its day."""
    lines = frame[frame["opens"]].copy()
    opens = lines["board"] != lines["board"].shift()
    lines["y"] = (opens * 34 + 21).cumsum() - 12
    heads = lines[opens].assign(y=lines["y"] - 22)
    height = int(lines["y"].max()) + 14
    at = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height]))
    colour = one_in_colour(canvas, "ours", "kuaishou")
    base = alt.Chart(lines).encode(y=at)
    return alt.layer(
        base.mark_point(size=70, opacity=1).encode(x=alt.XValue(8), color=colour, description="label:N"),
        base.mark_text(align="left").encode(x=alt.XValue(20), text="entity:N"),
        base.mark_text(align="right", fontSize=12, color="var(--ink-quiet)").encode(x=alt.XValue(canvas.width - 14), text="period:N"),
        alt.Chart(heads).mark_text(align="left", fontSize=13, color="var(--ink-quiet)").encode(x=alt.XValue(0), y=at, text="board:N"),
    ).properties(height=height)
