"""Random numbers, with numpy's own streams: the same seed gives the same numbers."""

from __future__ import annotations

import math
import random as _random
from bisect import bisect_right
from itertools import accumulate
from typing import Any

from ._array import asarray, ndarray
from ._buffers import store
from ._dtypes import FLOAT64, INT64
from ._creation import _shape
from ._scalars import box
from ._streams import Mersenne, Pcg


def _many(size: Any, one: Any, of: Any) -> Any:
    if size is None:
        return box(one(), of)
    shape = _shape(size)
    return ndarray.of(store([one() for _ in range(math.prod(shape))], of), of, shape)


def _values(a: Any) -> Any:
    return asarray(range(a.__index__()) if hasattr(a, "__index__") and not hasattr(a, "__len__") else a)


def _index(seed: Any, what: str) -> int:
    if not hasattr(seed, "__index__"):
        raise NotImplementedError(f"numpy.random.{what} with a seed that is no integer is not there in the sandbox")
    return seed.__index__()


class RandomState:
    """Numpy's older generator."""

    def __init__(self, seed: Any = None) -> None:
        self.seed(seed)

    def seed(self, seed: Any = None) -> None:
        """Begins anew."""
        self._stream = Mersenne(None if seed is None else _index(seed, "RandomState"))

    def random_sample(self, size: Any = None) -> Any:
        """From 0 to below 1."""
        return _many(size, self._stream.double, FLOAT64)

    random = random_sample

    def rand(self, *shape: int) -> Any:
        """From 0 to below 1."""
        return self.random_sample(shape or None)

    def randn(self, *shape: int) -> Any:
        """Around 0."""
        return self.standard_normal(shape or None)

    def standard_normal(self, size: Any = None) -> Any:
        """Around 0."""
        return _many(size, self._stream.gauss, FLOAT64)

    def normal(self, loc: float = 0.0, scale: float = 1.0, size: Any = None) -> Any:
        """Around a mean."""
        if scale < 0:
            raise ValueError("scale < 0")
        return _many(size, lambda: loc + scale * self._stream.gauss(), FLOAT64)

    def uniform(self, low: float = 0.0, high: float = 1.0, size: Any = None) -> Any:
        """Between two numbers."""
        return _many(size, lambda: low + (high - low) * self._stream.double(), FLOAT64)

    def exponential(self, scale: float = 1.0, size: Any = None) -> Any:
        """Waiting times."""
        return _many(size, lambda: -math.log(1.0 - self._stream.double()) * scale, FLOAT64)

    def randint(self, low: Any, high: Any = None, size: Any = None, dtype: Any = int) -> Any:
        """Integers from the first to below the last."""
        if dtype not in (int, "int64", "int"):
            raise NotImplementedError(f"numpy.random.randint(dtype={dtype!r}) is not there in the sandbox; use astype")
        first, last = (0, low) if high is None else (low, high)
        if last <= first:
            raise ValueError("low >= high")
        made = _many(size, lambda: first + self._stream.below(int(last) - int(first) - 1), INT64)
        return made.item() if size is None else made

    def shuffle(self, x: Any) -> None:
        """In any order, in place."""
        for place in range(len(x) - 1, 0, -1):
            other = self._stream.below(place)
            x[place], x[other] = x[other], x[place]

    def permutation(self, x: Any) -> Any:
        """In any order."""
        values = _values(x)
        rows = list(range(len(values)))
        self.shuffle(rows)
        return values[rows]

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        """Some of several."""
        values = _values(a)
        count = 1 if size is None else math.prod(_shape(size))
        if not len(values) and count:
            raise ValueError("'a' cannot be empty unless no samples are taken")
        if not replace and count > len(values):
            raise ValueError("Cannot take a larger sample than population when 'replace=False'")
        rows = self._rows(len(values), count, replace, p)
        return values[rows[0]] if size is None else values[rows].reshape(_shape(size))

    def _rows(self, total: int, count: int, replace: bool, p: Any) -> list[int]:
        if p is None:
            if replace:
                return [self._stream.below(total - 1) for _ in range(count)]
            rows = list(range(total))
            self.shuffle(rows)
            return rows[:count]
        parts = [float(part) for part in p]
        if len(parts) != total:
            raise ValueError("'a' and 'p' must have same size")
        if any(part < 0 for part in parts):
            raise ValueError("probabilities are not non-negative")
        if abs(math.fsum(parts) - 1.0) > 1.5e-8:
            raise ValueError("probabilities do not sum to 1")
        if replace:
            return _placed(parts, [self._stream.double() for _ in range(count)])
        if sum(part > 0 for part in parts) < count:
            raise ValueError("Fewer non-zero entries in p than size")
        found: list[int] = []
        while len(found) < count:
            draws = [self._stream.double() for _ in range(count - len(found))]
            for row in found:
                parts[row] = 0.0
            found += list(dict.fromkeys(_placed(parts, draws)))
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NotImplementedError(f"numpy.random.RandomState.{name} is not there in the sandbox; random, uniform, normal, randint, choice and shuffle are")


def _placed(parts: list[float], draws: list[float]) -> list[int]:
    edges = list(accumulate(parts))
    edges = [edge / edges[-1] for edge in edges]
    return [bisect_right(edges, draw) for draw in draws]


class Generator:
    """Numpy's newer generator. With a seed it gives what numpy gives, or says that it cannot."""

    def __init__(self, seed: int | None = None) -> None:
        self._seeded = seed is not None
        self._stream: Any = Pcg(seed) if seed is not None else Pcg(_random.SystemRandom().getrandbits(128))
        self._plain = _random.SystemRandom()

    def _only_unseeded(self, name: str) -> None:
        if self._seeded:
            raise NotImplementedError(
                f"default_rng(seed).{name} is not there in the sandbox: numpy's numbers are not made here; np.random.RandomState(seed).{name} is"
            )

    def random(self, size: Any = None) -> Any:
        """From 0 to below 1."""
        return _many(size, self._stream.double, FLOAT64)

    def uniform(self, low: float = 0.0, high: float = 1.0, size: Any = None) -> Any:
        """Between two numbers."""
        return _many(size, lambda: low + (high - low) * self._stream.double(), FLOAT64)

    def integers(self, low: int, high: int | None = None, size: Any = None, dtype: Any = "int64", endpoint: bool = False) -> Any:
        """Integers from the first to below the last."""
        first, last = (0, low) if high is None else (low, high)
        last = last if endpoint else last - 1
        if last < first:
            raise ValueError("low >= high" if not endpoint else "low > high")
        return _many(size, lambda: first + self._stream.below(last - first), INT64)

    def normal(self, loc: float = 0.0, scale: float = 1.0, size: Any = None) -> Any:
        """Around a mean."""
        self._only_unseeded("normal")
        return _many(size, lambda: self._plain.gauss(loc, scale), FLOAT64)

    def standard_normal(self, size: Any = None) -> Any:
        """Around 0."""
        return self.normal(size=size)

    def choice(self, a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
        """Some of several."""
        self._only_unseeded("choice")
        return RandomState().choice(a, size, replace, p)

    def permutation(self, x: Any) -> Any:
        """In any order."""
        self._only_unseeded("permutation")
        return RandomState().permutation(x)

    def shuffle(self, x: Any) -> None:
        """In any order, in place."""
        self._only_unseeded("shuffle")
        RandomState().shuffle(x)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NotImplementedError(f"numpy.random.Generator.{name} is not there in the sandbox; random, uniform and integers are")


_shared = RandomState()


def default_rng(seed: Any = None) -> Generator:
    """The newer generator."""
    return Generator(None if seed is None else _index(seed, "default_rng"))


seed, rand, randn, randint, random, random_sample, uniform, normal, exponential, choice, permutation, shuffle, standard_normal = (
    _shared.seed, _shared.rand, _shared.randn, _shared.randint, _shared.random, _shared.random_sample, _shared.uniform, _shared.normal, _shared.exponential,
    _shared.choice, _shared.permutation, _shared.shuffle, _shared.standard_normal,
)  # fmt: skip


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise NotImplementedError(f"numpy.random.{name} is not there in the sandbox; random, uniform, normal, randint, choice and shuffle are")
