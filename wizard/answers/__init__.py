"""What counts as an answer: the kinds of question, typed text and values from files, dates, patterns, migration.

Takes a question and a text or a value, gives the answer in its normal form or says why it is none. It never
reads a file, and never decides which question is asked.
"""
