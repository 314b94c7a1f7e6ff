import pandas as pd


def transform(orders, customers):
    print(f"orders: {len(orders)} rows, columns {list(orders.columns)}")
    print(f"customers: {len(customers)} rows")
    merged = pd.merge(orders, customers, on="customer_id", how="left")
    totals = merged.groupby(["customer_id", "name"], dropna=False)["quantity"].sum().reset_index()
    return totals.sort_values(["quantity", "customer_id"], ascending=[False, True])
