"""Data types of columns: what is stored, how wide it is, which scalar stands for one value."""

from __future__ import annotations

from typing import Any

NAT = -(2**63)
"""What a time that is missing is stored as."""


class dtype:
    """One data type. There is one object for each; they are compared by name, and with what names them."""

    __slots__ = ("code", "itemsize", "kind", "name", "type")
    _known: dict[str, dtype] = {}

    def __new__(cls, spec: Any = "float64", *args: Any, **kwargs: Any) -> Any:
        return resolve(spec)

    @classmethod
    def make(cls, name: str, kind: str, code: str | None, itemsize: int) -> dtype:
        """A new data type; `code` is the letter of Python's `array`, None where values are kept in a list."""
        made = object.__new__(cls)
        made.name, made.kind, made.code, made.itemsize = name, kind, code, itemsize
        made.type = None
        return made

    @property
    def char(self) -> str:
        """Numpy's letter."""
        return {"bool": "?", "int64": "l", "float64": "d", "object": "O"}.get(self.name, self.kind)

    @property
    def str(self) -> str:
        """The short name with its byte order."""
        if self.kind == "O":
            return "|O"
        if self.kind in "Mm":
            return f"<{self.kind}8[ns]"
        if self.kind == "U":
            return "<U"
        return ("|" if self.itemsize == 1 else "<") + self.kind + f"{self.itemsize}"

    @property
    def base(self) -> dtype:
        """Itself."""
        return self

    @property
    def names(self) -> None:
        """There are no fields."""
        return None

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        if self.kind == "O":
            return "dtype('O')"
        if self.kind in "Mm":
            return f"dtype('<{self.kind}8[ns]')"
        if self.kind == "U":
            return "dtype('<U')"
        return f"dtype('{self.name}')"

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, dtype):
            return self.name == other.name
        try:
            return resolve(other).name == self.name
        except TypeError:
            return False

    def __reduce__(self) -> Any:
        return (dtype, (self.name,))

    def newbyteorder(self, *_: Any) -> dtype:
        """Itself: all buffers are little-endian."""
        return self


def _register(name: str, kind: str, code: str | None, itemsize: int) -> dtype:
    made = dtype.make(name, kind, code, itemsize)
    dtype._known[name] = made
    return made


BOOL = _register("bool", "b", "B", 1)
INT8 = _register("int8", "i", "b", 1)
INT16 = _register("int16", "i", "h", 2)
INT32 = _register("int32", "i", "i", 4)
INT64 = _register("int64", "i", "q", 8)
UINT8 = _register("uint8", "u", "B", 1)
UINT16 = _register("uint16", "u", "H", 2)
UINT32 = _register("uint32", "u", "I", 4)
UINT64 = _register("uint64", "u", "Q", 8)
FLOAT32 = _register("float32", "f", "f", 4)
FLOAT64 = _register("float64", "f", "d", 8)
OBJECT = _register("object", "O", None, 8)
DATETIME = _register("datetime64[ns]", "M", "q", 8)
TIMEDELTA = _register("timedelta64[ns]", "m", "q", 8)
STR = _register("str", "U", None, 0)

_ALIASES = {
    "?": BOOL, "bool_": BOOL, "b1": BOOL, "int": INT64, "int_": INT64, "intp": INT64, "i8": INT64, "i4": INT32, "i2": INT16, "i1": INT8,
    "<i8": INT64, "<i4": INT32, "uint": UINT64, "u8": UINT64, "u4": UINT32, "u2": UINT16, "u1": UINT8, "float": FLOAT64, "f8": FLOAT64,
    "f4": FLOAT32, "<f8": FLOAT64, "<f4": FLOAT32, "double": FLOAT64, "single": FLOAT32, "d": FLOAT64, "f": FLOAT32, "O": OBJECT, "object_": OBJECT,
    "M8[ns]": DATETIME, "<M8[ns]": DATETIME, "m8[ns]": TIMEDELTA, "<m8[ns]": TIMEDELTA, "U": STR, "<U": STR, "S": STR, "l": INT64, "q": INT64,
}  # fmt: skip


def resolve(spec: Any) -> dtype:
    """The data type that something names. Raises `TypeError` with numpy's words."""
    if isinstance(spec, dtype):
        return spec
    if isinstance(spec, str):
        found = dtype._known.get(spec) or _ALIASES.get(spec)
        if found is None and (spec[:2] in ("<U", "|S") or spec[:1] == "U") and spec.lstrip("<|US").isdigit():
            return STR
        if found is None and spec in ("datetime64", "timedelta64", "M8", "m8"):
            raise NotImplementedError(f"dtype {spec!r} without a unit is not there in the sandbox: write '{spec}[ns]'")
        if found is None and spec.startswith(("datetime64[", "timedelta64[", "M8[", "m8[")):
            raise NotImplementedError(f"dtype {spec!r} is not there in the sandbox: times are kept in nanoseconds, '[ns]'")
        if found is None and spec in ("float16", "float128", "complex64", "complex128", "complex", "f2", "c16"):
            raise NotImplementedError(f"dtype {spec!r} is not there in the sandbox; use 'float64'")
        if found is None:
            raise TypeError(f"data type {spec!r} not understood")
        return found
    if spec is None:
        return FLOAT64
    if isinstance(spec, type):
        own = getattr(spec, "_dtype", None)
        if own is not None:
            return own
        found = {bool: BOOL, int: INT64, float: FLOAT64, str: STR, object: OBJECT}.get(spec)
        if found is not None:
            return found
        if spec is complex:
            raise NotImplementedError("dtype complex is not there in the sandbox; use 'float64'")
        abstract = {"number": FLOAT64, "floating": FLOAT64, "inexact": FLOAT64, "integer": INT64, "signedinteger": INT64, "generic": OBJECT}.get(spec.__name__)
        if abstract is not None and spec.__module__ == "numpy":
            return abstract
        if spec.__name__ in ("datetime", "date", "timedelta", "Decimal", "bytes", "list", "dict", "tuple", "set"):
            return OBJECT
    inner = getattr(spec, "dtype", None)
    if isinstance(inner, dtype):
        return inner
    raise TypeError(f"Cannot interpret '{spec!r}' as a data type")


_ORDER = ["int8", "int16", "int32", "int64"]


def promote(a: dtype, b: dtype) -> dtype:
    """The data type that holds values of both, as numpy promotes arrays. Raises `TypeError` where there is none."""
    if a is b or a == b:
        return a
    kinds = a.kind + b.kind
    if "O" in kinds:
        return OBJECT
    if "U" in kinds:
        if kinds == "UU":
            return STR
        return STR if not set(kinds) & set("Mm") else OBJECT
    if a.kind == "b" and b.kind in "iuf":
        return b
    if b.kind == "b" and a.kind in "iuf":
        return a
    if a.kind == b.kind and a.kind in "iuf":
        return a if a.itemsize >= b.itemsize else b
    if "f" in kinds and set(kinds) <= set("iuf"):
        real, whole = (a, b) if a.kind == "f" else (b, a)
        return FLOAT32 if real is FLOAT32 and whole.itemsize <= 2 else FLOAT64
    if set(kinds) == set("iu"):
        signed, unsigned = (a, b) if a.kind == "i" else (b, a)
        if unsigned.itemsize == 8:
            return FLOAT64
        return dtype._known[f"int{8 * max(signed.itemsize, unsigned.itemsize * 2)}"]
    raise TypeError(f"The DType {a!r} and {b!r} have no common DType")


def limits(of: dtype) -> tuple[int, int]:
    """The least and the greatest integer."""
    bits = of.itemsize * 8
    return (-(1 << bits - 1), (1 << bits - 1) - 1) if of.kind == "i" else (0, (1 << bits) - 1)


def wrap(value: int, of: dtype) -> int:
    """An integer as its width leaves it."""
    bits = of.itemsize * 8
    value &= (1 << bits) - 1
    return value - (1 << bits) if of.kind == "i" and value >> (bits - 1) else value
