import json


def transform(products, orders):
    products["sizes"] = products["attributes"].apply(lambda t: json.loads(t)["sizes"] if isinstance(t, str) else [])
    sizes = products.explode("sizes")[["product_id", "title", "sizes"]]
    tags = orders[["order_id", "tags"]].explode("tags")
    print(tags["tags"].value_counts().sort_index())
    print(tags["tags"].isna().sum())
    return sizes
