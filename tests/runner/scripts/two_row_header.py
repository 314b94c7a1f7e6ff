def transform(orders):
    return orders.groupby("status").agg({"quantity": ["sum", "mean"], "unit_price": ["max"]})
