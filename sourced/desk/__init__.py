"""The editor's desk: what an editor is shown of a change before and after it is made, and how it is taken from the browser.

In: a `Project`, what an editor's browser asks of this machine.
Out: forms, findings and differences in words; files saved, undone and committed.
Never: a part of the published site, a rule of the data, how a page is made.
"""
