"""Make `sourced/fonts/`, the font that charts are measured and drawn with at build time.

    python tools/subset_font.py NotoSansCJK-Regular.ttc DejaVuSans.ttf sourced/fonts     (needs fonttools)

`chart-sans.otf` has all characters of the Simplified Chinese face of Noto Sans CJK (Debian's fonts-noto-cjk; SIL Open Font
License 1.1), without hints and the shapes of other regions, so that what a name can hold can be set. What it lacks of currencies,
small figures, marks, Latin, Greek, Cyrillic and other scripts whose letters don't join is drawn after DejaVu Sans
(fonts-dejavu-core). It is one font, because a drawing that looks for a sign in a second one finds any that the machine has.
`characters.txt` lists what is in, as first and last of each run; of a character that is not, `check` warns.
"""

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Chart Sans"
LEFT_OUT = {*range(0x600, 0x900), *range(0xE000, 0xF900), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00), *range(0x1D400, 0x1D800)}
"""Scripts whose letters join, private characters, letters that mean variables."""


def main(chinese: str, signs: str, folder: str) -> None:
    """Write the font, renamed as its licences ask of changed versions, and the list of its characters."""
    font = next(one for one in TTCollection(chinese).fonts if one["name"].getBestFamilyName() == "Noto Sans CJK SC")
    options = subset.Options(layout_features=["kern"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False, desubroutinize=False)
    options.drop_tables += ["vhea", "vmtx", "VORG"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=set(font.getBestCmap()))
    worker.subset(font)
    _add(font, TTFont(signs))
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
    font.save(Path(folder, "chart-sans.otf"))
    Path(folder, "characters.txt").write_text("".join(f"{a:04X} {z:04X}\n" for a, z in _runs(sorted(font.getBestCmap()))), encoding="ascii")


def _runs(points: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of points."""
    cuts = [0, *(place for place in range(1, len(points)) if points[place] != points[place - 1] + 1), len(points)]
    return [(points[begin], points[end - 1]) for begin, end in pairwise(cuts)]


def _add(font: Any, more: Any) -> None:
    """Draw into a font what another has beyond it."""
    top = font["CFF "].cff.topDictIndex[0]
    glyphs, widths, order = more.getGlyphSet(), more["hmtx"].metrics, list(font.getGlyphOrder())
    scale = font["head"].unitsPerEm / more["head"].unitsPerEm
    latin = top.FDSelect[order.index(font.getBestCmap()[ord("a")])]
    private = top.FDArray[latin].Private
    added: dict[str, str] = {}
    for point, name in sorted(more.getBestCmap().items()):
        if point in font.getBestCmap() or point in LEFT_OUT:
            continue
        if name not in added:
            added[name] = f"cid{len(order):05d}"
            pen = T2CharStringPen(round(widths[name][0] * scale), glyphs)
            glyphs[name].draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
            top.CharStrings.charStringsIndex.append(pen.getCharString(private=private, globalSubrs=font["CFF "].cff.GlobalSubrs))
            top.CharStrings.charStrings[added[name]] = len(order)
            top.FDSelect.gidArray.append(latin)
            order.append(added[name])
            font["hmtx"].metrics[added[name]] = (round(widths[name][0] * scale), round(widths[name][1] * scale))
        for table in font["cmap"].tables:
            if (table.isUnicode() and table.format == 12) or (table.isUnicode() and table.format == 4 and point < 0x10000):
                table.cmap[point] = added[name]
    top.charset = order
    font.setGlyphOrder(order)


if __name__ == "__main__":
    main(*sys.argv[1:])
