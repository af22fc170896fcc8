"""What a change of the data does to the report: rows, figures, titles, verdicts, scores, charts and pages, in words."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sourced.data.history import KINDS, RowChange, changes_between, data_at, texts_of
from sourced.data.model import Indicator, Model
from sourced.data.tables import Table
from sourced.evidence.addresses import figure_at
from sourced.evidence.amounts import typed_amount
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.evidence.scorecard import measures
from sourced.findings import ReportError
from sourced.pages.chart_frame import Drawings, title_of
from sourced.pages.page import Page
from sourced.pages.render import make_pages, pages_in
from sourced.pages.report import Report
from sourced.periods import Period
from sourced.project import Project
from sourced.site.load import load_report
from sourced.system.memo import Shelf
from sourced.words.language import Language

_LIVE = re.compile(r"[@#]|\bGH-(?=\d)|\bwww(?=\.)|\b[a-z][a-z0-9+.-]*:(?=//)|\b(?:mailto|xmpp):", re.IGNORECASE)
"""Where GitHub makes a link of plain words: names, numbers of issues, addresses. An empty comment behind parts them."""
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


def compare_with_revision(project: Project, revision: str) -> Difference:
    """What the data as they are change against those of a revision.

    Raise GitError if Git has no such revision, ReportError if the present data have problems.
    """
    report, _ = load_report(project, remember=True)
    with closing(report.memo), tempfile.TemporaryDirectory() as folder:
        pages = make_pages(report).pages
        old_data = data_at(project.root, project.data, revision, Path(folder))
        found = _changed_rows(old_data, project.data, report.figures.model)
        if found.rows:
            try:
                old = _report_with_older_data(project, old_data)
            except ReportError as error:
                found.unreadable = str(error.findings[0])
            else:
                _add_effects(found, old, report, pages)
    return found


def compare_with_changed(old: Report, data: Path, shelf: Shelf) -> Difference:
    """What the data in another folder would change against those of the report; ReportError if they have problems.

    Who compares again and again hands over the same `shelf` each time.
    """
    new, _ = load_report(old.project, today=old.today, remember=True, downloads=old.downloads, shelf=shelf, data=data)
    with closing(new.memo):
        found = _changed_rows(old.project.data, data, new.figures.model)
        if found.rows:
            _add_effects(found, old, new, pages_in(new, new.root))
    return found


def _changed_rows(before: Path, after: Path, model: Model) -> Difference:
    """The rows that differ between two folders of data, of which the model is that of the newer."""
    package = model.package
    found = Difference(changes_between(texts_of(before, package), texts_of(after, package), package))
    for row in found.rows:
        _name(found, row, model)
    return found


def _name(found: Difference, row: RowChange, model: Model) -> None:
    """Note a row's words, and its value with its unit if it is an observation."""
    place, parts, language = _place(row), row.key.split("/"), model.package.languages[0]
    if _of_observation(row) and len(parts) == 6:  # a period that is a range has a slash of its own
        found.names[place] = _observed(parts, model, language)
        if value := _cell_of(row, "value"):
            found.values[place] = _amounts(value, model.indicators.get(parts[0]), language)
        return
    title = _title(row, model.package.tables[row.table])
    found.names[place] = f"{place} ({title})" if title and title != row.key else place


def _place(row: RowChange) -> str:
    """Where a row stands, by table and key."""
    return f"{row.table} {row.key}"


def _of_observation(row: RowChange) -> bool:
    """Whether a row is an observation."""
    return row.table.endswith("observations")


def _cell_of(row: RowChange, column: str) -> tuple[str, str] | None:
    """What a cell held before and holds now, None if it has not changed."""
    return next(((before, after) for name, before, after in row.cells if name == column), None)


def _observed(parts: list[str], model: Model, language: Language) -> str:
    """What an observation is of, in words, from the parts of its key."""
    indicator, entity, period, as_of, scope, source = parts
    named = ((model.indicators, indicator), (model.entities, entity), (model.scopes, scope))
    what, whose, where = (known[key].name.first if key in known else key for known, key in named)
    when = _when(period, language) + (f" ({where})" if where else "") + (f" as of {as_of}" if as_of else "")
    return f"{what}, {whose}, {when}, by {source}"


def _when(period: str, language: Language) -> str:
    """A period in words; as it is if it is none."""
    try:
        return language.period(Period.parse(period))
    except ValueError:
        return period


def _amounts(value: tuple[str, str], indicator: Indicator | None, language: Language) -> tuple[str, str]:
    """A value before and after, with its indicator's unit if that is known."""
    before, after = (typed_amount(text, indicator, "exact", language) if indicator and text else text for text in value)
    return before, after


def _title(row: RowChange, table: Table) -> str:
    """What a row says of itself: its title or name, as it is now or was."""
    cells = {column: after or before for column, before, after in row.cells}
    now = table.by_key.get(row.key)
    code = table.languages[0].code
    for column in ("title", f"title_{code}", f"name_{code}"):
        if title := now.text(column) if now and column in now.cells else cells.get(column, ""):
            return title
    return ""


def _add_effects(found: Difference, old: Report, new: Report, pages: list[Page]) -> None:
    """Note what the changed rows do to the report, whose pages these are."""
    _add_pages(found, [page for page in pages if page.language == new.root], old, new)
    titles = {chart: (title_of(old, chart), title_of(new, chart)) for chart in new.plans}
    found.titles = {chart: pair for chart, pair in titles.items() if pair[0] != pair[1]}
    found.verdicts = {row.key: pair for row in found.rows if row.table == "claims" and (pair := _cell_of(row, "verdict"))}
    found.scores = dict(_scores(old, new))
    found.indicators = _indicators(found.rows, new.figures.model)


def _report_with_older_data(project: Project, data: Path) -> Report:
    """The report as it would be with the data in a folder; today's words are linked beside them."""
    if project.words.exists():
        data.with_name(project.words.name).symlink_to(project.words.resolve())
    return load_report(project, data=data)[0]


def _add_pages(found: Difference, pages: Iterable[Page], old: Report, new: Report) -> None:
    """Note the figures that read otherwise or are gone, the charts that are drawn anew, and the pages that have any of them."""
    touched, redrawn = _touched(found.rows, new.figures.model), _redrawn(old, new)
    found.figures |= _rewritten(sorted(_touched(found.rows, old.figures.model)), old.figures, new.figures)
    for page in pages:
        figures = _rewritten(page.figures, old.figures, new.figures)
        charts = [chart for chart, keys in page.drawn.items() if chart in redrawn or set(keys) & touched]
        found.figures |= figures
        found.charts += [chart for chart in charts if chart not in found.charts]
        if figures or charts:
            found.pages.append(page.address or "/")


def _redrawn(old: Report, new: Report) -> set[str]:
    """The charts that come out otherwise, also where a row that they drew is gone."""
    before, after = Drawings(old), Drawings(new)
    return {chart for chart in new.plans if _specified(before, chart) != _specified(after, chart)}


def _specified(drawings: Drawings, chart: str) -> Mapping[str, str]:
    """What a chart is in the first language, by width; nothing if it can't be drawn from the data."""
    try:
        return drawings.get(chart, drawings.report.root).specs
    except ReportError:
        return {}


def _rewritten(keys: Iterable[str], old: Figures, new: Figures) -> dict[str, tuple[str, str]]:
    """The figures that read otherwise than before, by key."""
    pairs = {key: (_read(old, key), _read(new, key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _touched(rows: Iterable[RowChange], model: Model) -> set[str]:
    """The keys of a model's observations that are in changed rows, themselves or by their source."""
    lines = {row.key for row in rows if _of_observation(row)}
    sources = {row.key for row in rows if row.table == "sources"}
    by_file = {table.file: table for table in model.package.tables.values()}
    return {one.key for one in model.observations if by_file[one.row.file].key_of(one.row) in lines or one.source.id in sources}


def _indicators(rows: Iterable[RowChange], model: Model) -> list[str]:
    """The names of the indicators whose observations have changed."""
    keys = dict.fromkeys(row.key.split("/")[0] for row in rows if _of_observation(row))
    return [model.indicators[key].name.first for key in keys if key in model.indicators]


def _read(figures: Figures, key: str) -> str:
    """A figure in words by its key, "" if there is none (a key that is no address has no words)."""
    try:
        found: Figure = figure_at(figures, key)
    except FigureError:
        return ""
    return found.text(figures.languages[0])


def _scores(old: Report, new: Report) -> Iterator[tuple[str, tuple[str, str]]]:
    """The measures of the scorecard whose newest state is another than before: name, and both states."""
    before = {one.row.text("id"): one for one in measures(old.figures)}
    for one in measures(new.figures):
        name = one.row.text("id")
        was = before[name].latest[0].state if name in before else ""
        if was != one.latest[0].state:
            yield name, (was or "–", one.latest[0].state or "–")


def as_json(found: Difference) -> str:
    """A difference as a JSON object."""
    return json.dumps(asdict(found), indent=1) + "\n"


def as_text(found: Difference) -> str:
    """A difference in words, plain."""
    return _in_words(found, "{}", "  {}")


def as_markdown(found: Difference) -> str:
    """A difference in words for a pull request."""
    return _in_words(found, "### {}", "- {}", _escaped)


def _escaped(words: str) -> str:
    """Words as Markdown shows them letter by letter: no markup, nobody called by name, no address or issue that is linked by itself."""
    shown = "".join(f"\\{mark}" if mark in "\\`*_{}[]<>|~&" else mark for mark in words.replace("\n", " "))
    return _LIVE.sub(lambda match: f"{match[0]}<!-- -->", shown)


def _in_words(found: Difference, head: str, line: str, escape: Callable[[str], str] = str) -> str:
    """A difference in words, part by part, each under its title in the form `head`, with its lines in the form `line`."""
    if not found.rows:
        return "No row of the data has changed.\n"
    parts = ((title, "".join(line.format(escape(one)) + "\n" for one in lines)) for title, lines in _parts(found) if lines)
    return "\n".join((head.format(title) + "\n\n" if title else "") + text for title, text in parts)


def _parts(found: Difference) -> Iterator[tuple[str, list[str]]]:
    """All that there is to tell: title, "" where it goes on with what is above it, and lines, none where there is nothing."""
    counts = {kind: sum(row.kind == kind for row in found.rows) for kind in KINDS}
    said = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
    yield f"Rows: {said}", [_row(row, found) for row in found.rows[:MOST_ROWS]]
    yield "", [f"… and {len(found.rows) - MOST_ROWS} more"] if len(found.rows) > MOST_ROWS else []
    yield "The older data can't be read by today's report, so only rows are compared", [found.unreadable] if found.unreadable else []
    yield "Figures that read otherwise", _changes(found.figures)
    yield "Titles of charts", _changes(found.titles)
    yield "Verdicts", _changes(found.verdicts)
    yield "Scorecard, newest quarter", _changes(found.scores)
    for title, names in (("Indicators", found.indicators), ("Charts drawn anew", found.charts), ("Pages", found.pages)):
        yield title, [", ".join(names)] if names else []


def _changes(pairs: Mapping[str, tuple[str, str]]) -> list[str]:
    """What each was and has become, a line each."""
    return [f"{key}: {before or 'none'} → {after or 'none'}" for key, (before, after) in pairs.items()]


def _row(row: RowChange, found: Difference) -> str:
    """A change of a row in words; values of observations with their unit."""
    place = _place(row)
    name, values = found.names.get(place, place), found.values.get(place, ("", ""))
    if row.kind == "revised":
        cells = [(column, *(values if column == "value" and any(values) else pair)) for column, *pair in row.cells]
        return f"{name}: " + "; ".join(_cell(*cell) for cell in cells)
    value = values[0] or values[1]
    return f"{name}: {row.kind}" + (f", {value}" if value else "")


def _cell(column: str, before: str, after: str) -> str:
    """A change of a cell in words."""
    if not before:
        return f"{column} now “{after}”"
    return f"{column} {before} → {after}" if after else f"{column} “{before}” taken out"


DIFFERENCE_FORMS = {"text": as_text, "markdown": as_markdown, "json": as_json}
