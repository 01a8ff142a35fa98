"""Markdown that is shown as plain lines."""

from __future__ import annotations

import pytest

from wizard.compiler.importers.plain_text import PlainTextReader
from wizard.limits import MAX_IMPORTED_HELP_CHARACTERS


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("A **bold** _word_ and `code`\nin two lines", "A bold word and code in two lines"),
        ("See [the guide](https://x.example/a) or [below](#b).", "See the guide (https://x.example/a) or below."),
        ("<https://x.example> and [x.example](https://x.example)", "https://x.example and x.example"),
        ("One\n\n\nTwo  \nthree", "One\nTwo\nthree"),
        ("# Title\n\n> Quoted", "Title\nQuoted"),
        ("- [ ] one\n- two\n  1. three\n  2. four", "- one\n- two\n  1. three\n  2. four"),
        ("```sh\nrun\n```", "    run"),
        ("<!-- gone -->\nStays <br> here<br/>", "Stays\nhere"),
        ("<details>\n<summary>Why?</summary>\n\nBecause.\n</details>", "Why?\nBecause."),
        ("![A picture](https://x.example/p.png) of it", "A picture of it"),
        ("&lt;b&gt; \\* \x1b[31m", "<b> * ␛[31m"),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(markdown: str, text: str) -> None:
    assert PlainTextReader().text(markdown) == text


def test_a_line_has_no_addresses() -> None:
    assert PlainTextReader().line("I read\n[the *guide*](https://x.example)") == "I read the guide"
    assert PlainTextReader().line("<!-- only a comment -->") == "<!-- only a comment -->"


def test_the_first_heading_is_taken_out() -> None:
    assert PlainTextReader().first_heading("Hi\n\n## The **part** ##\nAll") == ("The part", "Hi\n\nAll")
    assert PlainTextReader().first_heading("No heading") == ("", "No heading")


@pytest.mark.parametrize(
    "markdown", ["[" * 2_000_000, "*a " * 700_000, "<a" * 900_000, "> " * 900_000, "word " * 400_000]
)
def test_megabytes_are_cut_before_they_are_read(markdown: str) -> None:
    assert len(PlainTextReader().text(markdown)) <= MAX_IMPORTED_HELP_CHARACTERS
