"""A list says what a template is called without compiling it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.repository import native, put_file
from wizard.compiler.loader import load_template
from wizard.compiler.lookup.template_title import TemplateHead, TitleReader, read_head, title_of_file


def head_of(tmp_path: Path, text: str | bytes, name: str = "some_file.md") -> TemplateHead:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_head(str(path))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Postmortem\n\n## What\n\n## Why\n", "Postmortem"),
        ("<!-- # No -->\n\n# Postmortem #\n", "Postmortem"),
        ("<!--\n# No\n-->\n# Yes it is\n", "Yes it is"),
        ("Postmortem\n==========\n\ntext\n", "Postmortem"),
        ("# Feature Specification: [FEATURE NAME]\n## A\n", "Feature Specification"),
        ("# [CHECKLIST TYPE] Checklist: [FEATURE NAME]\n", "Checklist"),
        ("# {{FEATURE}} Design for {{NAME}}\n", "Design"),
        ("# ADR-NNNN: [short title]\n## Status\n", "Some file"),
        ("# ADR-0000: Record of a <thing>\n", "Record"),
        ("# Readiness Review (PRR)\n", "Readiness Review (PRR)"),
        ("# Due diligence of $PROJECT (<date>)\n", "Due diligence"),
        ("# Decision record: Template\n", "Decision record"),
        ("# Title of the incident\n", "Some file"),
        ("## Description\n", "Some file"),
        ("### Closes: #1\n", "Some file"),
        ("---\nname: '{name}'\n---\n", "Some file"),
        ("\ntext\nkey: value\n---\n", "Some file"),
        ("# {title}\n", "Some file"),
        ("# **Team** `charter`\n", "Team charter"),
        ("# See [the guide](http://x.y) first\n", "See the guide first"),
        ("```\n# Code\n```\n# Charter\n", "Charter"),
        ("## Why\n\n## What\n", "Some file"),
        ("# Description\n\n# Checklist\n", "Some file"),
        ("## Meeting notes\n\n### Who\n", "Meeting notes"),
        ("Text only.\n", "Some file"),
        ("", "Some file"),
        ("---\nname: Bug report\nabout: Tell us\ntitle: '[BUG] '\n---\n# Other\n", "Bug report"),
        ("---\nname: ''\n---\n# Other\n", "Other"),
        ("---\ntitle: A page\n---\nText\n", "Some file"),
        ('\ufeff---\r\nname: "B\\u00fcg: x" # yes\r\n---\r\n# Other\r\n', "Büg: x"),
        ("---\nname: 'It''s'\n---\n", "It's"),
        ("---\nname: Bug # report\n---\n", "Bug"),
        ("---\nname: >-\n  Folded\n  name\n---\n", "Folded name"),
    ],
)
def test_markdown_is_called_by_its_front_matter_its_heading_or_its_file(tmp_path: Path, text: str, title: str) -> None:
    head = head_of(tmp_path, text)

    assert (head.title, head.format, head.problem) == (title, "markdown", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pull_request_template.md", "## What\n\n## Why\n"),
        ("docs/adr/template.md", "# ADR-NNNN: [short title]\n\n## Context\n"),
        ("bug.md", "---\nname: Bug report\nabout: x\n---\n## Steps\n"),
        ("plan-template.md", "\ufeff# Implementation Plan: [FEATURE]\r\n\r\n## Summary\r\n"),
    ],
)
def test_a_draft_has_the_title_that_its_template_has_in_lists(tmp_path: Path, name: str, text: str) -> None:
    path = put_file(tmp_path, name, "")
    path.write_bytes(text.encode())

    assert load_template(str(path)).title == read_head(str(path)).title


def test_a_native_template_is_called_by_its_title(tmp_path: Path) -> None:
    head = head_of(tmp_path, native("charter", "Team: the charter"))

    assert (head.title, head.format) == ("Team: the charter", "native")


def test_an_issue_form_has_a_name_and_says_what_it_is_for(tmp_path: Path) -> None:
    text = "# a form\nname: Bug report\ndescription: \"File a bug\"\ntitle: '[Bug]: '\nbody:\n  - type: markdown\n"

    head = head_of(tmp_path, text, "1-bug.yml")

    assert head == TemplateHead("Bug report", "File a bug", "issue_form")


def test_a_discussion_form_goes_by_its_file(tmp_path: Path) -> None:
    assert head_of(tmp_path, "title: '[Idea] '\nbody: []\n", "show-and-tell.yml").title == "Show and tell"


def test_github_says_what_a_template_is_about(tmp_path: Path) -> None:
    assert head_of(tmp_path, "---\nname: Bug\nabout: Tell us\n---\n").description == "Tell us"


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("01-bug_report.yml", "Bug report"),
        ("PULL_REQUEST_TEMPLATE.md", "Pull request"),
        ("adr-template.md", "ADR"),
        ("docs/adr/template.md", "ADR"),
        ("design.template.md", "Design"),
        ("ProductBrief.md", "ProductBrief"),
        ("template.md", "Template"),
        ("0000.md", "0000"),
    ],
)
def test_a_file_name_in_words(file: str, title: str) -> None:
    assert title_of_file(file) == title


@pytest.mark.parametrize("text", [b"\xff\xfe\x00a", b"ok\n\xc3(\n" + b"a" * 10])
def test_what_is_not_utf_8_is_said(tmp_path: Path, text: bytes) -> None:
    assert head_of(tmp_path, text).problem == "cannot be used: it is not UTF-8; save the file as UTF-8"


def test_a_character_that_the_limit_cuts_in_two_is_no_mistake(tmp_path: Path) -> None:
    for shift in range(3):
        head = head_of(tmp_path, "# Charter\n" + "a" * shift + "错" * 4000)
        assert (head.title, head.problem) == ("Charter", "")


def test_a_file_that_is_gone_has_a_name_and_a_reason(tmp_path: Path) -> None:
    head = read_head(str(tmp_path / "bug_report.yml"))

    assert head.title == "Bug report"
    assert head.problem == "cannot be read: No such file or directory"


@pytest.mark.parametrize(
    "text",
    [
        "#" * 100_000,
        "[" * 100_000,
        "---\n" * 30_000,
        "```\n" * 30_000,
        "<!--" * 30_000,
        "# " + "{{" * 50_000,
        "# " + "*_`" * 30_000,
        "---\nname: " + '"' * 50_000,
        "a\n" * 50_000 + "=",
        " " * 100_000,
        "\x1b]0;title\x07" * 1000,
    ],
)
def test_no_text_takes_long_or_ends_in_a_traceback(tmp_path: Path, text: str) -> None:
    assert head_of(tmp_path, text).title


def test_when_the_time_is_up_files_go_by_their_names(tmp_path: Path) -> None:
    path = put_file(tmp_path, "bug.md", "# Something else\n")

    assert TitleReader(-1).read(str(path)) == TemplateHead("Bug", "", "markdown")
    assert TitleReader(60).read(str(path)).title == "Something else"
