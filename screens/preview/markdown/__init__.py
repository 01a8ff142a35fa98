"""How Markdown is drawn: one block at a time to lines whose characters know where they stand in the source.

Takes the Markdown of a block and a width, gives drawn lines. It never knows what an answer is.
"""
