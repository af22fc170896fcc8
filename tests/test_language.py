"""How numbers, amounts and periods read in each language."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourced.data.model import Unit
from sourced.evidence.amounts import printed, qualified_text
from sourced.periods import Period
from sourced.words.language import Language, Texts, round_half_up
from tests.languages import CHINESE, ENGLISH, LANGUAGES


def unit(key: str, style: str, factor: int = 1, *, one: str = "{}", other: str = "{}", chinese: str = "{}") -> Unit:
    return Unit(key, style, Decimal(factor), Texts({"en.one": one, "en.other": other, "zh.other": chinese}), Texts(en="", zh=""))


YUAN = unit("CNY_million", "compact", 10**6, one="CNY {}", other="CNY {}", chinese="{}元")
PERCENT = unit("percent", "percent")
SECONDS = unit("seconds", "plain", one="{} second", other="{} seconds", chinese="{}秒")
RANK = unit("rank", "rank", one="no. {}", other="no. {}", chinese="第{}")


def said(value: str, unit: Unit, decimals: int, qualifier: str, language: Language) -> str:
    return qualified_text(printed(Decimal(value), unit, decimals, qualifier), unit, qualifier, language)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "english", "chinese"),
    [
        ("3650", YUAN, -1, "CNY 3.65 billion", "36.5亿元"),
        ("300", YUAN, 0, "CNY 300 million", "3亿元"),
        ("0.8", YUAN, 1, "CNY 800,000", "80万元"),
        ("21.2", PERCENT, 1, "21.2%", "21.2%"),
        ("1", SECONDS, 0, "1 second", "1秒"),
        ("10", SECONDS, 0, "10 seconds", "10秒"),
        ("3", RANK, 0, "no. 3", "第3"),
    ],
)
def test_an_amount_reads_as_people_write_it(value: str, unit: Unit, decimals: int, english: str, chinese: str) -> None:
    assert said(value, unit, decimals, "exact", ENGLISH) == english
    assert said(value, unit, decimals, "exact", CHINESE) == chinese


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "expected"),
    [
        ("35554.2", YUAN, "exact", "35550"),
        ("13784", YUAN, "approx", "13800"),
        ("68.33", PERCENT, "approx", "68.3"),
        ("1225", SECONDS, "approx", "1225"),
        ("0.469", PERCENT, "at_least", "0.46"),
        ("0.461", PERCENT, "at_most", "0.47"),
        ("11.39", PERCENT, "at_least", "11.3"),
        ("-16.31", PERCENT, "at_most", "-16.3"),
        ("-16.31", PERCENT, "at_least", "-16.4"),
        ("-0.04", PERCENT, "exact", "-0.04"),
        ("0", PERCENT, "exact", "0"),
    ],
)
def test_bounds_stay_true_and_what_is_not_exact_keeps_few_digits(value: str, unit: Unit, qualifier: str, expected: str) -> None:
    assert printed(Decimal(value), unit, 1, qualifier) == Decimal(expected)


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(-3, 3), st.sampled_from([YUAN, PERCENT, SECONDS]))
def test_a_printed_bound_is_a_bound(value: Decimal, decimals: int, unit: Unit) -> None:
    assert printed(value, unit, decimals, "at_least") <= value <= printed(value, unit, decimals, "at_most")


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "english", "chinese"),
    [
        ("10", RANK, "at_most", "in the top ten", "前10名"),
        ("12", RANK, "at_most", "in the top 12", "前12名"),
        ("5", RANK, "at_least", "no. 5 or lower", "第5名或更低"),
        ("-16", PERCENT, "at_most", "down at least 16%", "降幅不小于16%"),
        ("-16", PERCENT, "at_least", "down at most 16%", "降幅不超过16%"),
        ("16", PERCENT, "at_least", "over 16%", "超过16%"),
    ],
)
def test_ranks_and_falls_are_bounded_as_each_language_says_it(value: str, unit: Unit, qualifier: str, english: str, chinese: str) -> None:
    assert [said(value, unit, 0, qualifier, one) for one in LANGUAGES] == [english, chinese]


def test_a_plural_is_that_of_the_number_as_printed() -> None:
    assert said("0.96", SECONDS, 0, "exact", ENGLISH) == "0.96 seconds"
    assert said("1.04", SECONDS, 0, "exact", ENGLISH) == "1 second"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("收入为约260亿元", "收入约260亿元"), ('为<a href="#x"><data>超过3亿元</data></a>', '<a href="#x"><data>超过3亿元</data></a>'),
     ("收入为260亿元", "收入为260亿元"), ("我们认为约三成", "我们认为约三成")],
)  # fmt: skip
def test_a_chinese_verb_gives_way_to_a_figures_own_words(text: str, expected: str) -> None:
    assert CHINESE.conventions.joined(text) == expected


@pytest.mark.parametrize(
    ("qualifier", "english", "chinese"),
    [
        ("exact", "CNY 1", "3元"),
        ("at_least", "over CNY 1", "超过3元"),
        ("at_most", "at most CNY 1", "不超过3元"),
        ("approx", "about CNY 1", "约3元"),
        ("estimate", "an estimated CNY 1", "估计3元"),
    ],
)
def test_a_qualifier_is_said_in_words(qualifier: str, english: str, chinese: str) -> None:
    assert ENGLISH.qualified("CNY 1", qualifier) == english
    assert CHINESE.qualified("3元", qualifier) == chinese


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ("2025", "2025", "2025年"),
        ("2025-H1", "first half of 2025", "2025年上半年"),
        ("2025-Q3", "Q3 2025", "2025年第三季度"),
        ("2025-03", "March 2025", "2025年3月"),
        ("2025-12-22", "22 December 2025", "2025年12月22日"),
        ("2025-01/2025-05", "January 2025 to May 2025", "2025年1月至2025年5月"),
    ],
)
def test_a_period_reads_as_people_write_it(period: str, english: str, chinese: str) -> None:
    assert ENGLISH.period(Period.parse(period)) == english
    assert CHINESE.period(Period.parse(period)) == chinese


@pytest.mark.parametrize(
    ("value", "decimals", "expected"), [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.125", 2, "0.13"), ("3654", -1, "3650")]
)
def test_rounding_is_half_up(value: str, decimals: int, expected: str) -> None:
    assert round_half_up(Decimal(value), decimals) == Decimal(expected)


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4), st.integers(-4, 4), st.sampled_from(["plain", "compact", "percent"]))
def test_any_number_can_be_written(value: Decimal, decimals: int, style: str) -> None:
    for language in LANGUAGES:
        assert any(map(str.isdigit, language.number(value, decimals, style)))


@given(st.integers(0, 10**14))
def test_a_compact_number_keeps_its_value(value: int) -> None:
    scale = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "万亿": 10**12, "亿": 10**8, "万": 10**4}
    for language in LANGUAGES:
        text = language.number(Decimal(value), 0, "compact")
        word = next((one for one in scale if text.endswith(one)), "")
        assert Decimal(text.removesuffix(word).strip().replace(",", "")) * scale.get(word, 1) == value
