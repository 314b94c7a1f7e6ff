def transform(orders):
    big = orders["quantity"].ge(4)
    fresh = orders["ordered_at"].astype(str).str[:7].isin(["2024-01", "2024-02"])
    noted = orders["note"].notna() & orders["note"].ne("")
    orders["kind"] = "other"
    orders.loc[big & fresh, "kind"] = "big and fresh"
    orders.loc[big & ~fresh, "kind"] = "big"
    orders.loc[noted & (orders["kind"] == "other"), "kind"] = "noted"
    print((big | noted).sum(), (big ^ noted).sum())
    return orders.groupby(["kind", "status"]).size().reset_index(name="n")
