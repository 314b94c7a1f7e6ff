def transform(orders):
    orders["total"] = orders["quantity"] * orders["unit_price"]
    ranked = orders.assign(place=orders.groupby("product_id")["total"].rank(method="first", ascending=False))
    top = ranked[ranked["place"] <= 2].sort_values(["product_id", "place"])
    best = orders.loc[orders.groupby("status")["total"].idxmax(), ["status", "order_id", "total"]]
    print(best.to_string(index=False))
    return top[["product_id", "place", "order_id", "total"]]
