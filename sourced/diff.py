"""What a change of the data does to the report: rows, figures, titles, verdicts, scores, charts and pages, in words."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sourced.data.history import KINDS, RowChange, changes_between, data_at, texts_of
from sourced.data.tables import Table
from sourced.evidence.addresses import figure_at
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.evidence.scorecard import measures
from sourced.findings import ReportError
from sourced.pages.chart_frame import title_of
from sourced.pages.markup import Page, Report
from sourced.pages.render import make_pages
from sourced.pages.revisions import amount
from sourced.periods import Period
from sourced.project import Project
from sourced.site.build import load_report
from sourced.words.language import ENGLISH

MOST_ROWS = 60
"""How many rows are told one by one."""


@dataclass
class Difference:
    """All that a change of the data comes to; pairs are (before, after) in words."""

    rows: list[RowChange] = field(default_factory=list)
    figures: dict[str, tuple[str, str]] = field(default_factory=dict)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    verdicts: dict[str, tuple[str, str]] = field(default_factory=dict)
    scores: dict[str, tuple[str, str]] = field(default_factory=dict)
    charts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """By table and key, what a row is of, in words."""
    values: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By table and key, the value of an observation before and after with its unit, "" where there was none."""
    unreadable: str = ""
    """Why the older data can't be read, "" if they can: then only rows are compared."""


def difference(project: Project, revision: str) -> Difference:
    """Compare the data as they are with those of a revision.

    Raise GitError if Git has no such revision, ReportError if the present data have problems.
    """
    report, _ = load_report(project, remember=True)
    try:
        pages = make_pages(report)[0]
        with tempfile.TemporaryDirectory() as folder:
            old_data = data_at(project.root, project.data, revision, Path(folder))
            package = report.figures.model.package
            found = Difference(changes_between(texts_of(old_data, package), texts_of(project.data, package), package))
            for row in found.rows:
                _name(found, row, report.figures)
            if found.rows:
                _add_effects(found, report, pages, project, Path(folder))
    finally:
        report.memo.close()
    return found


def _name(found: Difference, row: RowChange, figures: Figures) -> None:
    """Note a row's words, and its value with its unit if it is an observation."""
    model, place = figures.model, f"{row.table} {row.key}"
    parts = row.key.split("/")
    if not row.table.endswith("observations") or len(parts) != 6:  # a period that is a range has a slash of its own
        title = _title(row, model.package.tables[row.table])
        found.names[place] = f"{place} ({title})" if title and title != row.key else place
        return
    indicator, entity, period, as_of, scope, source = parts
    known = model.indicators.get(indicator)
    whose = model.entities[entity].name[0] if entity in model.entities else entity
    where = model.scopes[scope].name[0] if scope in model.scopes else scope
    try:
        when = ENGLISH.period(Period.parse(period))
    except ValueError:
        when = period
    what = ", ".join((known.name[0] if known else indicator, whose, when))
    what += (f" ({where})" if where else "") + (f" as of {as_of}" if as_of else "")
    found.names[place] = f"{what}, by {source}"
    if value := next((one for one in row.cells if one[0] == "value"), None):
        before, after = (amount(text, known.unit, ENGLISH) if known and text else text for text in value[1:])
        found.values[place] = before, after


def _title(row: RowChange, table: Table) -> str:
    """What a row says of itself: its title or name, as it is now or was."""
    cells = {column: after or before for column, before, after in row.cells}
    now = table.by_key.get(row.key)
    for column in ("title", "title_en", "name_en"):
        if title := now.text(column) if now and column in now.cells else cells.get(column, ""):
            return title
    return ""


def _add_effects(found: Difference, report: Report, pages: list[Page], project: Project, folder: Path) -> None:
    for part in (project.charts, project.templates, project.docs):
        (folder / part.name).symlink_to(part)
    try:
        old, _ = load_report(Project(folder))
    except ReportError as error:
        found.unreadable = str(error.findings[0])
        return
    english = [page for page in pages if page.language is ENGLISH]
    touched = _touched(found.rows, report)
    for page in english:
        own = {key for key in dict.fromkeys(page.figures) if _add_figure(found, key, old.figures, report.figures)}
        charts = [chart for chart, keys in page.drawn.items() if set(keys) & touched]
        found.charts += [chart for chart in charts if chart not in found.charts]
        if own or charts:
            found.pages.append(page.address or "/")
    for chart in report.plans:
        before, after = title_of(old, chart), title_of(report, chart)
        if before != after:
            found.titles[chart] = before, after
    for row in found.rows:
        if row.table == "claims" and (cell := next((one for one in row.cells if one[0] == "verdict"), None)):
            found.verdicts[row.key] = cell[1], cell[2]
    found.scores = dict(_scores(old, report))
    known = report.figures.model.indicators
    keys = (row.key.split("/")[0] for row in found.rows if row.table.endswith("observations"))
    found.indicators = [known[key].name[0] for key in dict.fromkeys(keys) if key in known]


def _touched(rows: Iterable[RowChange], report: Report) -> set[str]:
    """The keys of observations that were added or revised, themselves or by their source."""
    lines = {row.key for row in rows if row.table.endswith("observations")}
    sources = {row.key for row in rows if row.table == "sources"}
    tables = report.figures.model.package.tables
    by_file = {table.file: table for table in tables.values()}
    return {
        one.key for one in report.figures.model.observations if by_file[one.row.file].key_of(one.row) in lines or one.source.id in sources
    }


def _add_figure(found: Difference, key: str, old: Figures, new: Figures) -> bool:
    """Note a figure that reads otherwise than before; give whether it does."""
    before, after = _read(old, key), _read(new, key)
    if before == after:
        return False
    found.figures[key] = before, after
    return True


def _read(figures: Figures, key: str) -> str:
    """A figure in words by its key, "" if there is none (a key that is no address has no words)."""
    try:
        found: Figure = figure_at(figures, key)
    except FigureError:
        return ""
    return found.text(ENGLISH)


def _scores(old: Report, new: Report) -> Iterator[tuple[str, tuple[str, str]]]:
    before = {one.row.text("id"): one for one in measures(old.figures)}
    for one in measures(new.figures):
        name = one.row.text("id")
        was = before[name].latest[0].state if name in before else ""
        if was != one.latest[0].state:
            yield name, (was or "–", one.latest[0].state or "–")


def as_json(found: Difference) -> str:
    """A difference as a JSON object."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n"


def as_text(found: Difference) -> str:
    """A difference in words, plain."""
    return _told(found, "{}", "  {}", lambda words: words)


def as_markdown(found: Difference) -> str:
    """A difference in words for a pull request."""
    return _told(found, "### {}", "- {}", _escaped)


def _escaped(words: str) -> str:
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]<>#|" else mark for mark in words.replace("\n", " "))


def _told(found: Difference, head: str, line: str, say: object) -> str:
    parts: list[str] = []

    def part(title: str, lines: list[str]) -> None:
        if lines:
            parts.append(head.format(title) + "\n\n" + "".join(line.format(say(one)) + "\n" for one in lines))  # type: ignore[operator]

    if not found.rows:
        return "No row of the data has changed.\n"
    counts = {kind: sum(row.kind == kind for row in found.rows) for kind in KINDS}
    said = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
    part(f"Rows: {said}", [_row(row, found) for row in found.rows[:MOST_ROWS]])
    if len(found.rows) > MOST_ROWS:
        parts.append(line.format(f"… and {len(found.rows) - MOST_ROWS} more") + "\n")
    if found.unreadable:
        part("The older data can't be read by today's report, so only rows are compared", [found.unreadable])
    for title, pairs in (
        ("Figures that read otherwise", found.figures),
        ("Titles of charts", found.titles),
        ("Verdicts", found.verdicts),
        ("Scorecard, newest quarter", found.scores),
    ):
        part(title, [f"{key}: {before or 'none'} → {after or 'none'}" for key, (before, after) in pairs.items()])
    for title, names in (("Indicators", found.indicators), ("Charts drawn anew", found.charts), ("Pages", found.pages)):
        part(title, [", ".join(names)] if names else [])
    return "\n".join(parts)


def _row(row: RowChange, found: Difference) -> str:
    """A change of a row in words; values of observations with their unit."""
    place = f"{row.table} {row.key}"
    name, values = found.names.get(place, place), found.values.get(place, ("", ""))
    if row.kind == "revised":
        cells = [(column, *(values if column == "value" and any(values) else pair)) for column, *pair in row.cells]
        return f"{name}: " + "; ".join(_cell(*cell) for cell in cells)
    value = values[0] or values[1]
    return f"{name}: {row.kind}" + (f", {value}" if value else "")


def _cell(column: str, before: str, after: str) -> str:
    if not before:
        return f"{column} now “{after}”"
    return f"{column} {before} → {after}" if after else f"{column} “{before}” taken out"


FORMS = {"text": as_text, "markdown": as_markdown, "json": as_json}
