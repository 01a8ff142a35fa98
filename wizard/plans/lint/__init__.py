"""Checks of a file: a template, answers, or a plan, with or without its answers file beside it.

Takes the text of a file and what belongs to it, gives findings with a place, a code, a severity and a way to mend.
Every rule is a row of the table in `rules`; a rule that needs a template is silent where none is known. Nothing is
written.
"""
