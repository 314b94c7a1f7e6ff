"""The modules that are tested are the ones beside this folder, before any that is installed."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
os.environ |= {"COLUMNS": "80", "LINES": "24"}
sys.dont_write_bytecode = True
