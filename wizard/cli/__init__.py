"""The command line: arguments, streams, exit codes, and which interface an interview gets.

Takes what was typed in a shell, calls one module of `commands`, gives an exit code. Results go to standard output,
everything else to standard error. It never decides anything that another way in would have to decide again.
"""

from wizard.optional_modules import hide_modules

# msgspec takes the type hints of typing_extensions where it finds them, and importing that takes 8 ms, a tenth of
# `plan-wizard render`. Since Python 3.11 those of the standard library do the same.
with hide_modules("typing_extensions"):
    import msgspec as msgspec
