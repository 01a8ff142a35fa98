"""What `import` writes is the template that the file is: the same questions, the same bytes for every answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.support.answers_from_schema import any_answer
from tests.support.native_templates import without_lines
from wizard.automation.json_schema import answers_schema
from wizard.compiler.export import native_text
from wizard.compiler.loader import decode_utf8, read_template
from wizard.errors import TemplateError
from wizard.interview.interview import Interview
from wizard.model.answers import Answers, freeze, has_keys
from wizard.model.template import Template
from wizard.plans.saving.plan_bytes import encode_plan
from wizard.render.plan import render_plan

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"


def files(folder: str) -> list[Path]:
    return sorted(path for path in (CORPUS / folder).rglob("*") if path.is_file())


def written(template: Template, answers: Answers) -> bytes:
    """The bytes of a plan's file."""
    return encode_plan(render_plan(Interview.begin(template, answers)).text, template)


def some_answers(template: Template) -> Iterator[Answers]:
    """None, all left out, and twice some of each."""
    yield {}
    yield {question.id: None for question in template.questions()}
    for seed in range(2):
        answers = freeze(any_answer(answers_schema(template), Random(seed)))
        assert has_keys(answers)
        yield answers  # pyright: ignore[reportReturnType]  # it is what the schema describes


def check_export(text: str, name: str) -> Template:
    template = read_template(text, name, is_lenient=True)
    again = read_template(native_text(template), "native.md")

    assert without_lines(again) == without_lines(template)
    for answers in some_answers(template):
        assert written(again, answers) == written(template, answers)
    return template


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of real templates is not at {CORPUS}")
@pytest.mark.parametrize("path", files("markdown"), ids=lambda path: path.name)
def test_every_real_markdown_file_is_imported_as_it_is(path: Path) -> None:
    text = decode_utf8(path.read_bytes(), path.name)

    template = check_export(text, path.name)

    if not text.startswith("---"):  # GitHub's front matter is not part of the document
        assert written(read_template(native_text(template), "native.md"), {}) == path.read_bytes()


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of real templates is not at {CORPUS}")
@pytest.mark.parametrize("path", files("issue_forms"), ids=lambda path: path.name)
def test_every_real_issue_form_is_imported_as_it_is(path: Path) -> None:
    text = decode_utf8(path.read_bytes(), path.name)
    try:
        read_template(text, path.name, is_lenient=True)
    except TemplateError:
        return  # no form at all, such as the file that configures them

    check_export(text, path.name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No blanks, and no line end",
        "# Note\r\n\r\n- Owner: [name]\r\n",
        "\ufeff# Note\n\n[What is it about?]\n\n\n",
        "# One\r\n\n- Owner: [na\r\nme]\n\r",
        "- Owner: [na\x1bme]\n- Of: [na\u2028me]\n",
        "Owner:\t\n\n\n---\n\n## Why   \n\n<!-- Say\nwhy. -->\n\n",
        "${{ secrets.X }} and {% raw %} and {# x #} and {{name}} {\n",
        "# Form feed \x0c and [token \x1b[31m]\n\n- [ ] \x00 one\n- [x] two\n",
        "| a | b |\n|---|---|\n| [one] | [two] |\n| … | … |\n",
        "---\ntitle: [Title]\ntags: [a, b]\n---\n\n# {{ Title }}\n",
        "## Step 1: [Title]\n\n[What]\n\n## Step 2: [Title]\n\n[What]\n",
        "   \n\n  [a]  [b]{{c}}<d>\n",
    ],
)
def test_every_construct_is_imported_as_it_is(text: str) -> None:
    template = check_export(text, "note.md")

    assert written(template, {}) == text.encode()
