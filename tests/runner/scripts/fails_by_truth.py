def transform(orders):
    if orders["quantity"] > 3:
        return orders
    return orders.head(1)
