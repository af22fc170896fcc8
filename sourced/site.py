"""Markdown to HTML: MkDocs, once for each language, in this process."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from sourced.findings import Finding, ReportError
from sourced.language import LANGUAGES, Language

CONFIGURATIONS = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}


def build_html(root: Path, markdown: Path, target: Path) -> None:
    """Build `markdown`/LANGUAGE into `target` (English) and `target`/zh (Chinese) with MkDocs.

    Raise ReportError with MkDocs' own words for whatever it warns of: dead links and anchors, pages missing from the
    navigation, a configuration it can't use.
    """
    findings = [finding for language in LANGUAGES for finding in _built(root, markdown, target, language)]
    if findings:
        raise ReportError(findings)


def _built(root: Path, markdown: Path, target: Path, language: Language) -> list[Finding]:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

    file = CONFIGURATIONS[language.code]
    if not (root / file).exists():
        return [Finding(file, 0, "", "there is no such file", "every report has one for each language")]
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    problem = ""
    try:
        config = load_config(str(root / file), docs_dir=str(markdown / language.code), site_dir=str(target / language.folder), strict=False)
        build(config)
    except (Abort, ConfigurationError, MkDocsException, OSError) as error:
        problem = str(error)
    finally:
        logger.removeHandler(handler)
    messages = [line.strip() for line in (*said.getvalue().splitlines(), *problem.splitlines()) if line.strip()]
    return [Finding(file, 0, "", f"MkDocs says: {message}", "correct the page or the configuration") for message in messages]
