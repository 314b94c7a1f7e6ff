"""`Interval`: what lies between two numbers or times."""

from __future__ import annotations

from typing import Any

from .dtypes import IntervalDtype


class Interval:
    """What lies between two ends, one of which may belong to it."""

    __slots__ = ("closed", "left", "right")
    __module__ = "pandas"

    def __init__(self, left: Any, right: Any, closed: str = "right") -> None:
        if closed not in ("left", "right", "both", "neither"):
            raise ValueError(f"invalid option for 'closed': {closed}")
        if not left <= right:
            raise ValueError("left side of interval must be <= right side")
        self.left, self.right, self.closed = left, right, closed

    @property
    def closed_left(self) -> bool:
        """Whether the left end belongs to it."""
        return self.closed in ("left", "both")

    @property
    def closed_right(self) -> bool:
        """Whether the right end belongs to it."""
        return self.closed in ("right", "both")

    @property
    def mid(self) -> Any:
        """Its middle."""
        return self.left + 0.5 * (self.right - self.left)

    @property
    def length(self) -> Any:
        """How far its ends are apart."""
        return self.right - self.left

    def overlaps(self, other: Interval) -> bool:
        """Whether something lies in both."""
        first = (self.left < other.right) or (self.left == other.right and self.closed_left and other.closed_right)
        return first and ((other.left < self.right) or (other.left == self.right and other.closed_left and self.closed_right))

    def __contains__(self, value: Any) -> bool:
        if isinstance(value, Interval):
            return self.left <= value.left and value.right <= self.right
        return (self.left < value or (self.closed_left and value == self.left)) and (value < self.right or (self.closed_right and value == self.right))

    def _ends(self) -> tuple[Any, Any, str]:
        return (self.left, self.right, self.closed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interval) and self._ends() == other._ends()

    def as_floats(self) -> Any:
        """The same between floats: what stands beside a missing value."""
        return Interval(float(self.left), float(self.right), self.closed) if isinstance(self.left, int) else self

    def __hash__(self) -> int:
        return hash(self._ends())

    def __lt__(self, other: Any) -> bool:
        return (self.left, self.right) < (other.left, other.right)

    def __le__(self, other: Any) -> bool:
        return (self.left, self.right) <= (other.left, other.right)

    def __gt__(self, other: Any) -> bool:
        return (self.left, self.right) > (other.left, other.right)

    def __ge__(self, other: Any) -> bool:
        return (self.left, self.right) >= (other.left, other.right)

    def __str__(self) -> str:
        return f"{'[' if self.closed_left else '('}{self.left}, {self.right}{']' if self.closed_right else ')'}"

    def __repr__(self) -> str:
        left, right = (value.item() if hasattr(value, "item") else value for value in (self.left, self.right))
        return f"Interval({left!r}, {right!r}, closed={self.closed!r})"


def interval_dtype(items: list[Any]) -> IntervalDtype:
    """The data type of intervals."""
    from . import columns as cols

    some = [item for item in items if isinstance(item, Interval)]
    ends = cols.infer([end.item() if hasattr(end, "item") else end for item in some for end in (item.left, item.right)])
    return IntervalDtype(ends.dtype, some[0].closed if some else "right")
