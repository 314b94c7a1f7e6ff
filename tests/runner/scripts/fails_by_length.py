def transform(orders):
    orders["short"] = [1, 2, 3]
    return orders
