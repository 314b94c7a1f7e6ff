"""The data types that pandas has beyond numpy's."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import DATETIME, FLOAT64, OBJECT, dtype, resolve
from numpy import _scalars


class ExtensionDtype(dtype):
    """A data type of pandas' own."""

    __slots__ = ()

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        return object.__new__(cls)

    def _set(self, name: str, kind: str, code: str | None) -> None:
        self.name, self.kind, self.code, self.itemsize, self.type = name, kind, code, 8, _scalars.object_

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> Any:
        return (resolve_any, (self.name,))


class CategoricalDtype(ExtensionDtype):
    """One of some values. What is stored is the number of the category, -1 where there is none."""

    __slots__ = ("categories", "ordered")

    def __init__(self, categories: Any = None, ordered: bool | None = False) -> None:
        self._set("category", "C", "q")
        if categories is not None:
            from .index import Index

            categories = categories if isinstance(categories, Index) else Index(categories)
            if not categories.is_unique:
                raise ValueError("Categorical categories must be unique")
        self.categories, self.ordered = categories, ordered

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return other == "category"
        if not isinstance(other, CategoricalDtype):
            return False
        if self is other or self.categories is None or other.categories is None:
            return True
        mine, theirs = list(self.categories), list(other.categories)
        return self.ordered == other.ordered and (mine == theirs or (not self.ordered and len(mine) == len(theirs) and set(mine) == set(theirs)))

    def __hash__(self) -> int:
        return hash("category")

    def __repr__(self) -> str:
        if self.categories is None:
            return f"CategoricalDtype(categories=None, ordered={self.ordered})"
        return f"CategoricalDtype(categories={list(self.categories)!r}, ordered={self.ordered}, categories_dtype={self.categories.dtype})"


class DatetimeTZDtype(ExtensionDtype):
    """Times in a zone. What is stored is the count in UTC."""

    __slots__ = ("tz",)

    def __init__(self, unit: str = "ns", tz: Any = None) -> None:
        if unit != "ns":
            raise NotImplementedError(f"DatetimeTZDtype with unit={unit!r} is not there in the sandbox; 'ns' is")
        self.tz = tz
        self._set(f"datetime64[ns, {zone_name(tz)}]", "M", "q")

    @property
    def unit(self) -> str:
        """Nanoseconds."""
        return "ns"

    def __eq__(self, other: object) -> bool:
        return self.name == (other if isinstance(other, str) else getattr(other, "name", None))

    def __hash__(self) -> int:
        return hash(self.name)


class IntervalDtype(ExtensionDtype):
    """Intervals between two numbers or times."""

    __slots__ = ("closed", "subtype")

    def __init__(self, subtype: Any = FLOAT64, closed: str = "right") -> None:
        self.subtype, self.closed = subtype, closed
        self._set(f"interval[{subtype}, {closed}]", "V", None)

    def __eq__(self, other: object) -> bool:
        return other == "interval" or self.name == str(other)

    def __hash__(self) -> int:
        return hash(self.name)


class NullableDtype(ExtensionDtype):
    """Integers, floats, truth values or texts, with `pd.NA` for what is missing."""

    __slots__ = ("inner",)

    def __init__(self, name: str = "", inner: Any = None) -> None:
        self._set(name, "N", None)
        self.inner = inner

    def __eq__(self, other: object) -> bool:
        return self.name == (other if isinstance(other, str) else getattr(other, "name", None))

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def na_value(self) -> Any:
        """`pd.NA`."""
        from .missing import NA

        return NA

    def __repr__(self) -> str:
        return {"string": "string[python]", "boolean": "BooleanDtype"}.get(self.name, self.name + "Dtype()")


_INNER = {
    **{name.replace("u", "U", 1).replace("i", "I", 1) if not name.startswith("u") else "UI" + name[2:]: resolve(name)
       for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")},
    "Float32": resolve("float32"), "Float64": FLOAT64, "boolean": resolve("bool"), "string": OBJECT,
}  # fmt: skip


def _maker(name: str, inner: Any) -> Any:
    """The class of one nullable type, of which there is one object."""

    class Made(NullableDtype):
        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            return NULLABLE[name]

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            pass

    Made.__name__ = Made.__qualname__ = {"boolean": "Boolean", "string": "String"}.get(name, name) + "Dtype"
    Made.__module__ = "pandas"
    one = object.__new__(Made)
    NullableDtype.__init__(one, name, inner)
    NULLABLE[name] = one
    return Made


NULLABLE: dict[str, Any] = {}
MAKERS = {maker.__name__: maker for maker in [_maker(name, inner) for name, inner in _INNER.items()]}


def zone_name(zone: Any) -> str:
    """What a zone is called."""
    return getattr(zone, "key", None) or getattr(zone, "zone", None) or str(zone)


def resolve_any(spec: Any) -> dtype:
    """The data type that something names, pandas' own among them."""
    if isinstance(spec, dtype):
        return spec
    if isinstance(spec, str):
        if spec == "category":
            return CategoricalDtype()
        if spec in NULLABLE:
            return NULLABLE[spec]
        if spec == "string[python]":
            return NULLABLE["string"]
        if spec == "datetime64":
            raise TypeError("Passing unit-less datetime64 dtype to .astype is deprecated and will raise in a future version. Pass 'datetime64[ns]' instead")
        if spec.startswith("datetime64[ns, "):
            from .._time import Timestamp

            return DatetimeTZDtype("ns", Timestamp(0, tz=spec[15:-1]).tzinfo)
        if spec.startswith("period") or spec.startswith("Sparse") or spec.endswith("[pyarrow]"):
            raise NotImplementedError(f"dtype {spec!r} is not there in the sandbox")
    if isinstance(spec, type) and issubclass(spec, ExtensionDtype):
        return MAKERS[spec.__name__]() if spec.__name__ in MAKERS else spec()
    if isinstance(spec, type) and spec.__module__ == "numpy" and spec.__name__ in ("datetime64", "timedelta64"):
        raise TypeError(
            f"Passing unit-less {spec.__name__} dtype to .astype is deprecated and will raise in a future version. Pass '{spec.__name__}[ns]' instead"
        )
    if isinstance(spec, type) and spec.__name__ in ("datetime", "date"):
        raise TypeError(f"dtype '{spec}' not understood")
    return resolve(spec)


def is_object(of: dtype) -> bool:
    """Whether values are objects of any kind."""
    return of.kind == "O"


def is_numeric(of: dtype) -> bool:
    """Whether it holds numbers or truth values, as `numeric_only` asks."""
    return of.kind in "biuf" or (of.kind == "N" and of.inner.kind in "biuf")


__all__ = ["DATETIME", "CategoricalDtype", "DatetimeTZDtype", "IntervalDtype", "resolve_any"]
