def transform(events):
    steps = ["view", "click", "cart", "buy"]
    counts = events.groupby("kind")["customer_id"].nunique().reindex(steps)
    funnel = counts.reset_index(name="customers")
    funnel["rate"] = funnel["customers"] / funnel["customers"].iloc[0]
    funnel["step_rate"] = (funnel["customers"] / funnel["customers"].shift(1)).round(3)
    return funnel
