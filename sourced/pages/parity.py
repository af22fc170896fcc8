"""Whether a report's pages have what readers, searches and the other languages need: anchors, titles of their own, twins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sourced.findings import Finding
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.words.language import Language
from sourced.words.prose import headings, skeleton


def page_set_problems(pages: list[Page], report: Report, *, found_so_far: bool) -> list[Finding]:
    """What is wrong with pages as a set; titles and parity are looked at only where nothing else was found."""
    own = [page for page in pages if page.is_own]
    found = [one for page in own for one in _anchor_problems(page, report)]
    found += [] if found or found_so_far else _same_titles(own)
    found += [] if found or found_so_far else _parity_problems([page for page in pages if not page.is_added], report.languages)
    return found


def _anchor_problems(page: Page, report: Report) -> Iterator[Finding]:
    """Headings that share an anchor or have none, in a page's own template."""
    if page.is_shared:
        return
    text = (report.project.root / page.file).read_text(encoding="utf-8", errors="replace")
    seen: set[str] = set()
    for line, level, anchor in headings(text):
        if not anchor and "{{" not in text.splitlines()[line - 1]:
            yield Finding(
                page.file, line, "", f"has a heading without an anchor: {level} …", "write {#name} behind it, the same in all languages"
            )
        elif anchor and anchor in seen:
            yield Finding(page.file, line, "", f'has a second heading with the anchor "{anchor}"', "give each its own")
        seen.add(anchor)


def _same_titles(pages: list[Page]) -> Iterator[Finding]:
    """Two pages that a reader of results could not tell apart."""
    seen: dict[tuple[str, str], Page] = {}
    for page in pages:
        other = seen.setdefault((page.language.code, page.title), page)
        if other is not page:
            yield Finding(page.file, 0, "", f'has the title "{page.title}", as {other.file} has', "give each a title of its own")


def _parity_problems(pages: list[Page], languages: Sequence[Language]) -> Iterator[Finding]:
    """Pages that are not there in every language, or show other things than in the first."""
    by_name = {(page.name, page.language.code): page for page in pages}
    for name in sorted({page.name for page in pages}):
        present = [page for one in languages if (page := by_name.get((name, one.code)))]
        missing = [one for one in languages if (name, one.code) not in by_name]
        for one in missing:
            yield Finding(present[0].file, 0, "", f"has no {one.english_name} version", f"add {_file_in(present[0], one)}")
        if not missing:
            for other in present[1:]:
                yield from _differences(present[0], other)


def _file_in(page: Page, language: Language) -> str:
    """Where a page of another language would be, from the report's folder."""
    start, code, rest = page.file.rpartition(f".{page.language.code}.")
    return f"{start}.{language.code}.{rest}" if code else page.file


def _differences(one: Page, other: Page) -> Iterator[Finding]:
    for what, mine, theirs in (
        ("headings", skeleton(one.text), skeleton(other.text)),
        ("charts", one.charts, other.charts),
        ("tables", one.tables, other.tables),
        ("figures", sorted(one.figures), sorted(other.figures)),
    ):
        if mine != theirs:
            found = f"has other {what} than {one.file}: {_only_here(mine, theirs, one.language.code, other.language.code)}"
            yield Finding(other.file, 0, "", found, "make them the same")


def _only_here(mine: list[str], theirs: list[str], here: str, there: str) -> str:
    """What one of two lists has and the other lacks, or has less often, in words."""
    ours, others = Counter(mine), Counter(theirs)
    only = {here: list((ours - others).elements()), there: list((others - ours).elements())}
    return "; ".join(f"only in {code}: {', '.join(parts)}" for code, parts in only.items() if parts) or "their order differs"
