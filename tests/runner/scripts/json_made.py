import json


def transform(orders):
    orders["record"] = orders.apply(lambda r: json.dumps({"id": int(r["order_id"]), "note": r["note"], "tags": r["tags"]}, ensure_ascii=False), axis=1)
    return orders[["order_id", "record"]].head(30)
