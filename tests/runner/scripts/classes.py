from dataclasses import asdict, dataclass, field
from enum import Enum

import pandas as pd


class Tier(Enum):
    GOLD = "gold"
    SILVER = "silver"
    NONE = "none"


@dataclass
class Account:
    customer_id: int
    spent: float = 0.0
    orders: list = field(default_factory=list)

    @property
    def tier(self):
        if self.spent > 800:
            return Tier.GOLD
        return Tier.SILVER if self.spent > 200 else Tier.NONE

    def add(self, order_id, amount):
        self.orders.append(order_id)
        self.spent += amount


def transform(orders):
    accounts = {}
    for _, order in orders.dropna(subset=["customer_id"]).iterrows():
        account = accounts.setdefault(int(order["customer_id"]), Account(int(order["customer_id"])))
        account.add(order["order_id"], order["quantity"] * order["unit_price"])
    rows = [{**asdict(account), "tier": account.tier.value, "orders": len(account.orders)} for account in accounts.values()]
    return pd.DataFrame(rows).sort_values("customer_id").round({"spent": 2})
