def transform(customers):
    return customers
