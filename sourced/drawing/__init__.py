"""From a chart function to SVG, PNG and Vega.

In: a report's `charts/`, `Figures`, a language, a width.
Out: `Drawing`s with the rows behind them.
Never: templates, pages, where a drawing will stand.
"""
