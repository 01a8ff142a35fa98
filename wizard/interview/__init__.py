"""The interview: a template, the answers so far and the current question, as an immutable value.

Takes an interview and a change, gives the next interview, or raises why not; says which questions are asked, in which
order and how far the user is. It never touches a disk or a screen.
"""
