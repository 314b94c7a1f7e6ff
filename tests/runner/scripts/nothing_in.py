import pandas as pd


def transform(nothing, orders):
    print(len(nothing), list(nothing.columns), nothing.empty)
    return pd.concat([nothing, orders.head(3)])
