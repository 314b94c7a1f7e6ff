def transform(orders):
    counts = orders["product_id"].value_counts().sort_index()
    print(counts.head(3))
    frame = counts.rename_axis("product").reset_index(name="n")
    frame["percent"] = (frame["n"] / frame["n"].sum()).map("{:.1%}".format)
    return frame
