"""The interview for programs: one screen at a time as JSON, JSON Schema of the answers, problems as JSON.

Takes drafts and JSON values, gives JSON documents. It never prompts and never needs a terminal.
"""
