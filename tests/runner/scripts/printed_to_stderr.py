import logging
import sys
import warnings

import pandas as pd


def transform():
    print("to stdout")
    print("to stderr", file=sys.stderr)
    logging.basicConfig(format="%(levelname)s %(message)s")
    logging.warning("a warning")
    return pd.DataFrame({"x": [1.0, 2.0]})
