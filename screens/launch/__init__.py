"""The launch image: the first frame of the last time, on the terminal before Textual is imported.

What a start is about → a frame, if one was kept that is exactly what will be drawn, and the terminal in raw mode so
that what is typed meanwhile reaches the question. Nothing here decides what is drawn: frames come from the app itself.
"""
