"""The canonical form of terms: plain JSON in which what was not agreed is left out.

The same terms always give the same text, and reading it back gives the same terms. Reading is
strict: a key that nobody knows is an error, not a gap.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ...kit.durations import Duration
from ...kit.money import Money
from .terms import Terms

Read = Callable[[Any], Any]
Value = TypeVar("Value")


def terms_to_json(terms: Terms) -> dict[str, Any]:
    """Terms as JSON, keys in the order in which `Terms` names them."""
    written: dict[str, Any] = _written(terms)
    return written


def terms_from_json(data: Mapping[str, Any]) -> Terms:
    """Terms from their canonical form.

    Raises:
        ValueError: naming the key, when it is no canonical form.
    """
    return _read(Terms, data)


def _written(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON; one line a kind
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Duration):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    if is_dataclass(value):
        return {
            field.name: _written(part)
            for field in fields(value)
            if (part := getattr(value, field.name)) != _default(field)
        }
    return value


def _default(field: Field[Any]) -> object:
    # A required field is always written; no value equals this marker.
    return MISSING if field.default is MISSING else field.default


def _read(kind: type[Value], data: object) -> Value:
    if not isinstance(data, Mapping):
        msg = f"{kind.__name__}: {data!r} is no mapping"
        raise ValueError(msg)  # noqa: TRY004 - one kind of error for one kind of trouble
    readers = _readers(kind)  # type: ignore[arg-type]  # a class can be hashed
    unknown = sorted(set(data) - set(readers))
    if unknown:
        msg = f"{kind.__name__}: unknown key {unknown[0]!r}"
        raise ValueError(msg)
    values = {}
    for name, value in data.items():
        try:
            values[name] = readers[name](value)
        except (TypeError, ValueError, KeyError, ArithmeticError) as error:
            msg = f"{kind.__name__}.{name}: {error}"
            raise ValueError(msg) from error
    try:
        return kind(**values)
    except TypeError as error:
        msg = f"{kind.__name__}: {error}"
        raise ValueError(msg) from error


@lru_cache
def _readers(kind: type[Any]) -> dict[str, Read]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(hint: Any) -> Read:  # noqa: ANN401 - a type, or a form of typing's
    if isinstance(hint, UnionType):
        [inner] = [part for part in get_args(hint) if part is not NoneType]
        read = _reader(inner)
        return lambda value: None if value is None else read(value)
    if get_origin(hint) is tuple:
        first, *others = get_args(hint)
        if others == [...]:
            one = _reader(first)
            return lambda value: tuple(one(part) for part in _a(list, value))
        return lambda value: tuple(_a(first, part) for part in _a(list, value))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if issubclass(hint, StrEnum):
        read_enum: Read = hint
        return read_enum
    return lambda value: _read(hint, value)


def _a(kind: type[Any], value: Any) -> Any:  # noqa: ANN401 - JSON
    if type(value) is not kind:
        msg = f"{value!r} should be {kind.__name__}"
        raise ValueError(msg)
    return value


def _money(value: Any) -> Money:  # noqa: ANN401 - JSON
    return Money(**_a(dict, value))


_SIMPLE: dict[Any, Read] = {
    Money: _money,
    Duration: lambda value: Duration.parse(_a(str, value)),
    date: lambda value: date.fromisoformat(_a(str, value)),
    Decimal: lambda value: Decimal(_a(str, value)),
    str: lambda value: _a(str, value),
    int: lambda value: _a(int, value),
    bool: lambda value: _a(bool, value),
}
