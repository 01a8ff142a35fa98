"""What the program costs, measured against others in the same run; never part of the tests."""
