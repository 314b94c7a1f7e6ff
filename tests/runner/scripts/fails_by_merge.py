def transform(orders, texts):
    return orders.merge(texts, on="customer_id")
