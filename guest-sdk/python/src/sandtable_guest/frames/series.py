"""One column by itself: a literal of an expression, or what a method of a frame gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..dtypes import DataType, data_type
from .expr import function
from .refusal import refusals
from .signature import SIGNATURES, absent
from .values import call, to_json

if TYPE_CHECKING:
    from .frame import DataFrame

VALUES = """
all any approx_n_unique arg_max arg_min count entropy first has_nulls item kurtosis last len max mean median min n_unique nan_max nan_min null_count
product quantile skew std sum var
""".split()
"""Methods that give one value, and no series."""

NAMESPACES = ("arr", "bin", "cat", "dt", "list", "str", "struct")

OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "eq", "ne", "lt", "le", "gt", "ge")


class Series:
    """`Series("a", [1, 2], pl.Int64)`, or `Series([1, 2])`."""

    def __init__(self, name: str | Iterable[Any] | None = None, values: Iterable[Any] | None = None, dtype: DataType | type | None = None) -> None:
        given: list[Any] = [argument for argument in (name, values) if argument is not None]
        self._args = [list(argument) if not isinstance(argument, str) else argument for argument in given]
        self._dtype = None if dtype is None else data_type(dtype)
        self._handle: Any = None

    @classmethod
    def of(cls, handle: Any) -> Series:
        """A series that the host holds."""
        series = cls()
        series._handle = handle
        return series

    def to_json(self) -> Any:
        """A literal, as expressions have it. Raises `TypeError` for one that the host holds."""
        if self._handle is not None:
            raise TypeError("a series that the host holds cannot stand in an expression: use to_frame, and join it")
        kwargs = {} if self._dtype is None else {"dtype": to_json(self._dtype)}
        return call("Series", None, [argument if isinstance(argument, str) else [_plain(item) for item in argument] for argument in self._args], kwargs)

    def to_frame(self) -> DataFrame:
        """A frame of this column."""
        from .frame import DataFrame

        if self._handle is None:
            name = next((given for given in self._args if isinstance(given, str)), "")
            values = next((given for given in self._args if isinstance(given, list)), [])
            return DataFrame({name: values}, None if self._dtype is None else {name: self._dtype})
        with refusals():
            return DataFrame(self._handle.apply("to_frame", '{"args": [], "kwargs": {}}', []))

    def to_list(self) -> list[Any]:
        """Its values."""
        (values,) = self.to_frame().to_dict(as_series=False).values()
        return list(values)

    @property
    def name(self) -> str:
        """Its name."""
        return self.to_frame().columns[0]

    @property
    def dtype(self) -> DataType:
        """Its type."""
        return self.to_frame().dtypes[0]

    def __getitem__(self, row: int | slice) -> Any:
        """A value, or the values of a slice."""
        return self.to_list()[row]

    def __repr__(self) -> str:
        return repr(self.to_frame())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.to_list())

    def __len__(self) -> int:
        return len(self.to_list())

    def __getattr__(self, name: str) -> Any:
        """The methods of expressions, over this one column: `series.sum()`, `series.dt.year()`."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name in NAMESPACES:
            return _Namespace(self, name)
        if name not in SIGNATURES["expr"]:
            raise absent("expr", name, "Series")
        return lambda *args, **kwargs: self._of(name, lambda column: getattr(column, name)(*args, **kwargs))

    def _of(self, name: str, make: Callable[[Any], Any]) -> Any:
        """What an expression of this column gives, as a series or, of some methods, as a value."""
        made = self.to_frame().select(make(function("all", (), {})))
        return made.item() if name in VALUES else made.to_series()

    def __sandtable_frame__(self) -> Any:
        return self.to_frame().__sandtable_frame__()


def _plain(item: Any) -> Any:
    return str(item) if hasattr(item, "isoformat") else to_json(item)


class _Namespace:
    """`series.str`, `series.dt` and so on."""

    def __init__(self, series: Series, name: str) -> None:
        self._series = series
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._series._of("", lambda column: getattr(getattr(column, self._name), name)(*args, **kwargs))


def _operator(name: str) -> Callable[[Series, Any], Any]:
    def operate(self: Series, other: Any) -> Any:
        if isinstance(other, Series):
            raise TypeError("two series cannot be combined here: put their columns into one frame, and use expressions")
        return self._of("", lambda column: getattr(column, name)(other))

    operate.__name__ = name
    return operate


for _name in OPERATORS:
    setattr(Series, f"__{_name}__", _operator(f"__{_name}__"))
    if _name not in ("eq", "ne", "lt", "le", "gt", "ge"):
        setattr(Series, f"__r{_name}__", _operator(f"__r{_name}__"))
Series.__hash__ = None  # type: ignore[assignment]
