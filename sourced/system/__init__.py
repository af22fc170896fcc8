"""What touches processes, files and the cache.

In: work to do, results to keep, trees of files to write.
Out: the same results when nothing that they read has changed; whole trees or nothing.
Never: what a row, a page or a language is.
"""
