def transform(orders):
    orders["x"] = 1
