def transform(flights, airlines):
    flights = flights.dropna(subset=["arr_delay"])
    stats = flights.groupby("carrier")["arr_delay"].agg(["count", "mean", "median", "std", "min", "max"]).round(3).reset_index()
    stats = stats.merge(airlines, on="carrier", how="left")
    stats["share"] = (stats["count"] / stats["count"].sum() * 100).round(1).astype(str) + "%"
    return stats.sort_values("mean", ascending=False)
