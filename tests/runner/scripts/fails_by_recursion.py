def down(n):
    return down(n + 1)


def transform():
    return down(0)
