"""The configuration of MkDocs, read as data: what in it could run code other than that of the report's root is refused first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import yaml

from sourced.data.csv_files import text_of
from sourced.data.yaml_files import check_yaml, tree_of, yaml_problem
from sourced.findings import Finding, ReportError

CONFIGURATION: Final = "mkdocs.yml"
_STANDARD: Final = "tag:yaml.org,2002:"
_OF_MKDOCS: Final = ("!ENV", "!relative")
"""Tags that MkDocs knows: a variable of the environment, a folder."""
_HOOK: Final = re.compile(r"[A-Za-z0-9_-]+\.py")
_SCRIPT: Final = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_IGNORED: Final = re.compile(r"[\x00-\x20]")
"""What browsers leave out of an address before they look at its scheme."""
_BASE: Final = re.compile(r"mkdocs[A-Za-z0-9_.-]*\.yml")


def configured(root: Path, file: str = CONFIGURATION) -> dict[str, Any]:
    """What a configuration of MkDocs says; nothing if there is none."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load

    if not (root / file).is_file():
        return {}
    with (root / file).open(encoding="utf-8") as opened:
        return dict(yaml_load(opened, get_yaml_loader(yaml.SafeLoader)) or {})


def configuration_problems(root: Path) -> Iterator[Finding]:
    """What MkDocs must not be told by any configuration, for it would run it: objects of Python, hooks and extensions from elsewhere."""
    if not (root / CONFIGURATION).is_file():
        yield Finding(CONFIGURATION, 0, "", "there is no such file", "write one with the line site_name: …")
    for path in sorted(root.glob("mkdocs*.yml")):
        try:
            text = text_of(path, path.name)
            check_yaml(text)
            node = tree_of(text)
        except yaml.YAMLError as error:
            yield yaml_problem(error, path.name)
        except ReportError as error:
            yield from error.findings
        else:
            yield from _value_problems(node, path.name)
            if node and not isinstance(node, yaml.MappingNode):
                yield Finding(path.name, node.start_mark.line + 1, "", "is no list of names and values", "write site_name: … and the like")
            for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
                for named in _names(value):
                    if problem := _problem(str(key.value), named.value):
                        yield Finding(path.name, named.start_mark.line + 1, "", *problem)


def unreadable_problems(root: Path) -> Iterator[Finding]:
    """What keeps MkDocs from reading a configuration in which there is nothing else amiss."""
    from mkdocs.exceptions import ConfigurationError

    for path in sorted(root.glob("mkdocs*.yml")):
        try:
            configured(root, path.name)
        except RecursionError:
            yield Finding(path.name, 0, "", "takes itself in without end, by INHERIT", "take INHERIT out of one of them")
        except (ConfigurationError, ValueError, TypeError, OSError) as error:
            yield Finding(path.name, 0, "", f"can't be read: {error}".replace(f"{root}/", ""), "correct it; a text with a colon in quotes")


def _value_problems(node: yaml.Node | None, file: str) -> Iterator[Finding]:
    """Values that are to be made by a program, or whose address would run one in a reader's browser, wherever they stand."""
    seen: set[int] = set()
    waiting = [node] if node else []
    while waiting:
        one = waiting.pop()
        if id(one) in seen:  # an alias, perhaps of what it stands in
            continue
        seen.add(id(one))
        if one.tag not in _OF_MKDOCS and (not one.tag.startswith(_STANDARD) or "python" in one.tag):
            tag = one.tag.replace(_STANDARD, "!!")
            yield Finding(file, one.start_mark.line + 1, "", f"would run a program: {tag}", "write the value itself")
        if isinstance(one, yaml.ScalarNode) and _SCRIPT.match(_IGNORED.sub("", one.value)):
            yield Finding(file, one.start_mark.line + 1, "", f'links to a script: "{one.value}"', "link to a page")
        if isinstance(one, yaml.MappingNode):
            waiting += [inner for pair in one.value for inner in pair]
        elif isinstance(one, yaml.SequenceNode):
            waiting += one.value


def _names(value: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The names that an option lists: a name, a list of names, of names with options, or names with options."""
    if isinstance(value, yaml.ScalarNode):
        yield value
    elif isinstance(value, yaml.SequenceNode):
        for one in value.value:
            yield from _names(one)
    elif isinstance(value, yaml.MappingNode):
        yield from (key for key, _ in value.value if isinstance(key, yaml.ScalarNode))


def _problem(option: str, name: str) -> tuple[str, str] | None:
    """What is wrong with a name in an option that leads to code or to another configuration; None if nothing is."""
    if option == "hooks" and not _HOOK.fullmatch(name):
        return f'has a hook that is no file of Python beside it: "{name}"', "put it beside mkdocs.yml: only there code is looked for"
    if option == "use_directory_urls" and name.lower() != "true":
        return "has pages that are no folders (use_directory_urls)", "take it out: links, searches and frames lead to folders"
    if option == "INHERIT" and not _BASE.fullmatch(name):
        return f'takes in a configuration from elsewhere: "{name}"', "call it mkdocs.NAME.yml, and put it beside this one"
    if option == "markdown_extensions" and not _is_installed(name):
        return f'has a Markdown extension that no package installs: "{name}"', "install its package, and write the name that it has there"
    return None


def _is_installed(extension: str) -> bool:
    """Whether an extension is one that a package declares, and no module of the report's folder."""
    plain = extension.removeprefix("markdown.extensions.")
    if plain.isidentifier() and find_spec(f"markdown.extensions.{plain}"):
        return True
    return extension in {one.name for one in entry_points(group="markdown.extensions")}
