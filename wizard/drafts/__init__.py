"""Unfinished interviews on disk: journal, snapshot, lock, undo, recovery, backups.

Takes every change of an interview and keeps it; gives back the interview, the place and the history after any crash.
It never writes a plan, and never waits for the disk on the way of a key.
"""
