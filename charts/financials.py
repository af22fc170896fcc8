"""Charts of the Financials section."""

from itertools import pairwise

import altair as alt
import pandas as pd

from sourced.drawing.canvas import Canvas, Drawn
from sourced.drawing.charts import chart
from sourced.drawing.layouts import bars, by_period, columns, grouped_columns, line

RD_QUARTERS = ("2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")


@chart(
    section="financials",
    title={
        "en": "In {{ when('2025-Q3') }} R&D cost {{ ratio(figure('rd-expense', 'kuaishou', '2025-Q3'), figure('revenue', 'kling', '2025-Q3'),"
        " unit='multiple', decimals=0) }} what Kling earned",
        "zh": "{{ when('2025-Q3') }}，集团研发开支是可灵收入的{{ ratio(figure('rd-expense', 'kuaishou', '2025-Q3'),"
        " figure('revenue', 'kling', '2025-Q3'), unit='multiple', decimals=0) }}",
    },
    subtitle={
        "en": "R&D expense of the whole group and revenue of Kling, by quarter, CNY billion",
        "zh": "全集团研发开支与可灵收入，按季，亿元",
    },
    note={
        "en": "R&D is the group's, not Kling's; the two show scale, not a return. Kling's revenue is a floor.",
        "zh": "研发为全集团口径，并非可灵一家；两者只比规模，不代表回报。可灵收入为下限。",
    },
)
def rd_against_kling(canvas: Canvas) -> Drawn:
    """Two columns a quarter on one scale."""
    figures = canvas.figures
    quarters = canvas.shared(("rd-expense", "kuaishou"), ("revenue", "kling"))
    frame = canvas.frame(
        [figures.observed("rd-expense", "kuaishou", one) for one in quarters]
        + [figures.observed("revenue", "kling", one) for one in quarters]
    )
    names = {canvas.pick(en="Group R&D", zh="集团研发"): "neutral", canvas.pick(en="Kling revenue", zh="可灵收入"): "kuaishou"}
    frame["what"] = [list(names)[0 if one == "kuaishou" else 1] for one in frame["entity_id"]]
    return grouped_columns(canvas, frame, names)


@chart(
    section="financials",
    title={
        "en": "Kling's quarterly revenue grew from {{ figure('revenue', 'kling', '2025-Q1') }} to {{ figure('revenue', 'kling', '2026-Q1') }} in a year",
        "zh": "一年间，可灵季度收入从{{ figure('revenue', 'kling', '2025-Q1') }}增至{{ figure('revenue', 'kling', '2026-Q1') }}",
    },
    subtitle={"en": "Revenue of Kling by quarter, CNY million", "zh": "可灵季度收入，亿元"},
    note={
        "en": "Each figure is a floor. The last quarter of the first year was not found as a reported figure, so it is left out.",
        "zh": "各数均为下限。其中有一个年末季度未查到公布值，故空缺。",
    },
)
def kling_revenue(canvas: Canvas) -> Drawn:
    """Columns of the quarters with a published figure."""
    frame = canvas.frame([canvas.figures.observed("revenue", "kling", one) for one in canvas.shared(("revenue", "kling"))])
    canvas.holds(frame["value"].is_monotonic_increasing)
    return columns(canvas, frame, "kuaishou")


@chart(
    section="financials",
    title={
        "en": "Kling's share of group revenue rose from {{ ratio(figure('revenue', 'kling', '2025-Q1'), figure('revenue', 'kuaishou', '2025-Q1')) }} to"
        " {{ ratio(figure('revenue', 'kling', '2026-Q1'), figure('revenue', 'kuaishou', '2026-Q1')) }}",
        "zh": "可灵占集团营收的比例从{{ ratio(figure('revenue', 'kling', '2025-Q1'), figure('revenue', 'kuaishou', '2025-Q1')) }}升至"
        "{{ ratio(figure('revenue', 'kling', '2026-Q1'), figure('revenue', 'kuaishou', '2026-Q1')) }}",
    },
    subtitle={"en": "Revenue of Kling over revenue of the group, by quarter, percent", "zh": "可灵收入占集团营收，按季，%"},
    note={"en": "Computed from floors, so the true shares are somewhat higher.", "zh": "由下限算出，实际比例略高。"},
)
def kling_share(canvas: Canvas) -> Drawn:
    """Columns of computed shares."""
    figures = canvas.figures
    quarters = canvas.shared(("revenue", "kling"), ("revenue", "kuaishou"))
    shares = [figures.ratio(figures.observed("revenue", "kling", one), figures.observed("revenue", "kuaishou", one)) for one in quarters]
    canvas.holds(shares[-1].value > shares[0].value)
    return columns(canvas, canvas.frame(shares), "kuaishou", height=200)


@chart(
    section="financials",
    title={
        "en": "The run rate doubled, then doubled again: {{ figure('run-rate', 'kling', '2026-03') }} by {{ when('2026-03') }}",
        "zh": "年化收入翻番再翻番：{{ when('2026-03') }}为{{ figure('run-rate', 'kling', '2026-03') }}",
    },
    subtitle={"en": "Annualised revenue run rate of Kling, USD million", "zh": "可灵年化收入，亿美元"},
    note={
        "en": "A run rate is a month's revenue times twelve. The last point comes from the press, not from the company's own text.",
        "zh": "年化收入为单月收入乘以十二。最后一点出自媒体，而非公司原文。",
    },
)
def run_rate(canvas: Canvas) -> Drawn:
    """A line through the milestones."""
    frame = canvas.series("run-rate", "kling")
    canvas.holds(all(later >= 2 * earlier for earlier, later in pairwise(frame["value"])))
    return line(canvas, frame, "kuaishou", height=210)


@chart(
    section="financials",
    title={
        "en": "R&D did shrink: {{ change(figure('rd-expense', 'kuaishou', '2023'), figure('rd-expense', 'kuaishou', '2022')).signed }} in {{ when('2023') }}"
        " and {{ change(figure('rd-expense', 'kuaishou', '2024'), figure('rd-expense', 'kuaishou', '2023')).signed }} in {{ when('2024') }}",
        "zh": "研发确曾收缩：{{ when('2023') }}{{ change(figure('rd-expense', 'kuaishou', '2023'), figure('rd-expense', 'kuaishou', '2022')).signed }}，"
        "{{ when('2024') }}{{ change(figure('rd-expense', 'kuaishou', '2024'), figure('rd-expense', 'kuaishou', '2023')).signed }}",
    },
    subtitle={"en": "R&D expense of the group by year, CNY billion", "zh": "集团研发开支，按年，亿元"},
    note={"en": "No full-year figure for the year after was found in the pages read.", "zh": "所读页面中未查到其后一年的全年数字。"},
)
def rd_by_year(canvas: Canvas) -> Drawn:
    """Columns of the years with a figure."""
    frame = canvas.series("rd-expense", "kuaishou", kind="year")
    canvas.holds(frame["value"].iloc[:3].is_monotonic_decreasing)
    return columns(canvas, frame, "neutral", height=190)


@chart(
    section="financials",
    title={
        "en": "The capital plan for {{ when('2026') }} is {{ figure('capex-guidance', 'kuaishou', '2026', as_of='2026-03') }}",
        "zh": "{{ when('2026') }}的资本开支计划为{{ figure('capex-guidance', 'kuaishou', '2026', as_of='2026-03') }}",
    },
    subtitle={
        "en": "Capital expenditure: spent, and guided as of the date given, CNY billion",
        "zh": "资本开支：实际支出与所示时点的指引，亿元",
    },
    note={
        "en": "The range given in March already held the {{ claim('capex-guidance-2025-new') }} that the article calls a raise.",
        "zh": "三月给出的区间已涵盖文章所称上调后的{{ claim('capex-guidance-2025-new') }}。",
    },
)
def capital_plan(canvas: Canvas) -> Drawn:
    """A bar each for what was spent and what was guided, in order of time."""
    figures = canvas.figures
    low = figures.observed("capex-guidance", "kuaishou", "2025", as_of="2025-03", scope="range-low")
    high = figures.observed("capex-guidance", "kuaishou", "2025", as_of="2025-03", scope="range-high")
    guided = [
        figures.observed("capex-guidance", "kuaishou", period, as_of=said)
        for period, said in (("2025", "2025-08"), ("2025", "2025-11"), ("2026", "2026-03"))
    ]
    frame = canvas.frame([figures.observed("capex", "kuaishou", "2024"), low, high, *guided])
    words = [
        canvas.pick(en="{}, spent", zh="{}实际"),
        canvas.pick(en="{} plan of {}, low", zh="{}指引（{}，下限）"),
        canvas.pick(en="{} plan of {}, high", zh="{}指引（{}，上限）"),
        *[canvas.pick(en="{} plan of {}", zh="{}指引（{}）")] * 3,
    ]
    said = ["", *map(canvas.period, ("2025-03", "2025-03", "2025-08", "2025-11", "2026-03"))]
    frame["what"] = [word.format(period, when) for word, period, when in zip(words, frame["period"], said, strict=True)]
    return bars(canvas, frame, name="what", text="short", keep_order=True)


@chart(
    section="financials",
    title={
        "en": "Advertising carries the group; Kling sits in the smallest segment",
        "zh": "广告支撑集团营收，可灵归入最小的板块",
    },
    subtitle={"en": "Revenue by segment, by quarter, CNY billion", "zh": "各板块营收，按季，亿元"},
)
def segments(canvas: Canvas) -> Drawn:
    """Stacked columns with a number in each part."""
    parts = {"online-marketing-revenue": "bytedance", "live-streaming-revenue": "google", "other-services-revenue": "kuaishou"}
    quarters = canvas.shared(*((part, "kuaishou") for part in parts))[-6:]
    frames = [canvas.figures.observed(part, "kuaishou", one) for part in parts for one in quarters]
    frame = canvas.frame(frames)
    newest = [one.value for one in frames if str(one.period) == quarters[-1]]
    canvas.holds(max(newest) == newest[0] and min(newest) == newest[2])
    frame["order"] = [list(parts).index(key.split(".")[0]) for key in frame["key"]]
    names = {canvas.figures.model.indicators[part].name[canvas.language.code]: colour for part, colour in parts.items()}
    base = alt.Chart(frame).encode(
        x=by_period(canvas, frame),
        y=alt.Y("plotted:Q", axis=None, stack="zero"),
        order=alt.Order("order:Q"),
    )
    marks = base.mark_bar(width={"band": 0.75}).encode(
        color=alt.Color("indicator:N", scale=canvas.colours(names), sort=list(names), legend=alt.Legend(columns=1 if canvas.narrow else 3)),
        description=alt.Description("label:N"),
    )
    middles = pd.DataFrame(frame)
    middles["middle_of_part"] = middles.groupby("tick", sort=False)["plotted"].cumsum() - middles["plotted"] / 2
    words = (
        alt.Chart(middles)
        .mark_text(color=canvas.colour("paper"))
        .encode(x=alt.X("tick:N", sort=None), y=alt.Y("middle_of_part:Q"), text=alt.Text("short:N"))
    )
    return alt.layer(marks, words).properties(height=270)
