import pandas as pd


def grade(row):
    if pd.isna(row["discount"]):
        return "none"
    if row["discount"] > 0.2 and row["quantity"] > 3:
        return "heavy"
    return "some"


def parts(row):
    return pd.Series({"total": row["quantity"] * row["unit_price"], "code": f"{row['product_id']}-{row['order_id']:05d}"})


def transform(orders):
    orders["grade"] = orders.apply(grade, axis=1)
    orders = pd.concat([orders, orders.apply(parts, axis=1)], axis=1)
    return orders[["order_id", "grade", "total", "code"]].tail(40)
