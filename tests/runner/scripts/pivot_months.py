import pandas as pd


def transform(orders):
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    orders["month"] = orders["ordered_at"].dt.to_period("M").astype(str)
    orders["revenue"] = orders["quantity"] * orders["unit_price"]
    table = orders.pivot_table(index="product_id", columns="month", values="revenue", aggfunc="sum", fill_value=0)
    table["total"] = table.sum(axis=1)
    return table.round(2).sort_values("total", ascending=False).reset_index()
