"""The user's own editor: which one it is, and a text that is edited in it."""
