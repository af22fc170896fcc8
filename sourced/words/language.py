"""The two languages: numbers, amounts, periods and the generator's own words. Only this module knows how they differ.

Numbers and dates are Babel's (CLDR); patterns around them come from the package's `units` table.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from sourced.periods import Period

_COMPACT_FROM: Final = {"en": 1_000_000, "zh": 10_000}
_COMPACT_FORM: Final[dict[str, Literal["short", "long"]]] = {"en": "long", "zh": "short"}
_MAGNITUDES: Final = {
    "en": ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand")),
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
}
_QUALIFIED: Final = {
    "en": {"exact": "{}", "at_least": "over {}", "at_most": "at most {}", "approx": "about {}", "estimate": "an estimated {}"},
    "zh": {"exact": "{}", "at_least": "超过{}", "at_most": "不超过{}", "approx": "约{}", "estimate": "估计{}"},
}
_PERIODS: Final = {
    "en": {"year": "y", "quarter": "QQQ y", "month": "MMMM y", "day": "d MMMM y"},
    "zh": {"year": "y年", "quarter": "y年QQQQ", "month": "y年M月", "day": "y年M月d日"},
}
_SHORT_PERIODS: Final = {
    "en": {"year": "y", "quarter": "QQQ y", "month": "MMM y", "day": "d MMM y"},
    "zh": {"year": "y年", "quarter": "y年Qq", "month": "y年M月", "day": "y年M月d日"},
}
_HALVES: Final = {"en": ("first half of {}", "second half of {}"), "zh": ("{}年上半年", "{}年下半年")}

WORDS: Final[dict[str, tuple[str, str]]] = {
    "against_quarter": ("against the newest value of the year before it", "与此前一年内最近值相比"),
    "against_year": ("against the same quarter a year before", "与上年同季相比"),
    "all": ("all", "全部"),
    "against": ("on ", "较"),
    "and_more": ("and {} more", "另有{}项"),
    "and_others_list": (" and others", "等"),
    "and_others": ("; and others", "等"),
    "as_of": ("as of {}", "截至{}"),
    "chart_data": ("The numbers behind this chart", "图表背后的数字"),
    "columns.bearing": ("Bearing", "影响"),
    "columns.certainty": ("Certainty", "确定程度"),
    "columns.confidence": ("Confidence", "可信度"),
    "columns.counts": ("What is counted:", "统计内容："),
    "columns.date": ("Date", "日期"),
    "columns.definition": ("What it counts", "统计内容"),
    "columns.entity": ("Who or what", "对象"),
    "columns.event": ("Event", "事件"),
    "columns.events": ("Events", "事件表"),
    "columns.file": ("File", "文件"),
    "columns.indicator": ("Measure", "指标"),
    "columns.next_update": ("Next update expected", "预计下次更新"),
    "columns.kind": ("Kind", "类别"),
    "columns.measure": ("Measure", "衡量项"),
    "columns.newest": ("Newest figure", "最新数据"),
    "columns.note": ("Note", "附注"),
    "columns.period": ("Period", "时期"),
    "columns.published": ("Published", "发布时间"),
    "columns.publisher": ("Publisher", "出版者"),
    "columns.rows": ("Rows", "行数"),
    "columns.section": ("Part", "部分"),
    "columns.source": ("Source", "来源"),
    "columns.standing": ("Rests on", "依据"),
    "columns.table": ("Table", "数据表"),
    "columns.title": ("Title", "标题"),
    "columns.updated": ("Last gone through", "最近复核"),
    "columns.verdict": ("Verdict", "判定"),
    "columns.value": ("Value", "数值"),
    "computed": ("computed", "计算所得"),
    "confidence.high": ("high confidence", "可信度高"),
    "confidence.low": ("low confidence", "可信度低"),
    "confidence.medium": ("medium confidence", "可信度中"),
    "differ": ("The sources differ by more than rounding.", "各来源的差异超出四舍五入。"),
    "disagree": ("sources disagree: {}", "各来源不一致：{}"),
    "as_published": ("as published: {}", "原载数值：{}"),
    "contents": ("Contents", "目录"),
    "version": ("data as of revision {}", "数据版本{}"),
    "contradicts": ("Against", "反证"),
    "condition": ("Condition", "判定条件"),
    "counted_rows": ("Rows counted:", "所计数据行："),
    "due": ("due", "到期："),
    "evidence": ("Evidence", "证据"),
    "fails": ("does not hold", "不成立"),
    "filter": ("Filter the claims", "筛选论断"),
    "gbt": ("GB/T 7714:", "GB/T 7714："),
    "gone_through": ("gone through ", "复核于"),
    "list": (", ", "、"),
    "holds": ("holds", "成立"),
    "claims_of": ("Claims checked: {}", "逐条核查：{}"),
    "chart_described": (
        "{}: the chart with the table behind it, its sources and files.",
        "{}：图表，附其背后的数据表、来源、文件与引用格式。",
    ),
    "indicator_described": ("{}: {}. Every figure found, with its sources.", "{}：{}。附报告查到的全部数字、来源与用处。"),
    "table_described": ("{} Every row with what is known of it, and its source.", "{}逐行列出日期、所知内容与来源。"),
    "claims_described": (
        "The article's claims in the part “{}”, each with a verdict and the evidence for and against.",
        "文章“{}”部分的每条论断，以我们自己的话复述，附判定与正反证据。",
    ),
    "claims_all": ("All claims", "全部论断"),
    "link_here": ("Link to this claim", "本条链接"),
    "moved": ("This page has moved:", "本页已移至："),
    "next_due": ("next due ", "下次应于"),
    "no_figure": ("no figure", "无数据"),
    "notes": ("Evidence for the figures of this page", "本页数字的证据"),
    "or": (" or ", "或"),
    "rests_on": ("Tables behind this page: ", "本页所据数据表："),
    "so_far": ("So far", "迄今"),
    "steady_within": ("Steady within", "持平门槛："),
    "sources_differ": ("sources differ", "来源不一"),
    "spread": ("The sources differ by more than rounding: {}", "各来源的差异超出四舍五入：{}"),
    "other_sources": ("also {}", "另见{}"),
    "per": ("{} divided by {}", "{}除以{}"),
    "sentence_end": (". ", "。"),
    "source": ("Source: {}", "来源：{}"),
    "sources": ("Sources: {}", "来源：{}"),
    "shown_of": ("{} of {} claims shown", "显示{}条，共{}条"),
    "standing.primary": ("primary source", "一手来源"),
    "standing.corroborated": ("independent sources agree", "多个独立来源一致"),
    "standing.single": ("one source", "单一来源"),
    "standing.weak": ("weak source", "来源薄弱"),
    "stale": ("overdue", "已过期"),
    "support": (
        "Observations on this page with a primary source, or with two that are independent:",
        "本页观测中有一手来源或两个独立来源者：",
    ),
    "supports": ("For", "佐证"),
    "tested": ("Computed", "计算"),
    "tool.cite": ("Cite", "引用"),
    "tool.download": ("Download", "下载"),
    "tool.embed": ("Embed", "嵌入"),
    "tool.drawing": ("Back to the drawing", "返回静态图"),
    "tool.explore": ("Explore", "交互查看"),
    "tool.link": ("Link", "链接"),
    "tool.sources": ("Sources", "来源"),
    "tool.table": ("Table", "数据表"),
    "to": ("{} to {}", "{}至{}"),
    "at_rate": ("{} at {} ({})", "{}，按{}折算（{}）"),
    "bracket_close": (")", "）"),
    "bracket_open": (" (", "（"),
    "bracket": ("{} ({})", "{}（{}）"),
    "read_at": ("(read at {})", "（阅读于{}）"),
    "semicolon": ("; ", "；"),
    "colon": ("{}: {}", "{}：{}"),
    "would_change": ("What would change it:", "何以改观："),
    "where_to_look": ("Where to look:", "查证去处："),
    "updates": ("updates", "更新"),
    "rows_added": ("{} rows added", "新增{}行"),
    "rows_revised": ("{} revised", "修订{}行"),
    "rows_removed": ("{} removed", "删除{}行"),
    "revised_to": ("{} → {}", "{} → {}"),
    "no_history": (
        "This copy was built without the history of its data, so its updates can't be listed.",
        "本站构建时没有数据的版本历史，无法列出更新。",
    ),
    "part_of_history": ("Older updates are not listed.", "更早的更新未列出。"),
    "used_on": ("Used on:", "用于："),
}


@dataclass(frozen=True)
class Language:
    """One of the report's languages; `index` is its place in every pair of texts."""

    code: str
    tag: str
    """BCP 47 tag for `lang` and `hreflang`."""
    name: str
    index: int
    folder: str
    """Folder of its site below the root, "" for the root itself."""

    @property
    def locale(self) -> Locale:
        """Babel's locale."""
        return Locale.parse(self.code)

    def word(self, key: str, *arguments: str) -> str:
        """One of the generator's own words, its gaps filled."""
        return WORDS[key][self.index].format(*arguments)

    def number(self, value: Decimal, decimals: int, style: str = "plain") -> str:
        """A bare number, rounded half up to `decimals` places (negative: tens, hundreds) and grouped.

        `compact` writes large numbers with a word (3.65 billion, 36.5亿), `percent` with a sign.
        """
        return _number(self, value, decimals, style)

    def qualified(self, text: str, qualifier: str) -> str:
        """An amount with its qualifier in words: "over CNY 300 million", "超过3亿元"."""
        return _QUALIFIED[self.code][qualifier].format(text)

    def magnitude(self, largest: Decimal) -> tuple[int, str]:
        """The round number, and its word, in which an axis that reaches `largest` is labelled."""
        return next(((size, word) for size, word in _MAGNITUDES[self.code] if largest >= size), (1, ""))

    def period(self, period: Period, *, short: bool = False) -> str:
        """A period in words: Q3 2025, 2025年第三季度."""
        return _period(self, period, short)


@lru_cache(maxsize=65536)
def _number(language: Language, value: Decimal, decimals: int, style: str) -> str:
    """Kept, because a figure is printed many times over and Babel takes its time."""
    rounded = round_half_up(value, decimals)
    if style == "percent":
        return format_percent(rounded / 100, _fraction(decimals) + "%", language.locale, decimal_quantization=False)
    if style == "compact" and abs(rounded) >= _COMPACT_FROM[language.code]:
        form = _COMPACT_FORM[language.code]
        return format_compact_decimal(rounded, format_type=form, locale=language.locale, fraction_digits=15)
    return format_decimal(rounded, format=_fraction(decimals), locale=language.locale, decimal_quantization=False)


@lru_cache(maxsize=65536)
def _period(language: Language, period: Period, short: bool) -> str:
    if period.kind == "half":
        return _HALVES[language.code][period.number - 1].format(period.start.year)
    if period.kind == "range":
        first, last = period.parts
        return language.word("to", language.period(first, short=short), language.period(last, short=short))
    patterns = (_SHORT_PERIODS if short else _PERIODS)[language.code]
    pattern = patterns[period.kind].replace("Qq", f"'Q{period.number}'")
    return format_date(period.start, pattern, language.locale)


ENGLISH: Final = Language("en", "en", "English", 0, "")
CHINESE: Final = Language("zh", "zh-Hans", "中文", 1, "zh")
LANGUAGES: Final = (ENGLISH, CHINESE)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as people do (2.5 to 3), to `decimals` places; negative places round to tens, hundreds and so on."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + Decimal(0)


def _fraction(decimals: int) -> str:
    places = "." + "#" * decimals if decimals > 0 else ""
    return f"#,##0{places}"
