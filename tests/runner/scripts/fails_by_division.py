def transform(orders):
    return 1 / (len(orders) - 160)
