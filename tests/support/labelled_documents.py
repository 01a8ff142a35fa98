"""Documents that were made elsewhere, each with the answers that a person reads in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from wizard.compiler.loader import load_template
from wizard.model.answers import Answer, AnswerPath, Answers, format_path, freeze, is_list, is_mapping
from wizard.model.template import Template

FOLDER = Path(__file__).parents[1] / "data" / "foreign_documents"


class LabelledDocument(NamedTuple):
    """A document, its template, and its answers."""

    name: str
    template: Template
    text: str
    answers: Answers


def labelled_documents(folder: Path = FOLDER) -> Iterator[LabelledDocument]:
    """Yield the documents in a folder, in the order of their names."""
    for path in sorted(folder.glob("*.yaml")):
        label = yaml.safe_load(path.read_text(encoding="utf-8"))
        named = folder / "templates" / label["template"]
        source = str(named) if named.exists() else str(label["template"])
        text = path.with_suffix(".md").read_bytes().decode()
        yield LabelledDocument(
            path.stem,
            load_template(source, is_lenient=True),
            text,
            {str(key): freeze(value) for key, value in _as_written(label["answers"]).items()},
        )


def items_of(answers: Answers) -> dict[str, Answer]:
    """Return every leaf of some answers by its path: a text, an item of a list, a cell, a task's text or box."""
    return {format_path(path): answer for path, answer in _leaves((), answers)}


def _leaves(path: AnswerPath, answer: Answer) -> Iterator[tuple[AnswerPath, Answer]]:
    if is_mapping(answer):
        for key, inner in answer.items():
            yield from _leaves((*path, key), inner)
    elif is_list(answer):
        for index, inner in enumerate(answer):
            yield from _leaves((*path, index), inner)
    else:
        yield path, answer


def _as_written(value: object) -> dict[object, object]:
    """Return plain data with each day as it is written in answers, which YAML reads as a date."""
    import datetime

    def plain(inner: object) -> object:
        if isinstance(inner, datetime.date):
            return inner.isoformat()
        if isinstance(inner, dict):
            return {key: plain(each) for key, each in inner.items()}
        if isinstance(inner, list):
            return [plain(each) for each in inner]
        return inner

    assert isinstance(value, dict)
    return {key: plain(each) for key, each in value.items()}
