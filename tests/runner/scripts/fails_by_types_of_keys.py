def transform(orders, products):
    return orders.merge(products, left_on="order_id", right_on="product_id")
