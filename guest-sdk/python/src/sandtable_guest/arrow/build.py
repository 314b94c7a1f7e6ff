"""The codec of a field, by its format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..boundary import Field
from ..dtypes import DataType, from_format
from ..errors import Error, plain
from .codec import Codec
from .flat import Binary, BinaryView, Boolean, Decimal, FixedBinary, HalfFloat, Null, Number, String, StringView
from .nested import FixedList, List, Struct
from .temporal import converters

# Formats of one width: the letter that Python's `array` has for it.
_NUMBERS = {
    "c": "b", "C": "B", "s": "h", "S": "H", "i": "i", "I": "I", "l": "q", "L": "Q", "f": "f", "g": "d",
    "tdD": "i", "tdm": "q", "tts": "i", "ttm": "i", "ttu": "q", "ttn": "q",
    "tDs": "q", "tDm": "q", "tDu": "q", "tDn": "q",
}  # fmt: skip


def codecs(fields: Iterable[Field]) -> list[Codec]:
    """The codecs of a schema: one a column, its children in it.

    Raises `Error` for a format that is not known, and for a schema that ends early.
    """
    rest = iter(fields)
    return [_codec(field, rest) for field in rest]


def codec_of(name: str, dtype: DataType, nullable: bool = True, metadata: Mapping[str, str] | None = None) -> Codec:
    """The codec of a new column."""
    return codecs(_fields(name, dtype, nullable, dict(metadata or {})))[0]


def dtype_of(codec: Codec) -> DataType:
    """The data type that a codec reads."""
    return from_format(codec.field.format, [(child.field.name, dtype_of(child)) for child in codec.children])


def _fields(name: str, dtype: DataType, nullable: bool, metadata: dict[str, str]) -> list[Field]:
    match dtype.name:
        case "List" | "Array":
            children = {"item": dtype.inner}
        case "Struct":
            children = dtype.fields
        case _:
            children = {}
    if not isinstance(name, str):
        raise Error("bad-column", f"a column is called {name!r}, which is no text; a name is one")
    own = Field(plain(name), dtype.format(), nullable, len(children), list(metadata.items()))
    return [own, *(field for inner, kind in children.items() for field in _fields(inner, kind, True, {}))]


def _codec(field: Field, rest: Iterator[Field]) -> Codec:
    children = []
    for _ in range(field.children):
        child = next(rest, None)
        if child is None:
            raise Error("bad-schema", f"the schema ends before the children of {field.name!r}")
        children.append(_codec(child, rest))
    codec = _flat(field) if not children else _nested(field, children)
    if codec is None:
        raise Error("bad-schema", f"column {field.name!r} has format {field.format!r} with {len(children)} children, which is not known here")
    both = converters(field.format)
    if both is not None:
        codec.to_python, codec.from_python = both
    return codec


def _flat(field: Field) -> Codec | None:
    format = field.format
    kind, _, detail = format.partition(":")
    if format in _NUMBERS:
        return Number(field, _NUMBERS[format])
    match kind:
        case "n":
            return Null(field, [])
        case "b":
            return Boolean(field, [])
        case "e":
            return HalfFloat(field, [])
        case "u" | "U":
            return String(field, "i" if kind == "u" else "q")
        case "z" | "Z":
            return Binary(field, "i" if kind == "z" else "q")
        case "vu":
            return StringView(field, [])
        case "vz":
            return BinaryView(field, [])
        case "w":
            return FixedBinary(field, int(detail))
        case "tss" | "tsm" | "tsu" | "tsn":
            return Number(field, "q")
        case "d":
            bits = detail.split(",")[2:] or ["128"]
            return Decimal(field, int(bits[0]) // 8)
        case "+s":
            return Struct(field, [])
    return None


def _nested(field: Field, children: list[Codec]) -> Codec | None:
    kind, _, detail = field.format.partition(":")
    match kind, len(children):
        case "+s", _:
            return Struct(field, children)
        case (("+l" | "+L"), 1):
            return List(field, children, "i" if kind == "+l" else "q")
        case "+w", 1:
            return FixedList(field, children, int(detail))
    return None
