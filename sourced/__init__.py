"""A static report-site generator whose every figure comes from a row that names its source.

The stages, each a module, in the order of the data: `package` (files to checked rows), `model` (rows to typed
objects), `figures` (what a sentence or a chart may use), `drawing` (Altair charts to files), `pages` (templates to
Markdown), `site` (Markdown to HTML), `finish` (what only finished HTML can show), `build` (the list of stages).
Imports run downwards in that order; `findings`, `periods` and `language` are leaves.
"""
