"""Charts of the Financials section."""

from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.labels import text_width
from sourced.drawing.layouts import grouped_columns
from sourced.evidence.figures import Figure

CAPEX = ("2023", "2024", "2025", "2026-H1")
PLANS = (("2025", "2025-08"), ("2025", "2025-11"), ("2026", "2026-03"))
"""Plans of one amount: for which year, and when they were given."""
KLING_HALF = ("2026-Q1", "2026-Q2")
GAP = pd.Timedelta(days=100)
"""A longer time without a close is left open."""


@chart(
    section="financials",
    title={
        "en": "Group R&D was {{ ratio(figure('rd-expense', 'kuaishou', '2026-Q2'), figure('revenue', 'kling', '2026-Q2'), unit='multiple') }} Kling's revenue"
        " in {{ when('2026-Q2') }}, against {{ ratio(figure('rd-expense', 'kuaishou', '2025-Q1'), figure('revenue', 'kling', '2025-Q1'), unit='multiple') }} in {{ when('2025-Q1') }}",
        "zh": "集团研发开支与可灵收入之比，从{{ when('2025-Q1') }}的{{ ratio(figure('rd-expense', 'kuaishou', '2025-Q1'), figure('revenue', 'kling', '2025-Q1'), unit='multiple') }}"
        "降至{{ when('2026-Q2') }}的{{ ratio(figure('rd-expense', 'kuaishou', '2026-Q2'), figure('revenue', 'kling', '2026-Q2'), unit='multiple') }}",
    },
    subtitle={
        "en": "R&D expense of the whole group and revenue of Kling by quarter, CNY billion, and how many times the one is the other",
        "zh": "全集团研发开支与可灵收入，按季，亿元，及前者为后者的倍数",
    },
    note={
        "en": "R&D is the group's, not Kling's; the two show scale, not a return. Kling's revenue is mostly a floor, so the multiples are mostly ceilings (“≤”).",
        "zh": "研发为全集团口径，并非可灵一家，两者只比规模，不代表回报。可灵收入多为下限，故倍数多为上限。",
    },
)
def rd_against_kling(canvas: Canvas) -> Drawn:
    """Two columns a quarter on one scale, with their ratio at the foot."""
    figures = canvas.figures
    quarters = canvas.shared(("rd-expense", "kuaishou"), ("revenue", "kling"))
    spent = [figures.observed("rd-expense", "kuaishou", one) for one in quarters]
    earned = [figures.observed("revenue", "kling", one) for one in quarters]
    multiples = [figures.ratio(one, other, unit="multiple") for one, other in zip(spent, earned, strict=True)]
    canvas.holds(multiples[-1].value == min(one.value for one in multiples))
    below = dict(zip(canvas.frame(spent)["tick"], canvas.frame(multiples)["short"] + canvas.pick(en="×", zh="倍"), strict=True))
    frame = canvas.frame([*spent, *earned])
    names = {canvas.pick(en="Group R&D", zh="集团研发"): "neutral", canvas.name("kling"): "kuaishou"}
    frame["what"] = [list(names)[0 if one == "kuaishou" else 1] for one in frame["entity_id"]]
    return grouped_columns(canvas, frame, names, below=below)


@chart(
    section="financials",
    title={
        "en": "Capital spending rose to {{ figure('capex', 'kuaishou', '2025') }} in {{ when('2025') }}, when Kling earned {{ figure('revenue', 'kling', '2025') }}; {{ figure('capex-guidance', 'kuaishou', '2026', as_of='2026-03') }} is planned for {{ when('2026') }}",
        "zh": "资本开支{{ when('2025') }}增至{{ figure('capex', 'kuaishou', '2025') }}，{{ when('2026') }}计划{{ figure('capex-guidance', 'kuaishou', '2026', as_of='2026-03') }}；可灵{{ when('2025') }}收入{{ figure('revenue', 'kling', '2025') }}",
    },
    subtitle={
        "en": "Capital spending of the group, what had been planned for the year and when, and revenue of Kling, CNY billion",
        "zh": "集团资本开支、历次所给的当年计划与可灵收入，亿元",
    },
    note={
        "en": "Capital spending is the group's, most of it on computing; how much serves Kling is not disclosed. Kling's half-year is the sum of two floors.",
        "zh": "资本开支为全集团口径，多用于算力，其中用于可灵者未披露。可灵上半年为两个下限之和。",
    },
)
def capital_spending(canvas: Canvas) -> Drawn:
    """Downwards a bar a year; below it the plans for it, a mark each, and what Kling brought in."""
    figures = canvas.figures
    spent = {one: figures.observed("capex", "kuaishou", one) for one in CAPEX}
    canvas.holds(Decimal("1.75") <= spent["2025"].value / spent["2024"].value < 2)
    low, high = (figures.observed("capex-guidance", "kuaishou", "2025", as_of="2025-03", scope=f"range-{end}") for end in ("low", "high"))
    plans = {(period, said): figures.observed("capex-guidance", "kuaishou", period, as_of=said) for period, said in PLANS}
    half = figures.total([figures.observed("revenue", "kling", one) for one in KLING_HALF])
    kling = {"2025": figures.observed("revenue", "kling", "2025"), "2026-H1": half}
    frame = canvas.frame([*spent.values(), low, high, *plans.values(), *kling.values()]).set_index("key", drop=False)
    plan = canvas.pick(en="plan of {}", zh="{}计划")

    def row(one: Figure, kind: str, name: str, end: Figure | None = None) -> dict[str, object]:
        found, last = frame.loc[one.key], frame.loc[(end or one).key]
        text = f"{_bare(str(found['short']))}–{_bare(str(last['short']))}" if end else found["short"]
        return {"kind": kind, "name": name, "from": found["plotted"], "to": last["plotted"], "text": text, "said": found["label"]}

    rows = [row(spent[one], "spent", canvas.period(one)) for one in CAPEX[:2]]
    rows += [
        row(spent["2025"], "spent", canvas.period("2025")),
        row(low, "plan", plan.format(canvas.period("2025-03")), high),
        *(row(plans["2025", said], "plan", plan.format(canvas.period(said))) for said in ("2025-08", "2025-11")),
        row(kling["2025"], "kling", canvas.pick(en="Kling's revenue", zh="可灵收入")),
        row(spent["2026-H1"], "spent", canvas.period("2026-H1")),
        row(plans["2026", "2026-03"], "plan", canvas.pick(en="year's plan, {}", zh="全年计划（{}）").format(canvas.period("2026-03"))),
        row(half, "kling", canvas.pick(en="Kling's revenue", zh="可灵收入")),
    ]
    return _outlays(canvas, pd.DataFrame(rows))


def _bare(short: str) -> str:
    """The end of a range without its sign."""
    return short.strip(">≤超不")


def _outlays(canvas: Canvas, listed: pd.DataFrame) -> Drawn:
    """Rows of bars and marks on one scale, names at the left, figures behind."""
    steps = [30 if kind == "spent" else 21 for kind in listed["kind"]]
    listed["y"] = [sum(steps[: place + 1]) - 10 for place in range(len(steps))]
    height, left = sum(steps) + 6, int(max(text_width(name, 13) for name in listed["name"])) + 12
    listed["top"] = listed["y"] - [9 if kind == "spent" else 5 for kind in listed["kind"]]
    listed["bottom"] = 2 * listed["y"] - listed["top"]
    listed["left"] = left
    room = canvas.width - 8 - left - max(text_width(text, 13) for text in listed["text"]) - 10
    scale = alt.Scale(domain=[0, float(listed["to"].max())], range=[left, left + room])
    y = alt.Scale(domain=[0, height], range=[0, height])
    at, x = alt.Y("y:Q", axis=None, scale=y), alt.X("to:Q", axis=None, scale=scale)

    def part(*kinds: str) -> alt.Chart:
        return alt.Chart(listed[listed["kind"].isin(kinds)])

    layers = [
        part(kind)
        .mark_rect(color=canvas.colour(colour))
        .encode(y=alt.Y("top:Q", axis=None, scale=y), y2=alt.Y2("bottom:Q"), x=x, x2=alt.X2Datum(0), description="said:N")
        for kind, colour in (("spent", "neutral"), ("kling", "kuaishou"))
    ]
    plans = part("plan")
    layers += [
        alt.Chart(listed[listed["from"] < listed["to"]])
        .mark_rule(color=canvas.colour("ink"), strokeWidth=2)
        .encode(y=at, x=alt.X("from:Q", axis=None, scale=scale), x2=alt.X2("to:Q")),
        plans.mark_tick(color=canvas.colour("ink"), thickness=2.5, height=13).encode(
            y=at, x=alt.X("from:Q", axis=None, scale=scale), description="said:N"
        ),
        plans.mark_tick(color=canvas.colour("ink"), thickness=2.5, height=13).encode(y=at, x=x),
        alt.Chart(listed).mark_text(align="left", dx=7).encode(y=at, x=x, text="text:N"),
        part("spent").mark_text(align="right", dx=-8).encode(y=at, x=alt.XValue(left), text="name:N"),
        part("plan", "kling")
        .mark_text(align="right", dx=-8, fontSize=12, color="var(--ink-quiet)")
        .encode(y=at, x=alt.XValue(left), text="name:N"),
    ]
    return alt.layer(*layers).properties(height=height)


@chart(
    section="financials",
    title={
        "en": "The share closed at {{ figure('share-price', 'kuaishou', '2026-01-29') }} in January and at {{ figure('share-price', 'kuaishou', '2026-09-25') }} on {{ when('2026-09-25') }}",
        "zh": "股价从{{ when('2026-01-29') }}的{{ figure('share-price', 'kuaishou', '2026-01-29') }}跌至{{ when('2026-09-25') }}的{{ figure('share-price', 'kuaishou', '2026-09-25') }}",
    },
    subtitle={"en": "Closing prices found for Kuaishou in Hong Kong, HKD", "zh": "所查到的快手港股收盘价，港元"},
    note={
        "en": "The last close found of each month, and the days that are named; longer gaps are left open. What moved the price on a day is the press's reading.",
        "zh": "每月所见最后一个收盘价，以及标注的各日；长时间无数据处留空。涨跌原因为媒体解读。",
    },
)
def share_price(canvas: Canvas) -> Drawn:
    """A line through the closes, left open where none was found for long, with four of them explained."""
    words = {
        "2025-12-23": (canvas.pick(en="after the attack", zh="遇袭次日"), "center", 10, 24),
        "2026-01-29": (canvas.pick(en="high of these closes", zh="所示最高收盘价"), "center", 0, -28),
        "2026-07-07": (canvas.pick(en="Tencent sells", zh="腾讯减持"), "right", -10, 6),
        "2026-08-20": (canvas.pick(en="second-quarter results", zh="二季度业绩后"), "right", -10, 18),
        "2026-09-25": (canvas.pick(en="newest close found", zh="所见最新收盘价"), "right", 6, 20),
    }
    closes = canvas.figures.series("share-price", "kuaishou", kind="day")
    canvas.holds(
        str(max(closes, key=lambda one: one.value).period) == "2026-01-29" and min(one.value for one in closes) == closes[-1].value
    )
    shown = {*words, *{str(one.period)[:7]: str(one.period) for one in closes}.values()}
    frame = canvas.frame([one for one in closes if str(one.period) in shown])
    frame["run"] = (frame["middle"].diff() > GAP).cumsum()
    frame["day"] = frame["key"].str.split(".").str[-1]
    x = alt.X(
        "middle:T",
        title=None,
        axis=alt.Axis(values=_months(frame), labelExpr=_month_labels(canvas), grid=False),
        scale=alt.Scale(padding=22),
    )
    y = alt.Y("plotted:Q", title=None, axis=alt.Axis(values=[20, 40, 60, 80], grid=False), scale=alt.Scale(domain=[16, 96]))
    base = alt.Chart(frame).encode(x=x, y=y)
    layers = [
        base.mark_line(color=canvas.colour("ink-quiet"), strokeWidth=2).encode(detail="run:N"),
        base.mark_point(color=canvas.colour("ink-quiet"), size=22, opacity=1).encode(description="label:N"),
    ]
    chosen = frame[frame["day"].isin(words)].copy()
    layers.append(alt.Chart(chosen).mark_point(color=canvas.colour("ink"), size=70, opacity=1).encode(x=x, y=y))
    if canvas.narrow:
        words.pop("2026-08-20")
        chosen = chosen[chosen["day"].isin(words)]
    for day, (text, align, dx, dy) in words.items():
        one = chosen[chosen["day"] == day].copy()
        one["text"] = one["short"] + "|" + text
        mark: dict[str, Any] = {"align": align, "dx": dx, "dy": dy, "baseline": "middle", "lineBreak": "|", "lineHeight": 15}
        layers.append(alt.Chart(one).mark_text(**mark).encode(x=x, y=y, text="text:N"))
    layers.append(_open(canvas, frame, x, y))
    return alt.layer(*layers).properties(height=270)


def _open(canvas: Canvas, frame: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """A word in the middle of each gap."""
    late = frame["middle"].diff() > GAP
    middles = frame["middle"][late] - frame["middle"].diff()[late] / 2
    words = pd.DataFrame({"middle": middles, "plotted": 58.0, "text": canvas.pick(en="no closes|found", zh="无收盘价")})
    base = alt.Chart(words).encode(x=x, y=y, text="text:N")
    drawn: alt.Chart = base.mark_text(color="var(--ink-quiet)", fontSize=12, lineBreak="|", baseline="middle")
    return drawn


def _months(frame: pd.DataFrame) -> list[str]:
    """The first day of every second month that a frame spans, and of each January."""
    months = pd.date_range(frame["middle"].min(), frame["middle"].max(), freq="MS")
    return [one.isoformat() for one in months if one.month % 2]


def _month_labels(canvas: Canvas) -> str:
    """Months by name, each year's first with the year below."""
    return str(canvas.pick(en="[timeFormat(datum.value, '%b'), month(datum.value) === 0 ? timeFormat(datum.value, '%Y') : '']",
                           zh="[(month(datum.value) + 1) + '月', month(datum.value) === 0 ? timeFormat(datum.value, '%Y') + '年' : '']"))  # fmt: skip


@chart(
    section="financials",
    title={
        "en": "The adjusted margin was {{ ratio(figure('adjusted-net-profit', 'kuaishou', '2026-Q2'), figure('revenue', 'kuaishou', '2026-Q2')) }} in {{ when('2026-Q2') }},"
        " {{ ratio(figure('adjusted-net-profit', 'kuaishou', '2025-Q2'), figure('revenue', 'kuaishou', '2025-Q2')) }} a year before",
        "zh": "{{ when('2026-Q2') }}经调整净利率为{{ ratio(figure('adjusted-net-profit', 'kuaishou', '2026-Q2'), figure('revenue', 'kuaishou', '2026-Q2')) }}，"
        "上年同期为{{ ratio(figure('adjusted-net-profit', 'kuaishou', '2025-Q2'), figure('revenue', 'kuaishou', '2025-Q2')) }}",
    },
    subtitle={
        "en": "Adjusted net profit over revenue of the group by quarter, percent, with the same quarter a year before",
        "zh": "集团经调整净利润占营收的比例，按季，%，附上年同期",
    },
)
def profit(canvas: Canvas) -> Drawn:
    """In each quarter the margin of a year before, muted, and that of the quarter."""
    figures = canvas.figures
    quarters = canvas.shared(("adjusted-net-profit", "kuaishou"), ("revenue", "kuaishou"))
    shown = [one for one in quarters if one >= "2025"]
    before = {one: f"{int(one[:4]) - 1}{one[4:]}" for one in shown}

    def margin(quarter: str) -> Figure:
        return figures.ratio(figures.observed("adjusted-net-profit", "kuaishou", quarter), figures.observed("revenue", "kuaishou", quarter))

    now, then = [margin(one) for one in shown], [margin(before[one]) for one in shown]
    canvas.holds(now[-1].value < then[-1].value)
    frame = canvas.frame([*then, *now])
    frame["row"] = list(frame["period"].iloc[len(then) :]) * 2
    frame["now"] = [False] * len(then) + [True] * len(now)
    frame["right"] = [
        (one.value < other.value) != current
        for current, half in ((False, then), (True, now))
        for one, other in zip(now, then, strict=True)
        if half
    ]
    return _dumbbells(canvas, frame)


def _dumbbells(canvas: Canvas, frame: pd.DataFrame) -> Drawn:
    """A row a quarter: a quiet point for the year before, a line to the point of the quarter, the figure of each on its outer side."""
    rows = list(dict.fromkeys(frame["row"]))
    low, high = float(frame["plotted"].min()), float(frame["plotted"].max())
    room = (high - low) * (0.35 if canvas.narrow else 0.18)
    y = alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(labelFontSize=13, labelColor="var(--ink)"))
    x = alt.X("plotted:Q", axis=None, scale=alt.Scale(domain=[low - room, high + room]))
    base = alt.Chart(frame).encode(y=y, x=x)
    ends = frame.pivot_table(index="row", columns="now", values="plotted", sort=False).reset_index()
    ends.columns = ["row", "plotted", "to"]
    newest = frame[frame["row"] == rows[-1]].copy()
    newest["what"] = [canvas.pick(en="a year before", zh="上年同期"), canvas.pick(en="that quarter", zh="当季")]
    layers = [alt.Chart(ends).mark_rule(strokeWidth=3, color=canvas.colour("rule")).encode(y=y, x=x, x2=alt.X2("to:Q"))]
    for now, colour in ((False, "ink-faint"), (True, "ink")):
        half = base.transform_filter(f"datum.now === {str(now).lower()}")
        layers.append(half.mark_point(size=90, opacity=1, color=canvas.colour(colour)).encode(description="label:N"))
        for right in (True, False):
            side = half.transform_filter(f"datum.right === {str(right).lower()}")
            words = side.mark_text(
                align="left" if right else "right", dx=9 if right else -9, color=canvas.colour("ink" if now else "ink-quiet")
            )
            layers.append(words.encode(text="short:N"))
    heads = alt.Chart(newest).mark_text(dy=-17, fontSize=12, color="var(--ink-quiet)")
    return alt.layer(*layers, heads.encode(y=y, x=x, text="what:N")).properties(height=36 * len(rows))
