"""Charts of the Competition section."""

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import bars, columns, dots, owners


@chart(
    section="competition",
    title={
        "en": "No maker has kept the first place for long",
        "zh": "没有哪家长居榜首",
    },
    subtitle={
        "en": "Models reported in first place for text to video on Artificial Analysis, by date of the report",
        "zh": "据报道在Artificial Analysis文生视频榜居首的模型，按报道日期",
    },
    note={
        "en": "Readings found in reports, not a full history: first places between them are unknown, and two reports claim the same weeks.",
        "zh": "所列为报道中的读数，并非完整历史：其间的榜首不详，且有两份报道对同一时段说法不一。",
    },
)
def first_places(canvas: Canvas) -> Drawn:
    """One mark a reported first place."""
    figures = canvas.figures
    found = [
        one
        for entity in figures.entities_of("arena-rank-t2v")
        for one in figures.series("arena-rank-t2v", entity, scope=None)
        if one.value == 1 and ".artificial-analysis" in one.key
    ]
    frame = canvas.frame(sorted(found, key=lambda one: one.period))
    order = list(dict.fromkeys(frame["entity"]))
    canvas.holds(frame["owner"].nunique() >= 4)
    base = alt.Chart(frame).encode(
        y=alt.Y("entity:N", sort=order, title=None),
        color=owners(canvas, frame),
        x=alt.X("start:T", title=None, axis=alt.Axis(format="%Y-%m", grid=True, tickCount=5), scale=alt.Scale(padding=14)),
    )
    spans = base.mark_bar(height=10).encode(x2=alt.X2("end:T"), description=alt.Description("label:N"))
    return alt.layer(spans, dots(base, 130, "label")).properties(height=34 * len(order))


@chart(
    section="competition",
    title={
        "en": "The article's {{ claim('kling-usage-share-2025-30', bare=True) }} fits one platform's subscribers, not the market",
        "zh": "文章所称{{ claim('kling-usage-share-2025-30', bare=True) }}，只与一个平台的订阅用户相符，并非市场份额",
    },
    subtitle={
        "en": "Share of video generations on Poe, {{ when('2025-01/2025-05') }}, percent",
        "zh": "Poe平台视频生成份额，{{ when('2025-01/2025-05') }}，%",
    },
    note={
        "en": "Poe resells models of many makers to its subscribers outside mainland China; Jimeng is not on it.",
        "zh": "Poe向中国内地以外的订阅用户转售多家模型；即梦不在其中。",
    },
)
def poe_shares(canvas: Canvas) -> Drawn:
    """Bars of the shares that were published."""
    figures = canvas.figures
    return bars(
        canvas,
        canvas.frame([figures.observed("usage-share", one, "2025-01/2025-05", scope="poe") for one in ("kling", "runway", "veo-2")]),
    )


@chart(
    section="competition",
    title={
        "en": "{{ name('kling-3-0') }} asks {{ figure('price-per-second', 'kling-3-0', '2026-04-30', scope='lowest-tier') }} to {{ figure('price-per-second', 'kling-3-0', '2026-04-30', scope='top-tier-audio') }} a second, {{ name('seedance-2-0') }} at {{ figure('price-per-second', 'seedance-2-0', '2026-04-30', scope='at-720p') }}",
        "zh": "{{ name('kling-3-0') }}每秒{{ figure('price-per-second', 'kling-3-0', '2026-04-30', scope='lowest-tier') }}至{{ figure('price-per-second', 'kling-3-0', '2026-04-30', scope='top-tier-audio') }}，{{ name('seedance-2-0') }}为{{ figure('price-per-second', 'seedance-2-0', '2026-04-30', scope='at-720p') }}",
    },
    subtitle={
        "en": "Price of a second of video through an interface, US dollars, spring {{ when('2026') }}",
        "zh": "接口生成一秒视频的价格，美元，{{ when('2026') }}春",
    },
    note={
        "en": "Resolutions, sound and sellers differ, as the table says; a guide to the order of magnitude only.",
        "zh": "分辨率、声音与销售方各不相同（见表），仅供了解量级。",
    },
)
def prices(canvas: Canvas) -> Drawn:
    """Bars in order of price."""
    figures = canvas.figures
    chosen = (
        ("runway-gen-4-5", "2026-05-26", ""), ("kling-2-5-turbo", "2026-05-26", "pro-tier"), ("kling-3-0", "2026-04-30", "lowest-tier"),
        ("kling-3-0", "2026-04-30", "top-tier-audio"), ("sora-2", "2026", "at-720p"), ("veo-3-1", "2026", "silent-video"), ("veo-3-1", "2026", "audio-1080p"),
        ("seedance-2-0", "2026-04-30", "at-720p"), ("wan-2-6", "2026", "at-720p"),
    )  # fmt: skip
    frame = canvas.frame([figures.observed("price-per-second", entity, period, scope=scope) for entity, period, scope in chosen])
    frame["what"] = canvas.named(frame["entity"], frame["scope"])
    frame = frame.sort_values("plotted", ascending=False)
    return bars(canvas, frame, name="what", keep_order=True)


@chart(
    section="competition",
    title={
        "en": "Investors value Kling at {{ figure('valuation', 'kling', '2026-07') }}, {{ ratio(figure('valuation', 'kling', '2026-07'), latest('valuation', 'runway'), unit='multiple') }} Runway's",
        "zh": "投资者给可灵的估值为{{ figure('valuation', 'kling', '2026-07') }}，是Runway的{{ ratio(figure('valuation', 'kling', '2026-07'), latest('valuation', 'runway'), unit='multiple') }}",
    },
    subtitle={"en": "Valuation in the newest round found, US dollars", "zh": "所查到的最近一轮融资估值，美元"},
)
def valuations(canvas: Canvas) -> Drawn:
    """Bars of the newest valuation of each company."""
    figures = canvas.figures
    frame = canvas.frame(
        [figures.observed("valuation", "kling", "2026-07")] + [figures.latest("valuation", one) for one in ("runway", "luma", "pika")]
    )
    frame["what"] = canvas.named(frame["entity"], frame["period"])
    return bars(canvas, frame, name="what")


@chart(
    section="competition",
    title={
        "en": "Sora's app lost its audience before OpenAI gave it up",
        "zh": "在OpenAI放弃之前，Sora应用已失去用户",
    },
    subtitle={"en": "Downloads of the Sora app by month, millions", "zh": "Sora应用每月下载量，万次"},
    note={"en": "Estimates by an app-data firm.", "zh": "应用数据公司估算。"},
)
def sora_downloads(canvas: Canvas) -> Drawn:
    """Columns of the months with an estimate."""
    frame = canvas.series("downloads", "sora", kind="month")
    canvas.holds(frame["value"].is_monotonic_decreasing)
    return columns(canvas, pd.DataFrame(frame), "openai", height=180)
