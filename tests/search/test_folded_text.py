"""Words are found whatever their case, accents and emphasis, and each hit knows where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from wizard.search.folded_text import fold


def found(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in fold(text).find(query)]


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("A plan, a Plan", "plan", ["plan", "Plan"]),
        ("Über uns", "uber", ["Über"]),
        ("Cafe\u0301s", "cafe", ["Cafe\u0301"]),
        ("die Straße", "strasse", ["Straße"]),
        ("die Straße", "STRAßE", ["Straße"]),
        ("a **bold** word", "bold word", ["bold** word"]),
        ("see `launch_date` here", "launch_date", ["launch_date"]),
        ("one\ntwo", "one two", ["one\ntwo"]),
        ("one\n  two", "one two", ["one\n  two"]),
        ("漢字の計画です", "計画", ["計画"]),
        ("Ⅷ ﬁne İstanbul", "fine istanbul", ["ﬁne İstanbul"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("nothing here", "missing", []),
        ("one\n\ntwo", "one two", []),
        ("stars", "**", []),
        ("anything", "  ", []),
        ("", "x", []),
    ],
)
def test_a_query_is_found_as_a_reader_would_find_it(text: str, query: str, hits: list[str]) -> None:
    assert found(text, query) == hits


@given(strategies.text(max_size=60), strategies.data())
def test_every_part_of_a_text_is_found_where_it_stands(text: str, data: strategies.DataObject) -> None:
    start = data.draw(strategies.integers(0, len(text)))
    end = data.draw(strategies.integers(start, len(text)))
    query = text[start:end].strip("\n")
    folded = fold(text)
    hits = folded.find(query)

    assert list(hits) == sorted(hits)
    assert all(0 <= first < after <= len(text) for first, after in hits)
    assert all(fold(query).text == fold(text[first:after]).text for first, after in hits if "  " not in query)


def test_hits_are_found_from_and_between_offsets() -> None:
    hits = fold("x..x..**x**").find("x")

    assert [hits.first_from(offset) for offset in (0, 1, 3, 4, 8, 9)] == [0, 1, 1, 2, 2, 3]
    assert hits.between(1, 9) == [(1, (3, 4)), (2, (8, 9))]
    assert hits.between(4, 8) == []
