"""What GitHub refuses in an issue form, at its position and in GitHub's words."""

from __future__ import annotations

import pytest

from tests.support.issue_forms import form_text, problems_in
from wizard.compiler.loader import check_template, read_template
from wizard.errors import RefusedFormError, TemplateError

TYPES = "markdown, input, textarea, dropdown, checkboxes, upload"
ONE = "- {type: input, attributes: {label: A}}"


def problems_of(body: str) -> list[str]:
    return problems_in(form_text(body))


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("description: x\n", "1:1 missing-key Required top level key `name` is missing"),
        ("name: x\n", "1:1 missing-key Required top level key `description` is missing"),
        ("name: x\ndescription: true\n", "2:14 wrong-type `description` must be a string; put it in quotes"),
        ("name: x\ndescription: Yes\n", "2:14 wrong-type `description` must be a string; put it in quotes"),
        ("name: x\ndescription: 1.3\n", "2:14 wrong-type `description` must be a string; put it in quotes"),
        ("name: x\ndescription: [y]\n", "2:14 wrong-type `description` must be a string"),
        ("name: ' '\ndescription: x\n", "1:7 wrong-type `name` must be a string, and not blank"),
        ("name: x\ndescription: x\ntitle: ''\n", "3:8 wrong-type `title` must be a string, and not blank"),
        ("name: x\ndescription: x\nassignees: '  '\n", "3:12 wrong-type `assignees` must be a string, and not blank"),
        ("name: x\ndescription: x\nlabels: [a, 1]\n", "3:13 wrong-type `labels` must be a string; put it in quotes"),
        ("name: x\ndescription: x\nhello: world\n", "3:1 unknown-key `hello` is not a permitted key"),
        (
            "name: x\ndescription: x\nlable: a\n",
            "3:1 unknown-key `lable` is not a permitted key; did you mean 'labels'?",
        ),
        (
            "name: x\ndescription: x\non: a\n",
            "3:1 forbidden-key `on` is a forbidden key: YAML makes true or false of it",
        ),
        ('name: x\ndescription: "a\\eb"\n', "2:14 bad-character `description` holds a control character; take it out"),
    ],
)
def test_the_keys_of_a_form(head: str, problem: str) -> None:
    assert problems_in(form_text(ONE, head)) == [problem]


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        ("", "1:1 empty-body Body cannot be empty"),
        ("body:\n", "1:1 empty-body Body cannot be empty"),
        ("body: []\n", "3:7 empty-body Body cannot be empty"),
        ("body: text\n", "3:7 wrong-type `body` must be an array"),
        (
            "body:\n- {type: markdown, attributes: {value: Hi}}\n",
            "4:1 no-questions Body must contain at least one non-markdown field",
        ),
    ],
)
def test_a_body_without_questions(rest: str, problem: str) -> None:
    text = f"name: x\ndescription: x\n{rest}"

    assert problems_in(text) == [problem]
    with pytest.raises(TemplateError):
        read_template(text, "leak.yml", is_lenient=True)


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        ("- text", "body[1]: must be a map with `type` and `attributes`"),
        ("- {attributes: {label: B}}", "body[1]: required key type is missing"),
        (
            "- {type: select, attributes: {label: B}}",
            f"body[1]: `select` is not a valid input type; the types are: {TYPES}",
        ),
        (
            "- {type: textaera, attributes: {label: B}}",
            "body[1]: `textaera` is not a valid input type; did you mean 'textarea'?",
        ),
        ("- {type: markdown}", "body[1]: required attribute key `value` is missing"),
        ("- {type: input, attributes: {description: B}}", "body[1]: required attribute key `label` is missing"),
        ("- {type: dropdown, attributes: {label: B}}", "body[1]: required attribute key `options` is missing"),
        ("- {type: input, attributes: {label: true}}", "body[1]: label must be a string; put it in quotes"),
        (
            "- {type: input, attributes: {label: B, description: ''}}",
            "body[1]: description must be a string, and not blank",
        ),
        ("- {type: input, x: 1, attributes: {label: B}}", "body[1]: `x` is not a permitted key"),
        ("- {type: input, attributes: {label: B, render: sh}}", "body[1]: `render` is not a permitted attribute"),
        ("- {type: input, attributes: {label: B}, validations: {max: 3}}", "body[1]: `max` is not a permitted key"),
        (
            "- {type: input, attributes: {label: B}, validations: {required: maybe}}",
            "body[1]: required must be a boolean",
        ),
        ("- {type: input, attributes: {label: B}, validations: [required]}", "body[1]: validations must be a map"),
        (
            "- {type: input, id: first name, attributes: {label: B}}",
            "body[1]: `id` can only contain numbers, letters, -, _",
        ),
        ("- {type: input, attributes: {label: Your Password}}", "body[1]: `label` contains forbidden word"),
        ("- {type: dropdown, attributes: {label: B, options: []}}", "body[1]: `options` cannot be empty"),
        ("- {type: dropdown, attributes: {label: B, options: x}}", "body[1]: `options` must be an array"),
        ("- {type: dropdown, attributes: {label: B, options: [x, x]}}", "body[1]: `options` must be unique"),
        (
            "- {type: dropdown, attributes: {label: B, options: [x, NONE]}}",
            "body[1]: `options` must not include the reserved word, none",
        ),
        (
            "- {type: dropdown, attributes: {label: B, options: [x, No]}}",
            "body[1]: `options` must not include booleans. Please wrap values such as 'yes', and 'true' in quotes",
        ),
        (
            "- {type: dropdown, attributes: {label: B, options: [x, false]}}",
            "body[1]: `options` must not include booleans. Please wrap values such as 'yes', and 'true' in quotes",
        ),
        (
            "- {type: dropdown, attributes: {label: B, options: [x, 1.10]}}",
            "body[1]: options must be a string; put it in quotes",
        ),
        ("- {type: dropdown, attributes: {label: B, options: [{label: x}]}}", "body[1]: `options` must be strings"),
        (
            "- {type: dropdown, attributes: {label: B, options: [x], default: 1}}",
            "body[1]: default must be the number of an option, from 0 to 0",
        ),
        (
            "- {type: checkboxes, attributes: {label: B, options: [x]}}",
            "body[1]: `options` must be maps with a `label`",
        ),
        (
            "- {type: checkboxes, attributes: {label: B, options: [{label: x}, {label: x}]}}",
            "body[1]: Checkboxes must have unique labels",
        ),
        (
            "- {type: checkboxes, attributes: {label: B, options: [{required: true}]}}",
            "body[1]: required attribute key `label` is missing",
        ),
        (
            "- {type: checkboxes, attributes: {label: B, options: [{label: x, id: y}]}}",
            "body[1]: `id` is not a permitted key",
        ),
        ("- {type: input, attributes: {label: A}}", "body[1]: Body must have unique labels; that of body[0] is 'A'"),
        ("- {type: input, id: a, attributes: {label: A?}}", "body[1]: Labels are too similar; that of body[0] is 'A'"),
        ("- {type: input, attributes: {label: '(Á!)'}}", "body[1]: Labels are too similar; that of body[0] is 'A'"),
    ],
)
def test_an_element(element: str, problem: str) -> None:
    (found,) = problems_of(f"{ONE}\n{element}")

    assert found.startswith("5:")
    assert found.partition(" ")[2].partition(" ")[2] == problem


def test_a_box_like_another_element_is_told_where_the_element_is() -> None:
    boxes = "- {type: checkboxes, attributes: {label: B, options: [{label: A}]}}"

    (found,) = problems_of(f"{ONE}\n{boxes}")
    assert found == "4:39 duplicate-label body[0]: Checkboxes must have unique labels"
    assert problems_of(f"{ONE.replace('type', 'id: one, type')}\n{boxes}") == []


def test_ids_are_unique_and_tell_labels_apart() -> None:
    one, two = ONE.replace("type", "id: one, type"), ONE.replace("type", "id: two, type")

    assert problems_of(f"{one}\n{two}") == []
    assert problems_of(f"{one}\n{ONE}") == []
    (found,) = problems_of(f"{one}\n{one.replace('A', 'B')}")
    assert found.endswith("duplicate-id body[1]: Body must have unique ids")


@pytest.mark.parametrize(
    "element",
    [
        "{type: markdown, id: x, attributes: {value: Hi}}",
        "{type: dropdown, attributes: {label: B, options: ['Yes', \"No\", y, 'true', '1.10']}}",
        "{type: dropdown, attributes: {label: B, options: [x], multiple: false, default: 0}}",
        "{type: input, attributes: {label: B, description: null, value: ~}, validations: {required: false}}",
        "{type: checkboxes, attributes: {label: B, options: [{label: none}]}, validations: {required: true}}",
        "{type: input, attributes: {label: 日本}}\n- {type: input, attributes: {label: 中国}}",
        "{type: upload, attributes: {label: B}, validations: {required: true, accept: '.log'}}",
    ],
)
def test_what_github_takes(element: str) -> None:
    assert problems_of(f"{ONE}\n- {element}") == []


def test_every_mistake_is_told_at_once_and_in_order() -> None:
    text = form_text("- {type: inptu}\n- {type: input}\n- {type: input, id: '?', attributes: {label: A}}", "name: x\n")

    assert [problem.split()[1] for problem in problems_in(text)] == [
        "missing-key",
        "unknown-type",
        "missing-key",
        "bad-id",
    ]
    with pytest.raises(RefusedFormError) as refused:
        read_template(text, "leak.yml")
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("blank_issues_enabled: false\ncontact_links: []\n", "this says which issue forms GitHub offers"),
        ("template: leak\nanswers: {}\n", "plan-wizard open leak.yml goes on with them"),
        ("on: push\njobs: {}\n", "this is no issue form"),
        ("just text\n", "this is no issue form"),
        ("", "this is no issue form"),
    ],
)
def test_other_files_of_yaml_are_told_as_what_they_are(text: str, says: str) -> None:
    (problem,) = check_template(text, "leak.yml")

    assert problem.code == "not-a-template"
    assert says in problem.message


def test_names_are_needed_only_in_the_folder_of_issues() -> None:
    text = form_text(ONE, "labels: [x]\n")

    assert problems_in(text, ".github/DISCUSSION_TEMPLATE/ideas.yml") == []
    assert problems_in(text, "elsewhere/ideas.yml") == []
    assert len(problems_in(text, ".github/ISSUE_TEMPLATE/ideas.yml")) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name: x\nname: y\ndescription: x\nbody: [{type: input, attributes: {label: A}}]\n", "duplicate-key"),
        (
            "a: &a [x]\n"
            + "".join(
                f"b{n}: &b{n} [*a, *a, *a, *a, *a, *a]\n".replace("*a", f"*b{n - 1}" if n else "*a") for n in range(9)
            ),
            "too-much",
        ),
        ("name: " + "[" * 5_000, "too-much"),
        ("name: x\ndescription: !ruby/object x\nbody: [{type: input, attributes: {label: A}}]\n", "yaml-tag"),
        ("<<: {a: b}\nname: x\ndescription: y\nbody: [{type: input, attributes: {label: A}}]\n", "yaml-merge"),
    ],
)
def test_hostile_yaml_is_refused(text: str, code: str) -> None:
    assert code in [problem.code for problem in check_template(text, "leak.yml")]


def test_only_the_first_document_is_read_as_github_does() -> None:
    whole = form_text(ONE)

    assert problems_in(f"# A form\n---\n{whole}---\n\nmore: [\n") == []
    assert problems_in(f"{whole}...\n") == []
    (problem,) = problems_in(whole.replace("body:", "---\nbody:"))
    assert problem == "1:1 empty-body Body cannot be empty; the form ends at the line --- or ... in line 3"


def test_a_form_has_bounds() -> None:
    boxes = "- {type: dropdown, attributes: {label: %s, options: [" + ", ".join(f"o{n}" for n in range(2_000)) + "]}}"
    many = "\n".join(ONE.replace("A", f"A{n}") for n in range(2_001))

    assert [problem.code for problem in check_template(form_text(f"{boxes % 'A'}\n{boxes % 'B'}"), "a.yml")] == [
        "too-much"
    ]
    assert [problem.code for problem in check_template(form_text(many), "a.yml")] == ["too-much"]


def test_a_form_that_is_refused_is_read_as_well_as_can_be() -> None:
    body = """
    - {type: select, attributes: {label: Lost}}
    - {type: input, id: a b, attributes: {label: true, x: y}}
    - {type: dropdown, attributes: {label: Kind, options: [Yes, No, 1.10, None, Yes]}}
    - {type: checkboxes, attributes: {options: [x, {label: y, required: yes}]}}
    - {type: input, attributes: {label: Kind}, validations: {required: "true"}}
    """
    template = read_template(form_text(body, ""), "leak.yml", is_lenient=True)

    assert [(each.id, each.label, each.required) for each in template.questions()] == [
        ("a_b", "true", False),
        ("kind", "Kind", False),
        ("question_4", "Question 4", True),
        ("kind_2", "Kind", True),
    ]
    options = [[option.value for option in each.options] for each in template.questions()]
    assert options == [[], ["Yes", "No", "1.10", "None", "Yes (2)"], ["x", "y"], []]
