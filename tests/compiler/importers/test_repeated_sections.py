"""Sections that a comment says to repeat."""

from __future__ import annotations

import pytest

from tests.support.markdown_import import blank, imported


@pytest.mark.parametrize(
    "text",
    [
        "## [Name] <!-- Repeat for each -->\n\n[desc]\n",
        "# Plan\n\n## Risk [n]: [Name] <!-- Repeat for each risk -->\n\n[desc]\n",
        "## [Name] <!-- Repeat for each -->\n\n### [Part] <!-- Repeat for each part -->\n\n[desc]\n",
        "# [Name] <!-- repeat for each -->\rAll on one line for us: [desc]\r",
    ],
)
def test_a_heading_that_says_so_itself_begins_no_group_in_its_own_item(text: str) -> None:
    assert blank(text) == text
    (group,) = (question for question in imported(text).questions() if question.kind == "group")
    assert all(inner.label != group.label for inner in group.questions)
