"""Make `sourced/fonts/`, the font that charts are measured and drawn with at build time.

    python tools/subset_font.py NotoSansCJK-Regular.ttc sourced/fonts/chart-sans.otf     (needs fonttools)

Takes the Simplified Chinese face of Noto Sans CJK (Debian's fonts-noto-cjk; SIL Open Font License 1.1) and keeps
Latin, Greek, Cyrillic, punctuation, the Chinese characters of GB2312 and of Big5 (traditional), kana, the hangul of KS X 1001
and characters of names beyond these (`RARE`): a fifth of the whole, measured alike. `characters.txt` beside it lists what is
in; a test fails when a chart needs more.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FAMILY = "Chart Sans"
RARE = "犇"


def characters() -> set[int]:
    """Code points kept."""
    latin = {*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2028), *range(0x2030, 0x205F)}
    others = {*range(0x370, 0x400), *range(0x400, 0x460), *range(0x3040, 0x3100)}
    signs = {0x20AC, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CF, 0x25CB, 0x25A0, 0x25B2, 0x25BC, 0x25C6}
    wide = {*range(0x3000, 0x3020), *range(0xFF00, 0xFF60), 0x00D7}
    encoded = {point for encoding in ("gb2312", "big5", "euc_kr") for point in _encoded(encoding)}
    return latin | others | signs | wide | encoded | set(map(ord, RARE))


def _encoded(encoding: str) -> set[int]:
    """Ideographs and hangul of a two-byte encoding."""
    cells = (bytes((row, cell)).decode(encoding, "ignore") for row in range(0xA1, 0xFF) for cell in range(0x40, 0xFF))
    return {ord(one) for one in cells if len(one) == 1 and ord(one) >= 0x3400}


def main(source: str, target: str) -> None:
    """Write the subset, renamed as its licence asks of changed versions."""
    fonts = TTCollection(source).fonts
    font = next(face for face in fonts if face["name"].getBestFamilyName() == "Noto Sans CJK SC")
    options = subset.Options(layout_features=["kern"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False, desubroutinize=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters())
    worker.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
    font.save(target)
    covered = "".join(f"{point:04X}\n" for point in sorted(font.getBestCmap()))
    Path(target).with_name("characters.txt").write_text(covered, encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
