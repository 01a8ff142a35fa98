"""A template and answers to a plan: Markdown and its source map, segment by segment, only where something changed.

Takes an interview, gives a `Plan`. It never writes a file and never lets an answer change the template's outline.
"""
