"""A draft's snapshot: a short header that a list can read fast, then everything as YAML (docs/files.md)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from wizard.drafts.last_save import LastSave, wanted_path
from wizard.files.regular_file import read_file_start
from wizard.limits import MAX_DRAFT_NUMBER, MAX_SNAPSHOT_HEADER_BYTES
from wizard.message_text import sanitize_line
from wizard.model.answers import Answer, AnswerPath, InterviewData, freeze, is_list, is_mapping

FORMAT = 1
PARTS = ("answers", "unfinished", "aside", "strangers")
"""Of an interview's data; `strangers`, the orphans, are a list, the others mappings."""
_FIRST_PART = b"\nanswers:"
END = "end"
"""The last key: with the number of the header, or the file was cut off."""
_OPTIONAL = (
    *("saved_plan", "saved_answers", "saved_day", "saved_read", "saved_refused", "save_to"),
    *("id", "generation", "follows", "saved_read_delta"),
)
"""Fields of the header that are written only when they hold something."""


class Header(Struct, frozen=True):
    """The fields of a snapshot that a list of drafts shows, and where the user left."""

    title: str
    """The plan's title, sanitized."""
    template: str
    template_title: str
    source: str
    """The template's file, or its name when it is built in."""
    version: int
    answered: int
    total: int
    changed: str
    """ISO 8601, in UTC."""
    turn: int
    """Greater than that of every draft left earlier, because clocks can be wrong."""
    number: int
    """Of the last event that is part of the snapshot."""
    place: AnswerPath
    within: AnswerPath
    cursor: int
    saved_as: str = ""
    """The plan's file, once it has been saved."""
    saved_plan: str = ""
    """The digest of that file as it was then (`LastSave`)."""
    saved_answers: str = ""
    saved_day: str = ""
    saved_read: str = ""
    saved_refused: str = ""
    save_to: str = ""
    """Where the user wants the plan saved, until it has been."""

    id: str = ""
    """Tells this draft from every other one; empty in drafts of versions that wrote none, as the next two are."""
    generation: str = ""
    """Stands in the journal that was begun with this snapshot too."""
    follows: str = ""
    """The SHA-256, in hex, of the journal that lay there before; empty when there was none."""
    saved_read_delta: str = ""
    """The longest field is the last one: a version that reads less of a header still has the others."""

    @property
    def last_save(self) -> LastSave | None:
        """What the draft was saved to last, or None."""
        if not self.saved_as:
            return None
        return LastSave(
            plan_path=self.saved_as,
            plan=self.saved_plan,
            answers=self.saved_answers,
            day=self.saved_day,
            read=self.saved_read,
            refused=self.saved_refused,
            read_delta=self.saved_read_delta,
        )

    @property
    def plan_path(self) -> Path | None:
        """Where the plan was saved last, or is wanted; None when nobody has said so."""
        return wanted_path(self.last_save, self.save_to)


class Snapshot(Struct, frozen=True):
    """A snapshot that was read."""

    header: Header
    data: InterviewData
    is_cut: bool
    """Whether its end is missing."""


class SnapshotError(ValueError):
    """Raised when a snapshot cannot be read; the message continues "The draft cannot be read: "."""


def new_id() -> str:
    """Return 16 hex digits that no other draft, and no other state of one, has."""
    return os.urandom(8).hex()  # as `secrets` makes them, which takes two milliseconds of a start to import


def encode_snapshot(header: Header, data: InterviewData) -> bytes:
    """Return a snapshot's bytes."""
    from wizard.files.serialization.yaml_writer import write_yaml  # a process that only lists drafts has no need of it

    fields = {name: value for name, value in asdict(header).items() if value or name not in _OPTIONAL}
    head = [f"{name}: {_json_line(value)}\n" for name, value in {"draft": FORMAT, **fields}.items()]
    end = {END: header.number} if header.generation else {}
    return ("".join(head) + write_yaml(_parts(data) | end)).encode("utf-8", "replace")


def is_cut_from(content: bytes, data: InterviewData) -> bool:
    """Whether a snapshot's bytes end before all of the data, which they begin with; for snapshots without an end."""
    from wizard.files.serialization.yaml_writer import write_yaml

    written = content[content.find(_FIRST_PART) + 1 :]
    whole = write_yaml(_parts(data)).encode("utf-8", "replace")
    return len(written) < len(whole.rstrip()) and whole.startswith(written)


def parse_snapshot(content: bytes, source: str) -> Snapshot:
    """Return a snapshot from its bytes; raise SnapshotError when it cannot be read."""
    header = parse_header(content)
    data = _parse_mapping(content, source)
    is_cut = bool(header.generation) and data.get(END) != header.number
    return Snapshot(header, {part: _part(data, part) for part in PARTS}, is_cut)


def read_header(path: Path) -> Header:
    """Return the header of a snapshot's file; raise SnapshotError when it has none, OSError when it cannot be read."""
    return parse_header(read_file_start(path, MAX_SNAPSHOT_HEADER_BYTES))


def try_read_header(snapshot: Path) -> Header | None:
    """Return the header of a snapshot, or None when it cannot be read."""
    try:
        return read_header(snapshot)
    except (OSError, SnapshotError):
        return None


def parse_header(content: bytes) -> Header:
    """Return the header at the start of a snapshot's bytes; raise SnapshotError when there is none."""
    head = content[:MAX_SNAPSHOT_HEADER_BYTES].split(_FIRST_PART)[0]
    pairs = (line.partition(b": ") for line in head.split(b"\n"))
    values = {key.decode("utf-8", "replace"): _parse_value(value) for key, _, value in pairs}
    if values.get("draft") != FORMAT:
        raise SnapshotError("it does not begin as a draft does")
    return Header(
        title=sanitize_line(_text(values, "title")),
        template=sanitize_line(_text(values, "template")),
        template_title=sanitize_line(_text(values, "template_title")),
        source=_text(values, "source"),
        version=_number(values, "version"),
        answered=_number(values, "answered"),
        total=_number(values, "total"),
        changed=_text(values, "changed"),
        turn=_number(values, "turn"),
        number=_number(values, "number"),
        place=_path(values, "place"),
        within=_path(values, "within"),
        cursor=_offset(values, "cursor"),
        **{name: _text(values, name) for name in ("saved_as", *_OPTIONAL) if name in values},
    )


def parse_data(content: bytes, source: str) -> InterviewData:
    """Return an interview's data from a snapshot's bytes; raise SnapshotError when it cannot be read."""
    data = _parse_mapping(content, source)
    return {part: _part(data, part) for part in PARTS}


def _parts(data: InterviewData) -> dict[str, Answer]:
    return {part: data.get(part, {}) for part in PARTS if part == "answers" or data.get(part)}


def _parse_mapping(content: bytes, source: str) -> Mapping[str, Answer]:
    from wizard.errors import InvalidFileError
    from wizard.files.serialization.document_nodes import plain_data
    from wizard.files.serialization.yaml_reader import read_yaml

    start = content.find(_FIRST_PART) + 1
    if not start:
        raise SnapshotError("it has no answers")
    try:
        node = read_yaml(content[start:].decode("utf-8"), source, content.count(b"\n", 0, start) + 1)
    except InvalidFileError as problems:
        raise SnapshotError(str(problems.problems[0])) from None
    except UnicodeDecodeError as error:
        raise SnapshotError(f"it is not UTF-8 at byte {start + error.start}") from None
    data = plain_data(node)
    if not is_mapping(data):
        raise SnapshotError("it does not hold what a draft holds")
    return data


def _part(data: Mapping[str, Answer], part: str) -> Answer:
    held = data.get(part, () if part == "strangers" else {})
    if is_list(held) if part == "strangers" else is_mapping(held):
        return held
    raise SnapshotError(f"'{part}' is not a {'list' if part == 'strangers' else 'mapping'}")


def _json_line(value: object) -> str:
    """Return a value as one line of JSON, which is YAML too."""
    written = json.dumps(value, ensure_ascii=False)
    return written if written.isprintable() else json.dumps(value)


def _parse_value(written: bytes) -> object:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written.decode("utf-8", "replace").strip()


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    if isinstance(value, str):
        return value
    raise SnapshotError(f"'{name}' is missing at its beginning, or is no text")


def _number(values: Mapping[str, object], name: str) -> int:
    value = values.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_DRAFT_NUMBER:
        return value
    raise SnapshotError(f"'{name}' is missing at its beginning, or is no number")


def _offset(values: Mapping[str, object], name: str) -> int:
    """Return where a cursor stands, which no file puts anywhere that could break a draft."""
    value = values.get(name)
    return min(max(value, 0), MAX_DRAFT_NUMBER) if isinstance(value, int) else 0


def _path(values: Mapping[str, object], name: str) -> AnswerPath:
    steps = freeze(values.get(name))
    if is_list(steps):
        path = tuple(step for step in steps if isinstance(step, (str, int)) and not isinstance(step, bool))
        if len(path) == len(steps):
            return tuple(step if isinstance(step, str) else max(step, 0) for step in path)
    raise SnapshotError(f"'{name}' is missing at its beginning, or is no path")
