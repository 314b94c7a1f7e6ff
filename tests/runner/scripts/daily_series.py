import pandas as pd


def transform(orders):
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    daily = orders.set_index("ordered_at").resample("W")["quantity"].sum()
    table = daily.to_frame("quantity")
    table["average_4"] = table["quantity"].rolling(4, min_periods=1).mean()
    table["growth"] = table["quantity"].pct_change()
    table["cumulative"] = table["quantity"].cumsum()
    return table.reset_index()
