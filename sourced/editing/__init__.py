"""Changes to the data made by the program: a row added, files put in order, a workbook taken over.

In: cells as typed.
Out: CSV files that have been checked before they are written.
Never: building or showing the site.
"""
