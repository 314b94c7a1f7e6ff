"""What a transform says of its columns, from the annotations of rows.

    class Flight(TypedDict):
        \"\"\"One row a flight.\"\"\"

        carrier: str
        dep_delay: Annotated[float | None, "minutes; negative when early"]
        tail: NotRequired[str]

Of an input a Python type means its class (`int` any integer, `float` any number, `datetime` any time stamp), and of an
output the type that the column gets (`Int64`, `Float64`, `Datetime`). `Annotated[int, Int32]` says exactly which.
"""

from __future__ import annotations

import datetime
import decimal
import types
import typing
from collections.abc import Mapping
from typing import Any

from .boundary import ColumnSpec
from .dtypes import DataType, Struct, data_type
from .dtypes import List as ListType
from .params import fields_of

_INPUT_WORDS: dict[Any, str] = {
    int: "integer", float: "number", str: "string", bool: "boolean", bytes: "binary", datetime.date: "date",
    datetime.time: "time", datetime.datetime: "datetime", datetime.timedelta: "duration", decimal.Decimal: "decimal",
    Any: "any", object: "any",
}  # fmt: skip


def wanted(rows: Any) -> list[ColumnSpec]:
    """The columns that an input must have, or may have, by the annotations of its rows."""
    specs = []
    for name, hint, required in fields_of(rows):
        inner, dtype, description = unwrap(hint)
        word = dtype.described() if dtype is not None else _input_word(inner)
        specs.append(ColumnSpec(name, word, required, description))
    return specs


def given(rows: Any) -> tuple[dict[str, DataType], list[ColumnSpec]]:
    """The columns that come out, with their types, by the annotations of rows or by a mapping of names to types."""
    pairs = [(name, hint) for name, hint, _ in fields_of(rows)] if not isinstance(rows, Mapping) else list(rows.items())
    columns, specs = {}, []
    for name, hint in pairs:
        columns[name] = column_type(hint)
        specs.append(ColumnSpec(name, columns[name].described(), True, unwrap(hint)[2]))
    return columns, specs


def column_type(hint: Any) -> DataType:
    """The data type that an annotation of an output means.

    Raises `TypeError` when it means none.
    """
    if isinstance(hint, DataType):
        return hint
    inner, dtype, _ = unwrap(hint)
    if dtype is not None:
        return dtype
    if typing.get_origin(inner) is list:
        return ListType(column_type(typing.get_args(inner)[0]))
    if fields := fields_of(inner):
        return Struct({name: column_type(field) for name, field, _ in fields})
    return data_type(inner)


def unwrap(hint: Any) -> tuple[Any, DataType | None, str]:
    """An annotation without `Annotated`, `NotRequired` and `| None`; the data type and the text that it carries."""
    dtype, description = None, ""
    while True:
        origin, args = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Annotated:
            for extra in args[1:]:
                dtype = extra if isinstance(extra, DataType) else dtype
                description = extra if isinstance(extra, str) else description
            hint = args[0]
        elif origin in (typing.Required, typing.NotRequired):
            hint = args[0]
        elif origin in (typing.Union, types.UnionType) and type(None) in args and len(args) == 2:
            hint = next(arg for arg in args if arg is not type(None))
        else:
            return hint, dtype, description


def _input_word(hint: Any) -> str:
    if hint in _INPUT_WORDS:
        return _INPUT_WORDS[hint]
    if hint is list or typing.get_origin(hint) is list:
        return "list"
    if hint is dict or fields_of(hint):
        return "struct"
    raise TypeError(f"a column cannot be {hint!r}; allowed: {', '.join(getattr(kind, '__name__', 'Any') for kind in _INPUT_WORDS)}")
