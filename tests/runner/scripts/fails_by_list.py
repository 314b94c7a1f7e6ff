def transform(orders):
    return orders.to_dict("records")
