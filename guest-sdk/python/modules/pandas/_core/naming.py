"""What functions are called, and which of them stand for reductions of our own."""

from __future__ import annotations

import builtins
import functools
from typing import Any

import numpy as np

_OWN = {
    builtins.sum: "sum", builtins.max: "max", builtins.min: "min", np.sum: "sum", np.mean: "mean", np.median: "median", np.std: "std", np.var: "var",
    np.min: "min", np.max: "max", np.prod: "prod", np.all: "all", np.any: "any", np.nansum: "sum", np.nanmean: "mean", np.nanstd: "std",
    np.nanmin: "min", np.nanmax: "max", np.nanmedian: "median", np.nanvar: "var", np.cumsum: "cumsum", np.cumprod: "cumprod",
}  # fmt: skip


def builtin_name(function: Any) -> str | None:
    """The name of the reduction that a function of Python's or numpy's is taken for."""
    try:
        return _OWN.get(function)
    except TypeError:
        return None


def function_name(function: Any) -> str:
    """What a function is called in labels."""
    if isinstance(function, functools.partial):
        return function_name(function.func)
    found = getattr(function, "__name__", None)
    return found if found is not None else type(function).__name__


def name_methods(name: str, *bases: type) -> None:
    """Methods say in their errors whose they are: the class's that scripts know, not that of the part that holds them."""
    for base in bases:
        for method in vars(base).values():
            if callable(method) and hasattr(method, "__qualname__") and not isinstance(method, type):
                method.__qualname__ = f"{name}.{method.__name__}"
