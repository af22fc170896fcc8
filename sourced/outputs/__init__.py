"""All else that a site has, made from pages and data: site map, search, feeds, cards, PDF, downloads.

In: finished `Page`s, rows, drawings.
Out: path below the site to content.
Never: changing a page, writing to disk, knowing of each other.
"""
