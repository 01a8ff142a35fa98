"""JSON is read by RFC 8259, with the place of every key and value, or refused at the place of the mistake."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from wizard.errors import InvalidFileError
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode, plain_data
from wizard.files.serialization.json_reader import read_json
from wizard.limits import MAX_JSON_DIGITS, MAX_JSON_LEVELS

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('a"\\[{:,\n😀'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"}\\\n', max_size=3), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": "x\\ud83dy"}', "1:7"),
        ('{"a": "\\ude00\\ud83d"}', "1:7"),
        ('{"a":\n [1, "\\uD83D"]}', "2:6"),
        ('{"b\\udc00": 1}', "1:2"),
        ('"\ud83d"', "1:1"),
    ],
)
def test_half_a_character_is_refused_where_it_stands(text: str, place: str) -> None:
    [problem] = problems_in(text)

    assert problem.startswith(f"a.json:{place}: json-syntax ")
    assert "is half a character" in problem


def test_both_halves_of_a_character_are_one() -> None:
    assert plain_data(read_json('{"a": "\\ud83d\\ude00"}', "a.json")) == {"a": "😀"}


def problems_in(text: str) -> list[str]:
    with pytest.raises(InvalidFileError) as caught:
        read_json(text, "a.json")
    return [str(problem) for problem in caught.value.problems]


def check_places(node: Node, text: str) -> None:
    """Fail unless each key and value is written where its node says."""
    lines = text.split("\n")
    rest = "\n".join([lines[node.line - 1][node.column - 1 :], *lines[node.line :]])
    match node:
        case ScalarNode(value):
            written, _ = json.JSONDecoder().raw_decode(rest)
            assert (type(written), written) == (type(value), value)
        case SequenceNode(nodes):
            assert rest.startswith("[")
            for inner in nodes:
                check_places(inner, text)
        case MappingNode(entries):
            assert rest.startswith("{")
            for key, inner in entries.values():
                check_places(key, text)
                check_places(inner, text)


@given(VALUES, st.sampled_from((None, 0, 1, "\t")), st.booleans())
def test_every_key_and_value_is_read_with_its_place(value: object, indent: int | str | None, is_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)

    node = read_json(text, "a.json")

    assert json.dumps(plain_data(node)) == json.dumps(value)
    check_places(node, text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: json-syntax a value is missing at the end"),
        ("[1,\n ", "2:2: json-syntax a value is missing at the end"),
        ("[1,\n ]", "2:2: json-syntax a value is expected here, not ']'"),
        ('{"a": 1,\n }', "2:2: json-syntax a key in double quotes is expected here, not '}'"),
        ("{a: 1}", "1:2: json-syntax a key in double quotes is expected here, not 'a'"),
        ('{"a"\n 1}', "2:2: json-syntax a ':' is expected here, not '1'"),
        ("[1\n 2]", "2:2: json-syntax ',' or a closing bracket is expected here, not '2'"),
        ('{"a": 1', "1:8: json-syntax ',' or a closing bracket is missing at the end"),
        ("{}\n{}", "2:1: json-syntax the document has ended, and there is more"),
        ("01", "1:2: json-syntax the document has ended, and there is more"),
        ('["a\nb"]', "1:4: json-syntax a text contains a line end or control character; write \\n or its like"),
        ('[1, "a]', "1:5: json-syntax a quote is opened here and never closed"),
        ('"a\\', "1:1: json-syntax a quote is opened here and never closed"),
        ("[\nNaN]", "2:1: json-syntax a value is expected here, not 'N'"),
        ("[-Infinity]", "1:2: json-syntax a value is expected here, not '-'"),
        ("[\u00a01]", "1:2: json-syntax a value is expected here, not '\\xa0'"),
        ("[" * 102 + "]" * 102, f"1:102: too-much this is nested deeper than {MAX_JSON_LEVELS} levels"),
        ("[" * 1_000_000, f"1:102: too-much this is nested deeper than {MAX_JSON_LEVELS} levels"),
        ("[1,\n" + "9" * 301 + "]", f"2:1: too-much a number has at most {MAX_JSON_DIGITS} digits"),
        ('"\\' * 200_000, "1:1: json-syntax a quote is opened here and never closed"),
    ],
)
def test_a_mistake_is_told_at_its_place(text: str, problem: str) -> None:
    assert problems_in(text) == [f"a.json:{problem}"]


def test_every_key_that_stands_twice_is_told() -> None:
    assert problems_in('{"a": {"b": 1,\n "b": 2},\n "a": 3,\n "a": 4}') == [
        "a.json:2:2: duplicate-key 'b' appears a second time; the first is on line 1",
        "a.json:3:2: duplicate-key 'a' appears a second time; the first is on line 1",
        "a.json:4:2: duplicate-key 'a' appears a second time; the first is on line 1",
    ]


def test_what_is_within_the_bounds_is_read() -> None:
    assert plain_data(read_json("[" * 101 + "]" * 101, "a.json"))
    assert plain_data(read_json("9" * 300, "a.json")) == int("9" * 300)
    assert plain_data(read_json('"' + "9" * 301 + '"', "a.json")) == "9" * 301
    assert plain_data(read_json('["NaN", "[[", "\\"]"]', "a.json")) == ("NaN", "[[", '"]')
