"""Says which world of `wit/` a module's transform is for: `python -m sandtable_guest.world transform`."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

from .batch import Batch
from .transforms import Transform


def world(module: ModuleType) -> str:
    """The world that a component of the module is built for. Raises `TypeError` when it holds no transform, or several."""
    found = {id(made): made for value in vars(module).values() if isinstance(made := getattr(value, "__sandtable__", None), Transform)}
    own = [made for made in found.values() if made.function.__module__ == module.__name__]
    if len(own) != 1:
        held = ", ".join(made.name for made in own) or "none"
        raise TypeError(f"{module.__name__} holds {held}: one function is to be decorated with @table_transform or @row_transform")
    (transform,) = own
    if transform.inputs and transform.inputs[0].kind in (Batch, dict):
        return "rows"
    return "table-frames" if "frames" in transform.features else "table"


def main(name: str) -> int:
    """Prints it. What the module raises when it is imported is told as Python tells it."""
    module = importlib.import_module(name)
    try:
        print(world(module))
    except TypeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
