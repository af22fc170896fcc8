"""Old addresses of pages that were renamed: each leads on to the new one, in every language.

`docs/moved.yaml` maps addresses from a language's root, `old/name/: new/name/`, an anchor allowed on the right.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from html import escape

import yaml

from sourced.data.yaml_files import read_yaml
from sourced.findings import Finding, ReportError
from sourced.pages.report import Report
from sourced.project import Project
from sourced.words.language import Language

FILE = "docs/moved.yaml"


def redirects(report: Report, addresses: Collection[str]) -> dict[str, str]:
    """A page for each old address, by path below build/docs; `addresses` are those that there are.

    Raise ReportError for an old address that is in use and for a new one that leads nowhere.
    """
    project = report.project
    file = project.root / FILE
    if not file.exists():
        return {}
    try:
        text = file.read_text(encoding="utf-8")
        pairs = {str(old): str(new) for old, new in (read_yaml(text) or {}).items()}
    except (yaml.YAMLError, AttributeError, ValueError) as error:
        fix = "write lines such as old/name/: new/name/"
        raise ReportError([Finding(FILE, 0, "", f"is no list of addresses: {error}", fix)]) from error
    if findings := list(_problems(pairs, text.splitlines(), addresses)):
        raise ReportError(findings)
    return {f"{one.code}/{old}index.html": _page(project, old, new, one) for old, new in pairs.items() for one in report.languages}


def _problems(pairs: dict[str, str], lines: list[str], addresses: Collection[str]) -> Iterator[Finding]:
    for old, new in pairs.items():
        number = next((number for number, line in enumerate(lines, 1) if line.lstrip("\"' ").startswith(old)), 0)
        if not old.endswith("/") or old.startswith(("/", ".")) or ".." in old:
            yield Finding(FILE, number, "", f'"{old}" is no address of a page', "write it from the language's root with a slash at its end")
        if old in addresses:
            yield Finding(FILE, number, "", f'"{old}" is a page of the report', "rename the page, or delete the line")
        if new.partition("#")[0] not in addresses:
            yield Finding(FILE, number, "", f'"{new}" is no page of the report', "correct the address")


def _page(project: Project, old: str, new: str, language: Language) -> str:
    there = posixpath.relpath(new.partition("#")[0] or ".", old) + "/" + new[len(new.partition("#")[0]) :]
    known = f'<link rel="canonical" href="{escape(project.address)}{language.prefix}{escape(new)}">'
    words = language.word("moved")
    return (
        f'<!doctype html>\n<html lang="{language.tag}">\n<head>\n<meta charset="utf-8">\n<title>{words}</title>\n'
        f'<meta name="robots" content="noindex">\n<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f'<meta http-equiv="refresh" content="0; url={escape(there)}">\n'
        f'{known if project.address else ""}\n</head>\n<body><p>{words} <a href="{escape(there)}">{escape(new)}</a></p></body>\n</html>\n'
    )
