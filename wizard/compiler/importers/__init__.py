"""Templates that were not written for this program: GitHub's issue forms, and any Markdown.

Takes the text of a file, gives the `Template` that a native file with the same questions would give, without steps.
Nothing after that knows what the file was. It never reads a file, and never sees an answer.
"""
