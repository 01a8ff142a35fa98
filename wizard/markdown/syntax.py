"""The patterns of CommonMark 0.31 that more than one module needs, each named by the rule that it stands for.

They are texts without groups, to be put together into larger patterns, with `re.VERBOSE` or without:
`re.compile(rf"[ \\t]*{LIST_MARKER}[ \\t]+({ATX_MARKER})")`. Each is for one line of text,
but for `BLOCK_EDGE`. How far a line may be indented is left to the modules, which read lines in containers of any
depth.
"""

from __future__ import annotations

from typing import Final

PUNCTUATION: Final = r"[!-/:-@\[-`{-~]"
"""§2.1 ASCII punctuation character, which §2.4 lets a backslash escape."""

ATX_MARKER: Final = r"\#{1,6}(?![^ \t\n])"
"""§4.2 ATX headings: the opening sequence, with a blank or the line's end behind it."""

ATX_CLOSING: Final = r"(?:[ \t]+\#+)?[ \t]*"
"""§4.2 ATX headings: what may stand between a heading's text and the line's end."""

THEMATIC_BREAK: Final = r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})"
"""§4.1 Thematic breaks, as far as the line's end."""

SETEXT_UNDERLINE: Final = r"(?:=+|-+)[ \t]*"
"""§4.3 Setext headings."""

OPENING_FENCE: Final = r"(?:`{3,}(?![^`\n]*`)|~{3,})"
"""§4.5 Fenced code blocks: no backtick may follow an opening fence of backticks on its line."""

DEFINITION_LABEL: Final = r"\[[^\]]+\]:"
"""§4.7 Link reference definitions, as far as their colon."""

FOOTNOTE_LABEL: Final = r"\[\^[^\]\s]+\]:"
"""GitHub's footnotes, as far as the colon of a definition. It may stand on any line."""

QUOTE_MARKER: Final = r">[ \t]?"
"""§5.1 Block quotes."""

BULLET_MARKER: Final = r"[-+*]"
"""§5.2 List items."""

ORDERED_MARKER: Final = r"[0-9]{1,9}[.)]"
"""§5.2 List items: at most nine digits."""

LIST_MARKER: Final = rf"(?:{BULLET_MARKER}|{ORDERED_MARKER})"
"""§5.2 List items: without what must follow, a blank or the line's end."""

ITEM_START: Final = rf"(?:[ \t]*(?:>|{LIST_MARKER}(?=[ \t])))*[ \t]*{LIST_MARKER}[ \t]+"
"""A line as far as the text of an item on it, which may stand in quotes and in other items."""

TASK_BOX: Final = r"\[[ xX]\]"
"""GitHub's task list items (GFM 0.29 §5.3): without the white space that must follow."""

DELIMITER_ROW: Final = r"[ \t]*[|:-][ \t|:-]*"
"""GitHub's tables (GFM 0.29 §4.10): every line that a delimiter row can be, and a few that are none."""

TAG_START: Final = r"<[A-Za-z/!?]"
"""§6.6 Raw HTML, and §4.6 HTML blocks: how a tag, comment, declaration or instruction begins."""

HTML_BLOCK_NAMES: Final = (
    r"(?:"
    r"address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|"
    r"div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|"
    r"iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|"
    r"table|tbody|td|tfoot|th|thead|title|tr|track|ul"
    r")"
)
"""§4.6 HTML blocks, kind 6: the tags whose lines may follow a paragraph without a blank line."""

URI_AUTOLINK: Final = r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>"
"""§6.5 Autolinks: the absolute URI in angle brackets."""

BARE_URL: Final = r"(?:https?://|ftp://|www\.)[^\s<]+"
"""GitHub's autolinks (GFM 0.29 §6.9), as far as they may reach."""

BLOCK_EDGE: Final = rf"(?m:^)(?={ATX_MARKER})|(?<=\n\n)(?!{LIST_MARKER}(?:\s|\Z))(?=[^ \t\n\r])"
"""Where a block starts afresh in a text, unless a fence or HTML is open (§4.5, §4.6): above a line that begins with
`#`, or below an empty line and above one that is neither indented nor an item. Nothing else goes on there."""
