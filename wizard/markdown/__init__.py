"""All that knows CommonMark: where a slot stands, how an answer is escaped for it, and whether the outline still holds.

Takes Markdown as text, gives contexts and escaped text. It never sees a template or an interview, only the text and
the markers in it.
"""
