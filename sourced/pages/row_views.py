"""Rows as a page shows them: cells in words, sentences with their figures filled in, and evidence as links.

Every `Markup` here is made of escaped text and of what `markup` makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from sourced.data.tables import Row
from sourced.drawing.labels import row_texts
from sourced.evidence.addresses import Comparison, Evidence, RowReference, rounds_to
from sourced.evidence.amounts import amount_text, qualified_text
from sourced.evidence.counts import row_standing
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.evidence.scorecard import Measure, Score, threshold
from sourced.evidence.verdicts import CheckedClaim, Placeholder, claimed_value, filled
from sourced.pages.markup import PageFigure, anchor, name_tag, period_tag, row_address, source_links, source_name
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.periods import Period
from sourced.words.conventions import script_tag
from sourced.words.language import Language
from sourced.words.prose import safe

_WORDS = {"<": "less", "<=": "at_most", "=": "same", ">=": "at_least", ">": "more"}
"""Signs of comparisons by the keys of their words."""


@dataclass(frozen=True)
class RowView:
    """A row as a page sees it: `row.title` is the text in the page's language, figures filled in; `row.sources` are links."""

    row: Row
    table: str
    page: Page
    report: Report

    def __getattr__(self, column: str) -> Markup:
        if column.startswith("__"):
            raise AttributeError(column)
        figures, language = self.report.figures, self.page.language
        if column == "when":
            return period_tag(Period.parse(self.row.text("date")), language, short=True)
        texts = self._texts
        if column == "sources":
            keys = [texts.get("source", ""), texts.get("second_source", "")]
            return source_links([figures.model.sources[key] for key in keys if key], self.page)
        if column not in texts:
            endings = tuple(f"_{one.code}" for one in figures.languages)
            known = [one for one in texts if not one.endswith(endings)]
            raise FigureError(f'the table "{self.table}" has no column "{column}"', f"use one of {', '.join(known)}", due_to=())
        if any(field.prose and field.name == f"{column}_{language.code}" for field in figures.model.package.tables[self.table].fields):
            return sentence(texts[column], self.page, self.report, texts["id"] if self.table == "claims" else "")
        return safe(texts[column])

    def cell(self, column: str) -> Markup:
        """A column's cell in words: the name of an entity, the word of a code, a date, the text in the page's language."""
        stem = column.removesuffix(f"_{self.report.languages[0].code}")
        if column == "date":
            return self.when
        return self.__getattr__(next(name for name in (f"{stem}_word", f"{stem}_name", stem) if name in self._texts))

    @cached_property
    def _texts(self) -> dict[str, str]:
        return row_texts(self.report.figures, self.table, self.row, self.page.language)

    @property
    def address(self) -> str:
        """Where its cells come from, as table:key."""
        return f"{self.table}:{self.report.figures.model.package.tables[self.table].key_of(self.row)}"

    @property
    def anchor(self) -> str:
        """Its id on a page."""
        return anchor(self.address.partition(":")[2])

    @property
    def standing(self) -> str:
        """What it rests on; one of STANDINGS."""
        return row_standing(self.report.figures, self.row)


def sentence(text: str, page: Page, report: Report, claim: str = "") -> Markup:
    """A cell's sentence with its figures, dates and names filled in."""

    def written(gap: Placeholder) -> Markup:
        if gap.figure:
            figure = PageFigure(gap.figure, page, report)
            return Markup((getattr(figure, gap.style) if gap.style else figure).__html__())
        if gap.kind == "claim":
            return claim_figure(report.figures, gap.text, page.language, bare=gap.style == "bare")
        if gap.kind == "name":
            return name_tag(report.figures, gap.text, page.language)
        return period_tag(Period.parse(gap.text), page.language)

    return Markup(filled(report.figures, text, written, safe, claim))


def claim_figure(figures: Figures, claim: str, language: Language, *, bare: bool = False) -> Markup:
    """The figure that a claim of the article asserts, as the article bounds it unless `bare`."""
    row = figures.model.package.tables["claims"].by_key.get(claim) if "claims" in figures.model.package.tables else None
    if row is None or not isinstance(row["value"], Decimal):
        raise FigureError(f'there is no claim "{claim}" with a value', "use a claim of claims.csv that has one", due_to=[("claims", claim)])
    unit, value = figures.unit(row.text("unit")), row["value"]
    text = amount_text(value, unit, language) if bare else qualified_text(value, unit, row.text("qualifier"), language)
    return Markup(f'<data class="claimed" value="{value * unit.factor:f}" data-claim="{claim}">{safe(text)}</data>')


def row_title(figures: Figures, reference: RowReference, language: Language) -> str:
    """A row in a few words: an event's title; whose move, release or capability it is, which, and when."""
    texts = row_texts(figures, reference.table.name, reference.row, language)
    if reference.table.name == "sources":
        source = figures.model.sources[reference.key]
        return language.word("fields").join((source_name(source, language), source.title[language.code]))
    if "title" in texts or "statement" in texts or "name" in texts:
        named = texts.get("title") or texts.get("statement") or texts["name"]
        return language.word("bracket", named, texts["date_word"]) if texts.get("date_word") else named
    columns = (
        "person_name",
        "entity_name",
        "kind_word",
        "feature_word",
        "state_word",
        "architecture_word",
        "basis_word",
        "certainty_word",
        "date_word",
    )
    return language.word("fields").join(texts[column] for column in columns if texts.get(column))


@dataclass(frozen=True)
class EvidenceView:
    """A piece of evidence in a list."""

    item: Evidence
    page: Page
    report: Report

    def __html__(self) -> str:
        language, figures = self.page.language, self.report.figures
        if isinstance(self.item, Figure):
            figure = self.item
            what = language.word("fields").join(part for part in (figure.name[language.code], figure.entity.name[language.code]) if part)
            value = Markup(PageFigure(figure, self.page, self.report).listed.__html__())
            when = period_tag(figure.period, language, short=True)
            links = source_links(figure.sources[:2], self.page)
            return Markup("<span data-verbatim>{}</span>{} {}{}{}").format(
                what, Markup(language.word("fields")) + when, value, Markup(language.word("semicolon")), links
            )
        key = f"{self.item.table.name}:{self.item.key}"
        self.page.rows.append(key)
        address = row_address(self.item.table, self.item.key)
        title = safe(row_title(figures, self.item, language))
        link = f'<a class="row" href="{self.page.base}{address}" data-row="{safe(key)}"><span data-verbatim>{title}</span></a>'
        if self.item.row.cells.get("source") and self.item.table.name != "sources":
            source = figures.model.sources[self.item.row.text("source")]
            return Markup(link + language.word("semicolon")) + source_links([source], self.page)
        return link


@dataclass(frozen=True)
class ComparisonView:
    """A comparison told in words: 0.84% rounds to the claimed 1%."""

    test: Comparison
    claim: str
    page: Page
    report: Report

    def __html__(self) -> str:
        left = Markup(PageFigure(self.test.left, self.page, self.report).__html__())
        return self.page.language.word(f"test.{_WORDS[self.test.sign]}.{self._outcome}", left, self._right)

    @property
    def _outcome(self) -> str:
        if self.test.sign != "=" or not self.test.holds:
            return "holds" if self.test.holds else "fails"
        value, row = self.test.left.base, self.report.figures.model.package.tables["claims"].by_key[self.claim]
        claimed = claimed_value(self.report.figures, row) if self.test.right is None else None
        if claimed is None or claimed[1] in ("at_least", "at_most") or claimed[0] == value:
            return "holds"
        return "rounds" if rounds_to(value, claimed[0]) else "near"

    @property
    def _right(self) -> Markup:
        language, right = self.page.language, self.test.right
        if isinstance(right, Figure):
            return Markup(PageFigure(right, self.page, self.report).__html__())
        if right is None:
            return Markup(language.word("test.claimed", claim_figure(self.report.figures, self.claim, language)))
        return Markup(f'<data value="{right}" data-row="claims:{self.claim}">{language.number(right, 1)}</data>')


@dataclass(frozen=True)
class ClaimView:
    """A claim on the page that goes through the article."""

    checked: CheckedClaim
    page: Page
    report: Report

    @cached_property
    def row(self) -> RowView:
        """The claim's own row."""
        return RowView(self.checked.row, "claims", self.page, self.report)

    @property
    def verdict(self) -> str:
        """Its key."""
        return self.checked.verdict

    @property
    def supports(self) -> list[EvidenceView]:
        """Evidence for it."""
        return [EvidenceView(item, self.page, self.report) for item in self.checked.supports]

    @property
    def contradicts(self) -> list[EvidenceView]:
        """Evidence against it, or that corrects it."""
        return [EvidenceView(item, self.page, self.report) for item in self.checked.contradicts]

    @property
    def later(self) -> list[EvidenceView]:
        """What came after the time that it speaks of."""
        return [EvidenceView(item, self.page, self.report) for item in self.checked.later]

    @property
    def quote(self) -> str:
        """A term or a phrase of the article itself, "" if none is quoted."""
        return self.checked.row.optional("quote")

    @property
    def quoted_in(self) -> str:
        """The language of the article under review, as an HTML language tag."""
        model = self.report.figures.model
        reviewed = model.sources.get(model.package.reviewed)
        return script_tag(self.quote) or (reviewed.language if reviewed else "")

    @property
    def asserted_by(self) -> Markup:
        """Whoever asserts it, if that is not the author of the article under review."""
        key, model = self.checked.row.optional("asserted_by"), self.report.figures.model
        return source_links([model.sources[key]], self.page) if key and key != model.package.reviewed else Markup("")

    @property
    def tests(self) -> list[ComparisonView]:
        """What was computed."""
        return [ComparisonView(test, self.checked.row.text("id"), self.page, self.report) for test in self.checked.tests]


@dataclass(frozen=True)
class ScoreView:
    """A measure in a quarter."""

    score: Score
    page: Page
    report: Report

    @property
    def state(self) -> str:
        """improving, steady, worsening, or "" where there is nothing to compare."""
        return self.score.state

    @property
    def quarter(self) -> Markup:
        """The quarter."""
        return period_tag(self.score.quarter, self.page.language, short=True)

    @property
    def figure(self) -> PageFigure | None:
        """The value, if there is one."""
        return PageFigure(self.score.figure, self.page, self.report) if self.score.figure else None


@dataclass(frozen=True)
class MeasureView:
    """A measure of the scorecard with its quarters."""

    measure: Measure
    page: Page
    report: Report

    @cached_property
    def row(self) -> RowView:
        """The measure's own row."""
        return RowView(self.measure.row, "scorecard", self.page, self.report)

    @property
    def scores(self) -> list[ScoreView]:
        """Its quarters, the oldest first."""
        return [ScoreView(score, self.page, self.report) for score in self.measure.scores]

    @property
    def is_current(self) -> bool:
        """Whether its newest value counts today."""
        return self.measure.is_current

    @property
    def latest(self) -> ScoreView:
        """The newest quarter with a value."""
        return ScoreView(self.measure.latest[0], self.page, self.report)

    @property
    def threshold(self) -> Markup:
        """The change up to which it counts as steady, in words."""
        language, row, value = self.page.language, self.measure.row, threshold(self.measure.row)
        figure = self.measure.latest[1]
        if row["threshold_unit"] == "percent":
            text = language.number(value, 2, "percent")
        else:
            unit = self.report.figures.unit("points") if figure.unit.style == "percent" else figure.unit
            text = amount_text(value, unit, language) if value and unit.style not in ("compact", "rank") else language.number(value, 2)
        return Markup(f'<data value="{value}" data-row="scorecard:{row.text("id")}">{safe(text)}</data>')
