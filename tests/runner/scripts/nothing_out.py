def transform(orders):
    return orders[orders["quantity"] > 1000]
