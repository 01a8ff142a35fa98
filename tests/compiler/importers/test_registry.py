"""Which importer the text of a template needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.compiler.importers.registry import template_format
from wizard.compiler.loader import load_template
from wizard.compiler.template_copies import keep_copy, load_copy
from wizard.files.directories import template_copies_folder

NATIVE = (
    "---\nwizard: 1\nname: small\ntitle: Small\nsections:\n"
    "  - {title: A, questions: [{id: name, kind: line, label: N?}]}\n---\n# {{ name }}\n"
)


@pytest.mark.parametrize(
    ("text", "source", "format"),
    [
        (NATIVE, "a.md", "native"),
        (NATIVE, "a", "native"),
        (NATIVE, "a.yml", "native"),
        ("\ufeff\n \n" + NATIVE.replace("\n", "\r\n"), "a.md", "native"),
        (NATIVE.replace("\n", "\r"), "a.md", "native"),
        (NATIVE.replace("wizard:", "'wizard' :"), "a.md", "native"),
        ("---\ntitle: unclosed\nwizard: 1\n", "a.md", "native"),
        ("A word too much.\n\n" + NATIVE, "a.md", "native"),
        ("How to write one:\n\n```yaml\n" + NATIVE + "```\n", "a.md", "markdown"),
        ("# Notes\n\n---\n\nwizard: see below\n", "a.md", "markdown"),
        ("---\ntitle: x\n---\nwizard: 1\n", "a.md", "markdown"),
        ("---\ntitle: x\n...\nwizard: 1\n", "a.md", "markdown"),
        ("# Notes\n", "a.md", "markdown"),
        ("# Notes\n", "a", "markdown"),
        ("", "a.txt", "markdown"),
        ("name: Bug\nbody: []\n", "a.yml", "issue_form"),
        ("---\nname: Bug\nbody: []\n", ".github/A.YAML", "issue_form"),
        ("", "a.yaml", "issue_form"),
    ],
)
def test_front_matter_and_the_files_name_tell_the_format(text: str, source: str, format: str) -> None:
    assert template_format(text, source) == format


def test_front_matter_that_never_ends_is_told_in_linear_time() -> None:
    assert template_format("---\nkey: 1\n" * 100_000, "a.md") == "markdown"


def test_a_native_template_may_be_a_file_of_yaml_by_name_and_so_may_its_copy(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "small.yml"
    file.write_text(NATIVE, encoding="utf-8")
    template = load_template(str(file))
    keep_copy(template)
    file.unlink()

    copy = load_copy(template.digest, str(file))

    assert copy is not None
    assert copy.body == template.body
    assert [each.name for each in template_copies_folder().glob("*/*")] == ["small.yml"]
