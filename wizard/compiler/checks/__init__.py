"""What is wrong with a template although it can be read: unknown names, operations that can never work.

Takes questions and a body, gives diagnostics. It changes nothing.
"""
