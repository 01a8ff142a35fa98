"""The command line: arguments, streams, exit codes, and which interface an interview gets.

Takes what was typed in a shell, calls one module of `commands`, gives an exit code. Results go to standard output,
everything else to standard error. It never decides anything that another way in would have to decide again.
"""
