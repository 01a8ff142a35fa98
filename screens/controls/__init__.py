"""What the user touches to answer: one control per kind of answer, drawn as rows, with no focus of its own.

Takes an interview and a key, a paste or a click, gives a reply with the next interview. It never draws on a screen by
itself: the question pane does.
"""
