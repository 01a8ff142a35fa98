"""What the comments of a template are for: help with a blank, orders about the template itself, marks for machines."""

from __future__ import annotations

import re

from wizard.compiler.importers.markdown.scanning.document import Comment
from wizard.compiler.importers.markdown.scanning.word_lists import DIRECTIVE, ORDER

_ORDER_TO_KEEP_NOTHING = re.compile(r"\A\W*(?:ACTION REQUIRED|IMPORTANT|NOTE TO|TEMPLATE GUIDE|INSTRUCTIONS?)\b")


def is_directive(comment: Comment) -> bool:
    """Return whether a comment is for a machine, such as `toc` or a lint switch, and always stays."""
    return not comment.text or DIRECTIVE.fullmatch(comment.text) is not None


def is_order(comment: Comment) -> bool:
    """Return whether a comment is about the template itself: what to delete, replace or read before."""
    return bool(_ORDER_TO_KEEP_NOTHING.match(comment.text)) or ORDER.search(comment.text[:400]) is not None
