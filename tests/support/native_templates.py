"""Two templates compared by what they say, wherever they say it."""

from __future__ import annotations

from msgspec.structs import replace

from wizard.model.body import without_places
from wizard.model.template import Question, Template


def without_lines(template: Template) -> Template:
    """What a template says, apart from where it says it."""

    def bare(question: Question) -> Question:
        default_text = without_places(question.default_text)
        return replace(question, line=0, default_text=default_text, questions=tuple(map(bare, question.questions)))

    sections = tuple(replace(each, questions=tuple(map(bare, each.questions))) for each in template.sections)
    body, save_as = without_places(template.body), without_places(template.save_as)
    return replace(template, body=body, save_as=save_as, sections=sections, source="", steps=(), digest="", today="")
