"""A plan's file has the line ends and the byte order mark of its template, and keeps those that it got by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.support.commands import Outcome, Program
from tests.support.hand_built import question, template_of_nodes, texts
from tests.support.prompting import talked
from tests.support.small_plan import SMALL, put_template
from wizard.cli.main import main
from wizard.interview.interview import Interview
from wizard.model.body import Slot, Text
from wizard.model.expressions import Name
from wizard.plans.comparison.diff import merge_with_file, merged_text
from wizard.plans.saving.plan_bytes import encode_over, encode_plan
from wizard.plans.saving.save import save, save_over
from wizard.plans.saving.saved_files import read_saved_files
from wizard.render.plan import render_plan

BOM = b"\xef\xbb\xbf"
WINDOWS = SMALL.replace("version: 1\n", "version: 1\nline_ends: crlf\nbyte_order_mark: true\n")
MIXED = template_of_nodes(
    Text("# A\r\n\r\nOne.\nTwo: "),
    Slot(Name("q"), 0),
    Text("\r\n\nThree.\r\nFour: "),
    Slot(Name("r"), 1),
    Text("\n\nEnd.\r\n"),
    questions=(question("q", "[q]"), question("r", "[r]")),
)


@pytest.fixture(autouse=True)
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and a template for Windows."""
    put_template(home, WINDOWS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def in_windows(text: str) -> bytes:
    return BOM + text.replace("\n", "\r\n").encode()


def only_windows(content: bytes) -> bool:
    return content.startswith(BOM) and content.count(b"\n") == content.count(b"\r\n") > 0


def test_rendering_writes_the_bytes_of_the_template(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(("render", "small", "--set", "name=Relay", "-o", "plan.md")) == 0
    assert main(("render", "small", "--set", "name=Relay")) == 0
    shown = capsysbinary.readouterr().out

    assert only_windows(shown) and shown.startswith(BOM + b"# Relay\r\n")
    assert Path("plan.md").read_bytes() == shown


def test_a_rendered_file_follows_its_template_to_other_line_ends(program: Program, home: Path) -> None:
    program("render", "small", "-o", "plan.md")
    before = Path("plan.md").read_bytes()
    put_template(home, SMALL)

    outcome = program("render", "small", "-o", "plan.md")

    assert (outcome.code, outcome.err) == (0, "")
    assert Path("plan.md").read_bytes() == before.removeprefix(BOM).replace(b"\r\n", b"\n")


def test_line_by_line_a_plan_is_saved_as_its_template_has_it():
    for _ in range(2):
        told = talked(WINDOWS, ":save", "", answers={"name": "Relay", "goal": "Talk."})
        assert told.ending == "saved"
        assert "already exists" not in told.said
        assert only_windows(Path("relay.md").read_bytes())


def save_draft(program: Program, **answers: str) -> Outcome:
    assert program("answer", "d", stdin=json.dumps(answers)).code in (0, 3)
    return program("save", "d", "-o", "plan.md")


def test_a_saved_plan_stays_as_windows_has_it_through_edits_and_saves(program: Program) -> None:
    program("new", "small", "--draft", "d", "--json", "--set", "name=Relay", "--set", "steps=[{title: Dig}]")
    assert save_draft(program, goal="Talk.").code == 0
    plan = Path("plan.md")
    assert only_windows(plan.read_bytes())
    assert program("check", "plan.md").err == "plan.md matches its answers.\n"

    for number in range(3):
        plan.write_bytes(plan.read_bytes() + f"By hand {number}.\r\n".encode())
        assert save_draft(program, goal=f"Talk {number}.\r\nAnd listen.").code == 0
        content = plan.read_bytes()
        assert only_windows(content)
        assert f"Talk {number}.\r\nAnd listen.\r\n".encode() in content
        assert all(f"By hand {each}.\r\n".encode() in content for each in range(number + 1))
        assert "except for hand edits" in program("check", "plan.md").err


def test_opening_and_saving_a_plan_of_windows_changes_nothing(program: Program) -> None:
    program("new", "small", "--draft", "d", "--json", "--set", "name=Relay", "--set", "goal=Talk.")
    save_draft(program)
    before = Path("plan.md").read_bytes(), Path("plan.answers.yaml").read_bytes()

    program("open", "plan.md", "--draft", "again", "--json")
    outcome = program("save", "again")

    assert outcome.code in (0, 1), outcome
    assert (Path("plan.md").read_bytes(), Path("plan.answers.yaml").read_bytes()) == before


@pytest.mark.parametrize("convert", [lambda content: content.replace(b"\r\n", b"\n"), lambda content: content[3:]])
def test_a_file_that_was_converted_stays_converted(program: Program, convert: Callable[[bytes], bytes]) -> None:
    program("new", "small", "--draft", "d", "--json", "--set", "name=Relay")
    save_draft(program, goal="Talk.")
    plan = Path("plan.md")
    plan.write_bytes(convert(plan.read_bytes()))
    expected = plan.read_bytes().replace(b"Talk.", b"Listen.")

    assert save_draft(program, goal="Listen.").code == 0

    assert plan.read_bytes() == expected


def test_a_plan_of_both_line_ends_is_as_rendered_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    save(Interview.begin(MIXED), path)

    assert path.read_bytes() == b"# A\r\n\r\nOne.\nTwo: [q]\r\n\nThree.\r\nFour: [r]\n\nEnd.\r\n"
    assert read_saved_files(path).is_as_rendered()
    save(Interview.begin(MIXED), tmp_path / "other.md")
    assert (tmp_path / "other.md").read_bytes() == path.read_bytes()


def test_an_answer_in_a_plan_of_both_line_ends_changes_its_own_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    save(Interview.begin(MIXED), path)
    answered = Interview.begin(MIXED, {"q": "yes", "r": "no"})

    save_over(answered, read_saved_files(path), render_plan(answered).text)

    assert path.read_bytes() == b"# A\r\n\r\nOne.\nTwo: yes\r\n\nThree.\r\nFour: no\n\nEnd.\r\n"


def test_a_file_edited_into_both_line_ends_keeps_those_that_nobody_changed(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    template = template_of_nodes(
        Text("# A\n\nOne.\n\nTwo: "), Slot(Name("q"), 0), Text("\n\nEnd.\n"), questions=(question("q", "[q]"),)
    )
    save(Interview.begin(template), path)
    path.write_bytes(b"# A\n\nOne.\r\n\nTwo: [q]\n\nBy hand.\r\n\r\nEnd.\n")

    for answer in ("yes", "no", "perhaps"):
        interview = Interview.begin(template, {"q": answer})
        text, existing = render_plan(interview).text, read_saved_files(path)
        save_over(interview, existing, text, merged=merged_text(merge_with_file(existing, text)))
        expected = f"# A\n\nOne.\r\n\nTwo: {answer}\n\nBy hand.\r\n\r\nEnd.\n"
        assert path.read_bytes().replace(b"\r\n\n", b"\r\n\r\n") == expected.encode().replace(b"\r\n\n", b"\r\n\r\n")


@given(texts, st.sampled_from(["lf", "crlf"]), st.booleans())
def test_what_is_written_over_itself_does_not_change(text: str, ends: str, has_mark: bool) -> None:
    template = template_of_nodes(line_ends="crlf" if ends == "crlf" else "lf", has_byte_order_mark=has_mark)
    text = text.lstrip("\ufeff") if ends == "lf" else text.replace("\r", "").lstrip("\ufeff")
    content = encode_plan(text, template)

    assert encode_over(text, text, template, content) == content
    assert encode_over("\n".join(text.replace("\r\n", "\n").split("\n")), text, template, content) == content


@given(texts)
def test_the_bytes_of_windows_are_its_lines_with_their_ends(text: str) -> None:
    template = template_of_nodes(line_ends="crlf", has_byte_order_mark=True)

    assert encode_plan(text.replace("\r", ""), template) == in_windows(text.replace("\r", ""))
