"""What all charts and pages share: the schemes of colours, and named colours with a value for each scheme.

A company has one colour everywhere. Every mark stands at least 3:1, and every text colour 4.5:1, against `paper`
in its scheme (tests/test_theme.py); the hues are those of Okabe and Ito, safe for colour-blind readers, darkened or
lightened to reach that.
"""

SCHEMES = {"light": "light", "dark": "dark"}
"""The button goes through them in this order; each is light or dark for what the browser draws itself."""
PALETTE = {
    # ground and ink
    "paper": ("#fffdf9", "#15171b"),
    "ink": ("#1b1d21", "#eceae6"),
    "ink-quiet": ("#575c66", "#a9aeb8"),
    "ink-faint": ("#8b909a", "#767c88"),
    "rule": ("#e3dfd7", "#33373f"),
    "link": ("#1d4f91", "#8ab8f2"),
    # meaning
    "accent": ("#c2410c", "#f58a4b"),
    "better": ("#006a72", "#45c1c9"),
    "worse": ("#9d2449", "#f28bad"),
    "neutral": ("#6b7280", "#9aa1ad"),
    "opinion": ("#8a4f9e", "#c795da"),
    "forecast": ("#1d6fb8", "#6fb4f0"),
    # companies
    "kuaishou": ("#c2410c", "#f58a4b"),
    "bytedance": ("#1d6fb8", "#6fb4f0"),
    "openai": ("#00755c", "#3fc49c"),
    "google": ("#8f6a00", "#d9ab2b"),
    "runway": ("#8a4f9e", "#c795da"),
    "minimax": ("#b0437d", "#e889b8"),
    "alibaba": ("#4a5bb8", "#97a5f2"),
    "luma": ("#4d7c0f", "#97c557"),
    "pika": ("#6b7280", "#9aa1ad"),
    "tencent": ("#0e7490", "#4fc3dc"),
    "other": ("#6b7280", "#9aa1ad"),
}
