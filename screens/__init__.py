"""The Textual app: a screen and its style sheet per file."""
