"""The rain report's colours."""

PALETTE = {
    "paper": ("#fff", "#111"),
    "ink": ("#111", "#eee"),
    "ink-quiet": ("#555", "#bbb"),
    "rule": ("#ddd", "#333"),
    "accent": ("#05a", "#7bf"),
    "better": ("#075", "#4c9"),
    "worse": ("#b22", "#f88"),
    "neutral": ("#678", "#9aa"),
    "opinion": ("#849", "#c9d"),
    "forecast": ("#16b", "#6bf"),
}
