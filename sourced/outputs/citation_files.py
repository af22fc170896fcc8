"""Citations of the report, its tables and its charts, as files that programs for references read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sourced.pages.citations import bibtex, chart_work, csl, report_work, table_work
from sourced.pages.page import Page
from sourced.pages.report import Report


def citation_files(report: Report, pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """Citations of the report, its tables and its charts in both forms: path below a language's root to content."""
    for language in report.languages:
        works = [("report", report_work(report, language))]
        works += [(table.name, table_work(report, table, language)) for table in report.figures.model.package.tables.values()]
        shown = {chart: title for page in pages if page.language == language for chart, title in page.chart_titles.items()}
        works += [(f"chart-{chart}", chart_work(report, chart, title, language)) for chart, title in sorted(shown.items())]
        for name, work in works:
            yield f"{language.code}/citations/{name}.bib", bibtex(work)
            yield f"{language.code}/citations/{name}.json", csl(work)
