"""Random numbers. Numpy's own streams are not made here, so a seed is refused: what it promises could not be kept."""

from __future__ import annotations

import math
import random as _random
from typing import Any

from ._array import asarray, ndarray
from ._buffers import store
from ._dtypes import FLOAT64, INT64
from ._functions import _shape
from ._scalars import box

_REFUSED = (
    "numpy.random with a seed is not there in the sandbox: its numbers would differ from numpy's; "
    "use default_rng() without a seed, or Python's random.Random(seed)"
)


def seed(seed: Any = None) -> None:
    """Refused with a seed."""
    if seed is not None:
        raise NotImplementedError(_REFUSED)


class Generator:
    """Numbers that no seed gives again."""

    def __init__(self) -> None:
        self._random = _random.SystemRandom()

    def _many(self, size: Any, one: Any, of: Any) -> Any:
        if size is None:
            return box(one(), of)
        shape = _shape(size)
        return ndarray.of(store([one() for _ in range(math.prod(shape))], of), of, shape)

    def random(self, size: Any = None) -> Any:
        """From 0 to below 1."""
        return self._many(size, self._random.random, FLOAT64)

    def uniform(self, low: float = 0.0, high: float = 1.0, size: Any = None) -> Any:
        """Between two numbers."""
        return self._many(size, lambda: low + (high - low) * self._random.random(), FLOAT64)

    def normal(self, loc: float = 0.0, scale: float = 1.0, size: Any = None) -> Any:
        """Around a mean."""
        return self._many(size, lambda: self._random.gauss(loc, scale), FLOAT64)

    def standard_normal(self, size: Any = None) -> Any:
        """Around 0."""
        return self.normal(size=size)

    def integers(self, low: int, high: int | None = None, size: Any = None, endpoint: bool = False) -> Any:
        """Integers from the first to below the last."""
        first, last = (0, low) if high is None else (low, high)
        return self._many(size, lambda: self._random.randrange(first, last + endpoint), INT64)

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        """Some of several."""
        values = asarray(range(a) if isinstance(a, int) else a)
        if size is None:
            return values[self._random.choices(range(len(values)), None if p is None else list(p))[0]]
        count = math.prod(_shape(size))
        if replace:
            rows = self._random.choices(range(len(values)), None if p is None else list(p), k=count)
        elif p is not None:
            raise NotImplementedError("numpy.random choice with p= and replace=False is not there in the sandbox")
        else:
            rows = self._random.sample(range(len(values)), count)
        return values[rows]

    def permutation(self, x: Any) -> Any:
        """In any order."""
        values = asarray(range(x) if isinstance(x, int) else x)
        return values[self._random.sample(range(len(values)), len(values))]

    def shuffle(self, x: Any) -> None:
        """In any order, in place."""
        x[:] = self.permutation(x) if isinstance(x, ndarray) else self._random.sample(x, len(x))


_shared = Generator()


def default_rng(seed: Any = None) -> Generator:
    """Without a seed only."""
    if seed is not None:
        raise NotImplementedError(_REFUSED)
    return Generator()


def RandomState(seed: Any = None) -> Generator:
    """Without a seed only."""
    return default_rng(seed)


def rand(*shape: int) -> Any:
    """From 0 to below 1."""
    return _shared.random(shape or None)


def randn(*shape: int) -> Any:
    """Around 0."""
    return _shared.normal(size=shape or None)


def randint(low: int, high: int | None = None, size: Any = None) -> Any:
    """Integers."""
    return _shared.integers(low, high, size)


random, uniform, normal, choice, permutation, shuffle = (
    _shared.random, _shared.uniform, _shared.normal, _shared.choice, _shared.permutation, _shared.shuffle,
)  # fmt: skip
random_sample = random
