"""All that knows CommonMark: the blocks of a text, where a slot stands, and how an answer is escaped for it.

Takes Markdown as text, gives contexts and escaped text. It never sees a template or an interview, only the text and
the markers in it.
"""
