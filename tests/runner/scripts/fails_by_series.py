def transform(orders):
    return orders["quantity"]
