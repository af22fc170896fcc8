"""What an editor types: a short function a command, and all that is said to the one who typed it.

In: a command line, answers at the prompt.
Out: words in the terminal, an exit status.
Never: a rule of the data, what a page says, how a stage works.
"""
