"""Files, of which there are none: a host ends the call that asks for one, so Python is told first.

What would open, list or change a file raises `PermissionError`, which a program can handle and whose traceback names its own
line. Asking whether a file is there says no. Files that are open already, by number, are standard input and output.
"""

from __future__ import annotations

import builtins
import io
import os
import sys
from collections.abc import Callable
from typing import Any

WHY = "files are not there: a transform's tables are its arguments"

BY_PATH = (
    "access", "chdir", "chmod", "chown", "lchown", "link", "listdir", "lstat", "mkdir", "mkfifo", "mknod", "open", "readlink", "remove",
    "rename", "replace", "rmdir", "scandir", "stat", "statvfs", "symlink", "truncate", "unlink", "utime",
)  # fmt: skip
"""Functions of `os` whose first argument is a path, or a number."""


def refuse() -> None:
    """Replaces what would ask the host for files, from here on and for good."""
    import _io

    posix = sys.modules[os.name]
    for name in BY_PATH:
        if hasattr(posix, name):
            made = _refusing(name, getattr(posix, name))
            setattr(posix, name, made)
            setattr(os, name, made)
    opened = _refusing("open", io.open)
    for module in (builtins, io, _io):
        setattr(module, "open", opened)
    for module in (io, _io):
        setattr(module, "open_code", opened)
        setattr(module, "FileIO", _refusing("FileIO", _io.FileIO))


def _refusing(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def refused(path: Any = ".", *args: Any, **kwargs: Any) -> Any:
        # A number is a file that is open already.
        if type(path) is int:
            return function(path, *args, **kwargs)
        # Without its number, which has another meaning on other systems.
        raise PermissionError(f"{WHY}: {os.fspath(path) if hasattr(path, '__fspath__') else path!r}")

    refused.__name__ = refused.__qualname__ = name
    refused.__doc__ = function.__doc__
    return refused
