class BadTable(Exception):
    pass


def transform(orders):
    try:
        orders["quantity"].iloc[10_000]
    except IndexError as error:
        raise BadTable("no such order") from error
