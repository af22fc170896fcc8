"""Calls of templates that fail: what they can be due to, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from sourced.evidence.causes import cause
from sourced.evidence.figures import FigureError, Figures
from sourced.evidence.inputs import leaves_or_self
from sourced.findings import Finding
from sourced.pages.markup import PageFigure
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.pages.sandbox import place_of_call


def blamed(word: Callable[..., Any], figures: Figures) -> Callable[..., Any]:
    """A word of templates that, if it fails, is due to what was read for it and for the figures that it was given."""
    tracker = figures.model.tracker

    @wraps(word)
    def called(*arguments: Any, **named: Any) -> Any:
        with tracker.blamed():
            given = (one.figure for one in (*arguments, *named.values()) if isinstance(one, PageFigure))
            tracker.note_all([("observed", leaf.key) for figure in given for leaf in leaves_or_self(figure)])
            return word(*arguments, **named)

    return called


def told_where_called(error: FigureError, report: Report, page: Page) -> list[Finding]:
    """An error of the call that is at work, in the line of the template that calls."""
    place = place_of_call(report.project, page.file)
    return report.due_to([Finding(*place, "", error.found, error.fix)], cause(error, ()))
