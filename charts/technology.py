"""Charts of the Technology section."""

from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.labels import text_width
from sourced.drawing.layouts import bars, days, dots, matrix, one_in_colour
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
FEATURES = ("native-audio", "motion-control", "multi-shot")
BASES = ("disclosed", "reported", "assumed", "undisclosed")
"""Who says what a system is built on."""
SECONDS, FRAMES_A_SECOND, WIDTH, HEIGHT = 5, 24, 1280, 720


@chart(
    section="technology",
    title={
        "en": "From {{ name('kling-3-0') }} in {{ when('2026-02') }} to {{ name('kling-4-0') }} in {{ when('2026-10') }} Kling brought only variants; its rivals brought new versions",
        "zh": "从{{ when('2026-02') }}的{{ name('kling-3-0') }}到{{ when('2026-10') }}的{{ name('kling-4-0') }}，可灵其间只有变体；对手不断推出新版本",
    },
    subtitle={
        "en": "Versions released by family of models, the newest named; small ticks are variants and features",
        "zh": "各家族模型的版本发布，标出最新版本；短线为变体与功能",
    },
    note={
        "en": "Releases found on public pages; variants and small updates of rivals are not all in.",
        "zh": "以公开页面所见为限；对手的变体与小更新未尽收录。",
    },
)
def releases(canvas: Canvas) -> Drawn:
    """A row a family, a mark a version, a tick a variant or feature; Kling in colour."""
    entities = canvas.figures.model.entities

    def family(entity: str) -> str:
        while entity and entity not in FAMILIES:
            entity = entities[entity].parent
        return entity

    frame = canvas.rows(
        "releases",
        show=["entity_name", "date_word", "kind_word"],
        where=lambda row: (
            row["kind"] in ("release", "weights", "variant", "feature") and bool(family(row.text("entity"))) and "/" not in row.text("date")
        ),
    )
    frame["family"] = [family(one) for one in frame["entity"]]
    frame["row"] = [canvas.name(one) for one in frame["family"]]
    frame["ours"] = frame["family"] == "kling"
    frame["version"] = frame["kind"].isin(["release", "weights"])
    frame["said"] = canvas.listed(frame["entity_name"], frame["date_word"], frame["kind_word"])
    order = [canvas.name(one) for one in FAMILIES if one in set(frame["family"])]
    versions = frame[frame["version"]]
    newest = versions.loc[versions.groupby("family")["middle"].idxmax()]
    names = newest.assign(middle=frame.groupby("family")["middle"].max().loc[newest["family"]].to_numpy())
    since = pd.Timestamp("2026-06-30")
    canvas.holds(newest[newest["middle"] > since]["family"].nunique() > 3 and bool((newest[newest["ours"]]["middle"] > since).all()))
    between = versions["middle"].between(pd.Timestamp("2026-02-06"), pd.Timestamp("2026-10-14"))
    canvas.holds(not (between & versions["ours"]).any() and bool(between.any()))
    heads = 0 if canvas.narrow else max(text_width(name, 13) for name in order)
    x = _time_with_room(frame, names, int(canvas.width - 24 - heads))
    y = alt.Y("row:N", sort=order, title=None, axis=None if canvas.narrow else alt.Axis(labelFontSize=13, labelColor="var(--ink)"))
    colour = one_in_colour(canvas, "ours", "kuaishou")
    words = alt.Chart(names).mark_text(align="left", dx=8).encode(x=x, y=y, text=alt.Text("entity_name:N"))
    ticks = alt.Chart(frame[~frame["version"]]).mark_tick(thickness=2, height=9).encode(x=x, y=y, color=colour, description="said:N")
    return alt.layer(ticks, dots(alt.Chart(versions), 80, x=x, y=y, color=colour), words).properties(height=28 * len(order))


def _time_with_room(frame: pd.DataFrame, named: pd.DataFrame, plot: int) -> alt.X:
    """Time from left to right in a plot of this width, so far that the names right of the `named` marks fit."""
    first, last = frame["middle"].min(), frame["middle"].max()
    span = last - first
    widths = pd.Series([plot - 15 - text_width(name, 13) for name in named["entity_name"]], index=named.index)
    room = span * max(((named["middle"] - first) / span * (plot / widths)).max() - 1, 0)
    years = [alt.DateTime(year=year) for year in range(first.year + 1, last.year + 1)]
    scale = days(first - 0.04 * span, last + room)
    return alt.X("middle:T", title=None, axis=alt.Axis(format="%Y", values=years, grid=False, ticks=True), scale=scale)


@chart(
    section="technology",
    title={
        "en": "Clips have grown from {{ figure('max-clip', 'runway-gen-2', '2023-06-06') }} to {{ figure('max-clip', 'kling-4-0', '2026-10-15') }}; Kling has caught up with the longest",
        "zh": "单次片长从{{ figure('max-clip', 'runway-gen-2', '2023-06-06') }}增至{{ figure('max-clip', 'kling-4-0', '2026-10-15') }}，可灵已追平最长者",
    },
    subtitle={"en": "Longest clip in one generation, by date of release, seconds", "zh": "单次生成最长片长，按发布日期，秒"},
    note={
        "en": "What users could have, not what was announced; extension of clips is left out, and so are clips from storyboards or a reference film, which may be longer. Points are the versions of all makers, without variants.",
        "zh": "以用户实际可用为准，不含宣称值、续写、故事板及以参考视频生成的更长片段。各点为所有厂商的版本，不含变体。",
    },
)
def longest_clip(canvas: Canvas) -> Drawn:
    """A point a version; a step line for the longest offered by anybody, and one in colour for Kling's."""
    figures = canvas.figures
    variants = {row.text("entity") for row in figures.model.package.rows("releases") if row["kind"] == "variant"}
    found = [
        one
        for entity in figures.entities_of("max-clip")
        if entity not in variants
        for one in figures.series("max-clip", entity)[:1]
        if one.period.kind in ("day", "month") and one.standing != "weak"
    ]
    frame = canvas.frame(sorted(found, key=lambda one: (one.period, one.key)))
    frame["ours"] = [figures.belongs(one, "kling") for one in frame["entity_id"]]
    ours = frame[frame["ours"]].copy()
    ours["longest"], frame["longest"] = ours["plotted"].cummax(), frame["plotted"].cummax()
    canvas.holds(ours["longest"].iloc[-1] == frame["longest"].iloc[-1])
    last = frame["middle"].max() + pd.Timedelta(days=12)
    x = alt.X(
        "middle:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False), scale=days(frame["middle"].min(), last, padding=6)
    )
    height = alt.Scale(domain=[0, 35])
    y = alt.Y("plotted:Q", title=None, axis=alt.Axis(values=[5, 10, 15, 20, 30], grid=False), scale=height)
    quiet, colour = canvas.colour("ink-faint"), canvas.colour("kuaishou")
    steps: dict[str, Any] = {"interpolate": "step-after", "strokeWidth": 2}
    layers = [
        alt.Chart(frame[~frame["ours"]])
        .mark_point(size=40, color=canvas.colour("neutral"), opacity=0.55)
        .encode(x=x, y=y, description="label:N"),
        alt.Chart(frame).mark_line(color=quiet, strokeDash=[5, 3], **steps).encode(x=x, y=alt.Y("longest:Q", scale=height)),
        alt.Chart(ours).mark_line(color=colour, **steps).encode(x=x, y=alt.Y("longest:Q", scale=height)),
        alt.Chart(ours).mark_point(size=70, color=colour, opacity=1).encode(x=x, y=y, description="label:N"),
    ]
    return alt.layer(*layers, *_clip_names(canvas, frame, x, y)).properties(height=300)


def _clip_names(canvas: Canvas, frame: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Names where the two lines turn: entity, side of the text and how far it is moved."""
    names: dict[str, tuple[Any, int, int]] = {
        "runway-gen-2": ("left", -4, -13), "sora-turbo": ("right", 4, -13), "seedance-2-5": ("right", -8, 12), "kling-1-0": ("left", -4, 17),
        "kling-3-0": ("left", 8, 14), "kling-4-0": ("right", 8, -14),
    }  # fmt: skip
    layers = []
    for entity, (align, dx, dy) in names.items():
        ink = "var(--ink)" if canvas.figures.belongs(entity, "kling") else "var(--ink-quiet)"
        words = alt.Chart(frame[frame["entity_id"] == entity]).mark_text(align=align, dx=dx, dy=dy, color=ink)
        layers.append(words.encode(x=x, y=y, text=alt.Text("entity:N")))
    return layers


@chart(
    section="technology",
    title={
        "en": "{{ name('hunyuan-video') }} takes eight times as many tokens as {{ name('ltx-video') }} for the same clip",
        "zh": "生成同一段视频，{{ name('hunyuan-video') }}所需token为{{ name('ltx-video') }}的八倍",
    },
    subtitle={
        "en": "Tokens for a clip of {{ name('test-clip') }}, computed from published compression ratios and patch sizes of open models",
        "zh": "生成一段{{ name('test-clip') }}视频所需token，由公开的压缩比与patch大小算出",
    },
    note={
        "en": "Frames ÷ (temporal compression × patch frames) × pixels ÷ the square of (spatial compression × patch side), before each model's first frame and rounding. A computed clip: not every model makes one of that size, and fewer tokens mean stronger compression, not the same picture for less. None of the closed systems publishes these ratios.",
        "zh": "算式：帧数÷（时间压缩比×patch帧数）×像素÷（空间压缩比×patch边长）的平方；各模型另有首帧与取整之差。这是推算的片段，并非每个模型都能生成；token少意味着压缩更强，不等于同样的画面更省。闭源系统均未公布这些比例。",
    },
)
def tokens_per_clip(canvas: Canvas) -> Drawn:
    """Bars of computed token counts."""
    counts = [_tokens(canvas, entity, period) for entity, period in OPEN_MODELS]
    by_model = {one.entity.id: one.value for one in counts}
    canvas.holds(by_model["hunyuan-video"] == 8 * by_model["ltx-video"])
    frame = canvas.frame(counts)
    frame["owner"] = "neutral"
    return bars(canvas, frame)


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
        "en": "Makers have disclosed the architecture of {{ count('architectures', basis='disclosed') }} of {{ count('architectures') }} systems; most of these are diffusion transformers",
        "zh": "{{ count('architectures') }}个系统中，{{ count('architectures', basis='disclosed') }}个的架构由开发者披露，其中多数为DiT",
    },
    subtitle={"en": "Architecture of each system, by who says so", "zh": "各系统的架构，按依据分组"},
    note={
        "en": "DiT: diffusion transformer. Filled: a plain DiT; outlined: another architecture, named, or an unknown one. Most of the disclosed are open models; of closed systems few are.",
        "zh": "DiT即扩散Transformer。实底为DiT；空框为其他架构（已注明）或不详。已披露的多为开源模型，闭源系统披露者少。",
    },
)
def architectures(canvas: Canvas) -> Drawn:
    """Under each of who says so, the systems as small fields in lines, filled if they are plain DiT."""
    frame = canvas.rows("architectures", show=["entity_name", "architecture_word", "basis_word"])
    disclosed = frame[frame["basis"] == "disclosed"]
    canvas.holds((disclosed["architecture"] == "dit").sum() > len(disclosed) / 2)
    frame["said"] = canvas.listed(frame["entity_name"], frame["architecture_word"], frame["basis_word"])
    frame["plain"] = frame["architecture"] == "dit"
    other = {"u-net": "U-Net", "hybrid": canvas.term("architecture.hybrid"), "unknown": "", "dit": ""}
    frame["word"] = [
        canvas.language.word("bracket", name, other[code]) if other[code] else name
        for name, code in zip(frame["entity_name"], frame["architecture"], strict=True)
    ]
    frame["ours"] = frame["entity"] == "kling"
    return _fields(canvas, frame)


def _fields(canvas: Canvas, frame: pd.DataFrame) -> Drawn:
    """Lines of fields, each as wide as its words, under heads; on a wide screen the heads stand at the left."""
    left = 0 if canvas.narrow else 190
    fields, heads, y = [], [], 0
    for basis in BASES:
        heads.append((canvas.term(f"basis.{basis}"), y + 11))
        x, y = left, y + (24 if canvas.narrow else 0)
        for row in frame[frame["basis"] == basis].sort_values(["plain", "word"], ascending=[False, True]).itertuples():
            wide = int(text_width(str(row.word), 13)) + 20
            if x + wide > canvas.width - 10:
                x, y = left, y + 29
            fields.append((x, x + wide, x + wide / 2, y, y + 23, y + 11.5, row.word, row.said, row.plain, row.ours))
            x += wide + 6
        y += 41
    listed = pd.DataFrame(fields, columns=["x", "x2", "middle", "y", "y2", "line", "word", "said", "plain", "ours"])
    across, down = (alt.Scale(domain=[0, size], range=[0, size]) for size in (canvas.width, y))
    at = alt.X("middle:Q", axis=None, scale=across)
    line = alt.Y("line:Q", axis=None, scale=down)
    layers = []
    for plain, ours, colour in ((True, False, "rule"), (True, True, "kuaishou"), (False, False, "rule"), (False, True, "kuaishou")):
        some = alt.Chart(listed[(listed["plain"] == plain) & (listed["ours"] == ours)])
        field = some.mark_rect(
            cornerRadius=3,
            stroke=canvas.colour(colour),
            strokeWidth=1.5,
            **({"fill": canvas.colour(colour)} if plain else {"fillOpacity": 0}),
        )
        layers.append(
            field.encode(
                x=alt.X("x:Q", axis=None, scale=across), x2="x2:Q", y=alt.Y("y:Q", axis=None, scale=down), y2="y2:Q", description="said:N"
            )
        )
        layers.append(some.mark_text(color="var(--paper)" if plain and ours else "var(--ink)").encode(x=at, y=line, text="word:N"))
    words = alt.Chart(pd.DataFrame(heads, columns=["word", "line"])).mark_text(align="left", color="var(--ink-quiet)")
    return alt.layer(*layers, words.encode(x=alt.XValue(0), y=line, text="word:N")).properties(height=y - 12)


@chart(
    section="technology",
    title={
        "en": "OneRec added {{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='main-app') }} to time spent in the main app, {{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='lite-app') }} in the Lite version",
        "zh": "OneRec使停留时长在主站增加{{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='main-app') }}，极速版增加{{ figure('app-stay-time-gain', 'onerec', '2025-06', scope='lite-app') }}",
    },
    subtitle={
        "en": "Gain in time spent in the app in online tests, as the makers report",
        "zh": "线上实验中应用停留时长增幅，由开发者报告",
    },
    note={
        "en": "Effects of tests on part of the traffic; each is against what ran before, so they can't be added up.",
        "zh": "为部分流量的实验结果，各自与此前系统相比，不可相加。",
    },
)
def onerec_effects(canvas: Canvas) -> Drawn:
    """Bars by app, and in each by version in order of time."""
    figures = canvas.figures
    found = [one for entity in ("onerec", "onerec-v2", "onerec-think") for one in figures.series("app-stay-time-gain", entity, scope=None)]
    found = sorted(found, key=lambda one: (one.key.split(".")[3] != "main-app", one.period))
    frame = canvas.frame(found)
    frame["what"] = canvas.named(frame["scope"], frame["entity"], frame["period"])
    return bars(canvas, frame, name="what", keep_order=True)


@chart(
    section="technology",
    title={
        "en": "Sound is now standard and several shots are common; motion transfer is found in full with Kling, with others in part",
        "zh": "音画同出已成标配，多镜头较为普遍；动作控制，可灵完整具备，其他见到的多为部分具备",
    },
    subtitle={"en": "Capabilities by version, where a page says so", "zh": "各版本能力，以有页面说明者为限"},
    note={
        "en": "Hollow: only in part, or not. An empty cell: no page found says yes or no. Motion transfer means movement taken from a reference video, not a drawn path.",
        "zh": "空心：仅部分具备，或不具备。空格：未见页面说明。动作控制指由参考视频提取动作，而非手绘路径。",
    },
)
def capabilities(canvas: Canvas) -> Drawn:
    """A matrix of versions against features, Kling's versions in its colour."""
    show = ["entity_name", "feature_word", "state_word", "note"]
    frame = canvas.rows("specs", show=show, where=lambda row: row["entity"] in COMPARED)
    features = [canvas.term(f"feature.{one}") for one in FEATURES]
    frame = frame[frame["state"].isin(["yes", "partly", "no"]) & frame["feature"].isin(FEATURES)].copy()
    order = [canvas.name(one) for one in COMPARED if one in set(frame["entity"])]
    frame["said"] = canvas.listed(frame["entity_name"], frame["feature_word"], frame["state_word"])
    frame["ours"] = [canvas.figures.belongs(one, "kling") for one in frame["entity"]]
    moved = frame[(frame["feature"] == "motion-control") & (frame["state"] == "yes")]
    canvas.holds(bool(moved["ours"].all()))
    short_heads = canvas.pick(en=["audio", "motion", "multi-shot"], zh=["音画同出", "动作控制", "多镜头"])
    base = matrix(canvas, frame, order, "feature_word", dict(zip(features, short_heads, strict=True)))
    colour: dict[str, Any] = {
        "scale": alt.Scale(domain=[True, False], range=[canvas.colour("kuaishou"), canvas.colour("neutral")]),
        "legend": None,
    }
    channels: dict[str, Any] = {"stroke": alt.Stroke("ours:N", **colour), "description": alt.Description("said:N")}
    full = (
        base.transform_filter("datum.state === 'yes'").mark_point(size=90, opacity=1).encode(fill=alt.Fill("ours:N", **colour), **channels)
    )
    hollow = base.transform_filter("datum.state !== 'yes'").mark_point(size=80, opacity=1, filled=False, strokeWidth=2).encode(**channels)
    words = base.mark_text(dx=11, align="left").encode(text=alt.Text("state_word:N"))
    return alt.layer(full, hollow, words).properties(height=25 * len(order) + 30)
