"""What the API takes, from its own description: a route that is added there is attacked from then on."""
import dataclasses
import json
import pathlib

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / "resources"


@dataclasses.dataclass
class Route:
    method: str
    path: str  # with {id} in it
    query: list
    headers: list
    body: list = None  # names of the members; None: it takes no body


def _resolved(document, node):
    while "$ref" in node:
        found = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def _members(document, schema):
    schema = _resolved(document, schema)
    names = list(schema.get("properties", {}))
    for part in schema.get("allOf", []) + schema.get("anyOf", []):
        names += _members(document, part)
    return sorted(set(names))


def routes():
    document = json.loads((RESOURCES / "openapi.json").read_text())
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parameters = [_resolved(document, parameter) for parameter in operation.get("parameters", [])]
            route = Route(method.upper(), path, *([p["name"] for p in parameters if p["in"] == place] for place in ("query", "header")))
            if "requestBody" in operation:
                content = _resolved(document, operation["requestBody"])["content"]
                route.body = _members(document, content["application/json"]["schema"])
            found.append(route)
    return found


def tools():
    """Of an assistant: the name of each and its arguments' names."""
    document = json.loads((RESOURCES / "mcp.json").read_text())
    return {tool["name"]: sorted(tool["inputSchema"].get("properties", {})) for tool in document["tools"]}
