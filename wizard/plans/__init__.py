"""A saved plan: its Markdown and answers file written together, compared, merged with edits made by hand, checked.

Takes an interview and a target file, gives what was written, what clashes or what is wrong with a file. It never
writes over text that nobody was asked about.
"""
