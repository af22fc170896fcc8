"""What a page is and shows: templates and rows to Markdown.

In: templates, `Figures`, `Drawing`s.
Out: `Page`s with their text, notes and what their head needs.
Never: other files of the site, MkDocs, writing to disk.
"""
