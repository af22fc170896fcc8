"""Everything that the evidence of a report must fulfil, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sourced.evidence.claim_rules import claim_rule_problems
from sourced.evidence.figures import Figures
from sourced.evidence.forecasts import forecast_problems
from sourced.evidence.scorecard import scorecard_problems
from sourced.evidence.timeline import timeline_problems
from sourced.evidence.verdicts import evidence_problems
from sourced.evidence.wording import wording_problems
from sourced.findings import Finding


def conclusion_problems(figures: Figures) -> Iterator[Finding]:
    """Addresses that lead nowhere; if all lead somewhere, conclusions that do not follow from what they lead to.

    Each says what it can be due to; one that does not is due to the very row that it names.
    """
    for one in _problems(figures):
        yield one if one.read is not None else replace(one, read=frozenset())


def _problems(figures: Figures) -> Iterator[Finding]:
    broken = list(evidence_problems(figures))
    yield from broken
    yield from forecast_problems(figures)
    yield from scorecard_problems(figures)
    yield from timeline_problems(figures)
    yield from wording_problems(figures)
    if not broken:
        yield from claim_rule_problems(figures)
