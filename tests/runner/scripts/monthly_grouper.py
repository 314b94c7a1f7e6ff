import pandas as pd


def transform(orders):
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    orders["revenue"] = orders["quantity"] * orders["unit_price"]
    monthly = orders.groupby([pd.Grouper(key="ordered_at", freq="MS"), "status"])["revenue"].sum().unstack(fill_value=0)
    monthly.columns.name = None
    return monthly.reset_index()
