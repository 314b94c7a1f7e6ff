"""Arrays of two shapes in the shape of both together."""

from __future__ import annotations

from itertools import repeat
from typing import Any

from ._buffers import Buffer


def broadcast(a: Any, b: Any) -> tuple[tuple[int, ...], Any, Any]:
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
