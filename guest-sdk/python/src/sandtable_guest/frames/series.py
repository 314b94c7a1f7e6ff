"""One column by itself: a literal of an expression, or what a method of a frame gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..dtypes import DataType, data_type
from .refusal import refusals
from .values import call, to_json

if TYPE_CHECKING:
    from .frame import DataFrame


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

    def __sandtable_frame__(self) -> Any:
        return self.to_frame().__sandtable_frame__()


def _plain(item: Any) -> Any:
    return str(item) if hasattr(item, "isoformat") else to_json(item)
