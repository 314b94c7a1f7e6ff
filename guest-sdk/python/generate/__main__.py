"""`python -m generate [--check]`, in `guest-sdk/python`."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from . import data, expressions, plans
from .table import load

_HERE = Path(__file__).resolve().parent
_FRAMES = _HERE.parent / "src" / "sandtable_guest" / "frames"
_PIPELINE = _HERE.parents[2] / "host" / "pipeline" / "src"


def main() -> int:
    """Writes the files, or says which are not what they would be."""
    polars, operations = load(_PIPELINE)
    files = {
        "_operations.py": data.module(polars, operations),
        "expr.pyi": expressions.module(operations),
        "frame.pyi": plans.frame_module(operations),
        "selectors.pyi": plans.selector_module(operations),
        "__init__.pyi": plans.package(operations),
    }
    differ = 0
    for name, text in files.items():
        path = _FRAMES / name
        if sys.argv[1:] == ["--check"]:
            there = path.read_text() if path.exists() else ""
            sys.stderr.writelines(difflib.unified_diff(there.splitlines(True), text.splitlines(True), str(path), "as generated", n=1))
            differ += there != text
        else:
            path.write_text(text)
    return 1 if differ else 0


sys.exit(main())
