def transform(flights):
    low, high = flights["dep_delay"].quantile([0.25, 0.75])
    spread = high - low
    mask = (flights["dep_delay"] < low - 1.5 * spread) | (flights["dep_delay"] > high + 1.5 * spread)
    out = flights.loc[mask, ["flight", "carrier", "dep_delay"]].copy()
    out["times"] = (out["dep_delay"] - high) / spread
    out["capped"] = out["dep_delay"].clip(upper=high + 1.5 * spread)
    return out.sort_values(["dep_delay", "flight"], ascending=[False, True]).head(20)
