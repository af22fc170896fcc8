"""Pages that stand behind others: one per table of rows, per part of the claims and of many sources; those of indicators: `indicators`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from jinja2 import Environment
from markupsafe import Markup

from sourced.data.tables import Field, Table
from sourced.evidence.counts import page_of
from sourced.pages.page import CLAIM_PAGES, SOURCES, TABLE_PAGES, Page, PagePlan, file_behind
from sourced.pages.report import Report
from sourced.pages.row_views import RowView
from sourced.pages.vocabulary import Vocabulary
from sourced.words.language import Language

TABLE_TEMPLATE, CLAIMS_TEMPLATE, SOURCES_TEMPLATE = "table.md.j2", "claims.md.j2", "sources_part.md.j2"


def claim_pages(report: Report, environment: Environment, language: Language) -> Iterator[PagePlan]:
    """A page for every part of the article that has claims, rendered from `claims.md.j2`."""
    claims = report.figures.model.package.tables.get("claims")
    parts = tuple(dict.fromkeys(row.text("section") for row in claims.rows)) if claims else ()
    for part in parts:
        page = Page(f"{CLAIM_PAGES}{part}", language, file_behind(report.project, CLAIMS_TEMPLATE, claims.file if claims else ""))
        yield PagePlan(page, parts, partial(_claim_page, report, environment, parts, part))


def _claim_page(report: Report, environment: Environment, parts: tuple[str, ...], part: str, page: Page) -> str:
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return environment.get_template(CLAIMS_TEMPLATE).render(**context, parts=parts, part=part)


def source_pages(report: Report, environment: Environment, language: Language) -> Iterator[PagePlan]:
    """A page for every part of the list of sources where they are many, rendered from `sources_part.md.j2`."""
    table = report.figures.model.package.tables.get("sources")
    for part in table.parts if table else ():
        page = Page(f"{SOURCES}/{part}_", language, file_behind(report.project, SOURCES_TEMPLATE, table.file if table else ""))
        yield PagePlan(page, part, partial(_source_page, report, environment, part))


def _source_page(report: Report, environment: Environment, part: str, page: Page) -> str:
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return environment.get_template(SOURCES_TEMPLATE).render(**context, part=part)


def table_pages(report: Report, environment: Environment, language: Language) -> Iterator[PagePlan]:
    """A page for every table whose rows name a source and are no observations, rendered from `table.md.j2`."""
    for table in report.figures.model.package.tables.values():
        if page_of(table) == f"tables/{table.name}":
            page = Page(f"{TABLE_PAGES}{table.name}", language, file_behind(report.project, TABLE_TEMPLATE, table.file))
            yield PagePlan(page, table.name, partial(_table_page, report, environment, table))


def _table_page(report: Report, environment: Environment, table: Table, page: Page) -> str:
    columns = [column for column in _columns(table, report) if any(row.text(column.name) for row in table.rows)]
    rows = [RowView(row, table.name, page, report) for row in table.rows]
    page.rows += [f"{table.name}:{table.key_of(row)}" for row in table.rows]
    context = Vocabulary(report, page, lambda _: Markup("")).context()
    return environment.get_template(TABLE_TEMPLATE).render(**context, table=table, columns=columns, listed=rows)


def _columns(table: Table, report: Report) -> list[Field]:
    """The columns that a reader needs: no keys of the table's own, one of those that differ by language, no sources."""
    hidden = {"id", "source", "second_source"}
    others = tuple(f"_{one.code}" for one in report.languages[1:])
    return [field for field in table.fields if field.name not in hidden and not field.name.endswith(others)]
