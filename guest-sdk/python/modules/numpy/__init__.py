"""Numpy's everyday functions over columns, in plain Python, for scripts that run in the sandbox.

Arrays have one or two dimensions. What is not there raises an error that names it.
"""

from __future__ import annotations

import math as _math
from typing import Any as _Any

from . import random
from ._array import asarray, ndarray
from ._binary import *  # noqa: F403
from ._choosing import *  # noqa: F403
from ._creation import *  # noqa: F403
from ._joining import *  # noqa: F403
from ._lifting import *  # noqa: F403
from ._ordering import *  # noqa: F403
from ._products import *  # noqa: F403
from ._reductions import *  # noqa: F403
from ._samples import *  # noqa: F403
from ._shapes import *  # noqa: F403
from ._type_info import *  # noqa: F403
from ._unary import *  # noqa: F403
from ._dtypes import dtype
from ._scalars import (
    bool_, character, float32, float64, floating, generic, inexact, int8, int16, int32, int64, integer, number, object_, signedinteger, str_,
    uint8, uint16, uint32, uint64, unsignedinteger,
)  # fmt: skip
from ._times import datetime64, timedelta64

# Python's own names, by which the modules do not call them.
from ._joining import repeat_ as repeat
from ._ordering import _sorted as sort
from ._reductions import _all as all, _any as any, _sum as sum, amax as max, amin as min
from ._unary import around as round, absolute as abs

__version__ = "2.2.6"
nan, inf, pi, e, newaxis = _math.nan, _math.inf, _math.pi, _math.e, None
NaN = NAN = nan
euler_gamma = 0.5772156649015329
int_, intp, uint, double, single, bool = int64, int64, uint64, float64, float32, bool_
asanyarray = ascontiguousarray = asarray


class errstate:
    """Numpy's warnings are never given here, so there is nothing to quiet."""

    def __init__(self, **_: _Any) -> None:
        pass

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def seterr(**_: _Any) -> dict[str, str]:
    """Nothing to set: warnings are never given."""
    return {}


def set_printoptions(**_: _Any) -> None:
    """Refused: arrays are printed in one way."""
    raise NotImplementedError("numpy.set_printoptions is not there in the sandbox: format the values")


class _Refused:
    """A part of numpy that is not there."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> _Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotImplementedError(f"{self._name}.{name} is not there in the sandbox")


linalg, fft, ma, testing = (_Refused(f"numpy.{name}") for name in ("linalg", "fft", "ma", "testing"))


# `hasattr` sees that it is not there; whoever calls it reads what is missing.
_Missing = type("NotImplementedError", (NotImplementedError, AttributeError), {"__module__": "builtins"})


def __getattr__(name: str) -> _Any:
    if name.startswith("__"):
        raise AttributeError(name)
    raise _Missing(f"numpy.{name} is not there in the sandbox: numpy's everyday functions over columns are, not all of numpy")
