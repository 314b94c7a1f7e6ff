def transform(orders):
    return orders[["order_id", "no_such_column"]]
