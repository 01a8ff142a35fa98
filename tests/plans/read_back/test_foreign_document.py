"""Documents that were made elsewhere: what is read from them, and that no word of them is lost."""

from __future__ import annotations

import re
import sys
from random import Random

import pytest
from hypothesis import given, strategies as st

from tests.support.labelled_documents import LabelledDocument, items_of, labelled_documents
from tests.support.plain_documents import documents, plain_answers
from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.model.template import Template
from wizard.plans.read_back.documents.foreign_document import DocumentReading, read_document
from wizard.render.plan import render_plan

DOCUMENTS = tuple(labelled_documents())
BUILT_IN = tuple(load_template(name) for name in ("project-plan", "feature-plan", "roadmap"))
TEMPLATES = {document.template.name: document.template for document in DOCUMENTS}
LINES = sorted({line for document in DOCUMENTS for line in document.text.splitlines() if line.strip()})


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"\w+", text)


def words_read(reading: DocumentReading) -> set[str]:
    """Every word that is in an answer, or left over."""
    texts = [str(answer) for answer in items_of(reading.answers).values()]
    return set(words_of("\n".join((*texts, *reading.unfinished.values(), *(each.text for each in reading.leftovers)))))


def test_the_items_of_labelled_documents_land_in_the_right_answers(capsys: pytest.CaptureFixture[str]) -> None:
    right = total = 0
    for document in DOCUMENTS:
        read = items_of(read_document(document.template, document.text).answers)
        wanted = items_of(document.answers)
        total += len(wanted)
        right += sum(read.get(path) == answer for path, answer in wanted.items())
    with capsys.disabled():
        sys.stdout.write(f"{right} of {total} items of {len(DOCUMENTS)} documents are in the right answers\n")

    assert len(DOCUMENTS) >= 20
    assert right / total >= 0.95


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_nothing_else_is_read_from_a_labelled_document(document: LabelledDocument) -> None:
    reading = read_document(document.template, document.text)

    assert items_of(reading.answers).keys() <= items_of(document.answers).keys()


@pytest.mark.parametrize("template", BUILT_IN, ids=lambda template: template.name)
@given(seed=st.integers(0, 2**32))
def test_a_plan_that_was_rendered_is_read_back_as_its_answers(template: Template, seed: int) -> None:
    answers = plain_answers(template, Random(seed))

    reading = read_document(template, render_plan(Interview.begin(template, answers)).text)

    assert reading.answers == answers
    assert reading.leftovers == ()


# Templates go by their names: Hypothesis writes down the arguments of a failure, and a whole template is too long.
@given(text=documents(LINES), name=st.sampled_from(sorted(TEMPLATES)))
def test_every_word_of_any_document_is_read_left_over_or_the_templates(text: str, name: str) -> None:
    reading = read_document(TEMPLATES[name], text)

    own = words_of(re.sub(r"<!--.*?-->", " ", text, flags=re.DOTALL))
    lost = {word for word in own if word.startswith("q") and word[1:2] != "u"} - words_read(reading)
    assert lost == set()


@pytest.mark.parametrize("head", ["owner: qabc", "qabc qdef", "# qabc"])
def test_what_stands_between_the_rules_at_the_head_and_fits_no_question_is_told(head: str) -> None:
    reading = read_document(TEMPLATES["bug"], f"---\n{head}\n---\n\nqxyz\n")

    assert [(each.start, each.text) for each in reading.leftovers] == [(2, head), (5, "qxyz")]


def test_a_text_that_is_no_answer_stands_in_its_field_and_is_told() -> None:
    spec = next(each for each in DOCUMENTS if "spec-from" in each.name)

    reading = read_document(spec.template, "# Feature Spec: Maps\n\n**Created**: soon\n")

    assert reading.answers == {"feature_name": "Maps"}
    assert reading.unfinished == {"created": "soon"}
    assert [(each.path, each.line, each.text) for each in reading.unusable] == [("created", 3, "soon")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_are_no_difference(end: str) -> None:
    document = DOCUMENTS[0]

    reading = read_document(document.template, "\ufeff" + document.text.replace("\n", end))

    assert reading.answers == document.answers


def test_headings_in_fences_and_comments_are_none() -> None:
    text = "# Project Plan: A\n\n```\n## 4. Risks\n* in a fence\n```\n\n<!--\n## 4. Risks\n* in a comment\n-->\n"

    reading = read_document(BUILT_IN[0], text)

    assert reading.answers == {"project_name": "A"}
    assert [(each.start, each.end) for each in reading.leftovers] == [(3, 11)]


def test_of_a_document_beyond_the_bounds_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.plans.read_back.documents.foreign_document.MAX_READ_DOCUMENT_CHARACTERS", 10)

    reading = read_document(BUILT_IN[0], "# Project Plan: A\n")

    assert reading.answers == {}
    assert reading.notices == ("The document is too long to be read. It stays as it is.",)


def test_the_work_grows_with_the_length_of_a_list_and_no_faster() -> None:
    items = "".join(f"* Risk {number}\n" for number in range(3_000))

    reading = read_document(BUILT_IN[0], f"## Risks\n\n{items}")

    assert len(reading.found) == 3_000


def test_nothing_is_read_across_a_block_of_the_template() -> None:
    document = next(each for each in DOCUMENTS if each.name.startswith("21"))
    more = "- [x] Load for an hour\n\n```bash\nmake load\n```\n\nAsk operations before the next one."

    reading = read_document(document.template, document.text)
    open_one = read_document(document.template, document.text.replace("Tried on two machines.\nBoth were clean.\n", ""))

    assert [each.text for each in reading.leftovers] == [more]
    assert "Load for an hour" not in str(open_one.answers)


def test_text_behind_the_boxes_is_no_answer_while_the_hint_above_them_stands() -> None:
    document = next(each for each in DOCUMENTS if each.name.startswith("21"))
    hint = "Please describe how it was verified.\n"
    text = document.text.replace("Tried on two machines.\nBoth were clean.\n", hint)

    assert "verification_2" not in read_document(document.template, text).answers


def test_a_label_of_the_documents_own_and_what_is_nested_in_an_item_are_left_over() -> None:
    document = next(each for each in DOCUMENTS if each.name.startswith("22"))

    reading = read_document(document.template, document.text)

    assert [each.text.strip() for each in reading.leftovers] == [
        "Drawn up in autumn.",
        "- by crate\n    - by van\n- **Out of scope:**\n  - Cold storage\n- **Budget:** one winter",
        "| Part | Choice |",
        "| Queue | None |",
        "- [ ] paper",
        "Note: ask the printer first.",
        "- Owner: the chair\n\n## Words\n\n- Crate: twelve kilograms",
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_no_line_that_an_answer_was_read_from_is_left_over_whole(document: LabelledDocument) -> None:
    reading = read_document(document.template, document.text)

    begun = {each.line for each in reading.found}
    assert [each.text for each in reading.leftovers if each.start == each.end and each.start in begun] == []
