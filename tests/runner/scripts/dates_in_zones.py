import pandas as pd


def transform(events):
    events["utc"] = pd.to_datetime(events["created_at"], utc=True)
    events["paris"] = events["utc"].dt.tz_convert("Europe/Paris")
    events["new_york"] = events["utc"].dt.tz_convert("America/New_York").dt.strftime("%Y-%m-%d %H:%M")
    events["local_day"] = events["paris"].dt.date
    events["bare"] = events["utc"].dt.tz_localize(None)
    print(events[["utc", "paris", "bare"]].dtypes)
    return events[["event_id", "utc", "paris", "new_york", "local_day", "bare"]]
