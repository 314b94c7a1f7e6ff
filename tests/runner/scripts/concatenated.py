import pandas as pd


def transform(orders, events):
    pieces = [
        orders[["order_id", "customer_id", "status"]].rename(columns={"order_id": "id", "status": "what"}).assign(source="orders"),
        events[["event_id", "customer_id", "kind"]].rename(columns={"event_id": "id", "kind": "what"}).assign(source="events", extra=1),
    ]
    every = pd.concat(pieces, ignore_index=True)
    every["what"] = every["what"].astype("category")
    print(every.dtypes)
    print(every["what"].cat.categories.tolist())
    return every.iloc[::7]
