"""Lines that begin, end or go on with every block of Markdown, to be put together at random."""

from __future__ import annotations

from typing import Final

LINES: Final = (
    *("- a", "- b", "  - c", "    - d", "1. x", "2. y", "3) z", "10. ten", "text", "  indented", "    code", "-", "1."),
    *(
        "```",
        "  ```",
        "   ```",
        "    ```",
        "```py",
        "~~~",
        "  ~~~ x",
        "- ```",
        "1. ```",
        "# h",
        "## h",
        "  # h",
        "- # h",
    ),
    *("---", "===", "***", "* * *", "- - -", "> q", "> - q", "> ```", ">", "- > q", "   > q", "\ttab", "  \tx"),
    *("<!-- c", "-->", "<!-- x -->", "- <!-- x", "  -->", "<div>", "</div>", "  <div>", "<foo>", "<foo bar>", "</foo>"),
    *("<pre>", "</pre>", "<?php", "?>", "<!DOCTYPE", "<![CDATA[", "]]>", "<url and words", "<https://x.y>"),
    *("| a | b |", "|---|---|", "[r]: /u", "[^1]: foot"),
)
