"""Frozen data classes with slots that cost almost nothing to define.

`dataclasses` writes and compiles six functions for every class, and imports `inspect`: for the sixty classes that
a `plan-wizard render` needs that is most of its time (docs/decisions/0002-records.md). A record is used like a
`@dataclass(frozen=True, slots=True)`; its `__init__` is compiled when it is first called, the rest is shared.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Final, NoReturn, TypeVar, dataclass_transform

_Record = TypeVar("_Record")
_Class = TypeVar("_Class", bound=type)
_Kept = TypeVar("_Kept")


class _Missing:
    """Stands for a default that there is not."""


_MISSING: Final = _Missing()


class _Field:
    """What `field` was told."""

    __slots__ = ("compare", "default", "factory", "init", "repr")

    def __init__(self, default: object, factory: object, init: bool, repr: bool, compare: bool) -> None:
        self.default = default
        self.factory = factory
        self.init = init
        self.repr = repr
        self.compare = compare


def field(
    *,
    default: _Kept | _Missing = _MISSING,
    default_factory: Callable[[], _Kept] | _Missing = _MISSING,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
) -> _Kept:
    """How one field differs from the plain ones; as `dataclasses.field`."""
    return _Field(default, default_factory, init, repr, compare)  # pyright: ignore[reportReturnType]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: _Class) -> _Class:
    """The class with slots for its annotated fields, whose instances never change."""
    return _made(cls, {"__setattr__": _refuse, "__delattr__": _refuse, "__hash__": _hash})


@dataclass_transform(field_specifiers=(field,))
def mutable_record(cls: _Class) -> _Class:
    """The class with slots for its annotated fields."""
    return _made(cls, {"__hash__": None})


def replace(kept: _Record, **changes: object) -> _Record:
    """A record like another one but for some fields; as `dataclasses.replace`."""
    fields = _fields_of(type(kept))
    for name, told in fields.items():
        if told.init and name not in changes:
            changes[name] = getattr(kept, name)
    return type(kept)(**changes)


def field_names(cls: type) -> tuple[str, ...]:
    """The fields of a record's class that its `__init__` takes, in order."""
    return tuple(name for name, told in _fields_of(cls).items() if told.init)


def _made(cls: _Class, shared: dict[str, object]) -> _Class:
    namespace = dict(cls.__dict__)
    fields = {name: _told(namespace.pop(name, _MISSING)) for name in namespace.get("__annotations__", {})}
    for implicit in ("__dict__", "__weakref__"):
        namespace.pop(implicit, None)
    compared = [name for name, told in fields.items() if told.compare]
    defined = {
        "__slots__": tuple(fields),
        "__match_args__": tuple(name for name, told in fields.items() if told.init),
        "__init__": _first_init,
        "__eq__": _equal,
        "__repr__": _repr,
        "__reduce__": _reduce,
        "_fields": fields,
        "_compared": staticmethod(attrgetter(*compared) if compared else _nothing),
        **shared,
    }
    made = type(cls)(cls.__name__, cls.__bases__, {**defined, **_own(namespace)})
    made.__qualname__ = cls.__qualname__
    return made  # pyright: ignore[reportReturnType]  # the same class, with slots


def _own(namespace: dict[str, object]) -> dict[str, object]:
    """What the class itself defines; `__hash__` is None in every class that defines `__eq__`."""
    return {name: value for name, value in namespace.items() if name != "__hash__" or value is not None}


def _told(default: object) -> _Field:
    return default if isinstance(default, _Field) else _Field(default, _MISSING, init=True, repr=True, compare=True)


def _fields_of(cls: type) -> dict[str, _Field]:
    return cls._fields  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]


def _first_init(self: object, *args: object, **kwargs: object) -> None:
    cls = type(self)
    cls.__init__ = _compiled_init(cls)
    cls.__init__(self, *args, **kwargs)


def _compiled_init(cls: type) -> Callable[..., None]:
    names: dict[str, object] = {"_set": object.__setattr__, "_MISSING": _MISSING}
    parameters, lines = ["self"], list[str]()
    for name, told in _fields_of(cls).items():
        value = name
        if not told.init:
            names[f"_default_{name}"] = told.default
            value = f"_default_{name}"
        elif told.factory is not _MISSING:
            names[f"_factory_{name}"] = told.factory
            parameters.append(f"{name}=_MISSING")
            value = f"_factory_{name}() if {name} is _MISSING else {name}"
        elif told.default is not _MISSING:
            names[f"_default_{name}"] = told.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or [" pass"])
    exec(source, names)  # the names come from a class body; dataclasses does the same
    return names["__init__"]  # pyright: ignore[reportReturnType]


def _refuse(self: object, name: str, value: object = None) -> NoReturn:
    raise AttributeError(f"{type(self).__name__} does not change: {name}")


def _equal(self: object, other: object) -> object:
    if self is other:
        return True
    if type(self) is not type(other):
        return NotImplemented
    return self._compared(self) == self._compared(other)  # pyright: ignore


def _hash(self: object) -> int:
    return hash(self._compared(self))  # pyright: ignore


def _nothing(_: object) -> tuple[()]:
    return ()


def _repr(self: object) -> str:
    fields = _fields_of(type(self))
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name, each in fields.items() if each.repr)
    return f"{type(self).__qualname__}({told})"


def _reduce(self: object) -> tuple[type, tuple[object, ...]]:
    return type(self), tuple(getattr(self, name) for name in field_names(type(self)))
