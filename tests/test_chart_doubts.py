"""What `check` says of charts that can be drawn and yet are not as a reader should see them."""

from __future__ import annotations

import pytest

from sourced.project import Project
from sourced.site.build import build, check

CLASHING = '''

@chart(section="rain", title={"en": "Words", "zh": "字"}, subtitle={"en": "Words", "zh": "字"})
def words(canvas: Canvas) -> alt.Chart:
    """Words in one place at one width."""
    frame = canvas.series("rain", "coast")
    return alt.Chart(frame).mark_text().encode(text="short:N", PLACE, description="label:N")
'''


def with_chart(tiny: Project, place: str, printed: bool = True) -> Project:
    path = tiny.charts / "rain.py"
    path.write_text(path.read_text(encoding="utf-8") + CLASHING.replace("PLACE", place), encoding="utf-8")
    for page in tiny.templates.glob("pages/index.*") if printed else ():
        page.write_text(page.read_text(encoding="utf-8") + '\n{{ chart("words") }}\n', encoding="utf-8")
    return tiny


def said(project: Project) -> list[str]:
    return [str(one) for one in check(project).warnings if one.file.startswith("charts/")]


def test_words_that_lie_on_words_are_a_warning_for_each_language_and_width(tiny: Project) -> None:
    found = said(with_chart(tiny, "x=alt.XValue(100 if canvas.narrow else 0)"))
    assert [one.split(": ")[1].partition(" (")[0] for one in found if "lies on" in one] == [
        f"words, {code}, {size}" for code in ("en", "zh") for size in ("wide", "narrow")
    ]
    assert '"210.4" lies on "298.7"' in found[0]
    assert "canvas.narrow" in found[0]


def test_words_that_leave_the_drawing_are_a_warning(tiny: Project) -> None:
    place = "y='period:N', x=alt.XValue(canvas.width + 40)"
    assert any("leaves the drawing" in one for one in said(with_chart(tiny, place))) or pytest.fail("nothing was said")


def test_words_that_are_cut_off_are_a_warning(tiny: Project) -> None:
    found = said(with_chart(tiny, "y=alt.Y('label:N', axis=alt.Axis(labelLimit=60))"))
    assert any('…" is cut off' in one for one in found) or pytest.fail("nothing was said")


def test_a_chart_whose_words_have_room_is_none(tiny: Project) -> None:
    assert said(with_chart(tiny, "y='period:N'")) == []


def test_it_is_told_of_again_when_nothing_is_drawn_anew_and_by_a_build(tiny: Project) -> None:
    project = with_chart(tiny, "x=alt.XValue(100)")
    first = said(project)
    assert said(project) == first != []
    assert [str(one) for one in build(project, downloads=False).warnings if one.file.startswith("charts/")] == first


def test_a_chart_on_no_page_is_a_warning_with_its_line(tiny: Project) -> None:
    (found,) = said(with_chart(tiny, "y='period:N'", printed=False))
    line = (tiny.charts / "rain.py").read_text(encoding="utf-8").splitlines().index(CLASHING.split("\n")[2]) + 1
    assert found.startswith(f'charts/rain.py:{line}: words is on no page (print it by {{{{ chart("words") }}}}')
