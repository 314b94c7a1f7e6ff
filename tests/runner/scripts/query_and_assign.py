def transform(orders):
    least = 3
    return (
        orders.query("quantity >= @least and status in ['paid', 'shipped']")
        .assign(total=lambda d: d["quantity"] * d["unit_price"], cheap=lambda d: d["total"].between(0, 50))
        .rename(columns={"order_id": "id", "unit_price": "price"})
        .drop(columns=["note", "tags"])
        .sort_values(["total", "id"], ascending=[False, True])
        .reset_index(drop=True)
        .head(25)
    )
