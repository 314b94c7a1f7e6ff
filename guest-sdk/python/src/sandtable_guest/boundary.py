"""The boundary to the host: the records and imports of `wit/`, or stand-ins for them under plain Python.

In a component `wit_world` is there, made by componentize-py for the transform's world. Elsewhere (tests, editors, type
checkers) the records are those of `native`, and what the host would do is done by whatever `testing` puts here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .native import Array, Batch, ColumnSpec, Description, Err, Field, InputSpec
    from .native import Error as WireError
else:
    try:
        from componentize_py_types import Err
        from wit_world.imports.types import Array, Batch, ColumnSpec, Description, Field, InputSpec
        from wit_world.imports.types import Error as WireError
    except ImportError:
        from .native import Array, Batch, ColumnSpec, Description, Err, Field, InputSpec
        from .native import Error as WireError

__all__ = ["Array", "Batch", "ColumnSpec", "Description", "Err", "Field", "HostInput", "HostOutput", "InputSpec", "WireError"]


class HostInput(Protocol):
    """The resource `tables.input`."""

    def schema(self) -> list[Field]: ...
    def rows(self) -> int | None: ...
    def next(self, max_rows: int) -> Batch | None: ...


class HostOutput(Protocol):
    """The resource `tables.output`."""

    def start(self, schema: list[Field]) -> None: ...
    def push(self, batch: Batch) -> None: ...


def _imported(name: str) -> Any:
    try:
        return import_module(f"wit_world.imports.{name}")
    except ImportError:
        return None


host: Any = _imported("host")
"""`log` and `progress`; None where no host is."""

frames: Any = _imported("frames")
"""The interface `frames`; None where the world does not have it."""

building = host is not None
"""Whether a component is being made of this very process: decorators then put its exports in place. What runs source that
it is given at each call ends that before the first one."""
