rates = {"EUR": 1.0}
factor = rates["USD"]


def transform():
    return None
