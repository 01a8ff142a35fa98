"""YAML in and out: places, the core schema, hostile input, and every text coming back as it was."""

from __future__ import annotations

import inspect
import math
import sys

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from wizard.errors import InvalidFileError, Problem
from wizard.files.serialization import yaml_reader as yaml_text
from wizard.files.serialization.document_nodes import MappingNode, ScalarNode, SequenceNode, node_at, plain_data
from wizard.files.serialization.yaml_reader import read_yaml
from wizard.files.serialization.yaml_writer import write_yaml, write_yaml_as_by_hand
from wizard.limits import MAX_YAML_LEVELS
from wizard.model.answers import Answer, freeze, thaw


def read(text: str) -> Answer:
    return plain_data(read_yaml(text, "a.yaml"))


def problems_of(text: str, first_line: int = 1) -> tuple[Problem, ...]:
    with pytest.raises(InvalidFileError) as caught:
        read_yaml(text, "a.yaml", first_line)
    return caught.value.problems


def codes_of(text: str) -> list[str]:
    return [problem.code for problem in problems_of(text)]


@pytest.mark.parametrize(
    "written, value",
    [
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("on", "on"),
        ("No", "No"),
        ("~", None),
        ("null", None),
        ("''", ""),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1_000", "1_000"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1:30", "1:30"),
        ("2026-02-28", "2026-02-28"),
        ("2026-02-28 10:00:00", "2026-02-28 10:00:00"),
        (".inf", math.inf),
        ("-.Inf", -math.inf),
        ("'12'", "12"),
        ('"true"', "true"),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        ("1" * 301, "1" * 301),
        ("=", "="),
        ("|\n  true\n", "true\n"),
    ],
)
def test_scalars_follow_the_core_schema(written: str, value: object) -> None:
    assert thaw(read(written)) == value


def test_not_a_number_is_read_as_such() -> None:
    value = read(".nan")

    assert isinstance(value, float) and math.isnan(value)


def test_a_byte_order_mark_at_the_beginning_is_no_text() -> None:
    assert read("\ufeffa: 1") == {"a": 1}


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\n\n"])
def test_an_empty_document_is_nothing(text: str) -> None:
    assert read(text) is None


def test_keys_are_texts_whatever_they_look_like() -> None:
    assert read("1: a\ntrue: b\n~: c\n2026-01-01: d\n") == {"1": "a", "true": "b", "~": "c", "2026-01-01": "d"}


def test_every_node_knows_its_line_and_column() -> None:
    root = read_yaml("# c\na:\n  - x\n  - {b: 1,  c: 'y'}\n", "a.yaml", first_line=10)
    assert isinstance(root, MappingNode)

    key, items = root.entries["a"]
    second = node_at(root, ("a", 1))
    inner = node_at(root, ("a", 1, "c"))

    assert (key.line, key.column) == (11, 1)
    assert isinstance(items, SequenceNode) and (items.line, items.column) == (12, 3)
    assert (second.line, second.column) == (13, 5)
    assert (inner.line, inner.column) == (13, 16)


def test_the_node_at_a_path_that_leads_nowhere_is_the_last_one_there() -> None:
    root = read_yaml("a: [x]", "a.yaml")

    assert isinstance(node_at(root, ("a", 5, "b")), SequenceNode)
    assert node_at(root, ("z",)) is root


def test_an_alias_stands_for_its_anchor() -> None:
    assert read("a: &x [1, 2]\nb: *x\nc: &y z\nd: *y\n") == {"a": (1, 2), "b": (1, 2), "c": "z", "d": "z"}


def test_a_key_that_stands_twice_is_told_with_both_lines() -> None:
    (problem,) = problems_of("a: 1\nb: 2\na: 3\n")

    assert str(problem) == "a.yaml:3:1: duplicate-key 'a' appears a second time; the first is on line 1"


def test_all_mistakes_that_can_be_told_are_told_at_once() -> None:
    assert codes_of("a: !!python/name:os.system x\na: 2\n<<: {b: 1}\n? [c]\n: d\ne: *f\n") == [
        "yaml-tag",
        "duplicate-key",
        "yaml-merge",
        "yaml-key",
        "yaml-alias",
    ]


@pytest.mark.parametrize("tag", ["!x", "!!binary", "!!python/object/apply:os.system", "!!int", "!<tag:a,b:c>"])
@pytest.mark.parametrize("value", ["x", "[x]", "{x: y}"])
def test_tags_are_refused(tag: str, value: str) -> None:
    assert codes_of(f"a: {tag} {value}") == ["yaml-tag"]


@pytest.mark.parametrize("value", ["!!str 12", "! 12"])
def test_a_tag_that_says_text_is_no_danger(value: str) -> None:
    assert read(value) == "12"


@pytest.mark.parametrize(
    "text, place, hint",
    [
        ("a: b: c", (1, 5), "put the text in quotes"),
        ("a:\n\tb: c", (2, 1), "indent with spaces"),
        ("a: @x", (1, 4), "must be in quotes"),
        ("a: `x`", (1, 4), "must be in quotes"),
        ("a: {{ name }}-plan.md", (1, 14), "text that begins with {{ must be in quotes"),
        ("- {{ name }} plan", (1, 14), "text that begins with {{ must be in quotes"),
        ('b: 1\na: "x\nc: d\n', (2, 4), "a quote is opened here and never closed"),
        ("a: [x\nb: 1\nc: 2", (1, 4), "a ']' or ',' is missing"),
        ("a: {x: y", (1, 4), "a '}' or ',' is missing"),
        ("a: [Project Name] plan", (1, 19), "put the whole text in quotes"),
        ("a: 'it's'", (1, 8), "put the whole text in quotes"),
        ("a: 1\n b: 2", (2, 3), "mind the indentation"),
        ("a:\n  - x\n y: 1", (3, 2), "not indented like the keys above it"),
        ("a:\n  - b: 1\n  c: 2", (3, 3), "not indented like the items above it"),
        ("a: - b", (1, 4), "a list cannot begin here"),
        ('a: "\\q"', (1, 5), "write \\\\ or use single quotes"),
        ("a\nb: 1", (2, 2), "mind the indentation"),
        ("a: 1\n--- \nb: 2", (2, 1), "a second document begins here"),
    ],
)
def test_syntax_is_explained_at_its_place(text: str, place: tuple[int, int], hint: str) -> None:
    (problem,) = problems_of(text)

    assert hint in problem.message
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\x9b", "\ufffe", "\ud800"])
def test_characters_that_cannot_stand_are_told_with_their_place(character: str) -> None:
    (problem,) = problems_of(f"a: 1\nb: x{character}\n", first_line=5)

    assert problem.code == "yaml-character"
    assert (problem.line, problem.column) == (6, 5)
    assert f"U+{ord(character):04X}" in problem.message
    assert character not in problem.message


def test_a_bomb_of_aliases_is_refused() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

    (problem,) = problems_of("\n".join(levels))

    assert problem.code == "too-much" and "aliases" in problem.message


def test_an_alias_inside_its_own_anchor_is_refused() -> None:
    assert codes_of("a: &x [*x]") == ["yaml-alias"]


@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_at_its_place(opening: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_PARSER", getattr(yaml, parser, yaml.SafeLoader))

    (problem,) = problems_of(f"# {opening}\n{opening * 5000}")

    assert problem.code == "too-much" and str(MAX_YAML_LEVELS) in problem.message
    assert (problem.line, problem.column) == (2, len(opening) * MAX_YAML_LEVELS + 1)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_that_the_stack_has_no_room_for_is_refused_in_the_same_words(opening: str) -> None:
    def problems_at(frames: int) -> tuple[Problem, ...]:
        return problems_at(frames - 1) if frames else problems_of(opening * 5000)

    (problem,) = problems_at(sys.getrecursionlimit() - len(inspect.stack(0)) - 120)

    assert problem.code == "too-much" and str(MAX_YAML_LEVELS) in problem.message


def test_nesting_up_to_the_limit_is_read() -> None:
    assert codes_of("[" * (MAX_YAML_LEVELS + 1) + "]" * (MAX_YAML_LEVELS + 1)) == ["too-much"]
    assert read("[" * MAX_YAML_LEVELS + "]" * MAX_YAML_LEVELS) is not None


def test_a_very_long_line_is_read() -> None:
    text = "x" * 10_000_000

    assert read(f"a: {text}") == {"a": text}


@given(st.text(alphabet="ab \n\t-:#'\"[]{}|>%@`,?!&*~<=\r\x85\u2028\ufeff\0.1e", max_size=40))
def test_no_text_is_worse_than_problems(text: str) -> None:
    try:
        node = read_yaml(text, "a.yaml")
    except InvalidFileError as error:
        assert error.problems
        assert all(problem.line >= 1 and problem.column >= 1 for problem in error.problems)
    else:
        assert isinstance(node, (ScalarNode, SequenceNode, MappingNode))


AWKWARD = (
    "- x|yes|No|1e3|~|'|a\n\n|\n|a\n\tb|2026-02-28|1:30|0x1|=|<<|1_000|---|...|a: b|?|? a|! a|&a|*a|\\|null|.5|+1|0o7"
    '| a|a |\ta|a\t|#x|a #b|a:|:a|%a|@a|`a`|"a"|[a]|{a}|a, b|>|- |-|y|\x85|\u2028|\x1b[0m|\ufeffa|\u202ea|é|中|🎉| \n a'
    "|a\n  b\n c\n|\n\na|a\n\n\n|a\n |a\n \n|  a\nb\n\n|\t\n|a\r\nb|a\rb|.|..|true|TRUE|.nan|.inf|0|-0|00|1.0|-|n"
    "|a'b|\\n"
).split("|")
TEXTS = st.one_of(
    st.text(), st.text(alphabet="ab \n\t-:#'\"[]{}|>%@`\r\x85\u2028\ufeff1", max_size=12), st.sampled_from(AWKWARD)
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(TEXTS.filter(lambda key: key != "<<"), inner)),
    max_leaves=15,
)


@given(VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    assert thaw(read(write_yaml(value))) == value


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_other_readers_read_the_same(value: object) -> None:
    assert yaml.safe_load(write_yaml(value)) == value


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_every_awkward_text_comes_back(text: str, depth: int) -> None:
    value: object = text
    for _ in range(depth):
        value = {"a": [value, text], text: value} if text != "<<" else [value]

    written = write_yaml(value)

    assert thaw(read(written)) == value
    assert yaml.safe_load(written) == value


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_tuples_are_written_as_lists_are(value: object) -> None:
    assert write_yaml(freeze(value)) == write_yaml(value)


def test_answers_are_written_for_people_and_for_git() -> None:
    answers = {
        "goal": "Chat: with nothing to install",
        "user": "Teams",
        "due": "2026-02-28",
        "is_big": False,
        "left": None,
        "milestones": [
            {"title": "Setup", "tasks": [{"text": "Do it", "done": True}], "notes": "One\n\nTwo\n"},
            {"title": "[Next]", "tasks": []},
        ],
        "size": 3,
    }

    assert write_yaml(answers) == (
        "goal: 'Chat: with nothing to install'\n"
        "user: Teams\n"
        "due: '2026-02-28'\n"
        "is_big: false\n"
        "left: null\n"
        "milestones:\n"
        "  - title: Setup\n"
        "    tasks:\n"
        "      - text: Do it\n"
        "        done: true\n"
        "    notes: |\n"
        "      One\n"
        "\n"
        "      Two\n"
        "  - title: '[Next]'\n"
        "    tasks: []\n"
        "size: 3\n"
    )


def test_a_lone_surrogate_is_written_as_what_it_is_not() -> None:
    assert read(write_yaml({"a": "x\ud800"})) == {"a": "x\ufffd"}


def test_what_is_no_data_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        write_yaml({"a": object()})


def test_nothing_written_holds_a_control_character() -> None:
    written = write_yaml(["\x1b[2J", "\x9b", "\u2028", "\x00", "\x7f", "\u202e", "\u2066", "a\u200f\nb"])

    assert all(letter.isprintable() or letter == "\n" for letter in written)


@pytest.mark.parametrize(
    "text, written",
    [
        ("What is it called, and why?", "What is it called, and why?"),
        ("[Name]", '"[Name]"'),
        ("2", '"2"'),
        ("yes", '"yes"'),
        ("Owner: who", '"Owner: who"'),
        ('say "no": never', "'say \"no\": never'"),
        ("a {{ b }} [c], {d}", "a {{ b }} [c], {d}"),
        (" a", '" a"'),
        ("one\n  two\n", "|\n  one\n    two"),
        ("word " * 30 + "end", ">-\n  " + "word " * 20 + "word\n  " + "word " * 9 + "end"),
        ("word  " * 30 + "end", "word  " * 30 + "end"),
    ],
)
def test_what_a_person_goes_on_with_is_written_as_by_hand(text: str, written: str) -> None:
    assert write_yaml_as_by_hand({"a": text}) == f"a: {written}\n"
    assert read(f"a: {written}\n") == {"a": text}


LONG = st.lists(st.sampled_from(["word", "a", "  ", " ", "#", "- x", ": ", "é", "'", '"']), min_size=30, max_size=90)
VALUES_BY_HAND = st.recursive(
    VALUES | LONG.map(" ".join),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(TEXTS.filter(lambda key: key != "<<"), inner)),
    max_leaves=5,
)


@given(VALUES_BY_HAND)
def test_whatever_is_written_as_by_hand_is_read_again(value: object) -> None:
    written = write_yaml_as_by_hand(value)

    assert thaw(read(written)) == value
    assert yaml.safe_load(written) == value


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_every_awkward_text_written_as_by_hand_comes_back(text: str, depth: int) -> None:
    value: object = text
    for _ in range(depth):
        value = {"a": [value, text], text: value} if text != "<<" else [value]

    written = write_yaml_as_by_hand(value)

    assert thaw(read(written)) == value
    assert yaml.safe_load(written) == value
