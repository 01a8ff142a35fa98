"""What is between two versions of a plan, for people and programs: unified diffs, clashes, changes of answers.

Takes texts, merges and plans with their source maps, gives plain data. It reads and writes no file.
"""
