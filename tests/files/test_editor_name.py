"""The name of the user's editor, as the footer has it."""

from __future__ import annotations

import pytest

from wizard.files.text_editor.editor_name import editor_name


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("vim", "vim"),
        ("/usr/bin/vim -p", "vim"),
        ("code --wait", "code"),
        ("'/opt/my editors/ed' -x", "ed"),
        ("", ""),
        ("  ", ""),
        ("a\x1b[31mb", "a␛[31mb"),
        ("x" * 40, "your editor"),
    ],
)
def test_the_editor_is_called_by_its_command(command: str, name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", command)

    assert editor_name() == name


def test_visual_goes_before_editor(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "vim")

    assert editor_name() == "vim"
