"""A template to the text of a native template's file, from which the same template is read again.

What a person is likely to polish stands plain: labels, kinds, help and placeholders as YAML in block style, and the
body as Markdown with slots and tags. Every text that is returned has been read again and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from msgspec.structs import replace

from wizard.compiler.body.body_writer import write_body, write_text
from wizard.compiler.front_matter import id_in_words
from wizard.compiler.template_file import FORMAT, read_template_text
from wizard.errors import TemplateError, WizardError
from wizard.files.serialization.yaml_writer import write_yaml_as_by_hand
from wizard.limits import MAX_TEMPLATE_BYTES
from wizard.model.answers import thaw
from wizard.model.body import Node, Text, without_places
from wizard.model.expressions import And, Constant, Expression
from wizard.model.template import Option, OptionsSource, Question, Section, Template
from wizard.model.unparse import unparse

_TRIMMED: Final = ("title", "description", "label", "short", "help", "example")
"""Texts for people; a file holds them without the blanks around them."""
_COMPARED: Final = tuple(
    "name title description version line_ends has_byte_order_mark is_verbatim save_as body".split()
)
_WITH_SLOTS: Final = ("body", "save_as", "default_text")


def native_text(template: Template) -> str:
    """Return the text of a file with a template.

    Raise WizardError, which names what is in the way, when a file cannot hold the template.
    """
    text = f"---\n{write_yaml_as_by_hand(_front_matter(template))}---\n{write_body(template.body)}"
    if len(text.encode()) > MAX_TEMPLATE_BYTES:
        raise _refusal(f"its text is longer than {MAX_TEMPLATE_BYTES:,} bytes")
    try:
        again, _ = read_template_text(text, template.source)
    except TemplateError as error:
        lines, problem = text.split("\n"), error.problems[0]
        raise _refusal(f"{problem.message}: {lines[problem.line - 1].strip()[:80]}") from None
    if (difference := next(_differences(template, again), None)) is not None:
        raise _refusal(f"{difference} would be read as something else")
    return text


def _refusal(why: str) -> WizardError:
    return WizardError(f"a template's file cannot hold this: {why}")


def _front_matter(template: Template) -> dict[str, object]:
    keys: dict[str, object] = {"wizard": FORMAT, "name": template.name, "title": template.title.strip()}
    if description := template.description.strip():
        keys["description"] = description
    keys["version"] = template.version
    if without_places(template.save_as) != (Text(f"{template.name}.md"),):
        keys["save_as"] = write_text(template.save_as)
    if template.line_ends != "lf":
        keys["line_ends"] = template.line_ends
    if template.has_byte_order_mark:
        keys["byte_order_mark"] = True
    if template.is_verbatim:
        keys["verbatim"] = True
    keys["sections"] = [_section(section) for section in template.sections]
    return keys


def _section(section: Section) -> dict[str, object]:
    keys: dict[str, object] = {"title": section.title.strip()}
    if help := section.help.strip():
        keys["help"] = help
    around = _condition_around(section.questions)
    if around is not None:
        keys["when"] = unparse(around)
    keys["questions"] = [_question(question, around) for question in section.questions]
    return keys


def _condition_around(questions: tuple[Question, ...]) -> Expression | None:
    """Return the condition that all questions of a section begin with; None when it is not worth a line."""
    found = questions[0].when if len(questions) > 1 else None
    while found is not None and not all(_is_under(question.when, found) for question in questions):
        found = found.left if isinstance(found, And) else None
    return found


def _is_under(when: Expression | None, around: Expression) -> bool:
    return when == around or (isinstance(when, And) and when.left == around)


def _question(question: Question, around: Expression | None = None) -> dict[str, object]:
    return dict(_question_keys(question, around))


def _question_keys(question: Question, around: Expression | None) -> Iterator[tuple[str, object]]:
    """Yield the keys of a question that say something, what people read first."""
    yield "id", question.id
    yield "kind", question.kind
    yield "label", question.label.strip()
    if question.short.strip() != id_in_words(question.id):
        yield "short", question.short.strip()
    for key in ("help", "example"):
        if text := getattr(question, key).strip():
            yield key, text
    if question.options:
        yield "options", [_option(option) for option in question.options]
    if question.options_from is not None:
        yield "options", _options_source(question.options_from)
    for key in ("other", "required", "at_review"):
        if getattr(question, key):
            yield key, True
    if question.when is not None and question.when != around:
        yield "when", unparse(_own_condition(question.when, around))
    yield from _limit_keys(question)
    if question.item != "item":
        yield "item", question.item
    if (default := _default(question)) is not None:
        yield "default", default
    if question.questions:
        yield "columns" if question.kind == "table" else "questions", list(map(_question, question.questions))
    if question.placeholder is not None:
        yield "placeholder", thaw(question.placeholder)


def _limit_keys(question: Question) -> Iterator[tuple[str, object]]:
    """Yield the keys that say which answers are valid."""
    for key, limit in (("min", question.earliest), ("max", question.latest)):
        if limit is not None:
            yield key, limit.value if isinstance(limit, Constant) else unparse(limit)
    for key in ("recommended", "min", "max", "step", "pattern", "pattern_message"):
        if (value := getattr(question, key)) not in (None, ""):
            yield key, value
    if question.valid is not None:
        yield "valid", unparse(question.valid)
        yield "valid_message", question.valid_message


def _own_condition(when: Expression, around: Expression | None) -> Expression:
    return when.right if around is not None and isinstance(when, And) and when.left == around else when


def _default(question: Question) -> object:
    if question.default_text:
        return write_text(question.default_text)
    if isinstance(question.default, str):
        return write_text((Text(question.default),)) if _may_be_slots(question.default) else question.default
    return thaw(question.default)


def _may_be_slots(text: str) -> bool:
    return "{{" in text or "{%" in text


def _options_source(source: OptionsSource) -> dict[str, str]:
    keys = {"from": unparse(source.over)}
    return {**keys, "label": source.part} if source.part else keys


def _option(option: Option) -> object:
    if option == Option(option.value, option.value):
        return option.value
    keys: dict[str, object] = {"value": option.value}
    if option.label != option.value:
        keys["label"] = option.label
    if option.help:
        keys["help"] = option.help
    if option.required:
        keys["required"] = True
    return keys


def _differences(template: Template, again: Template) -> Iterator[str]:
    """Yield what is not the same in a template and the one that was read again."""
    for key in _COMPARED:
        if not _is_same(key, getattr(template, key), getattr(again, key)):
            yield f"'{key}'"
    if len(template.sections) != len(again.sections):
        yield "the number of sections"
    for section, other in zip(template.sections, again.sections, strict=False):
        for key in ("title", "help"):
            if not _is_same(key, getattr(section, key), getattr(other, key)):
                yield f"'{key}' of the section '{section.title[:60]}'"
        yield from _question_differences(section.questions, other.questions)


def _question_differences(questions: tuple[Question, ...], others: tuple[Question, ...]) -> Iterator[str]:
    if len(questions) != len(others):
        yield "the number of questions"
    for question, other in zip(map(_with_plain_default, questions), others, strict=False):
        for key in Question.__struct_fields__:
            if key not in ("line", "questions") and not _is_same(key, getattr(question, key), getattr(other, key)):
                yield f"'{key}' of the question '{question.id}'"
        yield from _question_differences(question.questions, other.questions)


def _is_same(key: str, value: object, other: object) -> bool:
    if key in _TRIMMED and isinstance(value, str):
        return value.strip() == other
    if key in _WITH_SLOTS:
        return without_places(cast("tuple[Node, ...]", value)) == without_places(cast("tuple[Node, ...]", other))
    return value == other


def _with_plain_default(question: Question) -> Question:
    """Return the question with a default without slots as the text that it is."""
    match without_places(question.default_text):
        case (Text(text),):
            return replace(question, default=text, default_text=())
        case _:
            return question
