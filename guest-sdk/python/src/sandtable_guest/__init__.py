"""Write Sandtable transforms in Python.

A transform is a function; its signature says which tables and parameters it wants, and a decorator makes a component of
it. See `transforms` for the two kinds, `table` and `batch` for the rows, `frames` for native Polars.
"""

from . import dtypes, frames, log
from .batch import Batch, Column
from .errors import Error, doing
from .frames import Frame
from .log import progress
from .schema import Schema
from .table import Output, Table
from .transforms import row_transform, table_transform

__all__ = [
    "Batch",
    "Column",
    "Error",
    "Frame",
    "Output",
    "Schema",
    "Table",
    "doing",
    "dtypes",
    "frames",
    "log",
    "progress",
    "row_transform",
    "table_transform",
]
__version__ = "0.1.0"
