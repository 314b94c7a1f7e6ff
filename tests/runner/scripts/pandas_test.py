import numpy as np
import pandas as pd


def transform():
    np.random.seed(42)
    frame = pd.DataFrame({"category": ["A", "B", "A", "C", "B", "A"], "value": [10, 20, 30, 40, 50, 60], "weight": [1.5, 2.5, np.nan, 4.0, 0.5, 1.0]})
    result = frame.groupby("category").agg({"value": ["sum", "mean", "count"], "weight": "max"}).round(2)
    result.columns = ["_".join(column) for column in result.columns]
    result = result.reset_index()
    print(result)
    return result
