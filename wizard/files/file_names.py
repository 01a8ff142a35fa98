"""What a file may be called."""

from __future__ import annotations

import re
from typing import Final

# "Naming Files, Paths, and Namespaces" in Microsoft's documentation of Win32: with any extension, in any case.
_RESERVED: Final = re.compile(r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)")


def is_reserved_on_windows(name: str) -> bool:
    """Whether a name is a device on Windows, such as `CON` or `lpt1.md`."""
    return _RESERVED.match(name) is not None
