import pandas as pd


def transform(texts):
    clean = texts["raw"].str.replace(r"[^0-9,.\-]", "", regex=True).str.replace(r",(?=\d{3})", "", regex=True).str.replace(",", ".", regex=False)
    texts["amount"] = pd.to_numeric(clean, errors="coerce")
    texts["day"] = pd.to_datetime(texts["day"], format="%d/%m/%Y", errors="coerce")
    texts["flag"] = texts["flag"].str.lower().map({"yes": True, "y": True, "true": True, "no": False})
    texts["phone"] = texts["phone"].str.replace(r"\D", "", regex=True)
    print(texts.dtypes)
    return texts.drop_duplicates().drop(columns=["raw"])
