"""The operators of arrays."""

from __future__ import annotations

from itertools import repeat
from typing import Any

from ._broadcast import broadcast
from ._dtypes import BOOL, OBJECT, STR, promote
from ._elementwise import Unsupported, absolute, binary, invert, negative
from ._scalars import known


class Operators:
    """The operators of an array. All arrays are one, and nothing else is."""

    __slots__ = ()

    def _binary(self, op: str, other: Any, reflected: bool = False) -> Any:
        if not isinstance(other, Operators):
            if getattr(type(other), "_sandtable_column", False):
                return NotImplemented
            given = known(other)
            if given is None and isinstance(other, (list, tuple)):
                other = self._array_of(other)
            elif given is None and isinstance(other, str):
                given = (other, STR, False)
            elif given is None:
                given = (other, OBJECT, False)
            if given is not None:
                raw, to, weak = given
                if self.dtype.kind == "U" and to.kind != "U" and op in ("eq", "ne"):
                    return self.of(bytearray([op == "ne"]) * self.size, BOOL, self._shape)
                sides = (
                    (repeat(raw), to, self._data, self.dtype, "a" if weak else "")
                    if reflected
                    else (self._data, self.dtype, repeat(raw), to, "b" if weak else "")
                )
                data, of = binary(op, *sides)
                return self.of(data, of, self._shape)
        a, b = (other, self) if reflected else (self, other)
        shape, left, right = broadcast(a, b)
        data, of = binary(op, left, a.dtype, right, b.dtype)
        return self.of(data, STR if of is OBJECT and a.dtype is b.dtype is STR else of, shape)

    def __neg__(self) -> Any:
        data, of = negative(self._data, self.dtype)
        return self.of(data, of, self._shape)

    def __pos__(self) -> Any:
        return self.copy()

    def __invert__(self) -> Any:
        data, of = invert(self._data, self.dtype)
        return self.of(data, of, self._shape)

    def __abs__(self) -> Any:
        data, of = absolute(self._data, self.dtype)
        return self.of(data, of, self._shape)

    def __matmul__(self, other: Any) -> Any:
        from ._products import dot

        return dot(self, other)


def _operator(op: str, reflected: bool) -> Any:
    def method(self: Any, other: Any) -> Any:
        try:
            return self._binary(op, other, reflected)
        except Unsupported as error:
            raise TypeError(str(error)) from None

    return method


def _in_place(op: str) -> Any:
    def method(self: Any, other: Any) -> Any:
        if self._slice:
            raise NotImplementedError("a slice of an array is a copy in the sandbox: write into the array itself, or call .copy() first")
        found = self._binary(op, other)
        if found.dtype != self.dtype:
            if promote(found.dtype, self.dtype) != self.dtype:
                names = {
                    "add": "add",
                    "sub": "subtract",
                    "mul": "multiply",
                    "truediv": "divide",
                    "floordiv": "floor_divide",
                    "mod": "remainder",
                    "pow": "power",
                }
                raise TypeError(
                    f"Cannot cast ufunc '{names.get(op, op)}' output from dtype('{found.dtype}') to dtype('{self.dtype}') with casting rule 'same_kind'"
                )
            found = found.astype(self.dtype)
        self._data[:] = found._data
        return self

    return method


for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift"):
    setattr(Operators, f"__{_op}__", _operator(_op, False))
    setattr(Operators, f"__r{_op}__", _operator(_op, True))
for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor"):
    setattr(Operators, f"__i{_op}__", _in_place(_op))
for _op in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Operators, f"__{_op}__", _operator(_op, False))
