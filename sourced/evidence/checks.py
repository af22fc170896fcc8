"""Everything that the evidence of a report must fulfil, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sourced.evidence.claim_rules import claim_rule_problems
from sourced.evidence.figures import Figures
from sourced.evidence.forecasts import forecast_problems
from sourced.evidence.scorecard import scorecard_problems
from sourced.evidence.timeline import timeline_problems
from sourced.evidence.verdicts import evidence_problems
from sourced.evidence.wording import wording_problems
from sourced.findings import Finding
from sourced.system.memo import Memo


def conclusion_problems(figures: Figures, memo: Memo | None = None) -> Iterator[Finding]:
    """Addresses that lead nowhere; if all lead somewhere, conclusions that do not follow from what they lead to.

    Each says what it can be due to; one that does not is due to the very row that it names. With a `memo`, what was right is
    not looked at again while all that was read for it is the same.
    """
    kept = Memo(figures.model.tracker) if memo is None else memo
    for one in _problems(figures, kept):
        yield one if one.read is not None else replace(one, read=frozenset())


def _problems(figures: Figures, memo: Memo) -> Iterator[Finding]:
    broken = list(_of_rule(evidence_problems, figures, memo))
    yield from broken
    for rule in (forecast_problems, scorecard_problems, timeline_problems, wording_problems, *([] if broken else [claim_rule_problems])):
        yield from _of_rule(rule, figures, memo)


def _of_rule(rule: Callable[[Figures], Iterator[Finding]], figures: Figures, memo: Memo) -> list[Finding]:
    """The problems by a rule; that there are none is kept."""
    model, name = figures.model, f"right {rule.__name__}"
    if memo.find(name, model.package.descriptor_digest)[0]:
        return []
    with model.tracker.recording() as seen:
        found = list(rule(figures))
    if not found:
        memo.keep(name, model.package.descriptor_digest, None, seen)
    return found
