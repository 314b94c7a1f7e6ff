def transform(orders):
    return orders.quantities.sum()
