"""The colours of the lines: ours, what it aims at, the others."""

PALETTE = {
    "accent": ("#1d6fb8", "#6fb4f0"),
    "aim": ("#1b1d21", "#e8e8e8"),
    "other": ("#8a909b", "#858c97"),
}
