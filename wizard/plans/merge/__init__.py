"""Three-way merge of a saved plan: lines and their outline, matched, and put together.

Takes the hashes of what was saved last, the plan as rendered now and the file, gives chunks with their sources. It
reads and writes no file.
"""
