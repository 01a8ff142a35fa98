"""Drafts, answers files and plans that version 96be7ad wrote open, resume, and are saved again with the same bytes.

What is expected in each case was written by 96be7ad (tests/data/version-96be7ad/README.md). Only the installed program
is used, from outside, with the built-in templates of then; `test_templates_of_earlier_versions` has those of today.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import earlier_version as earlier
from tests.support.earlier_version import ACTIONS, Files, Results, files_of_96be7ad, left_after, without_counts
from wizard.automation.condition_schema import Json
from wizard.plans.merge.base_text import read_base
from wizard.plans.merge.line_hashes import format_hashes, hash_lines
from wizard.plans.merge.line_matching import split_lines

_BASE = re.compile(r"^  base: \|\n((?: {4}\S+\n)+)", re.MULTILINE)
_REFERENCE = re.compile(r"^(saved:\n)  template:\n    source: .*\n    sha256: .*\n", re.MULTILINE)


@pytest.fixture(scope="module")
def as_left(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of 96be7ad; nothing but the cache of templates is written there, and what is listed is checked."""
    files = files_of_96be7ad(tmp_path_factory.mktemp("left"))
    assert _listed(earlier.list_all(files, "everything")) == _listed(left_after("list_all", "everything"))
    return files


def _listed(left: Results) -> tuple[Json, list[tuple[str, str, str]]]:
    """The drafts that are listed, and the templates by name: those of the user's own come first now."""
    listed: Any = json.loads(left["list.json"])
    templates = [(each["name"], each["title"], each["description"]) for each in listed["templates"]]
    return listed["drafts"], sorted(templates)


@pytest.fixture
def files(as_left: Files, tmp_path: Path) -> Files:
    """A copy of them to work on."""
    return as_left.copied_to(tmp_path)


_HOSTILE = "Of every kind: # 'all' [of] them"
_NOT_A_DATE = "This is not a date yet. Write it as year-month-day, or as in 30 April 2027."
_NO_SUCH_DATE = "February 2026 has no 31st."
_PICTURES = str.maketrans("\x07\x1b\x7f\x85\x9f", "␇␛␡ \ufffd")
_DIGESTS = re.compile(r"'?\b[0-9a-f]{64}\b'?|\b[0-9a-f]{8}\b")


def check(action: Callable[[Files, str], Results], files: Files, name: str) -> None:
    """The program leaves behind what 96be7ad left behind, byte for byte; compared as text, so that lines are shown."""
    assert _as_text(action(files, name)) == _as_text(_with_pictures(left_after(action.__name__, name)))


def _with_pictures(left: Results) -> Results:
    """What 96be7ad left, with pictures of the control characters that it wrote into the hostile plan."""
    return {
        name: content.decode().translate(_PICTURES).encode() if _is_hostile_plan(name, content) else content
        for name, content in left.items()
    }


def _is_hostile_plan(name: str, content: bytes) -> bool:
    return name.endswith(".md") and _HOSTILE.encode() in content.replace(b"\\", b"")


def _as_text(left: Results) -> dict[str, list[str]]:
    return {
        name: _without_problems(name, _without_escapes(name, _without_reference(name, content))).split("\n")
        for name, content in left.items()
    }


def _without_problems(name: str, text: str) -> str:
    """The text of a JSON document without the places of its problems, which 96be7ad did not give, nor its words.

    It did not say what a save has changed either.
    """
    return text if not name.endswith(".json") else json.dumps(_drop_problems(json.loads(text)), indent=2)


def _drop_problems(data: Json) -> Json:
    if isinstance(data, list):
        return [_drop_problems(item) for item in data]
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if key not in ("problems", "changes")}
        return {key: _drop_problems(value) for key, value in kept.items()}
    return "-" if data in (_NOT_A_DATE, _NO_SUCH_DATE) else data


def _without_escapes(name: str, text: str) -> str:
    """The text of the hostile plan without backslashes, of which 96be7ad wrote more, and without digests."""
    if name.endswith(".md") and _HOSTILE in text:
        return text.replace("\\", "")
    if name.endswith(".answers.yaml") and _HOSTILE in text.replace("''", "'"):
        return _DIGESTS.sub("-", text)
    return text


def _without_reference(name: str, content: bytes) -> str:
    """The text without what 96be7ad did not record of a saved plan: where its template is, and its digest.

    It recorded the hashes of the lines in place of the text that they are in.
    """
    text = content.decode("utf-8", "surrogateescape")
    if not name.endswith(".answers.yaml"):
        return text
    return _BASE.sub(_with_hashes, _REFERENCE.sub(r"\1", text))


def _with_hashes(base: re.Match[str]) -> str:
    rows = format_hashes(hash_lines(split_lines(read_base(base[1])))).splitlines()
    return "  lines: |\n" + "".join(f"    {row}\n" for row in rows)


def _with_joined_lines(content: bytes) -> bytes:
    """What 96be7ad left, with the two lines that `answer` is given for one joined, which it did not do."""
    in_yaml = content.replace(b"- what: |-\n        a: |\n         b\n", b"- what: 'a: | b'\n")
    return in_yaml.replace(rb'"a: |\n b"', b'"a: | b"')


def cases(action: Callable[[Files, str], Results]) -> pytest.MarkDecorator:
    """A test for each of the files that 96be7ad did this with."""
    return pytest.mark.parametrize("name", ACTIONS[action])


@cases(earlier.ask)
def test_a_draft_opens_at_the_same_question(as_left: Files, name: str) -> None:
    check(earlier.ask, as_left, name)


@cases(earlier.save)
def test_a_draft_makes_the_same_plan_and_answers_file(files: Files, name: str) -> None:
    check(earlier.save, files, name)


@cases(earlier.save_again)
def test_a_plan_that_was_saved_and_edited_by_hand_is_saved_again(files: Files, name: str) -> None:
    check(earlier.save_again, files, name)


@cases(earlier.copy)
def test_a_draft_and_its_history_are_written_anew_with_the_same_bytes(files: Files, name: str) -> None:
    check(earlier.copy, files, name)


@cases(earlier.answer)
def test_a_draft_goes_on(files: Files, name: str) -> None:
    left, expected = earlier.answer(files, name), left_after("answer", name)

    joined = {file: _with_joined_lines(content) for file, content in _with_pictures(without_counts(expected)).items()}
    assert _as_text(without_counts(left)) == _as_text(joined)


@cases(earlier.undo)
def test_every_step_can_be_taken_back(files: Files, name: str) -> None:
    check(earlier.undo, files, name)


@cases(earlier.undo_and_redo)
def test_every_step_can_be_made_again(files: Files, name: str) -> None:
    check(earlier.undo_and_redo, files, name)


@cases(earlier.go_back)
def test_an_earlier_state_comes_back(files: Files, name: str) -> None:
    check(earlier.go_back, files, name)


@cases(earlier.type_on)
def test_a_text_goes_on_at_the_very_character_at_which_the_program_was_killed(files: Files, name: str) -> None:
    check(earlier.type_on, files, name)


_TICKED_BY_HAND = "An unknown address gets the same page, in the same time, as a known one (REQ-1)."


@cases(earlier.open_and_save)
def test_a_saved_plan_opens_and_is_saved_with_the_same_bytes(files: Files, name: str) -> None:
    left, expected = earlier.open_and_save(files, name), left_after("open_and_save", name)

    if name == "reset":  # a box was ticked by hand, which 96be7ad did not read back
        file, tick = "reset.answers.yaml", f"    - text: {_TICKED_BY_HAND!r}\n      done: true\n".encode()
        assert tick in left[file]
        unread = left[file].replace(tick, f"    - {_TICKED_BY_HAND!r}\n".encode())
        left = {**left, file: unread.partition(b"\nsaved:")[0]}
        expected = {**expected, file: expected[file].partition(b"\nsaved:")[0]}
    assert _as_text(left) == _as_text(_with_pictures(expected))


@cases(earlier.render)
def test_an_answers_file_renders_to_the_same_plan(as_left: Files, name: str) -> None:
    check(earlier.render, as_left, name)


@cases(earlier.take_back_questions)
def test_answers_return_when_their_questions_do(files: Files, name: str) -> None:
    check(earlier.take_back_questions, files, name)


@pytest.mark.parametrize("name", ["signup", "hostile", "half-typed", "orphans"])
def test_the_journal_alone_brings_everything_back(files: Files, name: str) -> None:
    (files.draft(name) / "draft.yaml").unlink()

    check(earlier.ask, files, name)


@pytest.mark.parametrize("name", ["hostile", "orphans"])
def test_the_snapshot_alone_brings_the_answers_back(files: Files, name: str) -> None:
    (files.draft(name) / "journal.jsonl").unlink()

    check(earlier.save, files, name)


@pytest.mark.parametrize("name", ["half-typed", "invalid"])
def test_a_last_line_that_a_crash_cut_off_costs_nothing_else(files: Files, name: str) -> None:
    with (files.draft(name) / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"n":99,"do":"new","at":[["goal"],[],3],"chang')

    check(earlier.ask, files, name)
