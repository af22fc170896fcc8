"""Charts of the Competition section."""

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.labels import text_width
from sourced.drawing.layouts import bars, one_in_colour
from sourced.evidence.figures import Figure

CHINA = (("jimeng", "2026-Q1"), ("kling-app", "2026-Q1"))
WORLD = (("hailuo", "2025-01/2025-09"), ("kling", "2026-01"))
"""Of each count of users, whose and when."""
PRICED = (
    ("kling-3-0", True, (("2026-05-29", "standard-audio"), ("2026-05-29", "pro-audio"), ("2026-05-29", "at-4k"))),
    ("hailuo-3-0", True, (("2026", "at-768p"), ("2026", "at-2k"))),
    ("seedance-2-0", False, (("2026-08-28", "at-720p"), ("2026", "at-1080p"))),
    ("happyhorse-1-1", False, (("2026", "audio-720p"), ("2026", "audio-1080p"))),
)
"""Models of which the board with audio has a score and a page a price: whether it is the maker's, and period and scope of each tier."""


@chart(
    section="competition",
    title={
        "en": "By app in mainland China Jimeng has {{ ratio(figure('mau', 'jimeng', '2026-Q1', scope='china-app'), figure('mau', 'kling-app', '2026-Q1',"
        " scope='china-app'), unit='multiple', decimals=0) }} Kling's users, if a research note is right",
        "zh": "在中国大陆App端，即梦月活为可灵的{{ ratio(figure('mau', 'jimeng', '2026-Q1', scope='china-app'), figure('mau', 'kling-app', '2026-Q1',"
        " scope='china-app'), unit='multiple', decimals=0) }}（可灵一数依据薄弱）",
    },
    subtitle={
        "en": "Monthly active users, million, in two counts that can't be set against each other",
        "zh": "月活跃用户，万，两种口径不可相互比较",
    },
    note={
        "en": "The first panel counts the app in mainland China, the second all users worldwide.",
        "zh": "上图为中国大陆App端，下图为全球全部用户。",
    },
)
def monthly_users(canvas: Canvas) -> Drawn:
    """A panel for each count, with its own head and scale."""
    figures = canvas.figures
    china = canvas.frame([figures.observed("mau", entity, period, scope="china-app") for entity, period in CHINA])
    world = canvas.frame([figures.observed("mau", entity, period, scope="worldwide") for entity, period in WORLD])
    canvas.holds(world["value"].iloc[-1] > 5 * china["value"].iloc[-1])
    heads = (canvas.pick(en="App, mainland China", zh="App端，中国大陆"), canvas.pick(en="All users, worldwide", zh="全部用户，全球"))
    panels = [_users(canvas, frame, head) for frame, head in zip((china, world), heads, strict=True)]
    return alt.vconcat(*panels, spacing=18)


def _users(canvas: Canvas, frame: pd.DataFrame, head: str) -> alt.LayerChart | alt.FacetChart:
    """A bar for each product and period, Kling's in colour, its name before it."""
    name = canvas.name("kling")
    frame["what"] = canvas.named([name if "kling" in one else canvas.name(one) for one in frame["entity_id"]], frame["period"])
    frame["place"] = range(len(frame))
    frame["left"] = 0.0
    left = 8 + int(max(text_width(one, 13) for one in frame["what"]))
    room = canvas.width - 20 - left - int(max(text_width(one, 13) for one in frame["short"]))
    y = alt.Y("place:O", axis=None, scale=alt.Scale(domain=[-1, *range(len(frame))]))
    scale = alt.Scale(domain=[0, float(frame["plotted"].max())], range=[left, left + room])
    x = alt.X("plotted:Q", axis=None, scale=scale)
    base = alt.Chart(frame).encode(y=y)
    colour = one_in_colour(canvas, "ours", "kuaishou")
    frame["ours"] = frame["owner"] == "kuaishou"
    top = alt.Chart(pd.DataFrame({"place": [-1], "head": [head]})).mark_text(align="left", fontSize=13, color="var(--ink-quiet)")
    return alt.layer(
        base.mark_bar(height=16).encode(x=x, x2=alt.X2Datum(0), color=colour, description="label:N"),
        base.mark_text(align="left").encode(x=alt.XValue(0), text="what:N"),
        base.mark_text(align="left", dx=5).encode(x=x, text="short:N"),
        top.encode(y=y, x=alt.XValue(0), text="head:N"),
    ).properties(width=canvas.width - 10, height=27 * (len(frame) + 1))


@chart(
    section="competition",
    title={
        "en": "{{ name('hailuo-3-0') }} scores {{ difference(figure('arena-elo-t2v', 'hailuo-3-0', '2026-08', scope='artificial-analysis-audio'),"
        " figure('arena-elo-t2v', 'kling-3-0', '2026-08', scope='artificial-analysis-audio')) }} points more than {{ name('kling-3-0') }} and costs less than the Pro tier that was scored",
        "zh": "{{ name('hailuo-3-0') }}比{{ name('kling-3-0') }}高{{ difference(figure('arena-elo-t2v', 'hailuo-3-0', '2026-08', scope='artificial-analysis-audio'),"
        " figure('arena-elo-t2v', 'kling-3-0', '2026-08', scope='artificial-analysis-audio')) }}，价格低于参评的可灵Pro档",
    },
    subtitle={
        "en": "Price of a second of video with audio, from the lowest to the highest tier found, US dollars, against the arena score of summer {{ when('2026') }}",
        "zh": "带音频视频每秒价格（所查到的最低档至最高档，美元）与{{ when('2026') }}夏季竞技场得分",
    },
    note={
        "en": "All of them make clips of up to {{ latest('max-clip', 'kling-3-0') }}. Filled marks: the maker's list price, Hailuo's as others quote it; hollow: through a reseller. Scores are those of Artificial Analysis with audio, the newest of each model from {{ when('2026-06') }} to {{ when('2026-08') }}; tiers differ in resolution.",
        "zh": "各模型单段均最长{{ latest('max-clip', 'kling-3-0') }}。实心为官方标价（海螺的据他人转述），空心为转售价。得分取Artificial Analysis带音频榜上各模型{{ when('2026-06') }}至{{ when('2026-08') }}间最新一次；各档分辨率不同。",
    },
)
def price_quality(canvas: Canvas) -> Drawn:
    """A span of prices for each model at the height of its score."""
    figures = canvas.figures
    clips = {entity: figures.latest("max-clip", entity) for entity, _, _ in PRICED}
    scores = {entity: _newest_score(canvas, entity) for entity, _, _ in PRICED}
    prices = [
        (figures.observed("price-per-second", entity, period, scope=scope), official)
        for entity, official, tiers in PRICED
        for period, scope in tiers
    ]
    canvas.frame(scores.values())
    frame = canvas.frame([price for price, _ in prices])
    frame["official"] = [official for _, official in prices]
    frame["score"] = [float(scores[entity].value) for entity in frame["entity_id"]]
    frame["ours"] = frame["owner"] == "kuaishou"
    canvas.holds(len({clip.value for clip in clips.values()}) == 1)
    ours, other = frame[frame["ours"]], frame[frame["entity_id"] == "hailuo-3-0"]
    canvas.holds(
        bool(
            other["score"].min() > ours["score"].max()
            and other["value"].max() <= ours["value"].median()
            and other["value"].min() < ours["value"].min()
        )
    )
    return _spans(canvas, frame)


def _newest_score(canvas: Canvas, entity: str) -> Figure:
    """A model's newest score on the board with audio up to the day of the others."""
    found = canvas.figures.series("arena-elo-t2v", entity, scope="artificial-analysis-audio")
    return next(one for one in reversed(found) if str(one.period) <= "2026-08")


def _spans(canvas: Canvas, frame: pd.DataFrame) -> Drawn:
    """Each model a line from its lowest to its highest price at the height of its score, its name at the right end."""
    x = alt.X("plotted:Q", title=None, axis=alt.Axis(values=[0.1, 0.2, 0.3, 0.4, 0.5]), scale=alt.Scale(domain=[0.05, 0.53]))
    low, high = float(frame["score"].min()), float(frame["score"].max())
    y = alt.Y(
        "score:Q",
        title=None,
        axis=alt.Axis(values=[1100, 1150, 1200, 1250], grid=False),
        scale=alt.Scale(domain=[low - 14, high + 22], zero=False),
    )
    ends = (
        frame.groupby("entity_id", sort=False)
        .agg(
            plotted=("plotted", "min"), to=("plotted", "max"), score=("score", "first"), ours=("ours", "first"), entity=("entity", "first")
        )
        .reset_index()
    )
    colour = one_in_colour(canvas, "ours", "kuaishou")
    marks = alt.Chart(frame).encode(x=x, y=y, color=colour, description="label:N")
    return alt.layer(
        alt.Chart(ends).mark_rule(strokeWidth=2).encode(x=x, x2=alt.X2("to:Q"), y=y, color=colour),
        marks.transform_filter("datum.official").mark_point(size=80, opacity=1),
        marks.transform_filter("!datum.official").mark_point(size=80, opacity=1, fill="var(--paper)", filled=False, strokeWidth=2),
        alt.Chart(ends).mark_text(align="left", dx=-4, dy=-14).encode(x=x, y=y, text="entity:N"),
    ).properties(height=300)


@chart(
    section="competition",
    title={
        "en": "The article's {{ claim('kling-usage-share-2025-30', bare=True) }} fits one platform's subscribers, not the market",
        "zh": "文章所称{{ claim('kling-usage-share-2025-30', bare=True) }}，只与一个平台的订阅用户相符，并非市场份额",
    },
    subtitle={
        "en": "Share of video generations on Poe, {{ when('2025-01/2025-05') }}",
        "zh": "Poe平台视频生成份额，{{ when('2025-01/2025-05') }}",
    },
    note={
        "en": "Poe resells models of many makers to its subscribers outside mainland China; Jimeng is not on it.",
        "zh": "Poe向中国大陆以外的订阅用户转售多家模型；即梦不在其中。",
    },
)
def poe_shares(canvas: Canvas) -> Drawn:
    """Bars of the shares that were published."""
    figures = canvas.figures
    frame = canvas.frame([figures.observed("usage-share", one, "2025-01/2025-05", scope="poe") for one in ("kling", "runway", "veo-2")])
    frame["owner"] = ["kuaishou" if one == "kling" else "neutral" for one in frame["entity_id"]]
    return bars(canvas, frame)


@chart(
    section="competition",
    title={
        "en": "Investors value Kling at {{ figure('valuation', 'kling', '2026-07') }}, {{ ratio(figure('valuation', 'kling', '2026-07'), latest('valuation', 'runway'), unit='multiple') }} Runway's valuation",
        "zh": "投资者给可灵的估值为{{ figure('valuation', 'kling', '2026-07') }}，是Runway的{{ ratio(figure('valuation', 'kling', '2026-07'), latest('valuation', 'runway'), unit='multiple') }}",
    },
    subtitle={"en": "Valuation in the newest round found", "zh": "所查到的最近一轮融资估值"},
    note={
        "en": "Rounds of different years; makers that are listed are left out.",
        "zh": "各轮年份不同；已上市的厂商未列。",
    },
)
def valuations(canvas: Canvas) -> Drawn:
    """Bars of the newest valuation of each company."""
    figures = canvas.figures
    frame = canvas.frame(
        [figures.observed("valuation", "kling", "2026-07"), *(figures.latest("valuation", one) for one in ("runway", "luma", "pika"))]
    )
    frame["what"] = canvas.named(frame["entity"], frame["period"])
    frame["owner"] = ["kuaishou" if one == "kling" else "neutral" for one in frame["entity_id"]]
    return bars(canvas, frame, name="what")
