"""How numbers, amounts and periods read in each language."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourced.data.model import Unit
from sourced.evidence.figures import amount_text
from sourced.periods import Period
from sourced.words.language import CHINESE, ENGLISH, LANGUAGES, round_half_up

YUAN = Unit("CNY_million", "compact", Decimal(10**6), ("CNY {}", "{}元"), ("CNY {}", "{}元"), ("CNY", "元"))
PERCENT = Unit("percent", "percent", Decimal(1), ("{}", "{}"), ("{}", "{}"), ("%", "%"))
SECONDS = Unit("seconds", "plain", Decimal(1), ("{} second", "{}秒"), ("{} seconds", "{}秒"), ("", ""))


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "english", "chinese"),
    [
        ("3650", YUAN, -1, "CNY 3.65 billion", "36.5亿元"),
        ("300", YUAN, 0, "CNY 300 million", "3亿元"),
        ("35554.2", YUAN, 0, "CNY 35.554 billion", "355.54亿元"),
        ("0.8", YUAN, 1, "CNY 800,000", "80万元"),
        ("21.2", PERCENT, 1, "21.2%", "21.2%"),
        ("1", SECONDS, 0, "1 second", "1秒"),
        ("10", SECONDS, 0, "10 seconds", "10秒"),
    ],
)
def test_an_amount_reads_as_people_write_it(value: str, unit: Unit, decimals: int, english: str, chinese: str) -> None:
    assert amount_text(Decimal(value), unit, decimals, ENGLISH) == english
    assert amount_text(Decimal(value), unit, decimals, CHINESE) == chinese


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
