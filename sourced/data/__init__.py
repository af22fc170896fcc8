"""From files to checked, typed rows; their history; a workbook out and in.

In: `data/` of a report, its past in Git, a workbook.
Out: a `Package` of rows, a `Model` of typed objects, findings for an editor.
Never: a figure in words, a page, a chart.
"""
