"""Rows and columns of arrays."""

from __future__ import annotations

from typing import Any

from ._array import asarray


def ndim(a: Any) -> int:
    """How many dimensions."""
    return asarray(a).ndim


def shape(a: Any) -> tuple[int, ...]:
    """Rows, or rows and columns."""
    return asarray(a).shape


def size(a: Any) -> int:
    """How many values."""
    return asarray(a).size


def ravel(a: Any) -> Any:
    """All values, row by row."""
    return asarray(a).ravel()


def reshape(a: Any, shape: Any) -> Any:
    """In other rows and columns."""
    return asarray(a).reshape(shape)


def transpose(a: Any) -> Any:
    """Rows as columns."""
    return asarray(a).T


def squeeze(a: Any) -> Any:
    """Without dimensions of one."""
    return asarray(a).squeeze()


def atleast_1d(a: Any) -> Any:
    """An array, if only of one value."""
    made = asarray(a)
    return made if made.shape else made.reshape(1)
