"""Ways to break a report: its cells, its descriptors, its templates, a workbook of it. Each is made from a seed."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import yaml
from openpyxl import load_workbook

from benchmarks.odd import CELLS, SNIPPETS, VALUES
from sourced.data.package import load_package
from sourced.data.workbook import workbook
from sourced.project import Project

Edit = Callable[[random.Random, list[list[str]]], None]


def pick(rng: random.Random, root: Path, *patterns: str) -> Path:
    """One of the files that fit."""
    return rng.choice(sorted(path for pattern in patterns for path in root.glob(pattern)))


def _cell(rng: random.Random, rows: list[list[str]]) -> None:
    row = rng.randrange(len(rows))
    if rows[row]:
        rows[row][rng.randrange(len(rows[row]))] = rng.choice(CELLS)


def _drop(rng: random.Random, rows: list[list[str]]) -> None:
    del rows[rng.randrange(len(rows))]


def _text(rng: random.Random, rows: list[list[str]]) -> None:
    """Put odd text behind what stands in cells of words, the twins alike, so that it may pass."""
    odd = rng.choice(CELLS)
    row = rng.choice(rows[1:] or rows)
    for place, name in enumerate(rows[0]):
        if place < len(row) and re.search("_(en|zh)$|title|publisher", name) and row[place]:
            row[place] += f" {odd}"


def _double(rng: random.Random, rows: list[list[str]]) -> None:
    rows.insert(rng.randrange(len(rows) + 1), list(rng.choice(rows)))


def _shuffle(rng: random.Random, rows: list[list[str]]) -> None:
    rng.shuffle(rows)


def _column(rng: random.Random, rows: list[list[str]]) -> None:
    place = rng.randrange(len(rows[0]) or 1)
    for row in rows:
        if place < len(row):
            del row[place]


def _swap(rng: random.Random, rows: list[list[str]]) -> None:
    one, other = rng.choice(rows), rng.choice(rows)
    place = rng.randrange(min(len(one), len(other)) or 1)
    if place < min(len(one), len(other)):
        one[place], other[place] = other[place], one[place]


EDITS: Final[tuple[Edit, ...]] = (_cell, _cell, _cell, _text, _text, _text, _drop, _double, _shuffle, _column, _swap)


def damaged(rng: random.Random, content: bytes) -> bytes:
    """The same bytes with a few of them lost, doubled or others."""
    place = rng.randrange(len(content) or 1)
    kind = rng.randrange(4)
    if kind == 0:
        return content[:place]
    if kind == 1:
        return content[:place] + bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9))) + content[place:]
    if kind == 2:
        return content[:place] + content[place + rng.randrange(1, 40) :]
    return content[:place] + content[place : place + rng.randrange(1, 200)] * 2 + content[place:]


def _as_saved(rng: random.Random, content: bytes) -> bytes:
    """The same table as other programs save it, or damaged."""
    text = content.decode("utf-8", "replace")
    codes = ("gb18030", "utf-16", "utf-16-le", "euc-kr", "shift-jis", "cp1251", "cp1252", "big5", "utf-8-sig", "utf-32")
    return rng.choice(
        (
            text.encode(rng.choice(codes), "replace"),
            text.replace("\n", "\r\n").encode(),
            text.replace("\n", "\r").encode(),
            text.replace(",", rng.choice(";\t|，")).encode(),
            content.replace(b'"', b"").replace(b",", b'","', 1),
            damaged(rng, content),
        )
    )


def break_cells(rng: random.Random, project: Project) -> None:
    """A table with one to three things wrong with it, or right after all."""
    path = pick(rng, project.data, "*.csv")
    rows = [list(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))]
    for _ in range(rng.choice((1, 1, 2, 3))):
        if rows:
            rng.choice(EDITS)(rng, rows)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    made = out.getvalue().encode("utf-8", "replace")
    path.write_bytes(_as_saved(rng, made) if rng.random() < 0.2 else made)


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all values in one."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, one in inner for place in _places(one, (*at, key)))]


def _replaced(rng: random.Random, value: Any, at: tuple[Any, ...]) -> Any:
    """The value with what stands at a place gone, renamed, or another."""
    if not at:
        return rng.choice(VALUES)
    key, *rest = at
    if rest:
        value[key] = _replaced(rng, value[key], tuple(rest))
    elif rng.random() < 0.15:
        del value[key]
    elif isinstance(value, dict) and rng.random() < 0.15:
        value[rng.choice(("x", "", 1, None, "title", "schema", "path"))] = value.pop(key)
    else:
        value[key] = rng.choice(VALUES)
    return value


def break_descriptor(rng: random.Random, project: Project) -> None:
    """`datapackage.yaml` or `mkdocs.yml` with another value somewhere, or damaged as a text."""
    path = rng.choice((project.data / "datapackage.yaml",) * 4 + (project.root / "mkdocs.yml",))
    if rng.random() < 0.2:
        path.write_bytes(damaged(rng, path.read_bytes()))
        return
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    if path.name == "mkdocs.yml" and rng.random() < 0.5:
        options = (
            "theme",
            "nav",
            "plugins",
            "hooks",
            "extra_css",
            "markdown_extensions",
            "docs_dir",
            "site_dir",
            "validation",
            "extra",
            "INHERIT",
        )
        described[rng.choice((*options, "exclude_docs", "use_directory_urls", "site_url", "watch", "strict"))] = rng.choice(VALUES)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        described = _replaced(rng, described, rng.choice(_places(described)))
    path.write_text(yaml.safe_dump(described, allow_unicode=True, sort_keys=False), encoding="utf-8")


def break_template(rng: random.Random, project: Project) -> None:
    """A template, a page written by hand or a part of the theme with something in it, or damaged."""
    path = pick(rng, project.root, "templates/pages/*.j2", "templates/pages/*.j2", "templates/**/*.j2", "templates/theme/*.html")
    if rng.random() < 0.15:
        name = rng.choice(("more", "index", "a b", "évidence", "evidence/sources", "x" * 200))
        path = project.docs / f"{name}.{rng.choice(('en', 'zh', 'fr'))}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("---\ntitle: More\n---\n# More {#more}\n\nWords.\n", encoding="utf-8")
    if rng.random() < 0.2:
        path.write_bytes(damaged(rng, path.read_bytes()))
        return
    lines = path.read_text(encoding="utf-8").split("\n")
    for _ in range(rng.choice((1, 1, 2))):
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(SNIPPETS))
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))


def _change_sheet(rng: random.Random, book: Any, sheet: Any) -> None:
    """Change a sheet as a whole."""
    changes: tuple[Callable[[], object], ...] = (
        lambda: sheet.merge_cells("A2:B3"), lambda: sheet.insert_rows(1), lambda: sheet.delete_cols(1), lambda: book.remove(sheet),
        lambda: setattr(sheet, "title", "X"), lambda: sheet.cell(1_048_576, 16_384, "x"), lambda: book.create_sheet("观测"),
    )  # fmt: skip
    rng.choice(changes)()


def break_workbook(rng: random.Random, project: Project) -> None:
    """`data.xlsx`, the data as a workbook with odd cells, or with a damaged archive."""
    file = project.root / "data.xlsx"
    made = workbook(project, load_package(project.data, root=project.root))
    if rng.random() < 0.4:
        file.write_bytes(_damaged_archive(rng, made))
        return
    book = load_workbook(io.BytesIO(made))
    for _ in range(rng.randrange(1, 4)):
        sheet = rng.choice(book.worksheets)
        cell = sheet.cell(rng.randrange(1, sheet.max_row + 2), rng.randrange(1, sheet.max_column + 2))
        odd = (True, 1.5, 10**20, -0.0, datetime(2023, 4, 1), date(2023, 4, 1), time(1, 2), "=1+1", "#REF!", "=" * 3, None, "x" * 32767)
        with_text = [one for one in CELLS if not re.search(r"[\x00-\x08\x0b-\x1f]", one) and len(one) < 32767]
        cell.value = rng.choice((*odd, *with_text))
        cell.number_format = rng.choice(
            ("General", "@", "0.0,,", "0%", "yyyy", "mm-dd", "[h]:mm", '"x"0', "[$-404]e/m/d", "# ?/?", "0.00E+00", ";;;")
        )
        if rng.random() < 0.2:
            _change_sheet(rng, book, sheet)
            break
    if not book.worksheets:
        book.create_sheet("X")
    book.save(file)


def _damaged_archive(rng: random.Random, made: bytes) -> bytes:
    """A workbook's archive with one part changed, lost or damaged, or damaged as a whole."""
    if rng.random() < 0.25:
        return damaged(rng, made)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(sorted(parts))
    entity = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100 + b'"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    content = parts.pop(name)
    body = content.partition(b"?>")[2] or content
    text = body.replace(b">", b">&b;", 1)
    changes: Mapping[str, bytes | None] = {
        "gone": None, "empty": b"", "zeros": b"\0" * rng.choice((10, 10**6)), "damaged": damaged(rng, content), "entity": entity + text,
        "outside": outside + text, "large": content + b" " * 10**7, "ref": re.sub(rb'r="[A-Z]+[0-9]+"', rb'r="XFD1048576"', content,
        count=2),
        "far": re.sub(rb'r="[0-9]+"', b'r="99999999999"', content, count=3), "type": content.replace(b't="s"',
        b't="n"').replace(b't="inlineStr"', b't="x"'),
        "style": re.sub(rb's="[0-9]+"', b's="9999"', content), "index": re.sub(rb"<v>[0-9]+</v>", b"<v>99999</v>", content),
        "word": re.sub(rb"<v>[0-9]+</v>", b"<v>x</v>", content),
    }  # fmt: skip
    if (new := changes[rng.choice(sorted(changes))]) is not None:
        parts[name] = new
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, inner in parts.items():
            archive.writestr(one, inner)
    return out.getvalue()
