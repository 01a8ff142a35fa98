"""A template file to a `Template`: front matter, body, every mistake with its place, segments ready to be rendered.

Takes a name or a path, gives a checked `Template`, compiled before where that is possible. It never sees an answer.
"""
