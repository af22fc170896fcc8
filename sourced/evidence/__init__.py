"""What a sentence may rest on: figures, their addresses, verdicts, scores.

In: a `Model`.
Out: `Figure`s that lead back to rows, and findings where a conclusion does not follow from them.
Never: markup, drawing, files.
"""
