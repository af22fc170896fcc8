"""Markdown to HTML: MkDocs, once for each language, for the pages that are not known from before.

A page's HTML follows from its Markdown, the configuration, the theme and the pages that the navigation names, so it is
kept under a digest of these; MkDocs is told (`dirty`) to leave alone the pages that are in place already.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sourced.findings import Finding, ReportError
from sourced.outputs.assets import SHEET
from sourced.outputs.markdown_copy import markdown_of
from sourced.pages.chart_frame import Drawings
from sourced.pages.page import Page, is_part
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.compose import Composed
from sourced.site.finish import Facts, drawings_in, facts_of, finished
from sourced.site.lines import laid_out, names_of
from sourced.site.mkdocs import run_mkdocs, theme_words
from sourced.site.not_found import PAGE, self_contained
from sourced.system.fork import all_forked, shares
from sourced.system.tracking import digest
from sourced.system.trees import Content, Manifest, docs_of, in_place, listing, next_site_of
from sourced.words.language import Language


class Site:
    """The finished pages of all languages: those that are known from before, then those that MkDocs makes."""

    def __init__(self, composed: Composed, built: Sequence[Manifest]) -> None:
        """The pages of `composed`; what a site that was `built` has is not read before it is written elsewhere."""
        self._languages = [_LanguageSite(composed, language, built) for language in composed.report.languages]

    @property
    def known(self) -> dict[str, Content]:
        """What is known from before: path below the site to content, to be put in place before `complete`."""
        return {path: content for one in self._languages for path, content in one.known.items()}

    def complete(self, markdown: Path, target: Path, placed: Collection[str]) -> dict[str, Facts]:
        """Let MkDocs make the rest of `target`, where `placed` are, from `markdown`/LANGUAGE; give the facts of every page by its path.

        All else that the site has must be in `target` already. Raise ReportError with MkDocs' own words for whatever
        it warns of: dead links and anchors, pages missing from the navigation, a configuration it can't use.
        """
        made = _made_by_several([one for one in self._languages if not one.is_whole], lambda one: one.make(markdown, target, placed))
        if findings := [finding for _, html in made for finding in html.complaints]:
            raise ReportError(findings)
        for one, html in made:
            one.take(html, target)
        return {path: facts for one in self._languages for path, facts in one.facts.items()}


def _made_by_several(sites: list[_LanguageSite], make: Callable[[_LanguageSite], _MadeHtml]) -> list[tuple[_LanguageSite, _MadeHtml]]:
    """What MkDocs makes of several languages, by copies of this process for those that are not in its own share."""
    own, *others = shares(sites) if sites else [[]]
    if others:
        import mkdocs.commands.build  # noqa: F401 (before this process is copied)
    with all_forked([partial(_made_in_turn, share, make) for share in others]) as waited:
        made = list(zip(own, _made_in_turn(own, make), strict=True))
        for share, found in zip(others, waited(), strict=True):
            made += zip(share, found or _made_in_turn(share, make), strict=True)
    return made


def _made_in_turn(sites: Sequence[_LanguageSite], make: Callable[[_LanguageSite], _MadeHtml]) -> list[_MadeHtml]:
    return [make(one) for one in sites]


def html_alone(project: Project, page: Page, drawings: Drawings) -> bytes | None:
    """A page as the site will have it, by MkDocs; None if it can't tell, as there is no build to take the others from.

    Its files in build/docs and build/site are replaced, as the build that follows will do again.
    """
    source, target = docs_of(project).folder / page.language.code / f"{page.name}.md", next_site_of(project).folder
    if not source.exists() or not (target / page.path).exists():
        return None
    source.write_bytes(page.content.read())
    os.utime(source, (0, 0))
    (target / page.path).unlink()
    docs, site = source.parents[page.name.count("/")], target / page.language.folder
    complaints = run_mkdocs(drawings.report, page.language, docs, site, pages_alone=True)
    if complaints or not (target / page.path).exists():
        return None
    text = (target / page.path).read_text(encoding="utf-8")
    text = laid_out(text, page.language, names_of(drawings.report.figures, page.language))
    return finished(text, {chart: drawings.get(chart, page.language).svgs for chart in drawings_in(text)}, page.linked).encode()


@dataclass(frozen=True)
class _MadeHtml:
    """What MkDocs has made of a language's pages."""

    complaints: list[Finding]
    pages: dict[str, tuple[list[str], Facts]]
    """By the page's path below build/docs: its files, by path below the site, where their contents are."""
    others: dict[str, bytes]
    """What it has made besides, by path below the site."""


class _LanguageSite:
    """The site of one language."""

    def __init__(self, composed: Composed, language: Language, built: Sequence[Manifest]) -> None:
        self._built = built
        self._report, self._memo, self._language = composed.report, composed.report.memo, language
        self._files, self._linked, prefix = composed.files, composed.linked, f"{language.code}/"
        self._folder = language.prefix
        texts = {path: text for path, text in composed.files.items() if path.startswith(prefix) and path.endswith(".md")}
        self._look = _look(
            self._report, language, [f"{path}\0{title}" for path, title in composed.titles.items() if path.startswith(prefix)]
        )
        self._names = names_of(self._report.figures, language)
        self._named = digest(*sorted(self._names))
        self._bases = {page: self._base(page, text) for page, text in texts.items()}
        sheet = composed.files.get(f"{language.code}/{SHEET}")
        self._sheet = sheet.read().decode(errors="replace") if sheet else ""
        self._others_base = self._look, sorted(texts), self._sheet
        self.known: dict[str, Content] = {}
        self.facts: dict[str, Facts] = {}
        self._missing = [page for page in texts if not self._recalled(page)]
        self._others_known, others = self._memo.find(f"others {language.code}", self._others_base)
        self._add_others(others or {})

    def _base(self, page: str, text: Content) -> str:
        shown = [] if self._is_part(page) else drawings_in(text.read().decode())
        drawings = (self._files[file].digest for chart in shown for file in self._drawings(chart).values())
        return digest(self._look, text.digest, self._linked[page], self._named, *drawings)

    @staticmethod
    def _is_part(page: str) -> bool:
        return is_part(page.partition("/")[2].removesuffix(".md"))

    def _recalled(self, page: str) -> bool:
        found, value = self._memo.find(f"html {page}", self._bases[page])
        if not found:
            return False
        digests, facts = value
        contents = in_place(self._built, digests, lambda: self._memo.long(f"html {page}", self._bases[page]))
        if contents.keys() != digests.keys():
            return False
        self.known |= contents
        self.facts[self._path(page)] = facts
        return True

    def _add_others(self, others: dict[str, bytes]) -> None:
        self.known |= {path: Content.of(content) for path, content in others.items()}
        self.facts |= {path: facts_of(path, content.decode()) for path, content in others.items() if path.endswith(".html")}

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self._missing and self._others_known

    def make(self, markdown: Path, target: Path, placed: Collection[str]) -> _MadeHtml:
        """Let MkDocs make what is missing from `target`, where `placed` are."""
        folder = target / self._language.folder
        for page in self._missing:  # none is there, unless somebody else did not come to an end
            (target / self._path(page)).unlink(missing_ok=True)
        docs = markdown / self._language.code
        complaints = run_mkdocs(self._report, self._language, docs, folder, pages_alone=self._others_known)
        if complaints:
            return _MadeHtml(complaints, {}, {})
        for name in ("sitemap.xml", "sitemap.xml.gz"):  # MkDocs' own knows one language and is dated today
            (folder / name).unlink(missing_ok=True)
            if ours := self._files.get(f"{self._language.code}/{name}"):
                (folder / name).write_bytes(ours.read())
        if not (self._others_known or self._report.project.address) and (lost := folder / PAGE).is_file():
            lost.write_text(self_contained(lost.read_text(encoding="utf-8"), self._sheet), encoding="utf-8")
        pages = {page: self._finished(page, target) for page in self._missing}
        here = {file for files, _ in pages.values() for file in files} | set(placed)
        elsewhere = tuple(one.prefix for one in self._report.languages if one.folder and one != self._language)
        added = sorted(path for name in listing(folder) if not name.startswith(elsewhere) and (path := self._folder + name) not in here)
        return _MadeHtml([], pages, {path: (target / path).read_bytes() for path in added})

    def take(self, made: _MadeHtml, target: Path) -> None:
        """Keep what was made in `target`."""
        for page, (files, facts) in made.pages.items():
            contents = {name: (target / name).read_bytes() for name in files}
            digests = {name: digest(content) for name, content in contents.items()}
            self._memo.keep(f"html {page}", self._bases[page], (digests, facts), long=contents)
            self.facts[self._path(page)] = facts
        if not self._others_known:
            self._memo.keep(f"others {self._language.code}", self._others_base, made.others)
            self._add_others(made.others)

    def _finished(self, page: str, target: Path) -> tuple[list[str], Facts]:
        """Of the page that MkDocs has written, with its drawings and its JSON-LD written in its place, and as Markdown: the files."""
        path = self._path(page)
        text = (target / path).read_text(encoding="utf-8")
        svgs = {
            chart: {size: self._files[file].read().decode() for size, file in self._drawings(chart).items()} for chart in drawings_in(text)
        }
        html = finished(laid_out(text, self._language, self._names), svgs, self._linked[page])
        files = {path: html.encode()}
        if self._report.downloads and not self._is_part(page):
            files[f"{path.removesuffix('.html')}.md"] = markdown_of(html).encode()
        for name, content in files.items():
            (target / name).write_bytes(content)
        return list(files), facts_of(path, html)

    def _drawings(self, chart: str) -> dict[str, str]:
        return {size: f"{self._language.code}/charts/{chart}.{size}.svg" for size in ("wide", "narrow")}

    def _path(self, page: str) -> str:
        """Where MkDocs puts a page, from the root of the whole site."""
        stem = page.removeprefix(f"{self._language.code}/").removesuffix(".md")
        return self._folder + (f"{stem}.html" if stem.rpartition("/")[2] == "index" else f"{stem}/index.html")


def _look(report: Report, language: Language, titles: Sequence[str]) -> str:
    """Digest of what all pages share: configuration, theme, hooks, words, the site's address, and the pages that a navigation can name."""
    root = report.project.root
    theme = sorted(path for path in report.project.theme.rglob("*") if path.is_file())
    files = [*sorted(root.glob("mkdocs*.yml")), *sorted(root.glob("*.py")), *theme]
    parts = (part for path in files for part in (path.relative_to(root).as_posix(), path.read_bytes()))
    told = repr([(name, value) for name, value in theme_words(report, language).items() if name != "word"])
    return digest(os.environ.get("SITE_URL", ""), told, repr(report.navigation), language.own, *titles, *parts)
