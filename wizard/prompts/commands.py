"""The commands of a conversation, each typed behind a colon: `{name: what it does}`."""

from __future__ import annotations

COMMANDS = {
    "back": "the question before",
    "goto": "another question, as in :goto goal",
    "outline": "all questions, and how they stand",
    "preview": "the plan as it stands",
    "undo": "take the last change back",
    "redo": "and make it again",
    "save": "review and save",
    "switch": "turn a switch of the review on or off, as in :switch keep_comments",
    "leave": "keep the draft and leave",
    "keep": "keep the draft in another folder, as in :keep ~/plans",
    "help": "this question in full, and this list",
    "editor": "this answer in your editor",
    "more": "go on writing a text that is there",
    "clear": "open this question again",
    "omit": "this does not apply; again, and it does",
}
"""Those that work at every prompt."""

ITEM_COMMANDS = {
    "items": "all of them, numbered",
    "edit": "change one, as in :edit 2",
    "tick": "a task is done, as in :tick 2; again, and it is not",
    "remove": "take one out",
    "up": "move one up",
    "down": "and down",
    "copy": "one more like it",
    "skip": "leave this cell of a row open",
}
"""Those that work in lists, tables and groups besides."""

END = ":end"
"""The line that ends a text of several lines."""
