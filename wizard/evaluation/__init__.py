"""The value of a template's expression over answers that may be open or left out: values, filters, tests.

Takes expressions and a scope, gives values. It never renders Markdown and never changes an answer.
"""
