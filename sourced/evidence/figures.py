"""The narrow waist: every figure that a sentence, a chart or a table shows is a `Figure` made here.

A figure is an observation, chosen among its sources by a stated precedence, or a computation on such figures, so it
always leads back to rows of the data package.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sourced.data.consistency import outcome
from sourced.data.keys import how_to_add
from sourced.data.model import CONFIDENCE, Entity, Indicator, Model, Observation, Source, Unit, agree, observation_key
from sourced.data.tables import Row
from sourced.evidence.amounts import OPPOSITE, printed, qualified_text
from sourced.evidence.formulas import FORMULAS, qualifier_of_ratio, qualifier_of_sum
from sourced.evidence.standing import STANDINGS, standing
from sourced.periods import Period, joined
from sourced.system.tracking import Piece
from sourced.words.language import WIDE, Language, Texts


class FigureError(Exception):
    """A figure that can't be had: what was found, and what to write instead.

    `due_to` are the pieces of data that can be the cause, where it is not anything that was read before: of a name that
    nothing bears, the row that may have borne it; of what is wrong in itself, none.
    """

    def __init__(self, found: str, fix: str, *, due_to: Collection[Piece] | None = None) -> None:
        self.found, self.fix = found, fix
        if due_to is not None:
            self.read = frozenset(due_to)
        super().__init__(f"{found} ({fix})")


class NoObservationError(FigureError):
    """Everything named is known, but nothing has been observed of it."""


@dataclass(frozen=True)
class Figure:
    """A value with all that is needed to print it and to prove it.

    `value` is in `unit`; `decimals` says to how many places of that unit it is printed. `observations` are those it
    was read from, the one shown first; a computed figure has `inputs` and a `formula` over them instead.
    """

    key: str
    value: Decimal
    unit: Unit
    decimals: int
    qualifier: str
    period: Period
    name: Texts
    entity: Entity
    indicator: Indicator | None = None
    observations: tuple[Observation, ...] = ()
    inputs: tuple[Figure, ...] = ()
    form: str = ""
    """Which of FORMULAS it is a computation by."""
    rows: tuple[Row, ...] = ()
    """The rows that were counted, if it is a count, of the table `row_table`."""
    row_table: str = ""
    row_page: str = ""
    row_keys: tuple[str, ...] = ()
    row_sources: tuple[Source, ...] = ()
    row_confidence: str = "high"
    row_standing: str = "primary"

    def formula(self, language: Language) -> str:
        """How it was computed, with the inputs filled in; "" if it was not."""
        return FORMULAS[self.form](language, self.inputs, *(one.text(language) for one in self.inputs)) if self.form else ""

    @property
    def printed(self) -> Decimal:
        """The value as every sentence, chart, table and card prints it, in `unit`."""
        return printed(self.value, self.unit, self.decimals, self.qualifier)

    @property
    def size(self) -> Figure:
        """The same without its sign; what bounds a fall from above bounds its size from below."""
        turned = OPPOSITE.get(self.qualifier, self.qualifier) if self.value < 0 else self.qualifier
        return replace(self, value=abs(self.value), qualifier=turned)

    @property
    def base(self) -> Decimal:
        """The value in the unit's base (yuan rather than millions of yuan)."""
        return self.value * self.unit.factor

    @property
    def shown(self) -> tuple[Observation, ...]:
        """The observations that are shown or computed with, without those that only agree or disagree."""
        if self.inputs:
            return tuple(dict.fromkeys(one for figure in self.inputs for one in figure.shown))
        return self.observations[:1]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources of what is shown."""
        if self.inputs:
            return tuple(dict.fromkeys(source for figure in self.inputs for source in figure.sources))
        return self.row_sources or tuple(one.source for one in self.observations[:1])

    @property
    def confidence(self) -> str:
        """The weakest among the inputs."""
        if self.inputs:
            return max((figure.confidence for figure in self.inputs), key=CONFIDENCE.index)
        return self.observations[0].confidence if self.observations else self.row_confidence

    @property
    def standing(self) -> str:
        """What it rests on, the weakest of its inputs deciding; one of STANDINGS."""
        if self.inputs:
            return max((figure.standing for figure in self.inputs), key=STANDINGS.index)
        if not self.observations:
            return self.row_standing
        agreeing = [one.source for one in self.observations if one not in self.conflicts]
        return standing(agreeing, low=self.confidence == "low")

    @property
    def extremes(self) -> tuple[Observation, Observation] | None:
        """The smallest and the largest observation where sources differ by more than rounding."""
        if not self.conflicts:
            return None
        listed = sorted(self.observations, key=lambda one: one.value)
        return listed[0], listed[-1]

    @property
    def conflicts(self) -> tuple[Observation, ...]:
        """Observations of other sources that differ by more than rounding."""
        if not self.observations:
            return ()
        first, *others = self.observations
        return tuple(other for other in others if not agree(first, other))

    def text(self, language: Language, *, signed: bool = False, bare: bool = False, places: int = 0) -> str:
        """The figure in words, with its qualifier unless `bare`; `signed` puts a plus, what is exact has at least so many `places`."""
        qualifier = "exact" if bare else self.qualifier
        least = places if self.qualifier == "exact" else 0
        return qualified_text(self.printed, self.unit, qualifier, language, signed=signed, places=least)


class Figures:
    """Makes figures from a model; raises FigureError, with a remedy, for those that can't be had."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @property
    def languages(self) -> tuple[Language, ...]:
        """The report's languages, the first at the root of its site."""
        return self.model.package.languages

    def observed(self, indicator: str, entity: str, period: str, *, scope: str = "", as_of: str = "") -> Figure:
        """The observation of that key, from the source that takes precedence."""
        self.known(indicator, entity, scope)
        key = observation_key(indicator, entity, period, scope, as_of)
        if key not in self.model.observed:
            raise self._missing(key, indicator, entity, ("observed", key))
        return from_observations(self.model.observed[key])

    def series(self, indicator: str, entity: str, *, kind: str = "", scope: str | None = "") -> list[Figure]:
        """All periods of an indicator for an entity in order of time; only one `kind` of period if given.

        `scope=None` takes observations of any scope. A series without an observation is an error.
        """
        self.known(indicator, entity, scope or "")
        found = [
            one
            for one in self.model.series.get((indicator, entity), ())
            if (not kind or one.period.kind == kind) and (scope is None or (one.scope.id if one.scope else "") == scope)
        ]
        if not found:
            raise self._missing(f"{indicator}.{entity} by {kind or 'any period'}", indicator, entity, ("series", (indicator, entity)))
        return [from_observations(self.model.observed[one.key]) for one in found]

    def entities_of(self, indicator: str) -> list[str]:
        """The keys of the entities of which an indicator is observed, in order of the alphabet."""
        return sorted({group[0].entity.id for group in self.model.by_indicator.get(indicator, ())})

    def latest(self, indicator: str, entity: str, *, kind: str = "", scope: str = "") -> Figure:
        """The newest of a series."""
        return self.series(indicator, entity, kind=kind, scope=scope)[-1]

    def ratio(self, above: Figure, below: Figure, *, unit: str = "percent", decimals: int = 1) -> Figure:
        """`above` divided by `below`, as a percentage or (unit "multiple") as a multiple."""
        if below.base == 0:
            raise FigureError(f"{below.key} is zero and can't divide {above.key}", "choose another base")
        share = above.base / below.base
        return self.computed(
            "ratio", (above, below), share * 100 if unit == "percent" else share, unit, decimals,
            qualifier_of_ratio(above.qualifier, below.qualifier),
        )  # fmt: skip

    def change(self, new: Figure, old: Figure, *, decimals: int = 1) -> Figure:
        """Growth from `old` to `new` in percent."""
        if old.base == 0:
            raise FigureError(f"{old.key} is zero and can't be a base", "choose another base")
        self._like_with_like(new, old)
        growth = (new.base / old.base - 1) * 100
        return self.computed(
            "change", (new, old), growth, "percent", decimals,
            qualifier_of_ratio(new.qualifier, old.qualifier),
        )  # fmt: skip

    def difference(self, new: Figure, old: Figure) -> Figure:
        """`new` minus `old`: in percentage points for percentages, else in their unit, which must be the same."""
        if new.unit is not old.unit:
            raise FigureError(f"{new.key} is in {new.unit.id} and {old.key} in {old.unit.id}", "compare like with like")
        self._like_with_like(new, old)
        unit = "points" if new.unit.style == "percent" else new.unit.id
        return self.computed(
            "difference", (new, old), new.value - old.value, unit, max(new.decimals, old.decimals),
            qualifier_of_ratio(new.qualifier, old.qualifier),
        )  # fmt: skip

    def total(self, parts: Sequence[Figure]) -> Figure:
        """The sum of figures in one unit, for the time that theirs make up."""
        if not parts or any(part.unit is not parts[0].unit for part in parts):
            raise FigureError("a sum needs figures of one unit", "compare like with like")
        value, decimals = sum((part.value for part in parts), Decimal(0)), max(part.decimals for part in parts)
        qualifier = qualifier_of_sum(part.qualifier for part in parts)
        summed = self.computed("sum", tuple(parts), value, parts[0].unit.id, decimals, qualifier)
        return replace(summed, period=joined(part.period for part in parts))

    def convert(self, amount: Figure, rate: Figure) -> Figure:
        """An amount in another currency: the unit of `rate` says which for which (CNY_per_USD), its period the day.

        FigureError if the rate is not one for the amount's currency.
        """
        wanted, _, given = rate.unit.id.partition("_per_")
        currency, _, magnitude = amount.unit.id.partition("_")
        if given != currency:
            raise FigureError(f"{rate.key} is no rate for {currency}", f"use one in a unit such as CNY_per_{currency}")
        return self.computed(
            "convert", (amount, rate), amount.value * rate.value, f"{wanted}_{magnitude}" if magnitude else wanted, amount.decimals,
            amount.qualifier if amount.qualifier != "exact" else "approx",
        )  # fmt: skip

    def year_before(self, figure: Figure) -> Figure:
        """The same observation a year earlier."""
        if figure.indicator is None or not figure.observations:
            raise FigureError(f"{figure.key} is computed and has no year before", "name the base")
        first = figure.observations[0]
        scope = first.scope.id if first.scope else ""
        return self.observed(figure.indicator.id, figure.entity.id, str(figure.period.year_before()), scope=scope)

    def unit(self, unit: str) -> Unit:
        """A unit by key."""
        self._must_be("unit", "units", unit, self.model.units)
        return self.model.units[unit]

    def entity(self, entity: str) -> Entity:
        """An entity by key."""
        self._must_be("entity", "entities", entity, self.model.entities)
        return self.model.entities[entity]

    def belongs(self, entity: str, family: str) -> bool:
        """Whether an entity is of a family: that entity itself, or below it."""
        while entity and entity != family:
            entity = self.entity(entity).parent
        return bool(entity)

    def computed(
        self,
        kind: str,
        inputs: tuple[Figure, ...],
        value: Decimal,
        unit: str,
        decimals: int,
        qualifier: str,
        form: str = "",
    ) -> Figure:
        """A computation of any kind; `form`, the kind unless it is given, is the one of FORMULAS that says how.

        The result bears the name, entity and period of the first input, and the confidence of the weakest.
        """
        first = inputs[0]
        return Figure(
            key=f"{kind}({', '.join(one.key for one in inputs)})",
            value=value,
            unit=self.unit(unit),
            decimals=decimals,
            qualifier=qualifier,
            period=first.period,
            name=first.name,
            entity=first.entity,
            indicator=first.indicator,
            inputs=inputs,
            form=form or kind,
        )

    def known(self, indicator: str, entity: str, scope: str) -> None:
        """Raise FigureError, with the nearest keys, unless all that is named is in its table (empty names are not looked up)."""
        self._must_be("indicator", "indicators", indicator, self.model.indicators)
        if entity:
            self.entity(entity)
        if scope:
            self._must_be("scope", "scopes", scope, self.model.scopes)

    def _must_be(self, what: str, table: str, key: str, known: Collection[str]) -> None:
        """Raise FigureError, with the keys that are like it and the line to paste, unless a table has a key."""
        if key not in known:
            fix = how_to_add(self.model.package.tables, table, key, known)
            raise FigureError(f'there is no {what} "{key}"', fix, due_to=[(table, key)])

    def _like_with_like(self, new: Figure, old: Figure) -> None:
        """Raise FigureError for a plan against an outcome, and for growth over a plan that the outcome has passed."""
        planned = [one.indicator.plan_for if one.indicator and one.observations else "" for one in (new, old)]
        for here, there, plan, other in ((new, old, planned[0], planned[1]), (old, new, planned[1], planned[0])):
            if plan and not other and there.indicator and there.indicator.id == plan:
                raise FigureError(
                    f"{here.key} is a plan and {there.key} an outcome", "compare a plan with a plan, an outcome with an outcome"
                )
        if planned[1] and (reached := outcome(self.model, old.observations[0])) > old.value:
            fix = f"compare with {planned[1]}.{old.entity.id}.{old.period}, or name both without growth"
            raise FigureError(f"{old.key} of {old.value:,f} was passed: {reached:,f} has been reached", fix)

    def _missing(self, key: str, indicator: str, entity: str, piece: Piece) -> NoObservationError:
        keys = [one.key for one in self.model.series.get((indicator, entity), ())]
        if keys:
            return NoObservationError(f"there is no observation {key}", f"use one of {', '.join(keys[-6:])}, or add a row", due_to=[piece])
        others = self.entities_of(indicator)
        known = f"{indicator} is there for {', '.join(others[:8])}" if others else f"nothing is observed of {indicator} yet"
        return NoObservationError(f"there is no observation {key}", f"add a row; {known}", due_to=[piece])


def rounded(value: Decimal) -> Decimal:
    """A value without the tail of digits that a division leaves."""
    return value.quantize(Decimal("0.000001"), context=WIDE).normalize(WIDE) + Decimal(0)


def from_observations(group: tuple[Observation, ...]) -> Figure:
    """The figure of one key's observations, the one to show first."""
    first = group[0]
    return Figure(
        key=first.key,
        value=first.value,
        unit=first.indicator.unit,
        decimals=first.indicator.decimals,
        qualifier=first.qualifier,
        period=first.period,
        name=first.indicator.name,
        entity=first.entity,
        indicator=first.indicator,
        observations=group,
    )
