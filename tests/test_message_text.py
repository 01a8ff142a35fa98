"""Text from files and users is shown, not obeyed."""

from __future__ import annotations

import unicodedata

from hypothesis import given, strategies as st

from wizard.message_text import sanitize, sanitize_line, sanitize_title


def test_control_characters_are_seen() -> None:
    assert sanitize_line("a\x1b[31mb\r\n\tc\x07") == "a␛[31mb␍␊␉c␇"
    assert sanitize_line("\x9b2J\u202e\u2066") == "�2J��"


def test_lines_and_tabs_stay_where_there_are_several() -> None:
    assert sanitize("a\r\nb\n\tc\rd\u2028e") == "a\nb\n\tc␍d␤e"


def test_text_of_any_language_stays_as_it_is() -> None:
    assert sanitize_line("Größe 中文 🎉 é [x] [/b]") == "Größe 中文 🎉 é [x] [/b]"


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = sanitize_line(text)

    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in shown)
    assert set(sanitize(text)) - set(shown) <= {"\n", "\t"}


def test_a_title_of_any_length_leaves_room_for_its_sentence() -> None:
    assert sanitize_title("Relay") == "Relay"
    assert sanitize_title("word " * 3000) == f"{'word ' * 12}".rstrip() + "..."
    assert sanitize_title("a\x1b[2J") == "a␛[2J"
