"""The tasks of a plan on the screen: its file as it was read last, the tasks as rows, and the plan that marks them.

Takes a path and what the engine reads of it, gives rows for a list and a plan for the preview. It never writes.
"""
