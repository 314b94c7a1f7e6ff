import json

import pandas as pd


def parse(text):
    try:
        return json.loads(text)
    except (TypeError, json.JSONDecodeError):
        return {}


def transform(events, products):
    payload = events["payload"].apply(parse)
    events["page"] = payload.apply(lambda p: p.get("page"))
    events["ms"] = payload.apply(lambda p: p.get("ms"))
    slow = events.groupby("page")["ms"].agg(["mean", "max", "count"]).reset_index()
    print(products["attributes"].apply(parse).apply(len).tolist())
    return slow
