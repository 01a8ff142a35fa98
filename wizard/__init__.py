"""The engine of plan-wizard and its ways in that are not a full screen."""

import sys
from types import ModuleType
from typing import cast

__version__ = "1.0.0"

# msgspec takes the type hints of typing_extensions where it finds them, and importing that takes 8 ms, a tenth of
# `plan-wizard render`. Since Python 3.11 those of the standard library do the same.
if "typing_extensions" not in sys.modules:
    cast("dict[str, ModuleType | None]", sys.modules)["typing_extensions"] = None
    try:
        import msgspec as msgspec
    finally:
        del sys.modules["typing_extensions"]
