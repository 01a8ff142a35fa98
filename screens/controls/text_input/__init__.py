"""Typing: text with a cursor, the field that shows it, pasted text, and what answer a typed text gives."""
