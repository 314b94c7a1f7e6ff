"""The scripts are run on our modules `pandas` and `numpy`."""

import os
import sys
from pathlib import Path

MODULES = Path(__file__).parents[2] / "guest-sdk/python/modules"
sys.path[:0] = [str(MODULES), str(Path(__file__).parent)]
os.environ |= {"COLUMNS": "80", "LINES": "24"}
sys.dont_write_bytecode = True
