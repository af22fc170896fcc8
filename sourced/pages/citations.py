"""How to cite the report, a chart and a table: BibTeX, CSL-JSON, APA (7th edition) and GB/T 7714-2015."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from sourced.data.tables import Table
from sourced.pages.page import CHART_PAGES
from sourced.pages.report import Report
from sourced.words.language import Language


@dataclass(frozen=True)
class Work:
    """Something that can be cited; `address` is "" where the site's own is not known when it is built."""

    key: str
    kind: str
    """report, dataset or chart."""
    title: str
    container: str
    """The report that a chart or table is part of, "" for the report itself."""
    author: str
    issued: date
    address: str
    language: Language


APA, GBT = "APA", "GB/T 7714"
"""Names of the styles, the same in every language."""
_BIBTEX = {"report": "online", "dataset": "dataset", "chart": "online"}
_TEX = {ord(mark): f"\\{mark}" for mark in "#$%&_"} | {
    ord("{"): r"\textbraceleft{}", ord("}"): r"\textbraceright{}", ord("\\"): r"\textbackslash{}", ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}", ord("\n"): " ", ord("\r"): " ",
}  # fmt: skip
"""What TeX takes for its own, as it is written to be seen."""
_CSL = {"report": "webpage", "dataset": "dataset", "chart": "graphic"}
_GBT = {"report": "EB/OL", "dataset": "DS/OL", "chart": "EB/OL"}


def bibtex(work: Work) -> str:
    """An entry for BibLaTeX or BibTeX."""
    fields = {
        "author": work.author,
        "title": work.title,
        "maintitle": work.container,
        "date": work.issued.isoformat(),
        "year": str(work.issued.year),
        "url": work.address,
        "langid": work.language.english_name.partition(" ")[0].lower(),
    }
    fields = {name: value if name == "url" else _in_tex(value) for name, value in fields.items()}
    for name in ("author", "title"):  # in braces once more: no name in parts, and capitals as they are
        fields[name] = f"{{{fields[name]}}}" if fields[name] else ""
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{_BIBTEX[work.kind]}{{{work.key},", *lines, "}"]) + "\n"


def _in_tex(text: str) -> str:
    """A text as TeX sets it letter by letter, which no brace or command in it can end."""
    return text.translate(_TEX)


def csl(work: Work) -> str:
    """An item for citation managers, as a list of one."""
    item = {
        "id": work.key,
        "type": _CSL[work.kind],
        "title": work.title,
        "container-title": work.container,
        "author": [{"literal": work.author}],
        "issued": {"date-parts": [[work.issued.year, work.issued.month, work.issued.day]]},
        "URL": work.address,
        "language": work.language.tag,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


def citation(work: Work) -> tuple[str, str]:
    """The style that readers of the work's language cite in, by its name, and the line in it."""
    return (GBT, gbt(work)) if work.language.conventions.cites_by_gbt else (APA, apa(work))


def apa(work: Work) -> str:
    """A line in APA style."""
    day = format_date(work.issued, "y, MMMM d", "en")
    kind = {"dataset": " [Data set]", "chart": " [Chart]"}.get(work.kind, "")
    title = f"{work.title}{kind}." if kind else ended(work.title)
    parts = [f"{ended(work.author)} ({day}).", title, ended(f"In {work.container}") if work.container else "", work.address]
    return " ".join(part for part in parts if part)


def ended(sentence: str) -> str:
    """A sentence with a full stop, unless it ends with a mark of its own."""
    return sentence if sentence.endswith((".", "?", "!", "？", "！")) else f"{sentence}."


def gbt(work: Work) -> str:
    """A line in the style of GB/T 7714-2015; whoever cites adds the day of reading."""
    container = f"//{work.container}" if work.container else ""
    return f"{ended(work.author)} {work.title}{container}[{_GBT[work.kind]}]. ({work.issued.isoformat()}). {work.address}".rstrip()


def issued(report: Report) -> date:
    """The day on which a table was last gone through: the report's date."""
    days = [table.updated for table in report.figures.model.package.tables.values() if table.updated]
    return max(days, default=date(1970, 1, 1))


def absolute(report: Report, language: Language, path: str) -> str:
    """An address on the published site, "" if the site's own is not known."""
    return f"{report.project.address}{language.prefix}{path}" if report.project.address else ""


def report_work(report: Report, language: Language) -> Work:
    """The report as something to cite."""
    package = report.figures.model.package
    return Work(
        package.name,
        "report",
        package.report[language.code],
        "",
        package.author[language.code],
        issued(report),
        absolute(report, language, ""),
        language,
    )


def table_work(report: Report, table: Table, language: Language) -> Work:
    """A table as something to cite."""
    package = report.figures.model.package
    day = table.updated or issued(report)
    where = absolute(report, report.root, table.file)
    return Work(
        f"{package.name}-{table.name}",
        "dataset",
        table.title[language.code],
        package.report[language.code],
        package.author[language.code],
        day,
        where,
        language,
    )


def chart_work(report: Report, chart: str, title: str, language: Language) -> Work:
    """A chart as something to cite, by the page of its own."""
    package = report.figures.model.package
    where = absolute(report, language, f"{CHART_PAGES}{chart}/")
    return Work(
        f"{package.name}-chart-{chart}",
        "chart",
        title,
        package.report[language.code],
        package.author[language.code],
        issued(report),
        where,
        language,
    )
