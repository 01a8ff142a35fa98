"""Saving a plan: from an interview and the files that are there to both files, whole or not at all.

`dry_run` tells what a save would write, `save` writes it; `versions` keeps what was there before. It never writes over
a file that changed since it was read.
"""
