def check(row):
    if row["quantity"] > 5:
        raise RuntimeError(f"order {row['order_id']}: too many ({row['quantity']})")
    return row["quantity"]


def transform(orders):
    orders["checked"] = orders.apply(check, axis=1)
    return orders
