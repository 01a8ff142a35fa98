"""A template that is being edited: what is told of its file, and what is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.compiler.template_watch import TemplateProblems, TemplateWatch, WatchedTemplate
from wizard.model.template import Template

TEXT = """\
---
wizard: 1
name: small
title: Small
version: 1
sections:
  - {title: All, questions: [{id: name, kind: line, label: What is it called?}]}
---
# {{ name }}
"""
BROKEN = TEXT.replace("{{ name }}", "{{ nmae }}")
_MANY = 12
"""Looks; more than it takes until anything is told."""


@pytest.fixture
def path(tmp_path: Path, home: Path) -> Path:
    file = tmp_path / "work" / "my template.md"
    file.parent.mkdir()
    file.write_text(TEXT)
    return file


@pytest.fixture
def watch(path: Path) -> TemplateWatch:
    """A watch that knows the template as it is."""
    watched = TemplateWatch(str(path))
    assert digests(look(watched)) == [True]
    return watched


def look(watch: TemplateWatch, times: int = _MANY) -> list[WatchedTemplate]:
    """What is told in so many looks."""
    return [found for found in (watch.look() for _ in range(times)) if found is not None]


def digests(told: list[WatchedTemplate]) -> list[bool]:
    """Whether each is a template."""
    return [isinstance(each, Template) for each in told]


def places(told: list[WatchedTemplate]) -> list[tuple[int, int, str]]:
    """Where the problems are."""
    found = (each.problems for each in told if isinstance(each, TemplateProblems))
    return [(problem.line, problem.column, problem.code) for problems in found for problem in problems]


def write_in_place(path: Path, text: str) -> None:
    path.write_text(text)


def write_by_renaming(path: Path, text: str) -> None:
    prepared = path.with_name(".swap")
    prepared.write_text(text)
    prepared.replace(path)


def write_after_deleting(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text)


def write_beside_a_backup(path: Path, text: str) -> None:
    path.replace(path.with_name("my template.md~"))
    path.write_text(text)


def replace_the_folder(path: Path, text: str) -> None:
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    path.write_text(text)


WAYS = (write_in_place, write_by_renaming, write_after_deleting, write_beside_a_backup, replace_the_folder)


@pytest.mark.parametrize("write", WAYS)
def test_every_way_of_saving_is_told_once(watch: TemplateWatch, path: Path, write: Callable[[Path, str], None]) -> None:
    for text, is_whole in ((TEXT + "A\n", True), (BROKEN, False), (TEXT, True), (TEXT + "B\n", True)):
        write(path, text)

        assert digests(look(watch)) == [is_whole]
        assert look(watch) == []


def test_a_mistake_is_told_with_its_place_and_again_when_it_is_another(watch: TemplateWatch, path: Path) -> None:
    path.write_text(BROKEN)
    assert places(look(watch)) == [(9, 6, "unknown-name")]

    path.write_text(BROKEN.replace("# {{", "Text\n\n# {{"))
    assert places(look(watch)) == [(11, 6, "unknown-name")]

    path.write_text(TEXT)
    assert digests(look(watch)) == [True]


def test_a_file_that_is_being_written_is_not_read(watch: TemplateWatch, path: Path) -> None:
    told: list[WatchedTemplate] = []
    longer = TEXT + "More.\n" * 20
    for end in range(0, len(longer), 40):
        path.write_text(longer[:end])
        told += look(watch, 1)
    assert told == []

    path.write_text(longer)
    [found] = look(watch)

    assert isinstance(found, Template)


def test_what_is_gone_or_empty_for_a_moment_is_not_told(watch: TemplateWatch, path: Path) -> None:
    path.unlink()
    assert look(watch, 2) == []
    path.write_text("")
    assert look(watch, 2) == []
    path.write_text(TEXT)
    assert look(watch) == []


def test_what_stays_away_is_told_and_so_is_its_return(watch: TemplateWatch, path: Path) -> None:
    path.unlink()
    assert places(look(watch)) == [(1, 1, "no-template")]
    path.touch()
    assert places(look(watch)) == [(1, 1, "empty-template")]
    path.write_text(TEXT)
    assert digests(look(watch)) == [True]


def test_a_template_without_a_question_is_a_mistake(watch: TemplateWatch, path: Path) -> None:
    path.write_text("---\nwizard: 1\nname: small\ntitle: Small\nversion: 1\nsections: []\n---\n# Text\n")

    assert digests(look(watch)) == [False]


def test_a_touch_and_a_checkout_with_other_line_ends_are_no_change(watch: TemplateWatch, path: Path) -> None:
    os.utime(path, (1, 1))
    assert look(watch) == []
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert look(watch) == []


def test_a_link_is_followed_and_may_be_led_elsewhere(path: Path) -> None:
    link = path.with_name("link.md")
    link.symlink_to(path.name)
    watch = TemplateWatch(str(link))
    look(watch)
    path.write_text(BROKEN)
    assert digests(look(watch)) == [False]
    link.unlink()
    path.with_name("other.md").write_text(TEXT)
    link.symlink_to("other.md")
    assert digests(look(watch)) == [True]


def test_what_is_no_file_is_never_waited_for(watch: TemplateWatch, path: Path) -> None:
    path.unlink()
    os.mkfifo(path)
    assert places(look(watch)) == [(1, 1, "no-template")]


def test_bytes_that_are_no_text_are_a_mistake_with_its_place(watch: TemplateWatch, path: Path) -> None:
    path.write_bytes(TEXT.encode() + b"\xff\n")

    [(_, _, code)] = places(look(watch))

    assert code == "not-utf-8"


def test_a_form_that_github_refuses_is_followed_only_when_it_was_begun_so(path: Path) -> None:
    form = path.with_name("leak.yml")
    valid = "name: Leak\ndescription: x\nbody: [{type: input, attributes: {label: A}}]\n"
    refused = f"{valid}more: x\n"
    form.write_text(valid)
    strict = TemplateWatch(str(form))
    assert digests(look(strict)) == [True]

    form.write_text(refused)
    lenient = TemplateWatch(str(form))

    assert places(look(strict)) == [(4, 1, "unknown-key")]
    assert digests(look(lenient)) == [True]
    form.write_text(refused.replace("label: A", "label: B"))
    assert digests(look(lenient)) == [True]
