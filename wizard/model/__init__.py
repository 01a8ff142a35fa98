"""Plain data: answers and their paths, templates, bodies, expressions, and the steps in which a body is rendered.

Gives the types that every other package uses, with what can be derived from the data alone. It never reads a file,
never decides what counts as an answer, and imports nothing of the program but words and errors.
"""
