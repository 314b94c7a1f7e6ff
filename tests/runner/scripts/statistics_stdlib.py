import statistics
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd


def transform(orders):
    by_product = defaultdict(list)
    for row in orders.itertuples(index=False):
        by_product[row.product_id].append(row.quantity)
    print(Counter(orders["status"]).most_common())
    rows = []
    for product, quantities in sorted(by_product.items()):
        price = Decimal(str(statistics.mean(quantities))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        rows.append((product, statistics.median(quantities), price, statistics.pstdev(quantities)))
    return pd.DataFrame(rows, columns=["product_id", "median", "mean", "deviation"])
