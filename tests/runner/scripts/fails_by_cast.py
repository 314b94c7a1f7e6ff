def transform(customers):
    customers["score"] = customers["score"].astype(int)
    return customers
