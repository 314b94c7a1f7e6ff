def transform(events):
    print(events.dtypes)
    return events
