"""What MkDocs and the checks of the finished site say, led back to the template, page or configuration that an editor can correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sourced.findings import Finding
from sourced.pages.page import Page

_SAID = re.compile(r"MkDocs says \((?P<code>[\w-]+)\): (?P<words>.*)", re.DOTALL)
_LINK = re.compile(r"Doc file '(?P<doc>[^']+)' contains (?:a|an \w+) link '(?P<target>[^']*)', but (?P<why>.*)")
_UNREAD = re.compile(r"Error reading page '(?P<doc>[^']+)': (?P<why>.*)")
_IN_NAV = re.compile(r"A reference to '(?P<target>[^']+)' is included in the 'nav' configuration, which is not found")
_OF_PAGE = re.compile(r"(?:links to|asks another host for) (?P<target>\S+?),?(?: |$)|the id \"(?P<id>[^\"]+)\"")


def at_source(findings: Iterable[Finding], pages: Sequence[Page], root: Path) -> Iterator[Finding]:
    """The findings with the files that they are due to, and the lines where these name what is wrong."""
    by_doc = {(page.language.code, f"{page.name}.md"): page for page in pages}
    by_path = {page.path: page for page in pages}
    for one in findings:
        if said := _SAID.match(one.found):
            yield from _of_mkdocs(one, said["code"], said["words"], by_doc, root)
        elif (page := by_path.get(one.file)) and (match := _OF_PAGE.search(one.found)):
            yield _in(page, replace(one, line=0), match["target"] or f"#{match['id']}", root)
        else:
            yield replace(one, file=page.file, line=0) if page else one


def _of_mkdocs(one: Finding, code: str, said: str, by_doc: dict[tuple[str, str], Page], root: Path) -> Iterator[Finding]:
    if (match := _LINK.match(said)) and (page := by_doc.get((code, match["doc"]))):
        why = "but there is no such anchor" if "anchor" in match["why"] else "which is not there"
        found = replace(one, found=f"links to {match['target']}, {why}", fix="correct the link")
        yield _in(page, found, match["target"], root)
    elif (match := _UNREAD.match(said)) and (page := by_doc.get((code, match["doc"]))):
        words, fix = f"can't be made a page of: {match['why']}", "look for an address or an attribute that is none"
        if match["why"].startswith("takes "):
            words, fix = f"{match['why']}, as Markdown", "look for brackets, stars or the like in a long row, or part the page in two"
        yield replace(one, file=page.file, line=0, found=words, fix=fix)
    elif match := _IN_NAV.match(said):
        words = f"names {match['target']} in its nav, which is no page"
        yield replace(one, line=_line(root / one.file, match["target"]), found=words, fix="correct the name, or add the page")
    elif said.startswith("- ") and said.endswith(".md"):
        yield replace(one, found=f"does not name the page {said[2:]} in its nav", fix=f'add "- {said[2:]}" below nav:')
    elif not said.startswith(("The following pages exist", "Aborted with")):
        words = said.replace(f"{root}/", "")
        yield replace(one, found="MkDocs says: " + re.sub(r"'/[^']*/site-packages/[^']*'", "MkDocs' own", words))


def _in(page: Page, found: Finding, target: str, root: Path) -> Finding:
    """The finding in the page's own template, in the line that holds the target or its end."""
    parts = [target, target.rstrip("/"), target.rpartition("/")[2], target.strip("/").rpartition("/")[2]]
    line = next((line for part in parts if part and (line := _line(root / page.file, part))), 0)
    return replace(found, file=page.file, line=line)


def _line(file: Path, text: str) -> int:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)
