"""The lake report's colours."""

PALETTE = {
    "paper": ("#fff", "#111"),
    "ink": ("#111", "#eee"),
    "ink-quiet": ("#555", "#bbb"),
    "rule": ("#ddd", "#333"),
    "accent": ("#05a", "#7bf"),
}
