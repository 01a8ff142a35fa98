"""How everything looks: themes, glyphs, text made safe to show, how lines break, paths and times in words.

Takes plain data, gives what Textual can draw. It never knows about screens or interviews.
"""
