"""Typing: a text with its cursor, the field that shows it, what a paste becomes, the answer that typed text gives."""
