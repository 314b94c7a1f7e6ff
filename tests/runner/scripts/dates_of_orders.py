import pandas as pd


def transform(orders):
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    out = orders[["order_id", "ordered_at"]].copy()
    out["day"] = out["ordered_at"].dt.date
    out["weekday"] = out["ordered_at"].dt.day_name()
    out["week"] = out["ordered_at"].dt.isocalendar().week
    out["quarter"] = "Q" + out["ordered_at"].dt.quarter.astype(str)
    out["hour"] = out["ordered_at"].dt.hour
    out["weekend"] = out["ordered_at"].dt.dayofweek >= 5
    out["month_end"] = out["ordered_at"] + pd.offsets.MonthEnd(0)
    out["text"] = out["ordered_at"].dt.strftime("%d %b %Y, %H:%M")
    out["since"] = (out["ordered_at"].max() - out["ordered_at"]).dt.days
    return out.head(50)
