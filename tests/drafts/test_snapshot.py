"""A snapshot comes back as it was written; its header can be read without the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from wizard.drafts.snapshot import Header, SnapshotError, encode_snapshot, parse_data, parse_header, read_header

HEADER = Header(
    title="Relay",
    template="small",
    template_title="Small plan",
    source="small",
    version=1,
    answered=3,
    total=7,
    changed="2026-02-28T12:00:00+00:00",
    turn=5,
    number=41,
    place=("steps", 1, "title"),
    within=(0, "component"),
    cursor=3,
)
TREE = {
    "answers": {"name": "Relay", "ideas": ("one", ""), "steps": ({"title": "a\nb"}, {}), "goal": None},
    "unfinished": {"start": "2026-"},
    "aside": {"big": True},
    "strangers": ({"path": ("gone",), "answer": 1.5},),
}


def test_what_was_written_is_read() -> None:
    content = encode_snapshot(HEADER, TREE)

    assert parse_header(content) == HEADER
    assert parse_data(content, "draft.yaml") == TREE


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_the_header_or_the_rest(title: str, answer: str) -> None:
    content = encode_snapshot(replace(HEADER, title=title, saved_as=answer), {"answers": {"name": answer}})

    assert parse_header(content).saved_as == answer
    assert parse_data(content, "draft.yaml")["answers"] == {"name": answer.encode("utf-8", "replace").decode()} or any(
        "\ud800" <= character < "\ue000" for character in answer
    )


def test_the_title_is_safe_to_show() -> None:
    assert parse_header(encode_snapshot(replace(HEADER, title="a\x1b[31m\nb"), {"answers": {}})).title == "a␛[31m␊b"


def test_a_header_edited_by_hand_may_go_without_quotes() -> None:
    content = encode_snapshot(HEADER, TREE).replace(b'title: "Relay"', b"title: My plan")

    assert parse_header(content).title == "My plan"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"answers: {}\n", b"draft: 2\nanswers: {}\n", b"draft: 1\nanswers: {}\n", b"\xff\xfe"],
)
def test_what_is_no_snapshot_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_bytes(content)

    with pytest.raises(SnapshotError):
        read_header(path)


@pytest.mark.parametrize(
    "rest, says",
    [
        (b"answers: [\n", "draft.yaml:"),
        (b"answers: 1\n", "not a mapping"),
        (b"answers: !!python/object:os.system {}\n", "tag"),
        (b"answers: {a: \xff}\n", "UTF-8"),
        (b"answers: " + b"[" * 200 + b"]" * 200 + b"\n", "deeper"),
    ],
)
def test_answers_that_cannot_be_read_are_told_with_their_place(rest: bytes, says: str) -> None:
    head = encode_snapshot(HEADER, {"answers": {}}).partition(b"answers:")[0]

    with pytest.raises(SnapshotError, match=says):
        parse_data(head + rest, "draft.yaml")


@given(st.binary(max_size=200), st.integers(0, 600), st.integers(0, 50))
def test_a_broken_snapshot_never_brings_another_error(junk: bytes, at: int, out: int) -> None:
    content = encode_snapshot(HEADER, TREE)
    broken = content[:at] + junk + content[at + out :]

    for read in (parse_header, lambda content: parse_data(content, "draft.yaml")):
        try:
            read(broken)
        except SnapshotError:
            continue
