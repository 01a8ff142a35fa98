"""Files and formats: whole writes, folders, YAML and JSON with places, the user's editor, crash reports.

Takes bytes and paths, gives text and data with the places they came from, or an error that says what to do. It never
knows what a file is for: drafts, plans and templates are other packages' business.
"""
