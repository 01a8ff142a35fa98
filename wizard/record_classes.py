"""How `records` makes its classes. What is promised of them is what `dataclasses` promises."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final, NoReturn, TypeVar

_Record = TypeVar("_Record")
_Method = Callable[..., object]

_FIELDS: Final = "__dataclass_fields__"
"""Where `dataclasses` looks for the fields too."""
_MISSING: Final = object()
_ORDERS: Final[Mapping[str, Callable[..., bool]]] = {
    "__lt__": operator.lt,
    "__le__": operator.le,
    "__gt__": operator.gt,
    "__ge__": operator.ge,
}


class Field:
    """What a class says of one of its fields."""

    __slots__ = ("compare", "default", "default_factory", "init", "name", "repr")

    def __init__(
        self, default: object, default_factory: Callable[[], object] | None, init: bool, repr: bool, compare: bool
    ) -> None:
        self.name = ""
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare

    @property
    def _field_type(self) -> object:
        """What the functions of `dataclasses` ask a field for."""
        import dataclasses

        return vars(dataclasses)["_FIELD"]


def field(
    *,
    default: object = _MISSING,
    default_factory: Callable[[], object] | None = None,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
) -> Field:
    """More about a field than its default."""
    return Field(default, default_factory, init, repr, compare)


def dataclass(
    *, frozen: bool = False, slots: bool = False, order: bool = False
) -> Callable[[type[_Record]], type[_Record]]:
    """A class with an `__init__` for its annotated fields, equality, and order, hash and pickling where they apply.

    A record has no record as its base, and its methods do without `super()`.
    """

    def made(cls: type[_Record]) -> type[_Record]:
        known = {name: _field_of(cls, name) for name in cls.__annotations__}
        whole = _with_slots(cls, tuple(known)) if slots else cls
        members: dict[str, object] = {
            "__init__": _init_of(whole, known, slots=slots),
            "__repr__": _showing(known),
            "__match_args__": tuple(name for name, each in known.items() if each.init),
        }
        members |= _comparing(known, frozen=frozen, order=order)
        if frozen:
            members |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        if frozen and slots:
            members |= _pickling(whole, known)
        for name, member in members.items():
            if name not in cls.__dict__:
                setattr(whole, name, member)
        setattr(whole, _FIELDS, known)
        return whole

    return made


def fields(record: object) -> tuple[Field, ...]:
    """The fields of a record or of its class, in order."""
    return tuple(_fields_of(record).values())


def is_dataclass(thing: object) -> bool:
    """Whether it is a record or the class of one."""
    return hasattr(thing, _FIELDS)


def replace(record: _Record, /, **changes: object) -> _Record:
    """A copy with some fields changed."""
    kept = {each.name: getattr(record, each.name) for each in fields(record) if each.init}
    return type(record)(**{**kept, **changes})


def _fields_of(record: object) -> Mapping[str, Field]:
    return getattr(record, _FIELDS)


def _field_of(cls: type, name: str) -> Field:
    given = cls.__dict__.get(name, _MISSING)
    found = given if isinstance(given, Field) else field(default=given)
    found.name = name
    if given is found and found.default is _MISSING:
        delattr(cls, name)
    elif given is found:
        setattr(cls, name, found.default)
    return found


def _with_slots(cls: type[_Record], names: tuple[str, ...]) -> type[_Record]:
    """The class once more, because slots are laid out when a class is made."""
    without = (*names, "__dict__", "__weakref__")
    body = {name: member for name, member in cls.__dict__.items() if name not in without}
    whole = type(cls)(cls.__name__, cls.__bases__, {**body, "__slots__": names})
    whole.__qualname__ = cls.__qualname__
    return whole  # pyright: ignore[reportReturnType]  # a metaclass makes classes of any kind


def _init_of(cls: type, known: Mapping[str, Field], *, slots: bool) -> _Method:
    """The one function that is compiled, because its parameters have names."""
    names: dict[str, object] = {"_missing": _MISSING}
    parameters, lines = ["self"], list[str]()
    for name, each in known.items():
        names[f"_default_{name}"] = each.default_factory or each.default
        if slots:
            names[f"_set_{name}"] = vars(cls)[name].__set__
        if each.init:
            parameters.append(_parameter(each))
        value = _value(each)
        lines.append(f"_set_{name}(self, {value})" if slots else f"self.__dict__[{name!r}] = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), names)
    init = names["__init__"]
    assert callable(init)
    return init


def _parameter(each: Field) -> str:
    if each.default_factory is not None:
        return f"{each.name}=_missing"
    return each.name if each.default is _MISSING else f"{each.name}=_default_{each.name}"


def _value(each: Field) -> str:
    """What a field is set to, as an expression."""
    name, default = each.name, f"_default_{each.name}"
    if each.default_factory is None:
        return name if each.init else default
    return f"{default}() if {name} is _missing else {name}" if each.init else f"{default}()"


def _comparing(known: Mapping[str, Field], *, frozen: bool, order: bool) -> dict[str, _Method | None]:
    names = tuple(name for name, each in known.items() if each.compare)
    values: Callable[[object], object] = operator.attrgetter(*names) if names else _nothing

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if type(self) is type(other) else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    def ordered(holds: Callable[..., bool]) -> _Method:
        def compared(self: object, other: object) -> bool:
            return holds(values(self), values(other)) if type(self) is type(other) else NotImplemented

        return compared

    methods: dict[str, _Method | None] = {"__eq__": equal, "__hash__": hashed if frozen else None}
    if order:
        methods |= {name: ordered(holds) for name, holds in _ORDERS.items()}
    return methods


def _nothing(_: object) -> tuple[()]:
    return ()


def _showing(known: Mapping[str, Field]) -> _Method:
    shown = tuple(name for name, each in known.items() if each.repr)

    def shows(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return shows


def _pickling(cls: type, known: Mapping[str, Field]) -> dict[str, _Method]:
    """Records cannot be set field by field from outside, and so not by `pickle` either."""
    setters = tuple(vars(cls)[name].__set__ for name in known)

    def state(self: object) -> list[object]:
        return [getattr(self, name) for name in known]

    def restore(self: object, state: list[object]) -> None:
        for set_field, value in zip(setters, state, strict=True):
            set_field(self, value)

    return {"__getstate__": state, "__setstate__": restore}


def _refuse_to_set(_: object, name: str, value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")
