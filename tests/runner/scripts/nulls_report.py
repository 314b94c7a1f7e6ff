import pandas as pd


def transform(orders, customers, flights):
    rows = []
    for name, table in {"orders": orders, "customers": customers, "flights": flights}.items():
        for column in table.columns:
            rows.append({"table": name, "column": column, "dtype": str(table[column].dtype), "nulls": int(table[column].isna().sum()), "ratio": table[column].isna().mean()})
    report = pd.DataFrame(rows)
    report = report[report["nulls"] > 0]
    return report.sort_values(["ratio", "table", "column"], ascending=[False, True, True])
