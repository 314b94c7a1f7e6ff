"""The modules that are tested are the ones beside this folder, before any that is installed."""

import os
import sys
from pathlib import Path

# The host's stand-in is the installed one, and not the module of its name that is found from the next line on.
import polars  # noqa: F401

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
os.environ |= {"COLUMNS": "80", "LINES": "24"}
sys.dont_write_bytecode = True
