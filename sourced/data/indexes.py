"""Observations arranged as they are asked for: by key, by series, by indicator, and how far apart they are; each reading noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sourced.data.model import KEY, Group, Model, Observation, agree, last_place
from sourced.periods import Period, cadence, distances
from sourced.system.tracking import TrackedMapping, TrackedRows, Tracker


def with_observations(model: Model, observations: Sequence[Observation]) -> Model:
    """The same model with other observations."""
    return replace(model, **indexed(observations, Tracker()))


def indexed(observations: Sequence[Observation], tracker: Tracker) -> dict[str, Any]:
    """What a model has of its observations: all of them, by key, by series and by indicator."""
    observed = _observed(observations)
    by_indicator = _by_indicator(observed)

    def told(group: Group) -> list[str]:
        return [one.told for one in group]

    def all_told(groups: tuple[Group, ...]) -> list[list[str]]:
        return list(map(told, groups))

    return {
        "tracker": tracker,
        "observations": TrackedRows(tracker, "observations", observations, lambda one: one.told),
        "observation_keys": TrackedRows(tracker, "observation keys", _Keys(observations), lambda one: one),
        "observed": TrackedMapping(tracker, "observed", observed, told),
        "series": TrackedMapping(tracker, "series", _series(observed), told),
        "by_indicator": TrackedMapping(tracker, "by_indicator", by_indicator, all_told),
        "by_part": TrackedMapping(tracker, "by_part", _by_part(by_indicator), all_told),
        "cadences": TrackedMapping(tracker, "cadences", _cadences(observed)),
    }


class _Keys(Sequence[tuple[str, ...]]):
    """The keys of observations, told once they are asked for."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self._observations = observations

    @cached_property
    def _told(self) -> list[tuple[str, ...]]:
        return [tuple("" if part is None else str(part) for part in (one.row[name] for name in KEY)) for one in self._observations]

    def __getitem__(self, place: Any) -> Any:
        return self._told[place]

    def __len__(self) -> int:
        return len(self._observations)


def _observed(observations: Iterable[Observation]) -> dict[str, Group]:
    groups: dict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        groups[observation.key].append(observation)
    return {key: _in_order(group) for key, group in groups.items()}


def _in_order(group: list[Observation]) -> tuple[Observation, ...]:
    """By rank; but of those that agree with the first and are no worse, the one with the most digits leads."""
    if len(group) == 1:
        return (group[0],)
    first, *others = sorted(group, key=lambda one: one.rank)
    better = [one for one in others if _says_more(one, first)]
    lead = min(better, key=lambda one: (last_place(one.value), one.rank), default=first)
    return lead, *(one for one in (first, *others) if one is not lead)


def _says_more(one: Observation, first: Observation) -> bool:
    """Whether a source gives the same value with more digits and is no worse than the first."""
    if one.confidence == "low" or one.source.kind in ("aggregator", "article") or one.source.first_hand < first.source.first_hand:
        return False
    return last_place(one.value) < last_place(first.value) and agree(first, one)


def _series(observed: Mapping[str, Group]) -> dict[tuple[str, str], Group]:
    groups: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for shown, *_ in observed.values():
        groups[shown.indicator.id, shown.entity.id].append(shown)
    return {key: tuple(sorted(group, key=lambda one: (one.period.start, one.period.end, one.key))) for key, group in groups.items()}


def _by_indicator(observed: Mapping[str, Group]) -> dict[str, tuple[Group, ...]]:
    groups: dict[str, list[Group]] = defaultdict(list)
    for group in observed.values():
        groups[group[0].indicator.id].append(group)
    return {indicator: tuple(found) for indicator, found in groups.items()}


def _by_part(by_indicator: Mapping[str, Sequence[Group]]) -> dict[tuple[str, str], tuple[Group, ...]]:
    groups: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for indicator, found in by_indicator.items():
        for group in found if found[0][0].indicator.parts else ():
            groups[indicator, group[0].part].append(group)
    return {key: tuple(groups[key]) for key in sorted(groups)}


def _cadences(observed: Mapping[str, Group]) -> dict[tuple[str, str], int]:
    """Of each indicator and kind of period of which something is observed more than once."""
    series: dict[tuple[str, str, str, str], list[Period]] = defaultdict(list)
    for one, *_ in observed.values():
        if not one.as_of:
            series[one.indicator.id, one.period.kind, one.entity.id, one.scope.id if one.scope else ""].append(one.period)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (indicator, kind, *_), periods in series.items():
        found[indicator, kind] += distances(periods)
    return {key: cadence(apart) for key, apart in found.items() if apart}
