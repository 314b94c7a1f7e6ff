import pandas as pd


def transform(events):
    events["created_at"] = pd.to_datetime(events["created_at"])
    events = events.sort_values(["customer_id", "created_at"])
    gap = events.groupby("customer_id")["created_at"].diff()
    events["new"] = gap.isna() | (gap > pd.Timedelta(hours=12))
    events["session"] = events.groupby("customer_id")["new"].cumsum()
    sessions = events.groupby(["customer_id", "session"]).agg(start=("created_at", "min"), end=("created_at", "max"), n=("event_id", "count"), kinds=("kind", lambda s: ",".join(sorted(set(s)))))
    sessions["minutes"] = (sessions["end"] - sessions["start"]).dt.total_seconds() / 60
    return sessions.reset_index()
