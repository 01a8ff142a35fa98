"""A draft's journal: a state, and every event since, one JSON object a line (docs/files.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import asdict

from wizard.drafts.last_save import LastSave, ReadMark
from wizard.drafts.snapshot import PARTS
from wizard.drafts.undo.changes import Change, SetChange, SpliceChange, join_changes
from wizard.drafts.undo.history import Cursor, Event, EventKind, History, Reading, UndoStep
from wizard.interview.interview import AnswerBefore
from wizard.limits import MAX_DRAFT_NUMBER, MAX_JOURNAL_LEVELS
from wizard.message_text import sanitize_line
from wizard.model.answers import (
    OPEN,
    Answer,
    AnswerPath,
    InterviewData,
    Unanswered,
    is_list,
    is_mapping,
    parse_path,
    thaw,
)

FORMAT = 1
_OPTIONAL = ("day", "read", "refused", "read_delta")
"""Of what the draft remembers of its plan's files: written only where there is something to say."""
_KINDS: Mapping[str, EventKind] = {"move": "move", "new": "new", "join": "join", "undo": "undo", "redo": "redo"}


class JournalStart(Struct, frozen=True):
    """The state in which a journal starts."""

    number: int
    """Of the last event that is part of the state."""
    snapshot: str
    """The SHA-256, in hex, of the snapshot that holds the same state."""
    source: str
    """The template's file, or its name when it is built in."""
    data: InterviewData
    cursor: Cursor
    last_save: LastSave | None = None
    save_to: str = ""
    """Where the user wants the plan saved, until it has been."""
    id: str = ""
    generation: str = ""
    """As in the snapshot that holds the same state."""
    steps: tuple[int, int] | None = None
    """How many steps follow that can be undone, and redone; None in journals of versions that did not write it."""


class NumberedEvent(Struct, frozen=True):
    """An event with its number, counted from the beginning of the draft."""

    number: int
    event: Event


class PastStep(Struct, frozen=True):
    """An undo or redo step from before the journal began."""

    step: UndoStep
    is_future: bool


JournalEntry: TypeAlias = "JournalStart | PastStep | NumberedEvent"
_Json: TypeAlias = "str | bool | int | float | None | list[_Json] | dict[str, _Json]"
_NESTED = (dict, list)


class Journal(Struct, frozen=True):
    """A parsed journal, without the lines that cannot be read."""

    start: JournalStart | None
    past: tuple[PastStep, ...]
    events: tuple[NumberedEvent, ...]
    unreadable_lines: int
    is_truncated: bool
    """Whether the last line has no end, as a crash leaves it."""
    lacks_steps: bool = False
    """Whether a step from before the journal began is missing, or may be: then none of them leads where it did."""
    summary: tuple[str, int, int] | None = None
    """The plan's title, how many questions are answered, and of how many."""

    @property
    def lacks_events(self) -> bool:
        """Whether an event is missing between two others, or between the start and the first."""
        before = [] if self.start is None else [self.start.number]
        numbers = [*before, *(entry.number for entry in self.events)]
        return any(later > earlier + 1 for earlier, later in pairwise(numbers))

    def history(self) -> History:
        """Return the steps that can be undone and redone after the last event."""
        steps = () if self.lacks_steps else self.past
        past = tuple(entry.step for entry in steps if not entry.is_future)
        history = History(past, tuple(entry.step for entry in steps if entry.is_future))
        number = self.start.number if self.start is not None else None
        for entry in self.events:
            # A step cannot be taken back across one that is missing.
            history = history if number is None or entry.number == number + 1 else History()
            history, number = history.add(entry.event), entry.number
        return history


def read_journal(content: bytes) -> Journal:
    """Return the journal in a file's bytes, without what cannot be read."""
    entries: list[JournalEntry] = []
    unread = unread_before_events = 0
    *lines, cut = content.split(b"\n")
    for line in lines:
        if not line.strip():
            continue
        try:
            entries.append(_parse_entry(line))
        except (ValueError, TypeError, LookupError, RecursionError):
            unread += 1
            if not any(isinstance(entry, NumberedEvent) for entry in entries[-1:]):
                unread_before_events += 1
    unread_before_events += cut.startswith(b'{"step"')
    events = [entry for entry in entries if isinstance(entry, NumberedEvent)]
    start = next((entry for entry in entries if isinstance(entry, JournalStart)), None)
    steps = tuple(entry for entry in entries if isinstance(entry, PastStep))
    return Journal(
        start,
        steps,
        tuple(sorted(events, key=lambda entry: entry.number)),
        unread,
        is_truncated=bool(cut),
        lacks_steps=_lacks_steps(start, steps, unread_before_events),
        summary=last_summary(content),
    )


def _lacks_steps(start: JournalStart | None, steps: tuple[PastStep, ...], unread: int) -> bool:
    """Whether a step is missing; `unread` is the number of unreadable lines that may have been one."""
    if start is None or start.steps is None:
        return unread > 0
    future = sum(step.is_future for step in steps)
    return start.steps != (len(steps) - future, future)


def encode_journal_start(start: JournalStart, history: History) -> bytes:
    """Return the first lines of a journal: the state that it starts from, and the steps of the history."""
    first: dict[str, object] = {
        "journal": FORMAT,
        "n": start.number,
        "snapshot": start.snapshot,
        **({"id": start.id, "generation": start.generation} if start.generation else {}),
        **({"steps": [len(history.past), len(history.future)]} if start.generation else {}),
        "source": start.source,
        "at": _cursor_data(start.cursor),
        **_before_typing_data(start.cursor, "typing"),
        **_saving_data(start),
        **start.data,
    }
    lines = [_encode_line(first)]
    lines += [_encode_line({"step": "past", **_step_data(step)}) for step in history.past]
    lines += [_encode_line({"step": "future", **_step_data(step)}) for step in history.future]
    return b"".join(lines)


def _saving_data(start: JournalStart) -> dict[str, object]:
    saved = start.last_save
    data: dict[str, object] = {}
    if saved is not None and saved.answers:
        data["saved"] = {name: value for name, value in asdict(saved).items() if value or name not in _OPTIONAL}
    return data | ({"save_to": start.save_to} if start.save_to else {})


def encode_events(first: int, events: list[Event], summary: tuple[str, int, int] | None) -> bytes:
    """Return the lines of events, numbered from `first`; the last one carries the draft's summary, if one is given."""
    lines = [{"n": first + index, "do": event.kind, **_event_data(event)} for index, event in enumerate(events)]
    if summary is not None:
        lines[-1]["summary"] = summary
    return b"".join(map(_encode_line, lines))


def last_summary(content: bytes) -> tuple[str, int, int] | None:
    """Return the last summary in a journal's last bytes: title, answered, total; None when there is none."""
    for line in reversed(content.split(b"\n")[:-1]):
        if b'"summary"' not in line:
            continue
        try:
            title, answered, total = _items(_parse_object(line)["summary"])
            return sanitize_line(_text(title)), _number(answered), _number(total)
        except (ValueError, TypeError, LookupError, RecursionError):
            continue
    return None


def condense(events: list[Event]) -> list[Event]:
    """Return the same in fewer events: consecutive typing becomes one, and so do consecutive moves."""
    short: list[Event] = []
    for event in events:
        both = _merge_events(short[-1], event) if short else None
        if both is None:
            short.append(event)
        else:
            short[-1] = both
    return short


def _merge_events(first: Event, then: Event) -> Event | None:
    if first.kind == then.kind == "move":
        return Event("move", (), first.before, then.after)
    if then.kind == "join" and first.kind in ("new", "join"):
        return Event(first.kind, join_changes(first.changes, then.changes), first.before, then.after)
    return None


def _encode_line(data: Mapping[str, object]) -> bytes:
    try:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8; JSON's own escapes can say it
        return json.dumps(data, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(answer: Answer) -> object:
    return thaw(answer)


def _event_data(event: Event) -> dict[str, object]:
    data: dict[str, object] = {"at": _cursor_data(event.after), **_before_typing_data(event.after, "typing")}
    if event.before != event.after:
        data |= {"from": _cursor_data(event.before), **_before_typing_data(event.before, "typing_from")}
    if event.changes:
        data["changes"] = [_change_data(change) for change in event.changes]
    return data


def _step_data(step: UndoStep) -> dict[str, object]:
    return {
        "at": _cursor_data(step.after),
        "from": _cursor_data(step.before),
        **_before_typing_data(step.after, "typing"),
        **_before_typing_data(step.before, "typing_from"),
        "changes": [_change_data(change) for change in step.changes],
        **({} if step.reading is None else {"reading": [asdict(step.reading.before), asdict(step.reading.after)]}),
    }


def _cursor_data(cursor: Cursor) -> list[object]:
    return [cursor.question, cursor.within, cursor.offset]


def _before_typing_data(cursor: Cursor, key: str) -> dict[str, object]:
    """Return what a typed text has replaced, as its path and, unless the question was open, the answer."""
    before = cursor.before_typing
    if before is None:
        return {}
    return {key: [before.path] if before.answer is OPEN else [before.path, before.answer]}


def _change_data(change: Change) -> dict[str, object]:
    if isinstance(change, SpliceChange):
        return {"path": change.path, "index": change.index, "out": change.removed, "into": change.inserted}
    data: dict[str, object] = {"path": change.path}
    if change.before is not OPEN:
        data["was"] = change.before
    if change.after is not OPEN:
        data["is"] = change.after
    return data


def _parse_entry(line: bytes) -> JournalEntry:
    data = _parse_object(line)
    if "journal" in data:
        return _journal_start(data)
    stands = _cursor(data["at"], data.get("typing"))
    stood = _cursor(data["from"], data.get("typing_from")) if "from" in data else stands
    changes = tuple(_change(change) for change in _items(data.get("changes", ())))
    if "step" in data:
        reading = _reading(data["reading"]) if "reading" in data else None
        return PastStep(UndoStep(changes, stood, stands, reading), data["step"] == "future")
    return NumberedEvent(_number(data["n"]), Event(_KINDS[_text(data["do"])], changes, stood, stands))


def _parse_object(line: bytes) -> Mapping[str, Answer]:
    return _mapping(_freeze(json.loads(line), MAX_JOURNAL_LEVELS))


# Most of the time that it takes to open a big draft is spent here: only what nests costs a call.
def _freeze(data: _Json, levels: int) -> Answer:
    """Return JSON data as an answer; raise ValueError when it is nested too deep."""
    if not levels:
        raise ValueError("nested too deep")
    if isinstance(data, dict):
        return {key: _freeze(inner, levels - 1) if isinstance(inner, _NESTED) else inner for key, inner in data.items()}
    if isinstance(data, list):
        return tuple([_freeze(inner, levels - 1) if isinstance(inner, _NESTED) else inner for inner in data])
    return data


def _journal_start(data: Mapping[str, Answer]) -> JournalStart:
    if data["journal"] != FORMAT:
        raise ValueError("another format")
    tree: dict[str, Answer] = {part: _mapping(data.get(part, {})) for part in PARTS if part != "strangers"}
    tree["strangers"] = _items(data.get("strangers", ()))
    return JournalStart(
        number=_number(data["n"]),
        snapshot=_text(data["snapshot"]),
        source=_text(data["source"]),
        data=tree,
        cursor=_cursor(data["at"], data.get("typing")),
        last_save=_last_save(_mapping(data["saved"])) if "saved" in data else None,
        save_to=_text(data.get("save_to", "")),
        id=_text(data.get("id", "")),
        generation=_text(data.get("generation", "")),
        steps=_step_counts(data["steps"]) if "steps" in data else None,
    )


def _step_counts(data: Answer) -> tuple[int, int]:
    past, future = _items(data)
    return _number(past), _number(future)


def _last_save(data: Mapping[str, Answer]) -> LastSave:
    wanted = {name: _text(data[name]) for name in ("plan_path", "plan", "answers")}
    return LastSave(**wanted, **{name: _text(data.get(name, "")) for name in _OPTIONAL})


def _reading(data: Answer) -> Reading:
    before, after = (_read_mark(_mapping(mark)) for mark in _items(data))
    return Reading(before, after)


def _read_mark(data: Mapping[str, Answer]) -> ReadMark:
    return ReadMark(**{name: _text(data.get(name, "")) for name in ReadMark.__struct_fields__})


def _change(data: Answer) -> Change:
    change = _mapping(data)
    path = _path(change["path"])
    if not path or path[0] not in ("answers", "unfinished", "aside"):
        raise ValueError("a change of something else")
    if path[0] != "answers" and (len(path) < 2 or not parse_path(str(path[1]))):
        raise ValueError("a change of no field")
    if "index" not in change:
        return SetChange(path, _or_open(change, "was"), _or_open(change, "is"))
    out, into = change["out"], change["into"]
    if isinstance(out, str) and isinstance(into, str):
        return SpliceChange(path, _number(change["index"]), out, into)
    return SpliceChange(path, _number(change["index"]), _items(out), _items(into))


def _or_open(change: Mapping[str, Answer], key: str) -> Answer | Unanswered:
    return change.get(key, OPEN)


def _cursor(data: Answer, typing: Answer) -> Cursor:
    place, within, cursor = _items(data)
    return Cursor(_path(place), _path(within), _number(cursor), None if typing is None else _before_typing(typing))


def _before_typing(data: Answer) -> AnswerBefore:
    path, *answer = _items(data)
    return AnswerBefore(_path(path), answer[0] if answer else OPEN)


def _path(data: Answer) -> AnswerPath:
    return tuple(_steps(data))


def _steps(data: Answer) -> Iterator[str | int]:
    for step in _items(data):
        if isinstance(step, bool) or not isinstance(step, (str, int)) or (isinstance(step, int) and step < 0):
            raise TypeError("not a path")
        yield step


def _items(data: Answer) -> tuple[Answer, ...]:
    if not is_list(data):
        raise TypeError("not a list")
    return data


def _mapping(data: Answer) -> Mapping[str, Answer]:
    if not is_mapping(data):
        raise TypeError("not an object")
    return data


def _text(data: Answer) -> str:
    if not isinstance(data, str):
        raise TypeError("not a text")
    return data


def _number(data: Answer) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not 0 <= data <= MAX_DRAFT_NUMBER:
        raise TypeError("not a number")
    return data
