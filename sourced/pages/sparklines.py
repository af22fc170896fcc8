"""Small lines without words beside a figure: how a series went, to be seen at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sourced.evidence.figures import Figure

WIDTH, HEIGHT, EDGE = 120, 32, 4


def sparkline(series: Sequence[Figure], *, better: str = "up") -> Markup:
    """A line through the values of a series at even steps, a dot on the last; better="down" turns ranks upside down.

    It is hidden from screen readers: the figure beside it says the newest value, and its page all of them.
    """
    values = [float(one.base) * (-1 if better == "down" else 1) for one in series]
    if len(values) < 2:
        return Markup("")
    low, span = min(values), (max(values) - min(values)) or 1
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [(EDGE + step * place, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / span) for place, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return Markup(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" focusable="false">'
        f'<polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )
