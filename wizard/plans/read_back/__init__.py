"""Markdown back to answers: edits made by hand in a saved plan become the answers that they stand for.

Takes a plan's text, the answers beside it and their template, gives other answers and what was read. It reads and
writes no file, and takes no answer that does not render to what the text has.
"""
