"""Finding words: in a text, and in all that an interview asks, answers and makes.

Takes an interview and its plan, gives hits with their places. It shows nothing and changes nothing.
"""
