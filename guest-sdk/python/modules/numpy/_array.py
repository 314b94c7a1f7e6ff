"""`ndarray`: a typed column, or a table of one type in two dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Any

from . import _dtypes as types
from ._buffers import Buffer, boxed, cast, compress, empty, full, store, take
from ._dtypes import BOOL, FLOAT64, INT64, NAT, OBJECT, STR, dtype, promote, resolve
from ._elementwise import Unsupported, absolute, binary, invert, negative
from ._scalars import box, generic, known


class ndarray:
    """Values of one type. Slices of it are copies: writing into one is refused, since numpy would change the whole."""

    __slots__ = ("_data", "_shape", "_slice", "dtype")
    __module__ = "numpy"

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("numpy.ndarray(shape) is not there in the sandbox; use np.array, np.zeros or np.empty")

    @classmethod
    def of(cls, data: Buffer, dtype: dtype, shape: tuple[int, ...] | None = None) -> Any:
        """An array of a buffer, which it keeps."""
        made = object.__new__(cls)
        made._data, made.dtype, made._shape, made._slice = data, dtype, shape or (len(data),), False
        if shape == ():
            made._shape = ()
        return made

    def _like(self, data: Buffer, shape: tuple[int, ...] | None = None) -> Any:
        return ndarray.of(data, self.dtype, shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows, or rows and columns."""
        return self._shape

    @property
    def ndim(self) -> int:
        """1 or 2."""
        return len(self._shape)

    @property
    def size(self) -> int:
        """How many values."""
        return len(self._data)

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return len(self._data) * self.dtype.itemsize

    @property
    def T(self) -> Any:
        """Rows as columns."""
        return self.transpose()

    @property
    def flat(self) -> Iterator[Any]:
        """All values, row by row."""
        return iter(self.ravel())

    def transpose(self) -> Any:
        """Rows as columns."""
        if self.ndim < 2:
            return self
        rows, columns = self._shape
        return self._like(take(self._data, [row * columns + column for column in range(columns) for row in range(rows)], self.dtype), (columns, rows))

    def __len__(self) -> int:
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]

    def __iter__(self) -> Iterator[Any]:
        if self.ndim == 2:
            return (self[row] for row in range(len(self)))
        of = self.dtype
        if of.kind in "OU":
            return iter(self._data)
        return (box(value, of) for value in self._data)

    def tolist(self) -> Any:
        """Lists of Python's own values."""
        values = boxed(self._data, self.dtype) if self.dtype.kind not in "Mm" else [box(value, self.dtype).item() for value in self._data]
        if self.ndim == 2:
            columns = self._shape[1]
            return [values[row * columns : (row + 1) * columns] for row in range(self._shape[0])]
        return values if self._shape else values[0]

    def item(self, *at: int) -> Any:
        """The only value, or one of them, as Python's own."""
        if not at:
            if self.size != 1:
                raise ValueError("can only convert an array of size 1 to a Python scalar")
            at = (0,)
        found = self.ravel()[at[0]] if len(at) == 1 else self[at]
        return found.item() if isinstance(found, generic) else found

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self

    def copy(self, *_: Any, **__: Any) -> Any:
        """The same values in a buffer of their own."""
        return self._like(self._data[:], self._shape)

    def __copy__(self) -> Any:
        return self.copy()

    def __deepcopy__(self, memo: Any) -> Any:
        return self.copy()

    def astype(self, to: Any, copy: bool = True) -> Any:
        """The values in another type."""
        new = resolve(to)
        return ndarray.of(cast(self._data, self.dtype, new), new, self._shape)

    def view(self, to: Any = None) -> Any:
        """The counts of times, or times of counts."""
        new = self.dtype if to is None else resolve(to)
        if new.code != self.dtype.code or new.code is None:
            raise NotImplementedError(f"ndarray.view from {self.dtype} to {new} is not there in the sandbox; use astype")
        return ndarray.of(self._data, new, self._shape)

    def reshape(self, *shape: Any) -> Any:
        """In other rows and columns; -1 stands for what is left."""
        wanted = tuple(int(part) for part in (shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape))
        if len(wanted) > 2:
            raise NotImplementedError("arrays of more than two dimensions are not there in the sandbox")
        if -1 in wanted:
            rest = 1
            for part in wanted:
                rest *= part if part != -1 else 1
            if rest == 0 or self.size % rest:
                raise ValueError(f"cannot reshape array of size {self.size} into shape {wanted}")
            wanted = tuple(self.size // rest if part == -1 else part for part in wanted)
        total = 1
        for part in wanted:
            total *= part
        if total != self.size:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {_shape_text(wanted)}")
        return self._like(self._data[:], wanted)

    def ravel(self) -> Any:
        """All values, row by row."""
        return self._like(self._data, (len(self._data),))

    def flatten(self) -> Any:
        """All values, row by row."""
        return self._like(self._data[:], (len(self._data),))

    def squeeze(self) -> Any:
        """Without dimensions of one."""
        return self._like(self._data, tuple(part for part in self._shape if part != 1))

    # Selection

    def _row(self, at: Any, size: int, axis: int = 0) -> int:
        at = at.__index__()
        if not -size <= at < size:
            raise IndexError(f"index {at} is out of bounds for axis {axis} with size {size}")
        return at + size if at < 0 else at

    def _rows(self, key: Any, size: int, axis: int = 0) -> Any:
        """Row numbers of a slice, of flags, or of numbers."""
        if isinstance(key, slice):
            return range(*key.indices(size))
        found = asarray(key)
        if found.dtype.kind == "b":
            if len(found) != size:
                raise IndexError(
                    f"boolean index did not match indexed array along axis {axis}; size of axis is {size} but size of corresponding boolean axis is {len(found)}"
                )
            return [row for row, flag in enumerate(found._data) if flag]
        if found.dtype.kind not in "iu":
            if not found.size:
                return []
            raise IndexError("arrays used as indices must be of integer (or boolean) type")
        return [self._row(row, size, axis) for row in found._data]

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, (int, generic)) and not isinstance(key, bool) and hasattr(key, "__index__"):
            if self.ndim == 1:
                data = self._data
                try:
                    return box(data[key.__index__()], self.dtype)
                except IndexError:
                    raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(data)}") from None
            if self.ndim == 2:
                row, columns = self._row(key, len(self)), self._shape[1]
                made = self._like(self._data[row * columns : (row + 1) * columns])
                made._slice = True
                return made
        if key is Ellipsis:
            return self
        if key is None or (isinstance(key, tuple) and None in [part for part in key if part is None]):
            if self.ndim == 1 and (key is None or (isinstance(key, tuple) and len(key) == 2 and isinstance(key[1 if key[0] is None else 0], slice))):
                before = key is None or key[0] is None
                return self._like(self._data[:], (1, self.size) if before else (self.size, 1))
            raise NotImplementedError("np.newaxis is there for one dimension only")
        if isinstance(key, tuple):
            return self._cells(key)
        if self.ndim == 1:
            if isinstance(key, slice):
                made = self._like(self._data[key])
                made._slice = True
                return made
            if isinstance(key, ndarray) and key.dtype.kind == "b" and len(key) == len(self):
                return self._like(compress(self._data, key._data, self.dtype))
            if isinstance(key, str):
                raise IndexError("only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices")
            return self._like(take(self._data, self._rows(key, len(self)), self.dtype))
        if isinstance(key, ndarray) and key.ndim == 2:
            return self._like(compress(self._data, key._data, self.dtype))
        return self._cells((key, slice(None)))

    def _cells(self, key: tuple[Any, ...]) -> Any:
        if len(key) == 1:
            return self[key[0]]
        if self.ndim != 2 or len(key) != 2:
            raise IndexError(f"too many indices for array: array is {self.ndim}-dimensional, but {len(key)} were indexed")
        rows, columns = self._shape
        one = [isinstance(part, (int, generic)) and not isinstance(part, bool) for part in key]
        if all(one):
            return box(self._data[self._row(key[0], rows) * columns + self._row(key[1], columns, 1)], self.dtype)
        lists = [not single and not isinstance(part, slice) for single, part in zip(one, key)]
        down = [self._row(key[0], rows)] if one[0] else self._rows(key[0], rows)
        along = [self._row(key[1], columns, 1)] if one[1] else self._rows(key[1], columns, 1)
        if all(lists):
            return self._like(take(self._data, [row * columns + column for row, column in zip(down, along, strict=True)], self.dtype))
        found = take(self._data, [row * columns + column for row in down for column in along], self.dtype)
        made = self._like(found, (len(found),) if any(one) else (len(down), len(along)))
        made._slice = not any(lists)
        return made

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._slice:
            raise NotImplementedError("a slice of an array is a copy in the sandbox: write into the array itself, or call .copy() first")
        raw, new = _raw(value, self.dtype)
        if self.ndim == 1:
            if isinstance(key, ndarray) and key.dtype.kind == "b" and len(key) == len(self):
                rows: Any = [row for row, flag in enumerate(key._data) if flag]
            elif isinstance(key, (int, generic)) and not isinstance(key, bool):
                rows = [self._row(key, len(self))]
                if new:
                    raise ValueError("setting an array element with a sequence.")
            else:
                rows = self._rows(key if key is not Ellipsis else slice(None), len(self))
        else:
            rows = self._flat(key)
        if not new:
            data = self._data
            for row in rows:
                data[row] = raw
            return
        if len(raw) == 1:
            raw = list(raw) * len(rows)
        if len(raw) != len(rows):
            raise ValueError(f"could not broadcast input array from shape ({len(raw)},) into shape ({len(rows)},)")
        for row, one in zip(rows, raw):
            self._data[row] = one

    def _flat(self, key: Any) -> list[int]:
        rows, columns = self._shape
        if isinstance(key, ndarray) and key.ndim == 2:
            return [at for at, flag in enumerate(key._data) if flag]
        if not isinstance(key, tuple):
            key = (key, slice(None))
        one = [isinstance(part, (int, generic)) and not isinstance(part, bool) for part in key]
        down = [self._row(key[0], rows)] if one[0] else self._rows(key[0], rows)
        along = [self._row(key[1], columns, 1)] if one[1] else self._rows(key[1], columns, 1)
        if not any(one) and not any(isinstance(part, slice) for part in key):
            return [row * columns + column for row, column in zip(down, along, strict=True)]
        return [row * columns + column for row in down for column in along]

    def __contains__(self, value: Any) -> bool:
        return bool((self == value).any())

    def __bool__(self) -> bool:
        if self.size == 1:
            return bool(self._data[0])
        if not self.size:
            raise ValueError("The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.")
        raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")

    def __float__(self) -> float:
        return float(self._only())

    def __int__(self) -> int:
        return int(self._only())

    def _only(self) -> Any:
        if self.size != 1:
            raise TypeError("only length-1 arrays can be converted to Python scalars")
        return self._data[0]

    def __reduce__(self) -> Any:
        return (_again, (list(self._data), self.dtype.name, self._shape))

    __hash__ = None  # type: ignore[assignment]

    # Arithmetic

    def _binary(self, op: str, other: Any, reflected: bool = False) -> Any:
        if not isinstance(other, ndarray):
            if getattr(type(other), "_sandtable_column", False):
                return NotImplemented
            given = known(other)
            if given is None and isinstance(other, (list, tuple)):
                other = asarray(other)
            elif given is None and isinstance(other, str):
                given = (other, STR, False)
            elif given is None:
                given = (other, OBJECT, False)
            if given is not None:
                raw, to, weak = given
                if self.dtype.kind == "U" and to.kind != "U" and op in ("eq", "ne"):
                    return ndarray.of(bytearray([op == "ne"]) * self.size, BOOL, self._shape)
                sides = (
                    (repeat(raw), to, self._data, self.dtype, "a" if weak else "")
                    if reflected
                    else (self._data, self.dtype, repeat(raw), to, "b" if weak else "")
                )
                data, of = binary(op, *sides)
                return ndarray.of(data, of, self._shape)
        a, b = (other, self) if reflected else (self, other)
        shape, left, right = broadcast(a, b)
        data, of = binary(op, left, a.dtype, right, b.dtype)
        return ndarray.of(data, STR if of is OBJECT and a.dtype is b.dtype is STR else of, shape)

    def __neg__(self) -> Any:
        data, of = negative(self._data, self.dtype)
        return ndarray.of(data, of, self._shape)

    def __pos__(self) -> Any:
        return self.copy()

    def __invert__(self) -> Any:
        data, of = invert(self._data, self.dtype)
        return ndarray.of(data, of, self._shape)

    def __abs__(self) -> Any:
        data, of = absolute(self._data, self.dtype)
        return ndarray.of(data, of, self._shape)

    def __matmul__(self, other: Any) -> Any:
        from ._products import dot

        return dot(self, other)

    def __repr__(self) -> str:
        from ._print import array_repr

        return array_repr(self)

    def __str__(self) -> str:
        from ._print import array_str

        return array_str(self)

    def __format__(self, spec: str) -> str:
        if spec:
            raise TypeError("unsupported format string passed to numpy.ndarray.__format__")
        return str(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from ._methods import METHODS

        if name in METHODS:
            function = METHODS[name]
            return lambda *args, **kwargs: function(self, *args, **kwargs)
        raise AttributeError(f"numpy.ndarray.{name} is not there in the sandbox")


def _operator(op: str, reflected: bool) -> Any:
    def method(self: ndarray, other: Any) -> Any:
        try:
            return self._binary(op, other, reflected)
        except Unsupported as error:
            raise TypeError(str(error)) from None

    return method


for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift"):
    setattr(ndarray, f"__{_op}__", _operator(_op, False))
    setattr(ndarray, f"__r{_op}__", _operator(_op, True))
for _op in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(ndarray, f"__{_op}__", _operator(_op, False))


def _in_place(op: str) -> Any:
    def method(self: ndarray, other: Any) -> Any:
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


for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor"):
    setattr(ndarray, f"__i{_op}__", _in_place(_op))


def broadcast(a: ndarray, b: ndarray) -> tuple[tuple[int, ...], Any, Any]:
    """The shape of both together, and their values in it."""
    if a._shape == b._shape:
        return a._shape, a._data, b._data
    if b.size == 1 and b.ndim <= a.ndim:
        return a._shape, a._data, repeat(b._data[0])
    if a.size == 1 and a.ndim <= b.ndim:
        return b._shape, repeat(a._data[0]), b._data
    wide = [(1,) * (2 - array.ndim) + array._shape for array in (a, b)]
    shape = tuple(max(x, y) if x and y else 0 for x, y in zip(*wide))
    if any(x != y and 1 not in (x, y) for x, y in zip(*wide)):
        raise ValueError(f"operands could not be broadcast together with shapes {_shape_text(a._shape)} {_shape_text(b._shape)} ")
    return shape, *(_spread(array._data, own, shape) for array, own in zip((a, b), wide))


def _shape_text(shape: tuple[int, ...]) -> str:
    return "(" + ",".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def _spread(data: Buffer, own: tuple[int, ...], shape: tuple[int, ...]) -> list[Any]:
    down, along = (0 if own[0] == 1 else own[1]), (0 if own[1] == 1 else 1)
    return [data[row * down + column * along] for row in range(shape[0]) for column in range(shape[1])]


def _raw(value: Any, of: dtype) -> tuple[Any, bool]:
    """What is written: a raw value, or several."""
    if isinstance(value, ndarray) or (isinstance(value, (list, tuple)) and of.kind != "O") or hasattr(type(value), "__array__"):
        found = asarray(value)
        return cast(found._data, found.dtype, of), bool(found._shape)
    if of.kind == "O":
        return (list(value), True) if isinstance(value, (list, tuple)) else (value, False)
    if of.kind in "Mm":
        return (NAT if value is None or value != value or str(value) == "NaT" else getattr(value, "_value", getattr(value, "value", value))), False
    if of.kind == "U":
        return str(value), False
    if isinstance(value, generic):
        value = value.item()
    if of.kind == "b":
        return 1 if value else 0, False
    if of.kind in "iu":
        if isinstance(value, float) and value != value:
            raise ValueError("cannot convert float NaN to integer")
        return int(value), False
    if value is None:
        return float("nan"), False
    return float(value), False


def _again(data: list[Any], name: str, shape: tuple[int, ...]) -> ndarray:
    of = resolve(name)
    return ndarray.of(store(data, of), of, shape)


def infer(values: list[Any]) -> dtype:
    """The type that numpy gives to a list of Python's values."""
    kinds = set(map(type, values))
    if not kinds:
        return FLOAT64
    if kinds == {float}:
        return FLOAT64
    if kinds == {int}:
        if -(2**63) <= min(values) and max(values) < 2**63:
            return INT64
        return types.UINT64 if min(values) >= 0 and max(values) < 2**64 else OBJECT
    if kinds == {bool}:
        return BOOL
    found: dtype | None = None
    for kind in kinds:
        if issubclass(kind, generic):
            own = kind._dtype
        elif issubclass(kind, bool):
            own = BOOL
        elif issubclass(kind, int):
            own = INT64 if all(-(2**63) <= value < 2**63 for value in values if type(value) is kind) else OBJECT
        elif issubclass(kind, float):
            own = FLOAT64
        elif issubclass(kind, str):
            own = STR
        else:
            return OBJECT
        found = own if found is None else promote(found, own)
    return found or OBJECT


def asarray(values: Any, dtype: Any = None) -> ndarray:
    """An array of whatever holds values. An array stays what it is."""
    if not isinstance(values, ndarray):
        own = getattr(type(values), "__array__", None)
        values = own(values) if own is not None else _made(values, resolve(dtype) if dtype is not None else None)
    if dtype is not None:
        to = resolve(dtype)
        if values.dtype != to:
            return values.astype(to)
    return values


def _made(values: Any, to: dtype | None) -> ndarray:
    if isinstance(values, range):
        return ndarray.of(store(values, INT64), INT64)
    if isinstance(values, (str, bytes, dict, set, frozenset)) or not isinstance(values, Iterable):
        return _single(values)
    items = values if isinstance(values, list) else list(values)
    if items and to is not OBJECT and all(isinstance(item, (list, tuple, ndarray)) or getattr(type(item), "_sandtable_column", False) for item in items):
        return _table(items, to)
    if items and to is OBJECT and all(isinstance(item, (list, ndarray)) for item in items) and len({len(item) for item in items}) == 1:
        return _table(items, to)
    of = infer(items)
    if of.kind == "O" and to is None:
        times = _times(items)
        if times is not None:
            return times
    if to is not None and to.kind == "f" and of.kind == "O":
        items, of = [float("nan") if item is None else item for item in items], OBJECT
    raw = [item.item() if isinstance(item, generic) else item for item in items] if of.kind in "biufU" or of.kind == "U" else items
    if of.kind == "U":
        raw = [str(item) for item in raw]
    if of.kind == "b":
        raw = [1 if item else 0 for item in raw]
    return ndarray.of(store(raw if of.kind != "O" else list(raw), of), of)


def _times(items: list[Any]) -> ndarray | None:
    """An array of `np.datetime64` or `np.timedelta64`."""
    for of in (types.DATETIME, types.TIMEDELTA):
        if of.type is not None and all(type(item) is of.type for item in items):
            return ndarray.of(store([item._value for item in items], of), of)
    return None


def _single(value: Any) -> ndarray:
    given = known(value)
    raw, of = (given[0], given[1]) if given is not None else (value, STR if isinstance(value, str) else OBJECT)
    if of.type is None and of.kind in "Mm":
        of = OBJECT
    return ndarray.of(store([raw], of), of, ())


def _table(items: list[Any], to: dtype | None) -> ndarray:
    rows = [asarray(item) for item in items]
    if len({row.shape for row in rows}) > 1:
        raise ValueError(
            f"setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was ({len(rows)},) + inhomogeneous part."
        )
    if rows[0].ndim != 1:
        raise NotImplementedError("arrays of more than two dimensions are not there in the sandbox")
    of = rows[0].dtype
    for row in rows[1:]:
        of = promote(of, row.dtype)
    data = chain.from_iterable(cast(row._data, row.dtype, of) for row in rows)
    return ndarray.of(store(list(data), of), of, (len(rows), len(rows[0])))


__all__ = ["asarray", "empty", "full", "infer", "ndarray"]
