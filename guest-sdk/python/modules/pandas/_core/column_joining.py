"""The type that holds several columns, and columns one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from numpy._buffers import empty
from numpy._dtypes import OBJECT, dtype, promote

from .column_casting import astype
from .column_values import Column, boxed, of
from .dtypes import CategoricalDtype, ExtensionDtype


def common_type(types: Iterable[dtype]) -> dtype:
    """The type that holds columns of several, as pandas' `concat` finds it."""
    kinds = list(dict.fromkeys(types))
    first = kinds[0]
    if all(kind == first for kind in kinds[1:]):
        if first.kind != "C" or all(_same_categories(first, kind) for kind in kinds[1:]):
            return first
        kinds = [kind.categories.dtype for kind in kinds]
        return common_type(kinds)
    if any(kind.kind == "C" for kind in kinds):
        return common_type([kind.categories.dtype if kind.kind == "C" and kind.categories is not None else kind for kind in kinds])
    if any(kind.kind == "N" for kind in kinds):
        return _common_nullable(kinds)
    if any(isinstance(kind, ExtensionDtype) for kind in kinds):
        return OBJECT
    letters = {kind.kind for kind in kinds}
    if "O" in letters or "U" in letters:
        return OBJECT
    if len(letters & {"M", "m"}) and len(letters) > 1:
        return OBJECT
    if "b" in letters and letters != {"b"}:
        return OBJECT
    found = first
    for kind in kinds[1:]:
        found = promote(found, kind)
    return found


def _same_categories(a: CategoricalDtype, b: CategoricalDtype) -> bool:
    return list(a.categories) == list(b.categories) or (not a.ordered and set(a.categories) == set(b.categories))


def _common_nullable(kinds: list[dtype]) -> dtype:
    from .dtypes import NULLABLE

    inner = [kind.inner if kind.kind == "N" else kind for kind in kinds]
    if any(kind.name == "string" for kind in kinds):
        return NULLABLE["string"] if all(kind.name == "string" or kind.kind == "O" for kind in kinds) else OBJECT
    if any(kind.kind not in "biuf" for kind in inner):
        return OBJECT
    if len({kind.kind == "b" for kind in inner}) > 1:
        return OBJECT
    found = inner[0]
    for kind in inner[1:]:
        found = promote(found, kind)
    return next(kind for kind in NULLABLE.values() if kind.inner == found and kind.name != "string")


def joined(columns: list[Column], to: dtype | None = None) -> Column:
    """Columns one after the other, in the type that holds them all."""
    if len(columns) == 1 and to is None:
        return columns[0].copy()
    if to is None and {col.dtype.kind for col in columns} <= set("biuf") and len({col.dtype.kind == "b" for col in columns}) == 2:
        # Truth values beside numbers become numbers, and all of them objects, as numpy's concatenation has it.
        number = columns[0].dtype
        for col in columns[1:]:
            number = promote(number, col.dtype)
        return of(boxed(joined([astype(col, number) for col in columns], number)), OBJECT)
    to = to or common_type([col.dtype for col in columns])
    data = empty(to, 0)
    for col in columns:
        data += astype(col, to)._data if col.dtype is not to else col._data
    return of(data, to)
