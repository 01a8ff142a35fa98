"""The Textual app: a screen and its style sheet twin per file.

Takes a draft, shows one question at a time beside the plan, gives an `ExitSummary` when it has closed. It never decides
what an answer means: the engine does, and the screens show it.
"""
