"""Edits made by hand in a plan that the program wrote: from the file to the answers that they stand for.

A change counts only if rendering it gives what the file has; everything else stays the user's own text.
"""
