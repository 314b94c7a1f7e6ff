import pandas as pd


def transform(orders, customers, products):
    full = orders.merge(customers, on="customer_id", how="left").merge(products, on="product_id", how="left", suffixes=("", "_product"))
    full["revenue"] = full["quantity"] * full["unit_price"] * (1 - full["discount"].fillna(0))
    full["country"] = full["country"].fillna("unknown")
    summary = full.groupby(["country", "category"], as_index=False).agg(orders=("order_id", "count"), revenue=("revenue", "sum"))
    summary["revenue"] = summary["revenue"].round(2)
    return summary.sort_values(["country", "revenue"], ascending=[True, False]).reset_index(drop=True)
