"""The screens about a plan that was edited by hand: what was read back, what a save changes, and the clashes."""
