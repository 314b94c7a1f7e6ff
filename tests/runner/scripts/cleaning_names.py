def transform(customers):
    customers["name"] = customers["name"].str.strip().str.replace(r"\s+", " ", regex=True).str.title()
    parts = customers["name"].str.split(" ", n=1, expand=True)
    customers["first"] = parts[0]
    customers["last"] = parts[1]
    customers["initials"] = customers["first"].str[0] + customers["last"].str[0]
    customers["email"] = customers["email"].str.lower()
    customers["domain"] = customers["email"].str.split("@").str[-1]
    customers["is_org"] = customers["domain"].str.endswith(".org", na=False)
    customers["slug"] = customers["name"].str.normalize("NFKD").str.encode("ascii", errors="ignore").str.decode("ascii").str.lower().str.replace("[^a-z]+", "-", regex=True).str.strip("-")
    return customers[["customer_id", "first", "last", "initials", "email", "domain", "is_org", "slug"]]
