import pandas as pd


def transform()
    return pd.DataFrame()
