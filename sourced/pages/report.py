"""All that a report's pages are made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sourced.data.changes import Changes
from sourced.data.history import History
from sourced.drawing.charts import ChartPlan
from sourced.drawing.theme import Theme
from sourced.evidence.figures import Figures
from sourced.findings import Finding
from sourced.pages.configuration import configured
from sourced.pages.shared import navigation, page_names
from sourced.periods import Period
from sourced.project import Project
from sourced.system.memo import Memo
from sourced.system.tracking import WHOLE, Piece, Tracker, digest
from sourced.words.language import Language


@dataclass(frozen=True)
class Report:
    """All that pages are rendered from."""

    project: Project
    figures: Figures
    plans: Mapping[str, ChartPlan]
    theme: Theme
    today: date | None
    """The day for which stale tables are marked; None leaves them unmarked, so that builds repeat byte for byte."""
    downloads: bool = True
    """Whether charts are made as PNG too."""
    history: History = field(default_factory=History, compare=False)
    """What has become of the data; read through `past`, which notes it."""
    changes: Changes | None = field(default=None, compare=False, repr=False)
    """What has changed since the last good build, for findings to name; None where no build is kept."""
    newest: Period | None = field(default=None, compare=False)
    """The period of the newest figure; read through `newest_period`, which notes it."""
    oldest: date | None = field(default=None, compare=False)
    """The first day of the oldest figure; read through `begins`, which notes it."""
    memo: Memo = field(default_factory=lambda: Memo(Tracker()), compare=False, repr=False)
    outlined: bool = False
    """Whether of the parts of long tables only their anchors are made: enough to check what leads there."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that it is written in, the first at the root of its site."""
        return self.figures.languages

    @property
    def root(self) -> Language:
        """The language at the root of its site."""
        return self.languages[0]

    @cached_property
    def page_names(self) -> frozenset[str]:
        """Names of all pages that are no pages of charts, claims or rows."""
        return page_names(self.project, self.figures.model.package)

    @cached_property
    def navigation(self) -> list[Any]:
        """The navigation that mkdocs.yml writes, in MkDocs' form; where it writes none, the one made of the pages that there are."""
        sections = [row.text("id") for row in self.figures.model.package.rows("sections")]
        return configured(self.project.root).get("nav") or navigation(self.page_names, sections)

    @property
    def past(self) -> History:
        """The history, noted as read."""
        self.figures.model.tracker.note("history", WHOLE)
        return self.history

    @property
    def newest_period(self) -> Period | None:
        """The period of the newest figure, noted as read: who names it depends on it, and not on every observation."""
        self.figures.model.tracker.note("newest", WHOLE)
        return self.newest

    @property
    def begins(self) -> date | None:
        """The first day of the oldest figure, noted as read."""
        self.figures.model.tracker.note("oldest", WHOLE)
        return self.oldest

    def due_to(self, findings: Iterable[Finding], read: Collection[Piece]) -> list[Finding]:
        """The findings, naming the cells changed since the last good build among what was read before they arose."""
        return self.changes.named(findings, read) if self.changes else list(findings)

    @cached_property
    def circumstances(self) -> str:
        """A digest of what pages depend on besides code, templates and rows."""
        described = self.figures.model.package.descriptor_digest
        look = sorted(self.theme.palette.items()), list(self.theme.schemes.items())
        parts = [table.parts for table in self.figures.model.package.tables.values()]  # in which addresses of rows lie
        return digest(repr((self.project.address, self.today, self.downloads, described, look, sorted(self.page_names), parts)))
