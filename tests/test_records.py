"""A record is what the standard library's data class is, only made faster."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, strategies as st

from wizard import record_classes, records


def make(maker: Any, **options: bool) -> Any:
    """The same classes, by the standard library or by ours."""
    field = maker.field

    class Point:
        """A point."""

        x: int
        y: int = 2
        names: list[str] = field(default_factory=list)
        hidden: int = field(default=3, repr=False, compare=False)
        made: int = field(default=4, init=False)

        def double(self) -> int:
            return self.x * 2

    Point.__qualname__ = "Point"
    return maker.dataclass(**options)(Point)


OPTIONS = [
    {"frozen": frozen, "slots": slots, "order": order}
    for frozen in (False, True)
    for slots in (False, True)
    for order in (False, True)
]


def both(options: Mapping[str, bool]) -> tuple[Any, Any]:
    return make(dataclasses, **options), make(record_classes, **options)


def outcome(action: Callable[[], object]) -> object:
    """What an action gives, or the kind of error that it raises."""
    try:
        return action()
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("options", OPTIONS)
def test_records_are_made_shown_and_compared_as_data_classes_are(options: Mapping[str, bool]) -> None:
    standard, ours = both(options)
    calls: list[Callable[[Any], object]] = [
        lambda cls: repr(cls(1)),
        lambda cls: repr(cls(1, 5, names=["a"], hidden=9)),
        lambda cls: cls(1) == cls(1),
        lambda cls: cls(1) == cls(1, hidden=5),
        lambda cls: cls(1) == cls(2),
        lambda cls: cls(1) == 1,
        lambda cls: cls(1) < cls(2),
        lambda cls: cls(2) >= cls(1),
        lambda cls: max(cls(2), cls(1)).x,
        lambda cls: cls(1) < 1,
        lambda cls: hash(cls(1, 2, names=())) == hash(cls(1, 2, names=())),
        lambda cls: cls(),
        lambda cls: cls(1, 2, [], 3, 4),
        lambda cls: cls(1, z=2),
        lambda cls: cls(1).names is cls(1).names,
        lambda cls: setattr(cls(1), "x", 2),
        lambda cls: delattr(cls(1), "x"),
        lambda cls: cls(1).double(),
        lambda cls: cls.__match_args__,
        lambda cls: cls.__doc__,
        lambda cls: cls(1).made,
        lambda cls: hasattr(cls(1), "__dict__"),
        dataclasses.is_dataclass,
        lambda cls: dataclasses.asdict(cls(1, names=["a"])),
        lambda cls: repr(dataclasses.replace(cls(1), y=7)),
        lambda cls: dataclasses.replace(cls(1), made=7),
        lambda cls: [each.name for each in dataclasses.fields(cls)],
        lambda cls: repr(copy.copy(cls(1))),
        lambda cls: repr(copy.deepcopy(cls(1))),
    ]

    for call in calls:
        assert outcome(lambda call=call: call(ours)) == outcome(lambda call=call: call(standard))


@records.dataclass(frozen=True, slots=True)
class Pair:
    """A record that pickle can find."""

    left: object
    right: object = None


@records.dataclass(slots=True)
class Counted:
    """A record that counts what it was made from."""

    items: tuple[int, ...]
    count: int = records.field(default=0, init=False)

    def __post_init__(self) -> None:
        self.count = len(self.items)


@given(st.integers() | st.text() | st.none(), st.lists(st.integers()))
def test_a_record_survives_pickling(left: object, right: list[int]) -> None:
    pair = Pair(left, right)

    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(pair, protocol)) == pair


def test_a_record_is_matched_by_position() -> None:
    match Pair(1, 2):
        case Pair(left, right):
            assert (left, right) == (1, 2)
        case _:
            pytest.fail("no match")


def test_a_record_has_no_other_fields_than_its_own() -> None:
    with pytest.raises(AttributeError):
        setattr(Pair(1), "middle", 2)  # noqa: B010
    with pytest.raises(AttributeError):
        setattr(Counted(()), "middle", 2)  # noqa: B010


def test_what_comes_after_making_is_done() -> None:
    assert Counted((1, 2)).count == 2


def test_a_copy_changes_what_it_is_told_to() -> None:
    assert records.replace(Pair(1, 2), right=3) == Pair(1, 3)
    assert records.replace(Counted((1,)), items=(1, 2, 3)).count == 3


def test_fields_are_told_in_order() -> None:
    assert [each.name for each in records.fields(Pair)] == ["left", "right"]
    assert records.is_dataclass(Pair(1)) and not records.is_dataclass(1)


def test_equal_values_of_different_records_are_different() -> None:
    assert Pair((1,)) != Counted((1,))


def test_nothing_slow_is_imported_for_records() -> None:
    code = "import wizard.records, sys; print(*({'inspect', 'dataclasses', 'typing', 're'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) <= {"typing", "re"}
