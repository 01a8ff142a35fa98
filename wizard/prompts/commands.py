"""The commands of a conversation, each typed behind a colon: `{name: what it does}`."""

from __future__ import annotations

COMMANDS = {
    "back": "previous question",
    "goto": "go to a question, such as :goto goal",
    "outline": "list all questions and their states",
    "preview": "show the plan so far",
    "undo": "undo the last change",
    "redo": "redo it",
    "save": "review and save",
    "switch": "turn a review option on or off, such as :switch keep_comments",
    "leave": "leave; your draft is saved",
    "keep": "save the draft in another folder, such as :keep ~/plans",
    "help": "show this question in full, and this list",
    "editor": "edit this answer in your editor",
    "more": "add to the current text",
    "clear": "clear this answer",
    "omit": "skip this question, or include it again",
}
"""Those that work at every prompt."""

ITEM_COMMANDS = {
    "items": "list all items, numbered",
    "edit": "change an item, such as :edit 2",
    "tick": "tick or untick a task, such as :tick 2",
    "remove": "remove an item",
    "up": "move an item up",
    "down": "move an item down",
    "copy": "duplicate an item",
    "skip": "leave this cell open",
}
"""Those that work in lists, tables and groups besides."""

END = ":end"
"""The line that ends a text of several lines."""
