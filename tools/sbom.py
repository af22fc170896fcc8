"""Add what the repository itself carries of others' work to the list of components: `python tools/sbom.py sbom.json`.

The runtimes say in their first line what they are made of, with versions and licence; the font is known by its digest.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent / "sourced"
_HEAD = re.compile(r"/\* (?P<made_of>.+?), (?P<licence>[\w.-]+), ")
_PART = re.compile(r"([A-Za-z-]+) (\d+\.\d+\.\d+)")


def carried() -> list[dict[str, Any]]:
    """Components in the form of CycloneDX: one for each package in a runtime, and the font."""
    found = [one for path in sorted((HERE / "runtime").glob("*.js")) for one in _packages(path)]
    font = HERE / "fonts" / "chart-sans.otf"
    digest = hashlib.sha256(font.read_bytes()).hexdigest()
    named = {"type": "file", "bom-ref": font.name, "name": font.name, "description": "Subset of Noto Sans CJK"}
    return [*found, {**named, "hashes": [{"alg": "SHA-256", "content": digest}], "licenses": [{"license": {"id": "OFL-1.1"}}]}]


def _packages(path: Path) -> list[dict[str, Any]]:
    head = _HEAD.match(path.read_text(encoding="utf-8").partition("\n")[0])
    if not head:
        return []  # our own
    purls = [(name.lower(), version) for name, version in _PART.findall(head["made_of"])]
    return [
        {
            "type": "library", "bom-ref": f"npm-{name}", "name": name, "version": version,
            "purl": f"pkg:npm/{name}@{version}", "licenses": [{"license": {"id": head["licence"]}}],
        }
        for name, version in purls
    ]  # fmt: skip


if __name__ == "__main__":
    target = Path(sys.argv[1])
    listed = json.loads(target.read_text(encoding="utf-8"))
    listed["components"] = [*listed.get("components", []), *carried()]
    target.write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")
