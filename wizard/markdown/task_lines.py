"""Lines that are items with a box (GFM 0.29 §5.3): what comes before the mark, the mark, and the rest of the line.

`> - [x] Draw`  ->  `> - [`, `x`, `] Draw`
"""

from __future__ import annotations

import re
from typing import Final

from wizard.markdown.syntax import ITEM_START

TASK_LINE: Final = re.compile(rf"\A({ITEM_START}\[)([ xX])(\](?=[ \t]|\Z).*)")
"""Without what ends the line; whether the item stands in a fence is not known from its line."""
