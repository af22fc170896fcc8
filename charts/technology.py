"""Charts of the Technology section."""

from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import bars, dots, matrix, owners
from sourced.evidence.figures import Figure

FAMILIES = ("kling", "sora", "seedance", "runway", "luma", "veo", "hailuo", "vidu", "wan", "happyhorse", "hunyuan-video")
OPEN_MODELS = (
    ("hunyuan-video", "2024-12"), ("cogvideox", "2024-08"), ("mochi-1", "2024-10"), ("wan-2-1", "2025-02"), ("step-video", "2025-02"),
    ("magi-1", "2025-04"), ("cosmos-predict1", "2025"), ("wan-2-2-5b", "2025-07"), ("hunyuan-video-1-5", "2025-11"), ("ltx-video", "2024-11"),
)  # fmt: skip
COMPARED = (
    "kling-1-5", "kling-2-6", "kling-3-0", "kling-4-0", "sora-2", "seedance-1-0", "seedance-1-5", "seedance-2-0", "seedance-2-5",
    "veo-3", "veo-3-1", "wan-2-6", "wan-2-7", "vidu-q3", "hailuo-3-0", "happyhorse-1-0", "runway-gen-4-5",
)  # fmt: skip
SECONDS, FRAMES_A_SECOND, WIDTH, HEIGHT = 5, 24, 1280, 720


@chart(
    section="technology",
    title={
        "en": "Kling has kept shipping: {{ name('kling-3-0') }} in {{ when('2026-02') }}, {{ name('kling-4-0') }} in {{ when('2026-10') }}",
        "zh": "可灵持续发布：{{ when('2026-02') }}推出{{ name('kling-3-0') }}，{{ when('2026-10') }}推出{{ name('kling-4-0') }}",
    },
    subtitle={"en": "Releases by family of models; the newest is named", "zh": "各家族模型的发布，标出最新版本"},
    note={"en": "Releases found in public pages; small updates are not all in.", "zh": "以公开页面所见为限，小版本未尽收录。"},
)
def releases(canvas: Canvas) -> Drawn:
    """A row a family, a mark a release."""
    entities = canvas.figures.model.entities

    def family(entity: str) -> str:
        while entity and entity not in FAMILIES:
            entity = entities[entity].parent
        return entity

    frame = canvas.rows(
        "releases",
        show=["entity_name", "date_word", "kind_word"],
        where=lambda row: row["kind"] in ("release", "weights") and bool(family(row.text("entity"))) and "/" not in row.text("date"),
    )
    frame["family"] = [family(one) for one in frame["entity"]]
    frame["row"] = [canvas.name(one) for one in frame["family"]]
    frame["owner"] = [canvas.owner(one) for one in frame["family"]]
    frame["said"] = canvas.listed(frame["entity_name"], frame["date_word"])
    order = [canvas.name(one) for one in FAMILIES if one in set(frame["family"])]
    newest = frame.loc[frame.groupby("family")["middle"].idxmax()]
    x, y = _time_with_room(frame, newest, canvas.width - 100), alt.Y("row:N", sort=order, title=None)
    marks = dots(alt.Chart(frame), 80, x=x, y=y, color=owners(canvas, frame))
    words = alt.Chart(newest).mark_text(align="left", dx=8).encode(x=x, y=y, text=alt.Text("entity_name:N"))
    return alt.layer(marks, words).properties(height=29 * len(order))


def _time_with_room(frame: pd.DataFrame, named: pd.DataFrame, plot: int) -> alt.X:
    """Time from left to right in a plot of this width, so far that the names right of the `named` marks fit."""
    first, last = frame["middle"].min(), frame["middle"].max()
    span = last - first
    needed = plot / (plot - 15 - 7 * named["entity_name"].str.len())  # how much wider the plot is than its marks, for a name to fit
    room = span * max(((named["middle"] - first) / span * needed).max() - 1, 0)
    years = [alt.DateTime(year=year) for year in range(first.year + 1, last.year + 1)]
    scale = alt.Scale(domain=[(first - 0.04 * span).isoformat(), (last + room).isoformat()])
    return alt.X("middle:T", title=None, axis=alt.Axis(format="%Y", values=years, grid=True), scale=scale)


@chart(
    section="technology",
    title={
        "en": "Clips have grown from {{ figure('max-clip', 'runway-gen-2', '2023-06-06') }} to {{ figure('max-clip', 'kling-4-0', '2026-10-15') }}",
        "zh": "单次片长从{{ figure('max-clip', 'runway-gen-2', '2023-06-06') }}增至{{ figure('max-clip', 'kling-4-0', '2026-10-15') }}",
    },
    subtitle={"en": "Longest clip in one generation, by date of release, seconds", "zh": "单次生成最长片长，按发布日期，秒"},
    note={
        "en": "What users could have, not what was announced; extension of clips is left out. Kling is drawn in colour.",
        "zh": "以用户实际可用为准，不含宣称值与续写。可灵以彩色标出。",
    },
)
def longest_clip(canvas: Canvas) -> Drawn:
    """A mark a version; Kling in colour and joined by a line, some others named."""
    figures = canvas.figures
    found = [
        one
        for entity in figures.entities_of("max-clip")
        for one in figures.series("max-clip", entity)[:1]
        if one.period.kind in ("day", "month")
    ]
    frame = canvas.frame(sorted(found, key=lambda one: (one.period, one.key)))
    frame["ours"] = frame["owner"] == "kuaishou"
    base = alt.Chart(frame).encode(
        x=alt.X("middle:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False), scale=alt.Scale(padding=30)),
        y=alt.Y("plotted:Q", title=None, axis=alt.Axis(tickCount=4, labelExpr="datum.value"), scale=alt.Scale(domain=[0, 34])),
    )
    ours = base.transform_filter("datum.ours")
    layers = [
        base.transform_filter("!datum.ours")
        .mark_point(size=60, color=canvas.colour("neutral"), opacity=0.8)
        .encode(description=alt.Description("label:N")),
        ours.mark_line(color=canvas.colour("kuaishou"), interpolate="step-after"),
        ours.mark_point(size=80, color=canvas.colour("kuaishou"), opacity=1).encode(description=alt.Description("label:N")),
    ]
    if not canvas.narrow:
        others = ["runway-gen-2", "sora-turbo", "ltx-2", "seedance-2-5", "veo-3"]
        layers.append(_names(frame[~frame["ours"] & frame["entity_id"].isin(others)], align="right", dx=-8, color="var(--ink-quiet)"))
    for entity, dx, dy in (("kling-1-0", -4, 16), ("kling-3-0", 7, 14), ("kling-4-0", -24, -13)):  # beside the line, not on it
        layers.append(_names(frame[frame["entity_id"] == entity], align="left", dx=dx, dy=dy))
    return alt.layer(*layers).properties(height=290)


def _names(frame: pd.DataFrame, **mark: Any) -> alt.Chart:
    """The name of each row beside its mark."""
    words: alt.Chart = alt.Chart(frame).mark_text(**mark)
    return words.encode(x=alt.X("middle:T"), y=alt.Y("plotted:Q"), text=alt.Text("entity:N"))


@chart(
    section="technology",
    title={
        "en": "The same clip takes many times more tokens in one open model than in another",
        "zh": "同一段视频，各开源模型所需Token相差悬殊",
    },
    subtitle={
        "en": "Tokens for a clip of {{ name('test-clip') }}, computed from published compression ratios and patch sizes",
        "zh": "生成一段{{ name('test-clip') }}视频所需Token，由公开的压缩比与切片大小算出",
    },
    note={
        "en": "Frames over (compression in time × frames a token) × pixels over (compression a side × latents a side) squared; models add a frame or round. None of the closed systems publishes these ratios.",
        "zh": "算式：帧数÷（时间压缩×每Token帧数）×像素÷（每边压缩×每边单元）的平方；各模型另有首帧与取整之差。闭源系统均未公布这些比例。",
    },
)
def tokens_per_clip(canvas: Canvas) -> Drawn:
    """Bars of computed token counts."""
    counts = [_tokens(canvas, entity, period) for entity, period in OPEN_MODELS]
    canvas.holds(max(one.value for one in counts) > 5 * min(one.value for one in counts))
    return bars(canvas, canvas.frame(counts))


def _tokens(canvas: Canvas, entity: str, period: str) -> Figure:
    """Tokens of the test clip under a model's published ratios."""
    figures = canvas.figures
    ratios = [
        figures.observed(name, entity, period) for name in ("vae-temporal-ratio", "patch-temporal", "vae-spatial-ratio", "patch-spatial")
    ]
    temporal, frames, spatial, latents = (one.value for one in ratios)
    side = spatial * latents
    count = Decimal(SECONDS * FRAMES_A_SECOND) / (temporal * frames) * (WIDTH / side) * (HEIGHT / side)
    return figures.computed("tokens", tuple(ratios), count, "count", -2, "approx", form="product")


@chart(
    section="technology",
    title={
        "en": "Of {{ count('architectures') }} systems, {{ count('architectures', basis='disclosed') }} have their architecture from their own makers",
        "zh": "{{ count('architectures') }}个系统中，{{ count('architectures', basis='disclosed') }}个的架构出自开发者自述",
    },
    subtitle={"en": "Architecture by what is known of it and from whom", "zh": "各系统架构及其依据"},
)
def architectures(canvas: Canvas) -> Drawn:
    """A matrix of systems against who says so, with the architecture as a word."""
    frame = canvas.rows("architectures", show=["entity_name", "architecture_word", "basis_word", "note"])
    bases = [canvas.term(f"basis.{one}") for one in ("disclosed", "reported", "assumed", "undisclosed")]
    frame["owner"] = [canvas.owner(one) for one in frame["entity"]]
    rank = {"disclosed": 0, "reported": 1, "assumed": 2, "undisclosed": 3}
    frame["rank"] = frame["basis"].map(rank)
    frame = frame.sort_values(["rank", "entity_name"])
    frame["said"] = canvas.listed(frame["entity_name"], frame["architecture_word"], frame["basis_word"])
    short = {"dit": "DiT", "u-net": "U-Net", "unknown": "?"}
    frame["word"] = [short.get(code, word) for code, word in zip(frame["architecture"], frame["architecture_word"], strict=True)]
    order = list(frame["entity_name"])
    short_heads = canvas.pick(en=["maker", "others", "assumed", "silent"], zh=["自述", "他人", "推测", "未披露"])
    base = matrix(canvas, frame, order, "basis_word", dict(zip(bases, short_heads, strict=True)))
    words = base.mark_text(dx=9, align="left").encode(text=alt.Text("word:N"))
    return alt.layer(dots(base, 70, color=owners(canvas, frame)), words).properties(height=26 * len(order) + 30)


@chart(
    section="technology",
    title={
        "en": "OneRec added {{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='main-app') }} to time spent in the main app, {{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='lite-app') }} in the Lite version",
        "zh": "OneRec使停留时长在主站增加{{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='main-app') }}，极速版增加{{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='lite-app') }}",
    },
    subtitle={
        "en": "Gain in time spent in the app in online tests, as the makers report, percent",
        "zh": "线上实验中应用停留时长增幅，由开发者报告，%",
    },
    note={
        "en": "Effects of tests on part of the traffic; they can't be added up across versions.",
        "zh": "为部分流量的实验结果，各版本之间不可相加。",
    },
)
def onerec_effects(canvas: Canvas) -> Drawn:
    """Bars by version and app."""
    figures = canvas.figures
    found = [one for entity in ("onerec", "onerec-v2", "onerec-think") for one in figures.series("app-stay-time-gain", entity, scope=None)]
    frame = canvas.frame(found)
    frame["what"] = canvas.named(frame["entity"], frame["scope"])
    return bars(canvas, frame, name="what")


@chart(
    section="technology",
    title={
        "en": "Sound, motion from a film and several shots are now common; {{ name('kling-2-6') }} still made one shot",
        "zh": "音画同出、动作迁移与多镜头已渐成标配，{{ name('kling-2-6') }}仍只能单镜头",
    },
    subtitle={"en": "Capabilities by version, where a page says so", "zh": "各版本能力，以有页面说明者为限"},
    note={
        "en": "An empty cell means that no page read says yes or no. Motion control means movement taken from a film, not a drawn path.",
        "zh": "空格表示所读页面未说明。动作控制指由视频提取动作，而非手绘路径。",
    },
)
def capabilities(canvas: Canvas) -> Drawn:
    """A matrix of versions against features."""
    show = ["entity_name", "feature_word", "state_word", "note"]
    frame = canvas.rows("specs", show=show, where=lambda row: row["entity"] in COMPARED)
    features = [canvas.term(f"feature.{one}") for one in ("native-audio", "motion-control", "multi-shot")]
    states = {canvas.term("spec_state.yes"): "better", canvas.term("spec_state.partly"): "google", canvas.term("spec_state.no"): "worse"}
    frame = frame[frame["state"].isin(["yes", "partly", "no"])].copy()
    order = [canvas.name(one) for one in COMPARED if one in set(frame["entity"])]
    frame["said"] = canvas.listed(frame["entity_name"], frame["feature_word"], frame["state_word"])
    short_heads = canvas.pick(en=["sound", "motion", "shots"], zh=["音画", "动作", "多镜头"])
    base = matrix(canvas, frame, order, "feature_word", dict(zip(features, short_heads, strict=True)))
    colour = alt.Color("state_word:N", legend=None, scale=canvas.colours(states))
    shape = alt.Shape("state_word:N", legend=None, scale=alt.Scale(domain=list(states), range=["circle", "diamond", "cross"]))
    words = base.mark_text(dx=10, align="left").encode(text=alt.Text("state_word:N"))
    return alt.layer(dots(base, 90, color=colour, shape=shape), words).properties(height=25 * len(order) + 30)
