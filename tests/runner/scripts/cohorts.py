import pandas as pd


def transform(orders):
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    orders = orders.dropna(subset=["customer_id"]).copy()
    orders["customer_id"] = orders["customer_id"].astype(int)
    orders["month"] = orders["ordered_at"].dt.year * 12 + orders["ordered_at"].dt.month
    orders["first"] = orders.groupby("customer_id")["month"].transform("min")
    orders["age"] = orders["month"] - orders["first"]
    table = orders.groupby(["first", "age"])["customer_id"].nunique().unstack()
    return table.reset_index()
