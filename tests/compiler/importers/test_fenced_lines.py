"""A template's lines of code are those that the reader of blocks finds."""

from __future__ import annotations

from wizard.compiler.importers.markdown.scanning.document import read_document


def kinds(text: str) -> list[str]:
    return [line.kind for line in read_document(text).lines]


def test_a_fence_that_is_never_closed_ends_with_its_item() -> None:
    assert kinds("- a\n  ```\n  b\n\n## C\n") == ["item", "fence", "code", "code", "heading"]


def test_a_fence_in_a_quote_or_an_item_is_code() -> None:
    assert kinds("> ~~~\n> # a\n> ~~~\n\n- ```\n  # b\n  ```\n") == [
        *("fence", "code", "fence", "blank"),
        *("fence", "code", "fence"),
    ]


def test_a_fence_in_a_comment_is_none_and_a_comment_in_a_fence_is_none() -> None:
    document = read_document("<!--\n```\n-->\n# A\n\n```\n<!-- b -->\n```\n")

    assert [line.kind for line in document.lines][3:] == ["heading", "blank", "fence", "code", "fence"]
    assert [comment.start for comment in document.comments] == [0]


def test_a_lone_carriage_return_ends_no_line() -> None:
    assert kinds("a\rb\n```\nc\n```\n# D\n") == ["text", "fence", "code", "fence", "heading"]
