"""The commands, a module each: its arguments, and what it does. What is slow to import waits until it runs."""
