"""The generator's catalogues of words, kept up with what asks for them: `python -m tools.words [CODE …]`, or `make words`.

Renews sourced/locale/*/LC_MESSAGES/sourced.po and the .mo that the generator reads: a word newly asked for is added,
empty, to each; one that nothing asks for goes. A code that has no catalogue yet begins one. Words are named by keys, and
English is a translation like any other, so there is no template of catalogues and no guess at a similar key.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from sourced.data.history import KINDS
from sourced.drawing.interactive import WORDS
from sourced.evidence.standing import STANDINGS
from sourced.pages.formats import PACKAGE_FORMATS
from sourced.pages.shared import ORDER
from sourced.words.catalogue import FILE, SOURCE

ROOT: Final = Path(__file__).parent.parent
LOCALES: Final = ROOT / "sourced" / "locale"
ASKING: Final = ("sourced", "templates", "charts", "tests/*/templates", "tests/*/charts")
"""Folders of what may ask for words: the generator and the reports kept with it."""
ENDINGS: Final[Mapping[str, Sequence[str]]] = {
    "against_": ("quarter", "year"),
    "by.": ("day", "half", "month", "quarter", "range", "year"),
    "copy.": ("extract", "full"),
    "confidence.": ("high", "low", "medium"),
    "explore.": WORDS,
    "fall.": ("at_least", "at_most"),
    "needs.": ("contradicts", "supports", "where"),
    "news.": ("dropped", "more_new", "more_revised", "new", "revised", "seconded", "verdicts"),
    "page.data.": tuple(f"{form}{part}" for form in PACKAGE_FORMATS for part in ("", "_why")),
    "page.": tuple(f"{page}.{part}" for page in ORDER for part in ("title", "why")),
    "qualifier.": ("approx", "at_least", "at_most", "estimate", "exact"),
    "rank.": ("at_least", "at_most"),
    "rows_": KINDS,
    "sign.": ("approx", "at_least", "at_most", "estimate"),
    "sign_means.": ("approx", "at_least", "at_most", "estimate", "weak"),
    "standing.": STANDINGS,
    "standing_means.": STANDINGS,
    "test.": (
        *(f"{sign}.{outcome}" for sign in ("at_least", "at_most", "less", "more", "same") for outcome in ("fails", "holds")),
        "same.near",
        "same.rounds",
    ),
    "theme.": ("dark", "light"),
}
"""Keys that are put together where they are asked for, by their beginnings; the sources show only those."""
HEADERS: Final = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
"""What a catalogue says of itself. Babel's other headers name authors and times, which Git knows."""
_TEMPLATES: Final = {
    ".j2": Environment(autoescape=True, comment_start_string="{*", comment_end_string="*}"),
    ".html": Environment(autoescape=True),
}
"""How templates are read: pages as sourced.pages.templates does it, themes as MkDocs."""


class Words(Catalog):
    """A catalogue with no more headers than are read, so that the same words make the same file."""

    def __init__(self, code: str) -> None:
        comment = "# The generator's own words; see CONTRIBUTING.md"
        super().__init__(code.replace("-", "_"), header_comment=comment, charset="utf-8", fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Names and values of the headers."""
        return [(name, value if name != HEADERS[-1] else f"{value}\n") for name, value in self._get_mime_headers() if name in HEADERS]


def asked_for() -> tuple[set[str], set[str]]:
    """Whole keys that code and templates ask for, and the beginnings of those that they put together."""
    found = [one for folder in ASKING for root in sorted(ROOT.glob(folder)) for path in sorted(root.rglob("*")) for one in _asked_in(path)]
    return {key for key, whole in found if whole}, {key for key, whole in found if not whole}


def _asked_in(path: Path) -> Iterator[tuple[str, bool]]:
    """Keys that a file asks for, and whether they are whole."""
    if path.suffix == ".py":
        yield from asked_in_python(path.read_text(encoding="utf-8"))
    elif path.suffix in _TEMPLATES:
        yield from asked_in_template(_TEMPLATES[path.suffix].parse(path.read_text(encoding="utf-8")))


def asked_in_python(source: str) -> Iterator[tuple[str, bool]]:
    """Keys in calls of `word`, whoever's; a choice of two is both, an f-string a beginning."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not call.args or "word" not in (getattr(call.func, "attr", ""), getattr(call.func, "id", "")):
            continue
        key = call.args[0]
        for one in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
            part = one.values[0] if isinstance(one, ast.JoinedStr) else one
            if isinstance(part, ast.Constant):
                yield str(part.value), part is one


def asked_in_template(template: nodes.Template) -> Iterator[tuple[str, bool]]:
    """The same of a template, where `~` puts keys together."""
    for call in template.find_all(nodes.Call):
        if not call.args or "word" not in (getattr(call.node, "name", ""), getattr(call.node, "attr", "")):
            continue
        key = call.args[0]
        for one in (key.expr1, key.expr2) if isinstance(key, nodes.CondExpr) else (key,):
            part = one.nodes[0] if isinstance(one, nodes.Concat) else one
            if isinstance(part, nodes.Const):
                yield str(part.value), part is one


def keys() -> list[str]:
    """Every key that may be asked for."""
    whole, beginnings = asked_for()
    return sorted(whole | {beginning + ending for beginning in beginnings for ending in ENDINGS.get(beginning, ())})


def file_of(code: str) -> Path:
    """A language's catalogue."""
    return LOCALES / code / FILE


def read(code: str) -> Catalog:
    """A language's catalogue as it is, empty if there is none."""
    path = file_of(code)
    return read_po(BytesIO(path.read_bytes()), locale=code.replace("-", "_"), abort_invalid=True) if path.is_file() else Words(code)


def renewed(code: str, wanted: Sequence[str]) -> Words:
    """A language's catalogue with the keys that are wanted and no others; those are plural that are so in English."""
    english, old, new = read(SOURCE), read(code), Words(code)
    for key in wanted:
        plural = isinstance(_id(english.get(key)), tuple)
        known = old.get(key)
        string = known.string if known and isinstance(known.id, tuple) == plural else None
        new.add((key, key) if plural else key, string, user_comments=known.user_comments if known else ())
    return new


def _id(message: Message | None) -> object:
    return message.id if message else ""


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the generator reads it."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def written(catalogue: Catalog) -> bytes:
    """A catalogue as people read it."""
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_output=True)
    return out.getvalue().rstrip(b"\n") + b"\n"


def main(codes: Sequence[str]) -> None:
    """Renew the catalogues that there are, and begin those of `codes`."""
    wanted = keys()
    for code in sorted({*codes, *(path.name for path in LOCALES.iterdir())}):
        catalogue = renewed(code, wanted)
        path = file_of(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        lacking = [str(key) for key in wanted if not all(forms(catalogue.get(key)))]
        print(f"{code}: {len(wanted)} words" + (f", to be translated: {', '.join(lacking)}" if lacking else ""))


def forms(message: Message | None) -> tuple[str, ...]:
    """A message's forms, one if it has no plural."""
    string = message.string if message else ""
    return (string,) if isinstance(string, str) else tuple(string or ())


if __name__ == "__main__":
    main(sys.argv[1:])
