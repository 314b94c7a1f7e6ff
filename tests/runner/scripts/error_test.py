import pandas as pd


def transform():
    frame = pd.DataFrame({"a": [1, 2, 3]})
    raise ValueError(f"this transform fails on purpose, after {len(frame)} rows")
