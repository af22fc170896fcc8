"""The stages in order: load, render, MkDocs, checks of the finished pages, swap; and the preview.

In: a `Project`.
Out: `site/`, whole and checked, or findings.
Never: what a page says, how a chart is drawn.
"""
