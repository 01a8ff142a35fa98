"""A journal comes back as it was written, and what is broken in it costs nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings, strategies as st

from wizard.drafts.journal import (
    JournalStart,
    condense,
    encode_events,
    encode_journal_start,
    last_summary,
    read_journal,
)
from wizard.drafts.undo.changes import SetChange, SpliceChange
from wizard.drafts.undo.history import Cursor, Event, History, UndoStep
from wizard.model.answers import OPEN

STAND = Cursor(("name",), (), 0)
TREE = {"answers": {"name": "Relay"}, "unfinished": {"start": "2026-"}, "aside": {}, "strangers": ()}
BEGINNING = JournalStart(4, "f" * 64, "small", TREE, STAND)
SUMMARY = ("Relay", 1, 4)


def typed(before: str, after: str, doing: str = "new") -> Event:
    return Event(doing, (SetChange(("answers", "name"), before, after),), STAND, STAND)  # pyright: ignore[reportArgumentType]


EVENTS = [
    typed("Relay", "Relays"),
    typed("Relays", "Relay s", "join"),
    Event("move", (), STAND, Cursor(("goal",), (), 3)),
]


def test_what_was_written_is_read() -> None:
    history = History((UndoStep(EVENTS[0].changes, STAND, STAND),), (UndoStep(EVENTS[1].changes, STAND, STAND),))
    journal = read_journal(encode_journal_start(BEGINNING, history) + encode_events(5, EVENTS, SUMMARY))

    assert journal.start == BEGINNING
    assert [entry.event for entry in journal.events] == EVENTS
    assert [entry.number for entry in journal.events] == [5, 6, 7]
    assert journal.unreadable_lines == 0 and not journal.is_truncated
    assert History(history.past, history.future).add(EVENTS[0]).add(EVENTS[1]) == journal.history()


@pytest.mark.parametrize(
    "text", ["tab\tand\nline", "\x00\x1b\x85\u2028\ufeff", "\ud800 alone", "😀", '"\\', "x" * 5000]
)
def test_every_text_comes_back(text: str) -> None:
    journal = read_journal(encode_events(1, [typed("", text), typed(text, "")], SUMMARY))

    assert [entry.event.changes[0] for entry in journal.events] == [
        SetChange(("answers", "name"), "", text),
        SetChange(("answers", "name"), text, ""),
    ]


def test_an_open_answer_is_none_and_an_answer_left_out_is_one() -> None:
    change = SetChange(("answers", "name"), OPEN, None)
    journal = read_journal(encode_events(1, [Event("new", (change,), STAND, STAND)], SUMMARY))

    assert journal.events[0].event.changes == (change,)


def test_items_that_come_and_go_are_read() -> None:
    change = SpliceChange(("answers", "ideas"), 2, ("old",), ({"text": "new", "done": False}, "other"))
    journal = read_journal(encode_events(1, [Event("new", (change,), STAND, STAND)], SUMMARY))

    assert journal.events[0].event.changes == (change,)


@given(st.data())
@settings(max_examples=60)
def test_a_journal_cut_anywhere_keeps_every_line_before(data: st.DataObject) -> None:
    content = encode_journal_start(BEGINNING, History()) + encode_events(5, EVENTS, SUMMARY)
    cut = data.draw(st.integers(0, len(content)))
    journal = read_journal(content[:cut])

    lines = content[:cut].count(b"\n")
    assert (journal.start is not None) + len(journal.events) == lines
    assert journal.unreadable_lines == 0
    assert journal.is_truncated == (not content[:cut].endswith(b"\n") and cut > 0)


garbage = st.one_of(
    st.binary(max_size=40).map(lambda junk: junk.replace(b"\n", b" ")),
    st.just(b"\x00" * 4096),
    st.just(b"[" * 10_000),
    st.just(b'{"n":' + b"9" * 5000 + b"}"),
    st.just(b'{"n":9,"do":"new","at":[["x"],[],-1],"changes":[]}'),
    st.just(b'{"n":9,"do":"dance","at":[["x"],[],1]}'),
    st.just(b'{"n":9,"do":"new","at":[["x"],[],1],"changes":[{"path":["elsewhere"],"is":1}]}'),
    st.just(
        b'{"n":9,"do":"new","at":[["x"],[],1],"changes":[{"path":["answers","a"],"is":' + b"[" * 90 + b"]" * 90 + b"}]}"
    ),
)


@given(st.lists(garbage, min_size=1, max_size=3), st.integers(0, 4))
@settings(max_examples=60)
def test_garbage_between_the_lines_costs_nothing_else(junk: list[bytes], at: int) -> None:
    lines = (encode_journal_start(BEGINNING, History()) + encode_events(5, EVENTS, SUMMARY)).split(b"\n")
    lines[at:at] = junk
    journal = read_journal(b"\n".join(lines))

    assert journal.start == BEGINNING
    assert [entry.event for entry in journal.events] == EVENTS


KEYS = "n do at from changes path is was index out into journal step answers unfinished snapshot source summary".split()
json_data: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=20,
)


@given(json_data)
def test_no_line_is_ever_too_strange(data: object) -> None:
    content = json.dumps(data).encode() + b"\n"

    journal = read_journal(content)

    assert journal.unreadable_lines + len(journal.events) + len(journal.past) + (journal.start is not None) == 1
    last_summary(content)


def test_no_step_is_taken_back_across_a_missing_line() -> None:
    lines = encode_events(5, [typed("a", "b"), typed("b", "c"), typed("c", "d")], SUMMARY).split(b"\n")
    journal = read_journal(encode_journal_start(BEGINNING, History()) + lines[0] + b"\n" + lines[2] + b"\n")

    assert journal.history().past == (UndoStep(typed("c", "d").changes, STAND, STAND),)


def test_typing_is_condensed_and_leads_to_the_same() -> None:
    far = Cursor(("goal",), (), 0)
    events = [typed("", "a"), typed("a", "ab", "join"), typed("ab", "abc", "join")]
    moves = [Event("move", (), STAND, far), Event("move", (), far, STAND)]

    assert condense([*events, *moves]) == [typed("", "abc"), Event("move", (), STAND, STAND)]


def test_the_summary_is_that_of_the_last_whole_line() -> None:
    content = encode_events(1, [typed("", "a")], ("One", 1, 4)) + encode_events(2, [typed("a", "b")], ("Two\x1b", 2, 4))

    assert last_summary(content + b'{"n":3,"summ') == ("Two␛", 2, 4)
    assert last_summary(b"nothing\n") is None
