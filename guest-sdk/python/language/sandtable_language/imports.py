"""What the code of a module imports, found without running it."""

from __future__ import annotations

from collections.abc import Iterator
from opcode import opmap
from types import CodeType

_IMPORT, _FROM, _MORE = opmap["IMPORT_NAME"], opmap["IMPORT_FROM"], opmap["EXTENDED_ARG"]

FRAMES = ("polars", "sandtable_guest.frames", "sandtable_guest.Frame")
"""What brings native frames."""


def imports_of(code: CodeType) -> Iterator[str]:
    """The modules that are imported, anywhere in the code, and what is imported from them: `a`, `a.b`."""
    more, module = 0, ""
    steps = code.co_code
    for at in range(0, len(steps), 2):
        step, argument = steps[at], more << 8 | steps[at + 1]
        more = argument if step == _MORE else 0
        if step == _IMPORT:
            module = code.co_names[argument]
            yield module
        elif step == _FROM:
            yield f"{module}.{code.co_names[argument]}"
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from imports_of(inner)


def is_of_frames(name: str) -> bool:
    """Whether it is native frames, or something in them."""
    return any(name == known or name.startswith(f"{known}.") for known in FRAMES)
