"""The models that are generated from the description take its examples, and a server's answers.

    models_test.py DESCRIPTION.yaml     SANDTABLE_URL and SANDTABLE_TOKEN say where a server is
"""

import json
import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import models
import yaml
from pydantic import BaseModel


def model(reference: str) -> type[BaseModel]:
    """The class of a component."""
    return getattr(models, reference.rsplit("/", 1)[-1])


def examples(description: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Every example of a body whose schema is a component: where it stands, the component, the example."""
    for path, item in description["paths"].items():
        for method, operation in item.items():
            bodies = [("request", operation.get("requestBody", {}))]
            bodies += [(f"answer {status}", answer) for status, answer in operation.get("responses", {}).items()]
            for what, body in bodies:
                for kind, content in body.get("content", {}).items():
                    reference = content.get("schema", {}).get("$ref")
                    given = [content["example"]] if "example" in content else []
                    given += [named["value"] for named in content.get("examples", {}).values()]
                    for example in given if reference else ():
                        yield f"{method.upper()} {path}, {what}, {kind}", reference, example


def check_examples(description: dict[str, Any]) -> int:
    count = 0
    for where, reference, example in examples(description):
        taken = model(reference).model_validate(example)
        again = taken.model_dump(mode="json", by_alias=True, exclude_unset=True)
        assert again == example, f"{where}: {example} came back as {again}"
        count += 1
    return count


def ask(method: str, path: str, body: BaseModel | None = None) -> Any:
    data = None if body is None else body.model_dump_json(by_alias=True, exclude_unset=True).encode()
    headers = {"Authorization": f"Bearer {os.environ['SANDTABLE_TOKEN']}", "Content-Type": "application/json"}
    request = urllib.request.Request(os.environ["SANDTABLE_URL"] + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def check_answers() -> None:
    models.ServiceHealth.model_validate(ask("GET", "/v1/py/health"))
    plan = models.QueryPlan(dataset="airlines.csv", limit=3)
    started = models.JobStarted.model_validate(ask("POST", "/v1/py/query", models.QueryRequest(plan=plan)))
    while True:
        job = models.JobRecord.model_validate(ask("GET", f"/v1/py/jobs/{started.token}"))
        if job.status in ("completed", "failed"):
            break
        time.sleep(0.05)
    assert job.status == "completed", job
    assert len(job.data["rows"]) == 3, job.data


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        description = yaml.safe_load(file)
    count = check_examples(description)
    assert count > 0, "the description has no examples"
    check_answers()
    print(f"models: {count} examples fit, and a server's answers")


if __name__ == "__main__":
    main()
