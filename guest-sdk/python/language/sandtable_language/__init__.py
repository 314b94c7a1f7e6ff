"""The language `python`: a component that runs source code which it is given at each call, with the SDK beside it.

| module | what |
|---|---|
| `program` | what the host hands over, checked |
| `loading` | its modules, where Python looks for modules, for the time of a call |
| `reading` | its function `transform`: inputs, parameters, description |
| `calls` | the exports |
| `failures`, `tracebacks` | what goes wrong, with the program's own lines |
| `pandas_tables`, `pandas_columns` | tables as pandas' data frames, and back |
| `prepare`, `everyday`, `bundle`, `files` | the component's making: what it holds imported, what it holds ready, and no files |
| `rehearsal`, `immortal`, `memory` | and what makes a call cheap: what a first time finds out, counts that stay, no holes |
"""

from sandtable_guest import boundary

from .calls import Metadata, SourceTransform

__all__ = ["Metadata", "SourceTransform"]

if boundary.building:
    from .prepare import prepare

    prepare()
