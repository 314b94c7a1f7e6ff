import itertools

import pandas as pd


def batches(items, size):
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch


def transform(orders):
    def rows():
        for number, batch in enumerate(batches(orders.to_dict("records"), 25)):
            yield {"batch": number, "first": batch[0]["order_id"], "n": len(batch), "quantity": sum(row["quantity"] for row in batch)}

    return pd.DataFrame(rows())
