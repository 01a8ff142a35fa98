"""The parts of the table, a module each."""
