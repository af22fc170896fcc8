"""A new report: a small one, true to its sources, whose files are written from `sourced/starter/`."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined

from sourced import DISTRIBUTION, __version__
from sourced.project import GENERATOR
from sourced.words.conventions import script_tag
from sourced.words.language import Language

TITLE: Final = "Two censuses"
STARTER: Final = GENERATOR / "starter"
LANGUAGES: Final = ("en", "zh", "de")
"""The languages that the small report is written in."""
SHAPES: Final = ("residents", "seats", "ratio")
"""What the charts of its sections show, in turn."""
_NAMED_OTHERWISE: Final = {"gitignore": ".gitignore", "publish.yml": ".github/workflows/publish.yml"}
"""Files that would mean something where the generator keeps them; modules end in .in there, as they are none yet."""
NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "residents": {"en": "Residents", "zh": "人口", "de": "Einwohner"},
    "seats": {"en": "Seats", "zh": "席位", "de": "Sitze"},
}
NUMBERED: Final = {"en": "Part {}", "de": "Teil {}"}
"""What a section is called in a language in whose script its name is not written."""
_NEW, _OLD = "2020-04-01", "2010-04-01"
TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "residents": {
        "en": f"{{{{ name('texas') }}}} counted {{{{ figure('residents', 'texas', '{_NEW}') }}}}",
        "zh": f"{{{{ name('texas') }}}}人口达{{{{ figure('residents', 'texas', '{_NEW}') }}}}",
        "de": f"{{{{ name('texas') }}}} zählte {{{{ figure('residents', 'texas', '{_NEW}') }}}}",
    },
    "seats": {
        "en": f"{{{{ name('california') }}}} was given {{{{ figure('seats', 'california', '{_NEW}') }}}}",
        "zh": f"{{{{ name('california') }}}}分得{{{{ figure('seats', 'california', '{_NEW}') }}}}",
        "de": f"{{{{ name('california') }}}} erhielt {{{{ figure('seats', 'california', '{_NEW}') }}}}",
    },
    "ratio": {
        "en": f"A seat of {{{{ name('texas') }}}} stands for {{{{ at('ratio(residents.texas.{_NEW}, seats.texas.{_NEW})') }}}}",
        "zh": f"{{{{ name('texas') }}}}每席代表{{{{ at('ratio(residents.texas.{_NEW}, seats.texas.{_NEW})') }}}}",
        "de": f"Ein Sitz von {{{{ name('texas') }}}} steht für {{{{ at('ratio(residents.texas.{_NEW}, seats.texas.{_NEW})') }}}}",
    },
}
SUBTITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "residents": {
        "en": "Residents on the day of each census, by state",
        "zh": "各州普查日常住人口",
        "de": "Einwohner am Tag jeder Volkszählung, nach Staat",
    },
    "seats": {
        "en": "Seats in the House of Representatives after each census, by state",
        "zh": "各州历次普查后分得的众议院席位",
        "de": "Sitze im Repräsentantenhaus nach jeder Volkszählung, nach Staat",
    },
    "ratio": {"en": "Residents per seat, by state", "zh": "各州每席代表的人口", "de": "Einwohner je Sitz, nach Staat"},
}


@dataclass(frozen=True)
class Section:
    """A section of the small report: its key, its name and what its chart shows."""

    id: str
    names: Mapping[str, str]
    shape: str

    @property
    def function(self) -> str:
        """Name of the function that draws its chart."""
        return f"{self.id.replace('-', '_')}_by_state"

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of its chart, by language."""
        return TITLES[self.shape]

    @property
    def subtitles(self) -> Mapping[str, str]:
        """What its chart shows, by language."""
        return SUBTITLES[self.shape]

    @property
    def prose(self) -> Mapping[str, str]:
        """A sentence for its page, by language."""
        return {code: f"{title}{'。' if code == 'zh' else '.'}" for code, title in self.titles.items()}


@dataclass(frozen=True)
class Plan:
    """What is asked for a new report."""

    title: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    command: str
    """How its reader calls the generator."""


def sections_named(names: Sequence[str], languages: Sequence[str]) -> tuple[Section, ...]:
    """The sections of these names, each in the order of the languages, parted by " / "; those of the example if there are none."""
    if not names:
        return tuple(Section(key, NAMES[key], key) for key in NAMES)
    found: dict[str, Section] = {}
    for place, (name, *others) in enumerate(one.split(" / ") for one in names):
        key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        key = key if key[:1].isalpha() and key not in {"index", "evidence", "charts", "data"} else f"section-{place + 1}"
        said = dict(zip(languages, (name, *others), strict=False))
        named = {code: _named_in(code, said.get(code, name).strip(), place + 1) for code in languages}
        found.setdefault(key, Section(key, named, SHAPES[place % len(SHAPES)]))
    return tuple(found.values())


def _named_in(code: str, name: str, number: int) -> str:
    """A section's name in a language: as given, unless that is in another script."""
    return name if code == "zh" or not script_tag(name) else NUMBERED[code].format(chr(64 + number))


def files_of(plan: Plan, day: date) -> dict[str, str]:
    """The files of a new report, by path below its folder, with `day` as that on which its tables were gone through."""
    environment = _environment(plan, day)
    found = {}
    for path in sorted(STARTER.rglob("*")):
        name = path.relative_to(STARTER).as_posix().removesuffix(".in")
        if not path.is_file() or "__pycache__" in path.parts or not _is_of(name, plan.languages):
            continue
        text = path.read_text(encoding="utf-8")
        if "pages/section." in name:
            for section in plan.sections:
                found[name.replace("section.", f"{section.id}.")] = environment.from_string(text).render(one=section)
        else:
            made = environment.from_string(text).render()
            found[_NAMED_OTHERWISE.get(name, name)] = _columns(made, plan.languages) if path.suffix == ".csv" else made
    rows = [["id", *(f"name_{code}" for code in plan.languages)]]
    rows += [[one.id, *(one.names[code] for code in plan.languages)] for one in plan.sections]
    return {**found, "data/sections.csv": _csv(rows)}


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files; FileExistsError if the folder holds anything already."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _environment(plan: Plan, day: date) -> Environment:
    """Jinja with other signs than those of a report's own templates, and all that the starter's files name."""
    environment = Environment(  # noqa: S701 (what is written is source, not HTML)
        block_start_string="<%", block_end_string="%>", variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>", trim_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined,
    )  # fmt: skip
    first = plan.languages[0]
    environment.globals |= {
        "languages": plan.languages,
        "titles": {code: json.dumps(plan.title, ensure_ascii=False) if ":" in plan.title else plan.title for code in plan.languages},
        "plain_title": plan.title,
        "name": re.sub(r"[^a-z0-9]+", "-", plan.title.lower()).strip("-") or "report",
        "sections": plan.sections,
        "section": lambda shape: next((one.id for one in plan.sections if one.shape == shape), plan.sections[0].id),
        "plurals": {code: Language(code).plurals for code in plan.languages},
        "day": day.isoformat(),
        "command": plan.command,
        "requirement": (named := requirement()),
        "local": "@ file:" in named,
        "unpushed": "@ git+" in named and _is_unpushed(named),
        "distribution": DISTRIBUTION,
        "w": lambda en, zh, de: {"en": en, "zh": zh, "de": de}[first],
    }
    return environment


def _is_of(name: str, languages: Sequence[str]) -> bool:
    """Whether a file belongs to a report in these languages."""
    codes = [code for code in LANGUAGES if f".{code}." in name]
    return not codes or codes[0] in languages


def _columns(text: str, languages: Sequence[str]) -> str:
    """A table without the columns of other languages, those of a kind in the order of the languages."""
    rows = list(csv.reader(io.StringIO(text)))
    order = {code: place for place, code in enumerate(languages)}
    kept: list[tuple[int, int, int]] = []
    group, last = 0, ""
    for place, name in enumerate(rows[0]):
        stem, _, code = name.rpartition("_")
        kind = "plural" if stem in {"one", "other"} else stem if code in LANGUAGES else name
        group, last = group + (kind != last), kind
        if code not in LANGUAGES or code in order:
            kept.append((group, order.get(code, 0), place))
    return _csv([[row[place] for *_, place in sorted(kept)] for row in rows])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def requirement() -> str:
    """How pip finds the generator: by the repository that it was installed or cloned from, else its folder here, else its version."""
    if address := next(_origins(), ""):
        return f"{DISTRIBUTION} @ git+{address}"
    if (GENERATOR.parent / "pyproject.toml").is_file():
        return f"{DISTRIBUTION} @ {GENERATOR.parent.as_uri()}"
    folder = Path(installed_from() or ".")
    return f"{DISTRIBUTION} @ {folder.as_uri()}" if folder.is_absolute() else f"{DISTRIBUTION}=={__version__}"


def _is_unpushed(requirement: str) -> bool:
    """Whether the commit that a requirement names is the one of the folder in use, and its repository's own copy lacks it."""
    commit = _git("rev-parse", "HEAD")
    return bool(commit) and requirement.endswith(commit) and not _git("branch", "--remotes", "--contains", "HEAD")


def _origins() -> Iterator[str]:
    """Addresses of the generator's repository, with the commit that is in use."""
    if (installed := installed_from()).startswith("git+"):
        yield installed.removeprefix("git+")
    address, commit = (_git(*words) for words in (("remote", "get-url", "origin"), ("rev-parse", "HEAD")))
    address = re.sub(r"^(?:ssh://)?git@([^:/]+)[:/]", r"https://\1/", address)
    if re.match(r"https://", address) and commit:
        yield f"{address}@{commit}"


def installed_from() -> str:
    """What the generator was installed from, a repository or a folder, as pip writes it; "" if that is not known."""
    try:
        said = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    if "vcs_info" in said:
        return f"git+{said['url']}@{said['vcs_info']['commit_id']}"
    return str(said.get("url", "")).removeprefix("file://")


def _git(*words: str) -> str:
    """What Git says of the generator's own folder, "" if it is not kept by Git, or lies in what another keeps."""
    if not (GENERATOR.parent / ".git").exists():
        return ""
    try:
        done = subprocess.run(["git", "-C", str(GENERATOR.parent), *words], capture_output=True, text=True, timeout=5, check=False)  # noqa: S603, S607
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
