"""The script that lets pages be read again without a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from sourced.pages.report import Report
from sourced.project import RUNTIME
from sourced.system.tracking import digest
from sourced.system.trees import Content
from sourced.words.language import Language

SCRIPT = RUNTIME / "sw.js"


def service_worker(report: Report, files: Mapping[str, Content]) -> str:
    """The script for a site of these files; it names its store by them, and says in each language what it can't show."""
    words = {
        "VERSION": _version(files),
        "FONTS": json.dumps(sorted(path.removeprefix(f"{report.root.code}/") for path in files if path.endswith(".woff2"))),
        "OWN_FOLDERS": json.dumps(_folders(report, files), ensure_ascii=True),
        "OFFLINE_NOTICES": json.dumps({one.tag: escape(one.word("offline.copy", "{}")) for one in report.languages}, ensure_ascii=False),
        "AWAY_LANGUAGE": report.root.tag,
        "AWAY_TITLE": " · ".join(dict.fromkeys(language.word("offline.title") for language in report.languages)),
        "AWAY_WORDS": "\n".join(map(_away, report.languages)),
    }
    script = SCRIPT.read_text(encoding="utf-8")
    for gap, word in words.items():
        script = script.replace(gap, word)
    return script


def _folders(report: Report, files: Mapping[str, Content]) -> list[str]:
    """What an address of a page may begin with below the site's root: the first folder of each file, as browsers spell it."""
    others = {language.prefix.strip("/") for language in report.languages if language != report.root}
    own = {path.partition("/")[2].partition("/")[0] for path in files if path.startswith(f"{report.root.code}/")}
    return sorted({"", "index.html", "data", *map(quote, others | own | {name.removesuffix(".md") for name in own})})


def _away(language: Language) -> str:
    """What a reader sees in place of a page that was not read before, when there is no network."""
    link = f'<a href="${{ROOT.pathname}}{language.prefix}">{language.word("theme.overview")}</a>'
    return f'<h1 lang="{language.tag}">{language.word("offline.unread")}</h1><p lang="{language.tag}">{link}</p>'


def _version(files: Mapping[str, Content]) -> str:
    """A short digest of the report's pages and looks: the name of a browser's store of them."""
    named = (path for path in sorted(files) if path.endswith((".md", ".css", ".js", ".woff2")))
    return digest(*(part for path in named for part in (path, files[path].digest)))[:12]
