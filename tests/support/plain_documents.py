"""Answers in plain words for any template, and documents of any Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Answers, is_list
from wizard.model.template import Question, Template

_LETTERS = "abcdefghijklmnoprstvwxyzäé"
"""Of words that begin with q, which is in no word of a template without a u behind it: none is met by chance."""
LINES = st.integers(0, 2**32).map(lambda seed: _line(Random(seed)))


def plain_answers(template: Template, random: Random) -> Answers:
    """Return answers to some of the questions whose answers stand in the plan."""
    share = random.choice((0.2, 0.5, 0.9))
    asked = (each for each in template.questions() if each.kind != "yesno" and random.random() < share)
    return {each.id: _answer_to(each, random) for each in asked}


def _line(random: Random) -> str:
    words = ("".join(random.choices(_LETTERS, k=random.randint(2, 6))) for _ in range(random.randint(1, 6)))
    return " ".join(f"q{word}" for word in words)


def _answer_to(question: Question, random: Random) -> Answer:
    match question.kind:
        case "line":
            return _line(random)
        case "text" | "diagram":
            return "\n\n".join(_line(random) for _ in range(random.randint(1, 3)))
        case "choice":
            return random.choice(question.options).value
        case "choices":
            return tuple(
                random.sample(
                    [option.value for option in question.options], min(len(question.options), random.randint(1, 3))
                )
            )
        case "yesno":
            return random.random() < 0.5
        case "number":
            return random.randint(1, 9)
        case "date":
            return f"2027-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        case "list":
            return tuple(_line(random) for _ in range(random.randint(1, 4)))
        case "checklist":
            return tuple({"text": _line(random), "done": random.random() < 0.5} for _ in range(random.randint(1, 4)))
        case "table" | "group":
            columns = question.questions
            rows = ({each.id: _answer_to(each, random) for each in columns} for _ in range(random.randint(1, 3)))
            return tuple(rows)


@st.composite
def documents(draw: DrawFn, parts: Sequence[str] = ()) -> str:
    """Draw a document of headings, lists, tables and text, some lines of it from `parts`."""
    own = st.sampled_from(parts) if parts else LINES
    line = st.one_of(
        own,
        own,
        LINES,
        LINES.map(lambda text: f"## {text}"),
        LINES.map(lambda text: f"- {text}"),
        LINES.map(lambda text: f"  * [x] {text}"),
        LINES.map(lambda text: f"> {text}"),
        LINES.map(lambda text: f"**{text}:** {text}"),
        LINES.map(lambda text: f"| {text} | {text} |\n| --- | --- |\n| {text} | x |"),
        LINES.map(lambda text: f"```\n{text}\n```"),
        LINES.map(lambda text: f"<!-- {text} -->"),
        LINES.map(lambda text: f"<div>\n{text}\n</div>"),
        LINES.map(lambda text: f"    {text}"),
        LINES.map(lambda text: f"[{text}]: {text.split()[0]}"),
        LINES.map(lambda text: f"{text}\n==="),
        st.just(""),
        st.just("---"),
    )
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return end.join("\n".join(draw(st.lists(line, max_size=25))).split("\n"))


def changed_answers(template: Template, answers: Answers, random: Random) -> Answers:
    """Return the answers with another one to one of the questions that are asked, or with an item more or less."""
    interview = Interview.begin(template, answers)
    asked = [each for each in template.questions() if each.kind != "yesno" and interview.is_asked((each.id,))]
    question = random.choice([each for each in asked if not each.at_review and each.id != "issue_title"])
    before, after = answers.get(question.id), _answer_to(question, random)
    if is_list(before) and is_list(after):
        index = random.randrange(len(before))
        after = random.choice((
            (*before, *after[:1]),
            (*before[:index], *before[index + 1 :]),
            (*before[:index], after[0], *before[index + 1 :]),
        ))  # fmt: skip
    changed = {**answers, question.id: after}
    return {id: answer for id, answer in changed.items() if answer != ()}
