"""The interview line by line, for plain terminals, screen readers and pipes that cannot use a full screen.

Takes an interview and a dialogue, asks until the user ends it, and saves as the full screen does. It never decides
what counts as an answer.
"""
