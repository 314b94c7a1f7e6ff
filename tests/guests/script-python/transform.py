"""Runs source that it is given, over two frames: what it leaves under the name `result` is the output."""

import datetime
from typing import Annotated, Any

import sandtable_guest.frames as pl
from sandtable_guest import Batch, Frame, Schema, table_transform
from sandtable_guest.frames import selectors as cs


@table_transform(name="script-python")
def script(left: Frame, right: Frame, *, source: Annotated[str, "Python, which sees left, right, pl and cs"]) -> Any:
    """Runs source over two frames."""
    scope = {"left": left, "right": right, "pl": pl, "cs": cs, "datetime": datetime, "Batch": Batch, "Schema": Schema}
    exec(compile(source, "script", "exec"), scope)
    return scope["result"]
