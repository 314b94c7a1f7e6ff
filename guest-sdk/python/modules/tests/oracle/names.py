"""python -m oracle.names: writes the names that real pandas has into `fixtures/names.json`."""

import json

import names

names.NAMES.write_text(json.dumps({name: names.public(names.owner(name)) for name in names.OWNERS}, indent=1) + "\n", encoding="utf-8")
