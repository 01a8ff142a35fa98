"""The engine of plan-wizard and its ways in that are not a full screen."""

from wizard.optional_modules import hide_modules

__version__ = "1.0.0"

# msgspec takes the type hints of typing_extensions where it finds them, and importing that takes 8 ms, a tenth of
# `plan-wizard render`. Since Python 3.11 those of the standard library do the same.
with hide_modules("typing_extensions"):
    import msgspec as msgspec
