"""The tasks of a Markdown plan: which there are and how far they are, ticking them, and the plans of a folder.

Takes the text or the path of any Markdown file, whoever wrote it. It never reads a template or answers, and never
changes more of a file than the marks in boxes.
"""
