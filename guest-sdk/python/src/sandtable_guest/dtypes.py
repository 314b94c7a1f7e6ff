"""Data types of columns, by Polars' names: `Int64`, `String`, `Datetime("us", "UTC")`, `List(Int64)`.

The same objects type the columns of a table and stand in expressions of `frames`. A type with parameters may stand bare
where Polars allows it: `Datetime` is `Datetime("us")`.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import Error

_UNITS = {"s": "s", "ms": "m", "us": "u", "ns": "n"}
_FORMATS = {
    "Null": "n", "Boolean": "b", "Int8": "c", "UInt8": "C", "Int16": "s", "UInt16": "S", "Int32": "i", "UInt32": "I", "Int64": "l",
    "UInt64": "L", "Float16": "e", "Float32": "f", "Float64": "g", "String": "U", "Binary": "Z", "Date": "tdD", "Time": "ttn",
}  # fmt: skip
_NAMES = {format: name for name, format in _FORMATS.items()} | {
    "u": "String", "vu": "String", "z": "Binary", "vz": "Binary", "tdm": "Date", "tts": "Time", "ttm": "Time", "ttu": "Time",
}  # fmt: skip
_PARAMETERS = {
    "Datetime": ("time_unit", "time_zone"),
    "Duration": ("time_unit",),
    "Decimal": ("precision", "scale"),
    "List": ("inner",),
    "Array": ("inner", "shape", "width"),
    "Struct": ("fields",),
    "Categorical": ("categories", "ordering"),
    "Enum": ("categories",),
}


class DataType:
    """One data type; calling it gives one with parameters. Equal when name and parameters are."""

    __slots__ = ("args", "kwargs", "name")

    def __init__(self, name: str, args: tuple[Any, ...] | None = None, kwargs: Mapping[str, Any] | None = None) -> None:
        self.name = name
        self.args = args
        self.kwargs = dict(kwargs or {})

    def __call__(self, *args: Any, **kwargs: Any) -> DataType:
        """This type with parameters, by position or by name as Polars has them."""
        known = _PARAMETERS.get(self.name, ())
        if self.args is not None:
            raise TypeError(f"{self!r} has its parameters")
        if len(args) > len(known):
            raise TypeError(f"{self.name} takes {len(known)} parameters, and {len(args)} were given")
        for name in kwargs:
            if name not in known[len(args) :]:
                raise TypeError(f"{self.name} takes no parameter {name!r} here; allowed: {', '.join(known) or 'none'}")
        return DataType(self.name, args, kwargs)

    def parameter(self, name: str, default: Any = None) -> Any:
        """A parameter by name, however it was given."""
        position = _PARAMETERS[self.name].index(name)
        args = self.args or ()
        return args[position] if position < len(args) else self.kwargs.get(name, default)

    @property
    def inner(self) -> DataType:
        """The type of a list's or array's items."""
        return data_type(self.parameter("inner", Null))

    @property
    def fields(self) -> dict[str, DataType]:
        """The fields of a struct."""
        given = self.parameter("fields", {})
        pairs = given.items() if isinstance(given, Mapping) else given
        return {name: data_type(inner) for name, inner in pairs}

    def _key(self) -> tuple[Any, ...]:
        match self.name:
            case "Datetime":
                return (self.name, self.parameter("time_unit", "us"), self.parameter("time_zone"))
            case "Duration":
                return (self.name, self.parameter("time_unit", "us"))
            case "Decimal":
                return (self.name, self.parameter("precision"), self.parameter("scale", 0))
            case "List":
                return (self.name, self.inner)
            case "Array":
                return (self.name, self.inner, self.parameter("shape") or self.parameter("width"))
            case "Struct":
                return (self.name, *self.fields.items())
            case "Utf8":
                return ("String",)
        return (self.name, *(self.args or ()), *self.kwargs.items())

    def __eq__(self, other: object) -> bool:
        """Whether both say the same type; Python's own types count as those that they stand for."""
        if isinstance(other, type) and other in PYTHON_TYPES:
            other = PYTHON_TYPES[other]
        return isinstance(other, DataType) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(str(self._key()))

    def __repr__(self) -> str:
        if self.args is None:
            return self.name
        given = [repr(value) for value in self.args] + [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"{self.name}({', '.join(given)})"

    def format(self) -> str:
        """The format of Arrow's C data interface.

        Raises `Error` for what crosses no boundary, such as categories and integers of 128 bits.
        """
        match self.name:
            case "Datetime":
                return f"ts{_UNITS[self.parameter('time_unit', 'us')]}:{self.parameter('time_zone') or ''}"
            case "Duration":
                return f"tD{_UNITS[self.parameter('time_unit', 'us')]}"
            case "Decimal":
                return f"d:{self.parameter('precision') or 38},{self.parameter('scale', 0)}"
            case "List":
                return "+L"
            case "Array":
                shape = self.parameter("shape")
                return f"+w:{self.parameter('width') if shape is None else shape}"
            case "Struct":
                return "+s"
            case "Utf8":
                return "U"
            case name if name in _FORMATS:
                return _FORMATS[name]
        raise Error("bad-type", f"{self!r} does not cross the boundary: cast to another type first")

    def described(self) -> str:
        """The word that a description has for it: `int64`, `timestamp_tz`, `string`."""
        match self.name:
            case "Datetime":
                return "timestamp" if self.parameter("time_zone") is None else "timestamp_tz"
            case "Array":
                return "list"
            case "Utf8":
                return "string"
        return self.name.lower()


Null = DataType("Null")
Boolean = DataType("Boolean")
Int8 = DataType("Int8")
Int16 = DataType("Int16")
Int32 = DataType("Int32")
Int64 = DataType("Int64")
Int128 = DataType("Int128")
UInt8 = DataType("UInt8")
UInt16 = DataType("UInt16")
UInt32 = DataType("UInt32")
UInt64 = DataType("UInt64")
UInt128 = DataType("UInt128")
Float16 = DataType("Float16")
Float32 = DataType("Float32")
Float64 = DataType("Float64")
Decimal = DataType("Decimal")
String = DataType("String")
Utf8 = DataType("Utf8")
Binary = DataType("Binary")
Date = DataType("Date")
Time = DataType("Time")
Datetime = DataType("Datetime")
Duration = DataType("Duration")
List = DataType("List")
Array = DataType("Array")
Struct = DataType("Struct")
Categorical = DataType("Categorical")
Enum = DataType("Enum")
Unknown = DataType("Unknown")

PYTHON_TYPES: dict[type, DataType] = {
    bool: Boolean,
    int: Int64,
    float: Float64,
    str: String,
    bytes: Binary,
    datetime.date: Date,
    datetime.time: Time,
    datetime.datetime: Datetime,
    datetime.timedelta: Duration,
    decimal.Decimal: Decimal,
    type(None): Null,
}
"""What Python's own types stand for, as Polars has it."""


def data_type(given: DataType | type) -> DataType:
    """A data type from itself or from a type of Python's.

    Raises `TypeError` for anything else.
    """
    if isinstance(given, DataType):
        return given
    if isinstance(given, type) and given in PYTHON_TYPES:
        return PYTHON_TYPES[given]
    raise TypeError(f"{given!r} is no data type; allowed: Int64, String and so on, or one of {', '.join(t.__name__ for t in PYTHON_TYPES)}")


def from_format(format: str, children: Iterable[tuple[str, DataType]]) -> DataType:
    """The type of a format of the C data interface, with the names and types of its children.

    Raises `Error` when no host sends it.
    """
    kind, _, detail = format.partition(":")
    if format in _NAMES:
        return DataType(_NAMES[format])
    if kind in ("tss", "tsm", "tsu", "tsn"):
        unit = {"s": "s", "m": "ms", "u": "us", "n": "ns"}[kind[2]]
        return Datetime(unit, detail) if detail else Datetime(unit)
    if format in ("tDs", "tDm", "tDu", "tDn"):
        return Duration({"s": "s", "m": "ms", "u": "us", "n": "ns"}[format[2]])
    match kind:
        case "d":
            precision, scale, *_ = detail.split(",")
            return Decimal(int(precision), int(scale))
        case "w":
            return Binary
        case "+s":
            return Struct(dict(children))
        case "+l" | "+L":
            return List(next(iter(children))[1])
        case "+w":
            return Array(next(iter(children))[1], int(detail))
    raise Error("bad-type", f"the format {format!r} is not known here")
