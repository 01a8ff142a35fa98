"""The text of an imported file, line by line and token by token, before any question is made of it."""
