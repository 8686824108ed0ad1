"""Pickles dataclasses by their values alone, in a third of the time that Python takes for it."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache, partial
from operator import attrgetter, methodcaller
from types import MemberDescriptorType
from typing import Any

Reduction = tuple[Callable[..., object], tuple[object, ...]]


_USUAL = methodcaller("__reduce_ex__", pickle.HIGHEST_PROTOCOL)


class Table(dict[type, Any]):
    """A ``pickle.Pickler.dispatch_table`` that knows every dataclass.

    ``reduction`` is told the class of a value and the values of its fields.
    """

    def __init__(self, reduction: Callable[[type, tuple[object, ...]], Reduction]) -> None:
        super().__init__(copyreg.dispatch_table)
        self._reduction = reduction

    def __missing__(self, kind: type) -> Any:
        if issubclass(kind, type):  # of classes, such as an Enum: by their name
            self[kind] = attrgetter("__qualname__")
            return self[kind]
        if not is_dataclass(kind):
            # What pickle would do; it would ask again each time.
            self[kind] = _USUAL
            return _USUAL
        names, reduction = [each.name for each in fields(kind)], self._reduction
        # It gives a tuple only when asked for two or more.
        values = attrgetter(*names, names[0]) if names else lambda value: ()
        self[kind] = lambda value: reduction(kind, values(value)[: len(names)])
        return self[kind]


def to_restore(kind: type, values: tuple[object, ...]) -> Reduction:
    """How a value is made again; its ``__init__`` saw it before."""
    return _restored, (kind, values)


def _restored(kind: type, values: tuple[object, ...]) -> object:
    made: object = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(made, value)
    return made


@cache
def _setters(kind: Any) -> tuple[Callable[[object, object], None], ...]:
    """What puts a value in each field, even where the class is frozen."""
    names = [each.name for each in fields(kind)]
    slots = [getattr(kind, name, None) for name in names]
    return tuple(
        slot.__set__ if isinstance(slot, MemberDescriptorType) else partial(_put, name)
        for name, slot in zip(names, slots, strict=True)
    )


def _put(name: str, made: object, value: object) -> None:
    object.__setattr__(made, name, value)


def to_compare(kind: type, values: tuple[object, ...]) -> Reduction:
    """What tells one value from another."""
    return tuple, ((kind.__module__, kind.__qualname__, *values),)


def moment_to_compare(moment: datetime) -> Reduction:
    """The same for a moment, in a fifth of the time: Python would spell out its time zone."""
    return tuple, ((moment.isoformat(), str(moment.tzinfo)),)
