"""Any Markdown file as a template: blanks become questions, all else stays as it is.

Takes a file's text; gives a `Template` whose blank rendering is the file. Never asks anybody, never reads another file.
"""
