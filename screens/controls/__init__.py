"""The controls with which the user answers: one per kind of answer, drawn as rows, with no focus of their own.

A control takes an interview and a key, a paste or a click, and returns a reply with the next interview. It never draws
on a screen by itself: the question pane does.
"""
