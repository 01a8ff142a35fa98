"""Issue forms as templates: what is asked, and what GitHub posts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.issue_forms import form_of, form_text, posted, questions_of
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer
from wizard.model.template import Option
from wizard.plans.saving.naming import file_name
from wizard.render.plan import render_plan

EVERY_TYPE = """
- type: markdown
  attributes:
    value: Thanks for the report! Be quick.
- type: input
  id: place
  attributes: {label: Where is it?, description: The **room**, placeholder: kitchen}
  validations: {required: true}
- type: textarea
  id: how-much
  attributes: {label: How much?}
- type: textarea
  attributes: {label: Log, render: shell}
- type: dropdown
  id: kind
  attributes: {label: Kind, options: [water, gas]}
- type: dropdown
  attributes: {label: Seen by, multiple: true, options: [me, "you, too"]}
  validations: {required: true}
- type: checkboxes
  id: terms
  attributes:
    label: Terms
    options:
      - {label: "I read [the rules](https://rules.example)", required: true}
      - {label: I help}
- type: upload
  id: picture
  attributes: {label: Picture}
  validations: {accept: ".png, .jpg"}
"""
BLANK = """### Where is it?

_No response_

### How much?

_No response_

### Log

```shell

```

### Kind

_No response_

### Seen by

_No response_

### Terms

- [ ] I read [the rules](https://rules.example)
- [ ] I help

### Picture

_No response_
"""
FULL = """### Where is it?

**bath** *room*

### How much?

  # A lot

- [x] 1
* a_b_c <br> &amp; `x

### Log

````shell
    $ drip
  again
```
````

### Kind

None

### Seen by

me, you, too

### Terms

- [x] I read [the rules](https://rules.example)
- [ ] I help

### Picture

./leak.png
https://pictures.example/2.png
"""
ANSWERS: dict[str, Answer] = {
    "place": "  **bath** *room* ",
    "how_much": "\n\n  # A lot\n\n- [x] 1\n* a_b_c <br> &amp; `x\n \n",
    "log": "\n \n    $ drip\n  again\n```",
    "kind": "None",
    "seen_by": ("me", "you, too"),
    "terms": ("I read [the rules](https://rules.example)",),
    "picture": "./leak.png\nhttps://pictures.example/2.png",
}


def test_a_code_block_shows_no_placeholder_that_is_not_posted() -> None:
    asked = {question.id: question for question in questions_of(EVERY_TYPE)}

    assert asked["log"].placeholder is None
    assert asked["how_much"].placeholder == "_No response_"


def test_every_type_of_element_is_a_question_of_its_kind() -> None:
    asked = {question.id: question for question in questions_of(EVERY_TYPE)}

    assert {id: question.kind for id, question in asked.items()} == {
        "place": "line",
        "how_much": "text",
        "log": "text",
        "kind": "choice",
        "seen_by": "choices",
        "terms": "choices",
        "picture": "text",
    }
    assert [id for id, question in asked.items() if question.required] == ["place", "seen_by", "terms"]
    assert (asked["place"].label, asked["place"].short, asked["place"].example) == (
        "Where is it?",
        "Where is it",
        "kitchen",
    )
    assert asked["place"].help == "The room\nBe quick."
    assert ".png, .jpg" in asked["picture"].help
    assert asked["terms"].options == (
        Option("I read [the rules](https://rules.example)", "I read the rules", required=True),
        Option("I help", "I help"),
    )


def test_blank_and_filled_in_it_is_what_github_posts() -> None:
    assert posted(EVERY_TYPE) == BLANK
    assert posted(EVERY_TYPE, ANSWERS) == FULL


def test_what_is_left_out_is_posted_as_no_response() -> None:
    left_out: dict[str, Answer] = dict.fromkeys(("how_much", "log", "kind", "picture"))

    assert posted(EVERY_TYPE, left_out) == BLANK
    assert posted(EVERY_TYPE, {"seen_by": (), "terms": ()}) == BLANK


def test_a_dropdown_offers_none_only_where_it_need_not_be_answered() -> None:
    optional = "- type: dropdown\n  attributes: {label: Kind, options: [water, gas]}"

    assert [option.value for option in questions_of(optional)[0].options] == ["water", "gas", "None"]
    required = f"{optional}\n  validations: {{required: true}}"
    assert [option.value for option in questions_of(required)[0].options] == ["water", "gas"]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("{type: input, attributes: {label: A, value: ' https:// '}}", "https://"),
        ('{type: textarea, attributes: {label: A, value: "1.\\n2. {{ x }}\\n"}}', "1.\n2. {{ x }}"),
        ('{type: textarea, attributes: {label: A, value: "$ run\\n", render: console}}', "```console\n$ run\n```"),
        ('{type: textarea, attributes: {label: A, value: "a\\n````\\n", render: text}}', "`````text\na\n````\n`````"),
        ("{type: dropdown, attributes: {label: A, options: [x, y], default: 1}}", "y"),
        ("{type: dropdown, attributes: {label: A, options: [x, y], default: 0, multiple: true}}", "x"),
    ],
)
def test_what_is_filled_in_beforehand_is_posted_unless_it_is_changed_or_taken_out(element: str, expected: str) -> None:
    (question,) = questions_of(f"- {element}")
    is_list = question.kind == "choices"
    chosen = "x" if question.options else "other"

    assert posted(f"- {element}") == f"### A\n\n{expected}\n"
    assert posted(f"- {element}", {"a": question.default}) == f"### A\n\n{expected}\n"
    language = element.partition("render: ")[2].rstrip("}")
    fence = f"```{language}\n", "\n```"
    other = f"{fence[0]}{chosen}{fence[1]}" if language else chosen
    assert posted(f"- {element}", {"a": (chosen,) if is_list else chosen}) == f"### A\n\n{other}\n"
    nothing = f"{fence[0]}{fence[1]}" if language else "_No response_"
    assert posted(f"- {element}", {"a": None}) == f"### A\n\n{nothing}\n"


def test_a_language_is_written_as_it_stands_and_null_is_none() -> None:
    body = "- {{type: textarea, attributes: {{label: A, render: {}}}}}"

    assert posted(body.format("bash session"), {"a": "x"}) == "### A\n\n```bash session\nx\n```\n"
    assert posted(body.format("null"), {"a": "x"}) == "### A\n\nx\n"


@given(st.text(alphabet="ab#*_`-+>|[]()<>!\\~1.{}% \n", min_size=1).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_answer_is_posted_as_it_was_typed(text: str) -> None:
    body = "- {type: textarea, attributes: {label: A}}\n- {type: input, attributes: {label: B}}"
    line = " ".join(text.split())
    lines = re.sub(r"\A(?: *\n)+", "", text.rstrip())

    assert posted(body, {"a": text, "b": line}) == f"### A\n\n{lines}\n\n### B\n\n{line}\n"


def test_ids_come_from_the_form_else_from_labels_and_are_unique() -> None:
    body = """
    - {type: input, attributes: {label: Name}}
    - {type: input, id: name, attributes: {label: Your name}}
    - {type: input, id: 2nd-Line, attributes: {label: Second}}
    - {type: input, attributes: {label: 名前}}
    - {type: input, attributes: {label: Für wen?}}
    - {type: input, attributes: {label: Loop}}
    - {type: input, attributes: {label: "**Bold** `code`"}}
    """
    template = read_template(form_text(body), "leak.yml", is_lenient=True)

    ids = [question.id for question in template.questions()]
    assert ids == ["name_2", "name", "question_2nd_line", "question_4", "fur_wen", "loop_2", "bold_code"]


def test_labels_alike_are_two_questions_that_are_posted_alike() -> None:
    body = "- {type: input, id: one, attributes: {label: Name}}\n- {type: input, id: two, attributes: {label: Name}}"

    assert posted(body, {"one": "a", "two": "b"}) == "### Name\n\na\n\n### Name\n\nb\n"


def test_headings_among_the_explanations_begin_sections() -> None:
    body = """
    - {type: markdown, attributes: {value: "## Thanks for your time!\\n\\nRead [this](https://x.example)."}}
    - {type: input, attributes: {label: A}}
    - {type: markdown, attributes: {value: "# The **machine**\\nAll about it"}}
    - {type: input, attributes: {label: B, description: What it is}}
    - {type: input, attributes: {label: C}}
    - {type: markdown, attributes: {value: That is all.}}
    """
    template = form_of(body)

    assert [(section.title, [each.id for each in section.questions]) for section in template.sections] == [
        ("Details", ["a"]),
        ("The machine", ["b", "c"]),
    ]
    assert [question.help for question in template.questions()] == [
        "Read this (https://x.example).",
        "What it is\nAll about it",
        "That is all.",
    ]


def test_the_title_of_the_issue_is_asked_where_the_form_begins_one_and_names_the_file() -> None:
    head = 'name: Leak\ndescription: x\ntitle: "[Leak]: "\n'
    template = read_template(form_text("- {type: input, attributes: {label: A}}", head), "leak.yml")
    first = next(template.questions())

    assert (first.id, first.default, template.sections[0].title) == ("issue_title", "[Leak]:", "The issue")
    interview = Interview.begin(template, {"issue_title": "[Leak]: Roof", "a": "x"})
    assert render_plan(interview).text == "### A\n\nx\n"
    assert file_name(interview) == "leak-roof.md"
    assert file_name(Interview.begin(template)) == "leak.md"


def test_labels_and_assignees_are_asked_only_where_they_have_a_blank() -> None:
    body = "- {type: input, attributes: {label: A}}"
    fixed = "name: Leak\ndescription: x\nlabels: bug, needs triage\nassignees: [octo]\n"
    open_ended = "name: Leak\ndescription: x\nlabels: [bug, 'area/<area>']\nassignees: '@YOUR_NAME'\n"

    assert [each.id for each in read_template(form_text(body, fixed), "leak.yml").questions()] == ["a"]
    asked = list(read_template(form_text(body, open_ended), "leak.yml").questions())
    assert [(each.id, each.default) for each in asked[:2]] == [
        ("issue_labels", ("bug", "area/<area>")),
        ("issue_assignees", ("@YOUR_NAME",)),
    ]


def test_a_long_explanation_leaves_room_for_the_answer() -> None:
    body = (
        f"- {{type: markdown, attributes: {{value: '{'word ' * 200}'}}}}\n- {{type: input, attributes: {{label: A}}}}"
    )

    (question,) = questions_of(body)
    assert question.help.endswith("word…")
    assert len(question.help) <= 240


@pytest.mark.parametrize("words", ["e.g., ", "E.g. ", "ex: ", "Example: ", "Examples:\\n", "for example, ", ""])
def test_an_example_does_not_say_twice_that_it_is_one(words: str) -> None:
    (question,) = questions_of(f'- {{type: input, attributes: {{label: A, placeholder: "{words}version 2"}}}}')

    assert question.example == "version 2"


def test_many_options_alike_are_told_apart() -> None:
    options = "[" + "x, " * 1_500 + "x (2)]"
    text = form_text(f"- {{type: dropdown, attributes: {{label: A, options: {options}}}}}")

    (question,) = read_template(text, "leak.yml", is_lenient=True).questions()
    values = [option.value for option in question.options]
    assert len(set(values)) == len(values) == 1_502
    assert values[:3] == ["x", "x (2)", "x (3)"]


def test_a_discussion_form_needs_no_name() -> None:
    text = form_text("- {type: input, attributes: {label: A}}", "labels: [idea]\ntitle: '[Show] '\n")

    template = read_template(text, ".github/DISCUSSION_TEMPLATE/show-and-tell.yml")

    assert (template.title, template.name) == ("Show and tell", "show-and-tell")
    assert (template.sections[0].title, next(template.questions()).label) == (
        "The discussion",
        "What is the discussion's title?",
    )


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    text = form_text(EVERY_TYPE)
    other = "\ufeff" + text.replace("\n", "\r\n")

    assert read_template(other, "leak.yml") == read_template(text, "leak.yml")
    assert render_plan(Interview.begin(read_template(other, "leak.yml"))).text == BLANK
