"""Records: frozen, with slots, equal by their fields."""

from __future__ import annotations

import copy
import pickle

import pytest

from wizard.record import field, field_names, mutable_record, record, replace


@record
class Point:
    """A point with a name that does not count."""

    x: int
    y: int = 0
    name: str = field(default="", compare=False, repr=False)
    marks: list[int] = field(default_factory=list[int])

    @property
    def total(self) -> int:
        return self.x + self.y


@record
class Derived:
    """One whose field is computed."""

    x: int
    double: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.x)


@record
class Empty:
    """No field at all."""


@mutable_record
class Counter:
    """One that changes."""

    count: int = 0


def test_fields_are_given_by_place_by_name_or_by_default() -> None:
    assert (Point(1).y, Point(1, 2).y, Point(x=1, y=3).total) == (0, 2, 4)


def test_a_missing_or_unknown_field_is_an_error() -> None:
    with pytest.raises(TypeError):
        Point()  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError):
        Point(1, z=2)  # pyright: ignore[reportCallIssue]


def test_every_instance_gets_a_default_of_its_own_from_a_factory() -> None:
    assert Point(1).marks is not Point(1).marks


def test_equal_fields_make_equal_records_with_equal_hashes() -> None:
    assert Derived(1) == Derived(1) != Derived(2)
    assert hash(Derived(1)) == hash(Derived(1))
    assert Empty() == Empty()
    assert Derived(1) != (1, 2)


def test_a_field_that_does_not_count_is_not_compared() -> None:
    assert Point(1, name="a") == Point(1, name="b")
    assert "name" not in repr(Point(1, name="a"))


def test_nothing_can_be_set_or_deleted() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        del Point(1).x  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        Counter().total = 1  # pyright: ignore[reportAttributeAccessIssue]


def test_replacing_keeps_the_other_fields() -> None:
    assert replace(Point(1, 2, "a"), x=5) == Point(5, 2)
    assert replace(Derived(1), x=4).double == 8


def test_records_match_by_place() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_a_mutable_record_changes() -> None:
    counter = Counter()
    counter.count += 1
    assert counter == Counter(1)
    with pytest.raises(TypeError):
        hash(counter)


def test_records_are_copied_and_pickled() -> None:
    assert copy.deepcopy(Derived(3)) == Derived(3) == pickle.loads(pickle.dumps(Derived(3)))


def test_it_says_what_it_is() -> None:
    assert repr(Derived(3)) == "Derived(x=3, double=6)"
    assert field_names(Derived) == ("x",)
