"""Plain data: answers and their paths, templates, bodies, expressions, and the segments that a body is rendered in.

Takes nothing and gives the types that every other package speaks in, with what can be derived from the data alone. It
never reads a file, never decides what counts as an answer, and imports nothing of the program but words and errors.
"""
