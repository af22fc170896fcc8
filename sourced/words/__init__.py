"""Languages as data: catalogues of words, numbers, dates and lists by CLDR, and what prose may hold.

In: values, periods, keys of words.
Out: text in a language; findings about a text.
Never: rows, files of a report, HTML of a page.
"""
