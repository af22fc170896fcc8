"""Make the fonts of the site, `sourced/assets/fonts/`, from the variable ones of Source Sans 3 and Source Serif 4.

    npm pack @fontsource-variable/source-sans-3 @fontsource-variable/source-serif-4     (and unpack them)
    python tools/web_fonts.py source-sans-3-latin-wght-normal.woff2 sourced/assets/fonts/sans.woff2 400 700     (needs fonttools, brotli)
    python tools/web_fonts.py source-serif-4-latin-wght-normal.woff2 sourced/assets/fonts/serif.woff2 650

Keeps the Latin of western European languages, the weights named (one, or from one to another), figures that stand below
each other. Source Sans at 1.116 times its size is the Latin of Noto Sans CJK, by which charts are measured
(tools/subset_font.py): the stylesheet sets it so, and charts, text and Chinese fit each other. Renamed, as the licence
asks of changed versions.
"""

import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SIGNS = "‐‑‒–—‘’‚“”„†•…‰′″‹›⁄€−×≈≤≥←→↑↓"


def characters() -> set[int]:
    """Code points kept."""
    return {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ıŒœŠšŸŽžłŁČčćĆ"), *map(ord, SIGNS)}


def main(source: str, target: str, *weights: str) -> None:
    """Write the subset under the name of its file."""
    kept = tuple(map(int, weights))
    instantiateVariableFont(TTFont(source), {"wght": kept if len(kept) > 1 else kept[0]}).save(between := BytesIO())
    font = TTFont(between)  # read anew: what was left to be made of the variations' table would be in the way
    options = subset.Options(layout_features=["kern", "tnum", "mark", "ccmp"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters())
    worker.subset(font)
    family = f"Report {Path(target).stem.title()}"
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = family.replace(" ", "") if record.nameID == 6 else family
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
