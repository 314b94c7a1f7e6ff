import pandas as pd


def transform(texts):
    texts["day"] = pd.to_datetime(texts["raw"])
    return texts
