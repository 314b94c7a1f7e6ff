def transform(customers):
    customers["filled"] = customers.groupby("country")["score"].transform(lambda s: s.fillna(s.mean()))
    customers["filled"] = customers["filled"].fillna(customers["score"].median())
    customers["z"] = (customers["filled"] - customers["filled"].mean()) / customers["filled"].std()
    customers["rank"] = customers["filled"].rank(method="dense", ascending=False).astype(int)
    return customers[["customer_id", "country", "score", "filled", "z", "rank"]]
