"""`dataclass` and its companions from the standard library, for a program that is over in a tenth of a second.

The standard library compiles six functions for each data class, and imports `inspect` for it: more than a third of
`plan-wizard render`. Here one function is compiled for each class and the others are shared. For readers and type
checkers they are the standard ones; `tests/test_records.py` holds the two against each other. Whatever takes
data classes (`dataclasses.asdict`, pickle, pattern matching) takes these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass", "field", "fields", "is_dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    from wizard.record_classes import dataclass, field, fields, is_dataclass, replace
