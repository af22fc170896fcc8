"""The page 404 of a site whose address is not known: it is shown at any depth below any path, so it brings its looks with it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Final

from sourced.project import RUNTIME

PAGE: Final = "404.html"
"""Its file, from the site's root."""
_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_SHEET: Final = re.compile(r'(?=<link rel="stylesheet" )')
_ASKING: Final = re.compile(r'(<(?:link|script|img)\b[^>]*?) (src|href)="/(?!/)')
_FONT: Final = re.compile(r"@font-face\s*\{[^}]*\burl\([^}]*\}\s*")


def self_contained(html: str, sheet: str) -> str:
    """The page with the stylesheet within it, and a script that looks for the site's root; only then it asks for files from there.

    Without the script its links are those of a site at the root of its host.
    """
    style = _FONT.sub("", sheet).replace("</", r"<\/")
    script = (RUNTIME / "not_found.js").read_text(encoding="utf-8")
    html = _ASKING.sub(r'\1 data-\2="/', html)
    html = _SHEET.sub(lambda _: f"<style>{style}</style>\n", html, count=1)
    html = html.replace("</body>", f"<script>{script}</script>\n</body>", 1)
    return _POLICY.sub(lambda match: _allowing(match[0], script, style), html, count=1)


def _allowing(policy: str, script: str, style: str) -> str:
    """A policy that lets these two texts stand in the page, and no other."""
    for kind, text in (("script-src", script), ("style-src", style)):
        policy = policy.replace(f"{kind} 'self'", f"{kind} 'self' 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")
    return policy
