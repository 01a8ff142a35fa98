"""`render -o FILE` writes only over what it wrote there before and nobody has edited since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import Outcome, Program
from tests.support.small_plan import put_template
from wizard.files import atomic, new_file

OUT = Path("out.md")


@pytest.fixture(autouse=True)
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to work in, and a small template."""
    put_template(home)
    (tmp_path / "place").mkdir()
    monkeypatch.chdir(tmp_path / "place")


def render(program: Program, name: str = "Relay", *arguments: str) -> Outcome:
    return program("render", "small", "--set", f"name={name}", "--set", "goal=Go.", "-o", "out.md", *arguments)


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_what_render_wrote_is_written_anew_without_a_question(program: Program) -> None:
    render(program)

    outcome = render(program, "Mail")

    assert (outcome.code, outcome.err) == (0, "")
    assert OUT.read_text().startswith("# Mail\n")
    assert names() == ["out.md"]


def test_what_was_edited_by_hand_stays_and_it_is_said_what_to_do(program: Program) -> None:
    render(program)
    OUT.write_text(edited := OUT.read_text().replace("Go.", "Go, by hand."))

    outcome = render(program, "Mail")

    assert outcome.code == 1
    assert outcome.err == (
        "plan-wizard render: out.md is not written: it was edited by hand, or something else wrote it."
        " Name another file with -o; --force writes it and keeps what is there as out.before.md\n"
    )
    assert OUT.read_text() == edited
    assert names() == ["out.md"]


@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\n"])
@pytest.mark.parametrize("options", [(), ("--force",)])
def test_a_file_without_text_is_written(program: Program, content: bytes, options: tuple[str, ...]) -> None:
    OUT.write_bytes(content)

    outcome = render(program, "Relay", *options)

    assert (outcome.code, outcome.err) == (0, "")
    assert OUT.read_text().startswith("# Relay\n")
    assert names() == ["out.md"]


@pytest.mark.parametrize("content", [b"Notes of mine.\n", b"\xff\xfe\x00"])
def test_a_file_that_something_else_wrote_stays(program: Program, content: bytes) -> None:
    OUT.write_bytes(content)

    assert render(program).code == 1
    assert OUT.read_bytes() == content


def test_a_plan_that_was_saved_from_a_draft_stays(program: Program) -> None:
    program("new", "small", "--set", "name=Relay", "--draft", "d", "--json")
    program("save", "d", "-o", "out.md")
    saved = OUT.read_bytes()

    outcome = render(program, "Mail")

    assert outcome.code == 1
    assert "it was saved together with out.answers.yaml" in outcome.err
    assert "plan-wizard open out.md changes it" in outcome.err
    assert OUT.read_bytes() == saved


def test_a_file_that_says_the_same_already_is_left_alone(program: Program, home: Path) -> None:
    render(program)
    OUT.write_bytes(OUT.read_bytes().replace(b"\n", b"\r\n"))
    shutil.rmtree(home / "cache" / "rendered")
    before = (OUT.stat().st_mtime_ns, OUT.read_bytes())

    assert render(program).code == 0
    assert (OUT.stat().st_mtime_ns, OUT.read_bytes()) == before


def test_in_a_fresh_clone_a_plan_that_would_change_is_refused(program: Program, home: Path) -> None:
    render(program)
    shutil.rmtree(home / "cache" / "rendered")

    assert render(program).code == 0
    shutil.rmtree(home / "cache" / "rendered")
    assert render(program, "Mail").code == 1


def test_force_keeps_every_older_copy(program: Program) -> None:
    for number in range(3):
        OUT.write_text(f"By hand {number}.\n")
        outcome = render(program, f"Relay {number}", "--force")
        assert outcome.code == 0
        assert "The previous file was kept as " in outcome.err

    assert names() == ["out.before-2.md", "out.before-3.md", "out.before.md", "out.md"]
    assert Path("out.before.md").read_text() == "By hand 0.\n"
    assert Path("out.before-3.md").read_text() == "By hand 2.\n"
    assert OUT.read_text().startswith("# Relay 2\n")


def test_force_keeps_no_copy_of_what_render_itself_wrote(program: Program) -> None:
    render(program)

    assert render(program, "Mail", "--force").err == ""
    assert names() == ["out.md"]


def test_after_force_the_file_is_renders_own_again(program: Program) -> None:
    OUT.write_text("By hand.\n")
    render(program, "Relay", "--force")

    assert render(program, "Mail").code == 0


def test_a_refusal_is_there_for_programs(program: Program) -> None:
    OUT.write_text("By hand.\n")

    outcome = render(program, "Relay", "--json")

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.problems[0]["message"].startswith("out.md is not written: ")


def test_links_lead_to_the_file_that_is_kept_and_written(program: Program) -> None:
    Path("real").mkdir()
    Path("real/plan.md").write_text("By hand.\n")
    OUT.symlink_to("real/plan.md")

    assert render(program).code == 1
    assert render(program, "Relay", "--force").code == 0

    assert OUT.is_symlink()
    assert Path("real/plan.before.md").read_text() == "By hand.\n"
    assert Path("real/plan.md").read_text().startswith("# Relay\n")


def test_a_folder_and_a_pipe_are_told_or_written_to(program: Program) -> None:
    OUT.mkdir()

    outcome = render(program)

    assert outcome.code == 2
    assert outcome.err.startswith("plan-wizard render: out.md is not written: a folder is at ")
    assert program("render", "small", "-o", "/dev/null").code == 0


def test_a_file_that_changes_at_the_last_moment_stays(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    render(program)

    def write_and_edit(path: Path, content: bytes, mode: int) -> Path:
        OUT.write_text("By hand, just now.\n")
        return atomic.write_temporary(path, content, mode)

    monkeypatch.setattr(new_file, "write_temporary", write_and_edit)
    outcome = render(program, "Mail")

    assert outcome.code == 1
    assert "it has just been changed" in outcome.err
    assert (OUT.read_text(), names()) == ("By hand, just now.\n", ["out.md"])


def test_a_file_that_comes_at_the_last_moment_stays(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_and_make(path: Path, content: bytes, mode: int) -> Path:
        OUT.write_text("Made just now.\n")
        return atomic.write_temporary(path, content, mode)

    monkeypatch.setattr(new_file, "write_temporary", write_and_make)

    assert render(program).code == 1
    assert (OUT.read_text(), names()) == ("Made just now.\n", ["out.md"])


def test_it_writes_where_nothing_can_be_remembered(program: Program, home: Path) -> None:
    render(program)  # the template is in the cache now
    OUT.unlink()
    shutil.rmtree(home / "cache" / "rendered")
    (home / "cache" / "rendered").write_text("in the way")

    assert render(program).code == 0
    assert render(program, "Mail").code == 1
