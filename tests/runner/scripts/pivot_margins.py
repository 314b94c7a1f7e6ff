def transform(orders):
    table = orders.pivot_table(index="status", columns="product_id", values="quantity", aggfunc="sum", fill_value=0, margins=True, margins_name="all")
    print(table.shape)
    return table.reset_index()
