def transform(orders):
    return orders
