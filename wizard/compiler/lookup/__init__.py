"""From the name of a template, or a place in a repository, to the template's file.

It reads titles and names; it compiles nothing.
"""
