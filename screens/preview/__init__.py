"""The plan on paper beside the question: what is drawn, what is in sight, which lines the question fills.

Takes plans as they follow each other, draws again only what changed, gives the answer's path for a line that is
clicked. It never changes an interview.
"""
