"""Single values: `np.int64(3)`, which is no `int`, and `np.float64(0.5)`, which is a `float`."""

from __future__ import annotations

import operator
from typing import Any

from . import _dtypes as types
from ._buffers import cast, store
from ._dtypes import dtype
from ._elementwise import binary, float_div, invert, negative


class generic:
    """Any value of a column."""

    __slots__ = ()
    __module__ = "numpy"
    _dtype: dtype
    ndim = 0
    shape = ()
    size = 1

    @property
    def dtype(self) -> dtype:
        """Its data type."""
        return self._dtype

    @property
    def T(self) -> Any:
        """Itself."""
        return self

    def any(self) -> Any:
        """Whether it is true."""
        return bool_(bool(self))

    all = any

    def copy(self) -> Any:
        """Itself."""
        return self

    def tolist(self) -> Any:
        """Python's own value."""
        return self.item()

    def astype(self, to: Any) -> Any:
        """The value in another type."""
        new = types.resolve(to)
        return box(cast(store([self.item()], self._dtype), self._dtype, new)[0], new)

    def sum(self, *_: Any) -> Any:
        """Itself."""
        return self

    mean = min = max = sum


class number(generic):
    """Any number."""

    __slots__ = ()
    __module__ = "numpy"


class integer(number):
    """Any integer."""

    __slots__ = ("_v",)
    __module__ = "numpy"

    def __new__(cls, value: Any = 0) -> Any:
        own = cls._dtype
        made = object.__new__(cls)
        if isinstance(value, generic):
            value = value.item()
        number = int(value)
        if not isinstance(value, int):
            number = store([number], own)[0]
        low, high = types.limits(own)
        if not low <= number <= high:
            raise OverflowError("Python int too large to convert to C long" if own.itemsize == 8 else f"Python integer {value} out of bounds for {own.name}")
        made._v = number
        return made

    def item(self) -> int:
        """Python's integer."""
        return self._v

    @property
    def real(self) -> Any:
        """Itself."""
        return self

    def is_integer(self) -> bool:
        """It is."""
        return True

    def bit_length(self) -> int:
        """How many bits it needs."""
        return self._v.bit_length()

    def __int__(self) -> int:
        return self._v

    __index__ = __int__
    __trunc__ = __int__

    def __float__(self) -> float:
        return float(self._v)

    def __bool__(self) -> bool:
        return self._v != 0

    def __hash__(self) -> int:
        return hash(self._v)

    def __repr__(self) -> str:
        return f"np.{self._dtype.name}({self._v})"

    def __str__(self) -> str:
        return str(self._v)

    def __format__(self, spec: str) -> str:
        return format(self._v, spec)

    def __reduce__(self) -> Any:
        return (type(self), (self._v,))

    def __round__(self, digits: int | None = None) -> Any:
        return self._v if digits is None else type(self)(round(self._v, digits))

    def round(self, decimals: int = 0) -> Any:
        """Rounded."""
        return type(self)(round(self._v, decimals))

    def __pos__(self) -> Any:
        return self

    def __neg__(self) -> Any:
        return _boxed(self._dtype, -self._v)

    def __abs__(self) -> Any:
        return _boxed(self._dtype, abs(self._v))

    def __invert__(self) -> Any:
        return _boxed(self._dtype, ~self._v)


def _boxed(of: dtype, value: int) -> Any:
    return box(store([value], of)[0], of)


class signedinteger(integer):
    """Any integer with a sign."""

    __slots__ = ()
    __module__ = "numpy"


class unsignedinteger(integer):
    """Any integer without one."""

    __slots__ = ()
    __module__ = "numpy"


class inexact(number):
    """Any number that may be rounded."""

    __slots__ = ()
    __module__ = "numpy"


class floating(inexact):
    """Any float."""

    __slots__ = ()
    __module__ = "numpy"


class character(generic):
    """Any text."""

    __slots__ = ()
    __module__ = "numpy"


class float64(float, floating):
    """A float of 64 bits."""

    __module__ = "numpy"
    _dtype = types.FLOAT64

    def item(self) -> float:
        """Python's float."""
        return float(self)

    def __repr__(self) -> str:
        return f"np.float64({float.__repr__(self)})"

    def __str__(self) -> str:
        return float.__repr__(self)

    def __reduce__(self) -> Any:
        return (type(self), (float(self),))

    def __round__(self, digits: int | None = None) -> Any:
        return round(float(self)) if digits is None else float64(round_half_even(float(self), digits))

    def round(self, decimals: int = 0) -> Any:
        """Rounded as numpy does."""
        return float64(round_half_even(float(self), decimals))

    def __neg__(self) -> Any:
        return float64(-float(self))

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return float64(abs(float(self)))

    def __hash__(self) -> int:
        return float.__hash__(self)


class float32(floating):
    """A float of 32 bits."""

    __slots__ = ("_v",)
    __module__ = "numpy"
    _dtype = types.FLOAT32

    def __new__(cls, value: Any = 0.0) -> Any:
        made = object.__new__(cls)
        made._v = store([float(value)], types.FLOAT32)[0]
        return made

    def item(self) -> float:
        """Python's float."""
        return self._v

    def __float__(self) -> float:
        return self._v

    def __int__(self) -> int:
        return int(self._v)

    def __bool__(self) -> bool:
        return self._v != 0

    def __hash__(self) -> int:
        return hash(self._v)

    def __str__(self) -> str:
        return short32(self._v)

    def __repr__(self) -> str:
        return f"np.float32({short32(self._v)})"

    def __format__(self, spec: str) -> str:
        return format(self._v, spec)

    def __neg__(self) -> Any:
        return float32(-self._v)

    def __abs__(self) -> Any:
        return float32(abs(self._v))

    def __round__(self, digits: int | None = None) -> Any:
        return round(self._v) if digits is None else float32(round_half_even(self._v, digits))


class bool_(generic):
    """A truth value."""

    __slots__ = ("_v",)
    __module__ = "numpy"
    _dtype = types.BOOL

    def __new__(cls, value: Any = False) -> Any:
        return TRUE if value else FALSE

    def item(self) -> bool:
        """Python's truth value."""
        return self._v

    def __bool__(self) -> bool:
        return self._v

    def __int__(self) -> int:
        return int(self._v)

    __index__ = __int__

    def __float__(self) -> float:
        return float(self._v)

    def __hash__(self) -> int:
        return hash(self._v)

    def __repr__(self) -> str:
        return f"np.{self._v}_"

    def __str__(self) -> str:
        return str(self._v)

    def __format__(self, spec: str) -> str:
        return format(str(self._v), spec)

    def __reduce__(self) -> Any:
        return (bool_, (self._v,))

    def __invert__(self) -> Any:
        return bool_(not self._v)


bool_.__name__ = bool_.__qualname__ = "bool"


def _truth(value: bool) -> Any:
    made = object.__new__(bool_)
    made._v = value
    return made


TRUE, FALSE = _truth(True), _truth(False)


class str_(str, character):
    """A text."""

    __module__ = "numpy"
    _dtype = types.STR

    def item(self) -> str:
        """Python's text."""
        return str(self)

    def __repr__(self) -> str:
        return f"np.str_({str.__repr__(self)})"

    __hash__ = str.__hash__


class object_(generic):
    """The type of objects; there are no values of it."""

    __module__ = "numpy"
    _dtype = types.OBJECT


def _integer(of: dtype) -> Any:
    parent = signedinteger if of.kind == "i" else unsignedinteger
    made = type(of.name, (parent,), {"__slots__": (), "__module__": "numpy", "_dtype": of})
    of.type = made
    return made


int8, int16, int32, int64 = map(_integer, (types.INT8, types.INT16, types.INT32, types.INT64))
uint8, uint16, uint32, uint64 = map(_integer, (types.UINT8, types.UINT16, types.UINT32, types.UINT64))
types.BOOL.type, types.FLOAT32.type, types.FLOAT64.type, types.OBJECT.type, types.STR.type = bool_, float32, float64, object_, str_


def box(raw: Any, of: dtype) -> Any:
    """The scalar of a raw value."""
    match of.kind:
        case "i" | "u":
            made = object.__new__(of.type)
            made._v = raw
            return made
        case "f":
            return float64(raw) if of is types.FLOAT64 else float32(raw)
        case "b":
            return TRUE if raw else FALSE
        case "M" | "m":
            return of.type(raw)
        case "U":
            return str_(raw)
    return raw


def known(value: Any) -> tuple[Any, dtype, bool] | None:
    """Raw value, data type, and whether it takes another's width; None for what is no scalar of these."""
    kind = type(value)
    if kind is int:
        if -(2**63) <= value < 2**63:
            return value, types.INT64, True
        return (value, types.UINT64, True) if 0 <= value < 2**64 else (value, types.OBJECT, True)
    if kind is float:
        return value, types.FLOAT64, True
    if kind is bool:
        return value, types.BOOL, True
    if isinstance(value, generic):
        return value.item() if not isinstance(value, (float64, str_)) else (float(value) if isinstance(value, float64) else str(value)), value._dtype, False
    if isinstance(value, int):
        return int(value), types.INT64, True
    if isinstance(value, float):
        return float(value), types.FLOAT64, True
    return None


def _operator(op: str, reflected: bool) -> Any:
    python = getattr(operator, op if op not in ("and", "or") else op + "_")
    plain = op in ("add", "sub", "mul")
    comparison = op in ("eq", "ne", "lt", "le", "gt", "ge")

    def method(self: Any, other: Any) -> Any:
        kind = type(other)
        own = type(self)
        if (own is float64 or own is int64) and (kind is own or kind is int or kind is float):
            a = float(self) if own is float64 else self._v
            b = float(other) if kind is float64 else other._v if kind is int64 else other
            if reflected:
                a, b = b, a
            if comparison:
                return TRUE if python(a, b) else FALSE
            if plain:
                found = python(a, b)
                if type(found) is float:
                    return float64(found)
                if own is float64:
                    return float64(found)
                if -(2**63) <= found < 2**63:
                    return box(found, types.INT64)
            elif op == "truediv" and b:
                return float64(float_div(a, b))
        given = known(other)
        if given is None:
            if comparison and isinstance(other, (str, type(None))):
                return NotImplemented
            return NotImplemented
        raw, to, weak = given
        a, ta = (self.item(), self._dtype)
        if not reflected:
            found, of = binary(op, store([a], ta), ta, store([raw], to), to, "b" if weak else "")
        else:
            found, of = binary(op, store([raw], to), to, store([a], ta), ta, "a" if weak else "")
        return box(found[0], of)

    return method


for _class in (integer, float64, float32, bool_):
    for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift"):
        if _class in (float64, float32) and _op in ("and", "or", "xor", "lshift", "rshift"):
            continue
        setattr(_class, f"__{_op}__", _operator(_op, False))
        setattr(_class, f"__r{_op}__", _operator(_op, True))
    for _op in ("eq", "ne", "lt", "le", "gt", "ge"):
        setattr(_class, f"__{_op}__", _operator(_op, False))


def _divmod(self: Any, other: Any) -> Any:
    return self // other, self % other


for _class in (integer, float64):
    _class.__divmod__ = _divmod


def round_half_even(value: float, decimals: int) -> float:
    """As numpy rounds: scaled, to the nearest even, and scaled back."""
    if value != value or value in (float("inf"), float("-inf")):
        return value
    if decimals == 0:
        return float(round(value)) if abs(value) < 2**52 else value
    scale = 10.0 ** abs(decimals)
    scaled = value * scale if decimals > 0 else value / scale
    if abs(scaled) >= 2**52:
        return value if abs(scaled) == float("inf") else scaled / scale if decimals > 0 else scaled * scale
    whole = float(round(scaled))
    if whole == 0.0 and value < 0:
        whole = -0.0
    return whole / scale if decimals > 0 else whole * scale


def short32(value: float) -> str:
    """The shortest text that gives the same float of 32 bits."""
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if store([float(text)], types.FLOAT32)[0] == value:
            return repr(float(text))
    return repr(value)


__all__ = ["binary", "invert", "negative"]
