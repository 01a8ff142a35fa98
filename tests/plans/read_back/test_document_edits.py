"""Changes of answers in documents that were made elsewhere: they are in it, and nothing else has changed."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.labelled_documents import LabelledDocument, labelled_documents
from tests.support.plain_documents import changed_answers
from wizard.interview.interview import Interview
from wizard.markdown.blocks import block_lines
from wizard.plans.opening.opened_document import answered_interview
from wizard.plans.read_back.documents.document_edits import edit_document
from wizard.plans.read_back.documents.foreign_document import read_document
from wizard.render.plan import render_plan

DOCUMENTS = tuple(labelled_documents())
CHANGES = 4
"""Of each document."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_unchanged_answers_change_no_line(document: LabelledDocument) -> None:
    plan = _plan_of(document)

    assert edit_document(document.template, plan, plan, document.text) == tuple(
        (line,) for line in block_lines(document.text)
    )


def test_changes_have_a_place_in_documents_of_any_layout_and_what_fits_nothing_stays() -> None:
    placed = total = 0
    for document in DOCUMENTS:
        reading, base = read_document(document.template, document.text), _plan_of(document)
        for seed in range(CHANGES):
            answers = changed_answers(document.template, reading.answers, Random(seed))
            plan = render_plan(Interview.begin(document.template, answers)).text
            outcomes = edit_document(document.template, base, plan, document.text)
            total += 1
            if outcomes is None:
                continue
            placed += 1
            text = "\n".join(line for lines in outcomes for line in lines)
            assert read_document(document.template, text).answers == read_document(document.template, plan).answers
            assert all(each.text in text for each in reading.leftovers)

    assert placed / total >= 0.9


def _plan_of(document: LabelledDocument) -> str:
    interview, _ = answered_interview(document.template, read_document(document.template, document.text))
    return render_plan(interview).text
