"""How many of a page's figures rest on a primary source or on two independent ones, and whether that is as many as the report demands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sourced.evidence.figures import from_observations
from sourced.findings import Finding
from sourced.pages.page import Page
from sourced.pages.report import Report

SOME = 5
"""How many weaker figures a finding names."""


def well_supported(page: Page, report: Report) -> tuple[int, int]:
    """Of the observations that a page's prose, tables and charts use: how many rest on a primary source or on two, and all."""
    keys = _observed_on(page, report)
    return len(keys) - len(_weaker(keys, report)), len(keys)


def _observed_on(page: Page, report: Report) -> set[str]:
    """The keys of the observations that a page's prose, tables and charts use."""
    observed = report.figures.model.observed
    return {key for shown in page.shown for key in shown if key in observed}


def _weaker(keys: Iterable[str], report: Report) -> list[str]:
    """Of observations those that rest on one source that is not primary, or on a weak one, or on sources that differ."""
    observed = report.figures.model.observed
    return sorted(key for key in keys if from_observations(observed[key]).standing not in ("primary", "corroborated"))


def support_problems(pages: Sequence[Page], report: Report) -> Iterator[Finding]:
    """Whether as many figures as the report demands rest on a primary source or on two independent ones."""
    rule, file = report.figures.model.package.supported, f"{report.project.data.name}/datapackage.yaml"
    if rule is None:
        return
    concerned = [page for page in pages if page.language == report.root and page.name in rule.pages]
    for name in set(rule.pages) - {page.name for page in concerned}:
        yield Finding(file, 0, "", f'names under supported the page "{name}", which is not there', "correct the name")
    counts = [_observed_on(page, report) for page in concerned]
    weaker, total = [key for keys in counts for key in _weaker(keys, report)], sum(map(len, counts))
    if total - len(weaker) < rule.least * total:
        found = f"asks under supported for {rule.least} of the figures of {', '.join(rule.pages)} to rest on a primary source "
        found += f"or on two independent ones; {total - len(weaker)} of {total} do"
        some = ", ".join(sorted(set(weaker))[:SOME])
        yield Finding(
            file, 0, "", found, f"add rows of a primary source or of a second, independent one, as for {some}; or show fewer such"
        )
