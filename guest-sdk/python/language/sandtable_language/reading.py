"""The function `transform` of a program: what it takes and gives."""

from __future__ import annotations

import importlib
import inspect
from types import ModuleType
from typing import Any

from sandtable_guest import Error, Frame
from sandtable_guest.transforms import VERSION, Transform, read

from .pandas_tables import attach
from .program import Program

NAME = "transform"


def transform_of(module: ModuleType, program: Program) -> Transform:
    """What the program's function is: as its decorator says, else by its signature.

    Raises `Error` with the code `no-transform` or `bad-signature`.
    """
    attach()
    function = getattr(module, NAME, None)
    if not callable(function):
        raise Error("no-transform", f"User script must define a '{NAME}()' function")
    if isinstance(decorated := getattr(function, "__sandtable__", None), Transform):
        return _asking(decorated, program)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise Error("bad-signature", f"'{NAME}' is async: nothing here is waited for; write `def {NAME}`")
    try:
        transform = read(function, NAME, VERSION, None, untyped=untyped(program))
    except TypeError as error:
        raise Error("bad-signature", str(error)) from error
    transform.summary = transform.summary or (inspect.cleandoc(module.__doc__ or "")).partition("\n")[0]
    return _asking(transform, program)


def _asking(transform: Transform, program: Program) -> Transform:
    if program.asks_for_frames and "frames" not in transform.features:
        transform.features.append("frames")
    return transform


def untyped(program: Program) -> Any:
    """What an argument without annotation gets."""
    return Frame if program.tables == "frame" else data_frame()


def data_frame() -> Any:
    """The class of pandas' data frames. Raises `Error` where the language was built without it."""
    try:
        pandas: Any = importlib.import_module("pandas")
    except ImportError:
        raise Error("bad-option", "tables is 'pandas', and this language was built without it; allowed: frame") from None
    attach()
    return pandas.DataFrame
