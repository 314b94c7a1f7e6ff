def transform(texts):
    print("duplicated:", texts.duplicated().sum())
    texts["copy"] = texts.duplicated(subset=["id"], keep=False)
    texts["seen"] = texts.groupby("id").cumcount() + 1
    return texts.drop_duplicates(subset=["id"], keep="last")
