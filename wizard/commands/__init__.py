"""The commands. Each says what its arguments are and what it does; what is slow to import waits until it runs."""
