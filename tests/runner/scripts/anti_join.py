import pandas as pd


def transform(customers, orders):
    both = customers.merge(orders[["customer_id", "order_id"]], on="customer_id", how="outer", indicator=True)
    print(both["_merge"].value_counts().to_dict())
    lost = both[both["_merge"] != "both"]
    return lost[["customer_id", "name", "order_id", "_merge"]]
