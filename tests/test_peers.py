"""The work that generators are compared by: every one of them is given the same."""

from __future__ import annotations

import pytest

from benchmarks.peers.work import KINDS, PARAGRAPHS, SIZES, made


@pytest.mark.parametrize("size", SIZES)
def test_a_size_has_its_pages_and_charts(size: str) -> None:
    work = made(size)
    assert (len(work.pages), len(list(work.charts()))) == SIZES[size]


def test_the_same_work_is_made_each_time() -> None:
    assert made("small", ("en", "zh")) == made("small", ("en", "zh"))


def test_a_second_language_adds_prose_and_changes_nothing_else() -> None:
    one, two = made("small"), made("small", ("en", "zh"))
    assert list(one.charts()) == list(two.charts())
    for single, double in zip(one.pages, two.pages, strict=True):
        assert double.paragraphs["en"] == single.paragraphs["en"]
        assert len(double.paragraphs["zh"]) == PARAGRAPHS


def test_all_kinds_of_charts_are_among_the_smallest_work() -> None:
    assert {chart.kind for chart in made("small").charts()} == set(KINDS)


def test_a_changed_cell_is_one_value() -> None:
    old, new = made("small"), made("small").changed(301)
    differing = [(a, b) for a, b in zip(old.charts(), new.charts(), strict=True) if a != b]
    assert len(differing) == 1
    assert differing[0][0].values[:-1] == differing[0][1].values[:-1]
    assert differing[0][1].rows()[-1]["value"] == 301
    assert differing[0][1].vega_lite()["data"]["values"] == differing[0][1].rows()
