def transform(orders):
    return orders.groupby("no_such_column").sum()
