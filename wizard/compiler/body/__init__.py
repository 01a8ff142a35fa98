"""The body of a template: its tokens, its tree, and the segments that are rendered one by one.

Takes text with slots and tags, gives nodes and segments, every mistake with its place. It knows no question.
"""
