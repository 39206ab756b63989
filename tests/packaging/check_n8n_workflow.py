#!/usr/bin/env python3
"""Checks packaging/n8n/calendar-webhook-workflow.json without an n8n: node types, versions, parameter names,
connections, what it sends to the service and to the database.

    check_n8n_workflow.py SOURCE_DIR               faults on stderr, one a line; exit 1 where there is one
    check_n8n_workflow.py SOURCE_DIR --self-test   breaks the workflow in memory, one way at a time, and checks that
                                                   each is found
"""
import copy
import json
import re
import sys
from pathlib import Path

BASE = "n8n-nodes-base."

# What n8n knows, from the node descriptions of n8n-nodes-base (the package of n8n 1.123):
# dist/nodes/{Webhook,RespondToWebhook,If/V2,Switch/V3,Set/v2,HttpRequest/V3,Postgres/v2,StickyNote}.
# versions: those that the description lists. parameters: top level. options: members of the collection `options`.
# fixed: parameters whose description has noDataExpression, so that an expression is not evaluated.
NODES = {
    "webhook": {
        "versions": {2, 2.1},
        "parameters": {"httpMethod", "path", "authentication", "responseMode", "options"},
        "options": {"allowedOrigins", "binaryPropertyName", "ignoreBots", "ipWhitelist", "rawBody"},
        "required": {"httpMethod", "path", "responseMode"},
        "fixed": set(),
    },
    "respondToWebhook": {
        "versions": {1.1, 1.2, 1.3, 1.4, 1.5},
        "parameters": {"respondWith", "responseBody", "options"},
        "options": {"responseCode", "responseHeaders"},
        "required": {"respondWith", "responseBody"},
        "fixed": set(),
    },
    "if": {
        "versions": {2, 2.1, 2.2, 2.3},
        "parameters": {"conditions", "looseTypeValidation", "options"},
        "options": {"ignoreCase"},
        "required": {"conditions"},
        "fixed": set(),
    },
    "switch": {
        "versions": {3, 3.1, 3.2, 3.3, 3.4},
        "parameters": {"mode", "rules", "looseTypeValidation", "options"},
        "options": {"fallbackOutput", "renameFallbackOutput", "ignoreCase", "allMatchingOutputs"},
        "required": {"rules"},
        "fixed": {"mode"},
    },
    "set": {
        "versions": {3.3, 3.4},
        "parameters": {"mode", "assignments", "includeOtherFields", "include", "options"},
        "options": {"dotNotation", "ignoreConversionErrors", "includeBinary", "stripBinary"},
        "required": {"assignments"},
        "fixed": {"mode"},
    },
    "httpRequest": {
        "versions": {4, 4.1, 4.2, 4.3},
        "parameters": {"method", "url", "authentication", "genericAuthType", "sendHeaders", "specifyHeaders",
                       "headerParameters", "jsonHeaders", "sendBody", "contentType", "specifyBody", "jsonBody", "options"},
        "options": {"response", "timeout", "redirect", "batching", "proxy", "allowUnauthorizedCerts"},
        "required": {"method", "url"},
        "fixed": {"authentication", "sendHeaders", "sendBody"},
    },
    "postgres": {
        "versions": {2.5, 2.6},
        "parameters": {"resource", "operation", "query", "options"},
        "options": {"connectionTimeout", "delayClosingIdleConnection", "queryBatching", "queryReplacement",
                    "replaceEmptyStrings", "treatQueryParametersInSingleQuotesAsText"},
        "required": {"operation", "query"},
        "fixed": {"resource", "operation", "query"},
    },
    "stickyNote": {
        "versions": {1},
        "parameters": {"content", "width", "height", "color"},
        "options": set(),
        "required": {"content"},
        "fixed": {"content"},
    },
}
NODE_KEYS = {"id", "name", "type", "typeVersion", "position", "parameters", "webhookId", "credentials", "onError",
             "disabled", "notes"}
ON_ERROR = {"continueErrorOutput", "continueRegularOutput", "stopWorkflow"}
WEBHOOK_PATHS = {"google-calendar-webhook", "aria-calendar-notify"}

# The contract's members of POST /events/create and /events/update.
CONTENT = {"title", "description", "start_time", "end_time", "all_day", "time_zone", "location", "attendees",
           "recurrence", "reminders", "color_id", "local_event_id", "send_updates", "conference",
           "calendar_id"}
BODIES = {"/events/create": CONTENT, "/events/update": CONTENT | {"google_event_id", "etag"}}
# Beyond those that the service reads: what Google documents for a notification (guides/push).
GOOGLE_HEADERS = {"x-goog-channel-id", "x-goog-channel-token", "x-goog-channel-expiration", "x-goog-resource-id",
                  "x-goog-resource-uri", "x-goog-resource-state", "x-goog-message-number"}


def kind_of(node):
    return node.get("type", "").removeprefix(BASE)


def texts(value):
    """Every text in a parameter tree."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def split_top_level(text):
    """The elements of a JavaScript list's inside: split at commas outside brackets and quotes."""
    parts, depth, quote, start = [], 0, None, 0
    for i, c in enumerate(text):
        if quote:
            quote = None if c == quote and text[i - 1] != "\\" else quote
        elif c in "'\"`":
            quote = c
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [part.strip() for part in parts + [text[start:]]]


def service_path(url):
    """The path of ={{ $json.api_url }}/path; an expression in it becomes {}."""
    match = re.fullmatch(r"=\{\{ \$json\.api_url \}\}(/.*)", url)
    return re.sub(r"\{\{.*?\}\}", "{}", match[1]) if match else None


def body_members(expression):
    """The members of ={{ JSON.stringify((event => ({ … }))(…)) }}."""
    match = re.search(r"=> \(\{(.*)\}\)\)\(\$json\.body\.event \?\? \{\}\)\) \}\}$", expression, re.S)
    return [part.split(":")[0].strip() for part in split_top_level(match[1])] if match else []


class Checker:
    def __init__(self, workflow, source):
        self.workflow = workflow
        self.source = source
        self.faults = []
        self.nodes = [n for n in workflow.get("nodes", []) if isinstance(n, dict)]
        self.by_name = {n.get("name"): n for n in self.nodes}

    def fault(self, text):
        self.faults.append(text)

    def of_kind(self, kind):
        return [n for n in self.nodes if kind_of(n) == kind]

    def read(self, path):
        return (self.source / path).read_text(encoding="utf-8")

    def run(self):
        self.check_frame()
        for node in self.nodes:
            self.check_node(node)
        self.check_connections()
        if not self.faults:  # the rest takes a well-formed graph for granted
            self.check_paths()
            self.check_webhooks()
            self.check_google()
            self.check_aria()
            self.check_history()
        return self.faults

    def check_frame(self):
        for key in ("name", "nodes", "connections", "settings"):
            if key not in self.workflow:
                self.fault(f"workflow: no {key}")
        if self.workflow.get("active") is not False:
            self.fault("workflow: it must be imported inactive, before it is configured")
        if self.workflow.get("settings", {}).get("executionOrder") != "v1":
            self.fault("workflow: executionOrder must be v1")
        for key in ("name", "id"):
            values = [n.get(key) for n in self.nodes]
            for value in {v for v in values if values.count(v) > 1 or not v}:
                self.fault(f"workflow: node {key} {value!r} is not unique")

    def check_node(self, node):
        name, kind = node.get("name"), kind_of(node)
        known = NODES.get(kind) if node.get("type", "").startswith(BASE) else None
        if not known:
            self.fault(f"{name}: unknown node type {node.get('type')}")
            return
        parameters = node.get("parameters", {})
        if node.get("typeVersion") not in known["versions"]:
            self.fault(f"{name}: version {node.get('typeVersion')} of {kind} is not one of {sorted(known['versions'])}")
        for what, has, allowed in (("key", node, NODE_KEYS), ("parameter", parameters, known["parameters"]),
                                   ("option", parameters.get("options", {}), known["options"])):
            for extra in sorted(set(has) - allowed):
                self.fault(f"{name}: unknown {what} {extra}")
        for missing in sorted(known["required"] - set(parameters)):
            self.fault(f"{name}: parameter {missing} is missing")
        for fixed in known["fixed"] & set(parameters):
            if isinstance(parameters[fixed], str) and parameters[fixed].startswith("="):
                self.fault(f"{name}: n8n evaluates no expression in {fixed}")
        if node.get("onError", "stopWorkflow") not in ON_ERROR:
            self.fault(f"{name}: unknown onError {node['onError']}")
        if kind != "stickyNote":
            self.check_expressions(name, parameters)

    def check_expressions(self, name, parameters):
        for text in texts(parameters):
            if ("{{" in text) != text.startswith("="):
                self.fault(f"{name}: an expression needs both = and {{{{ }}}}: {text[:60]!r}")
            if text.count("{{") != text.count("}}"):
                self.fault(f"{name}: braces do not match: {text[:60]!r}")
            for referred in re.findall(r"\$\('([^']+)'\)", text):
                if referred not in self.by_name:
                    self.fault(f"{name}: refers to {referred!r}, which is no node")
            if "$env" in text:
                self.fault(f"{name}: $env is closed to workflows by default since n8n 2")

    def output_count(self, node):
        kind = kind_of(node)
        if kind == "if":
            return 2
        if kind == "switch":
            rules = node["parameters"].get("rules", {}).get("values", [])
            return len(rules) + (node["parameters"].get("options", {}).get("fallbackOutput") == "extra")
        return 2 if node.get("onError") == "continueErrorOutput" else 1

    def check_connections(self):
        entered = set()
        for name, ports in self.workflow.get("connections", {}).items():
            node = self.by_name.get(name)
            if not node:
                self.fault(f"connection from {name!r}, which is no node")
                continue
            if set(ports) != {"main"}:
                self.fault(f"{name}: unknown kind of connection {sorted(ports)}")
            outputs = ports.get("main", [])
            if len(outputs) > self.output_count(node):
                self.fault(f"{name}: {len(outputs)} outputs are connected, it has {self.output_count(node)}")
            for target in (t for output in outputs for t in output):
                if target.get("node") not in self.by_name:
                    self.fault(f"{name}: connected to {target.get('node')!r}, which is no node")
                elif kind_of(self.by_name[target["node"]]) in ("webhook", "stickyNote"):
                    self.fault(f"{name}: connected to {target['node']}, which has no input")
                if target.get("type") != "main" or target.get("index") != 0:
                    self.fault(f"{name}: connection to {target.get('node')} must be main 0")
                entered.add(target.get("node"))
        for node in self.nodes:
            if kind_of(node) not in ("webhook", "stickyNote") and node.get("name") not in entered:
                self.fault(f"{node.get('name')}: nothing leads to it")

    def paths_from(self, name, before=()):
        if name in before:
            self.fault(f"{name}: the connections make a circle")
            return
        path = (*before, name)
        outputs = self.workflow["connections"].get(name, {}).get("main", [])
        if outputs and not any(kind_of(self.by_name[step]) == "respondToWebhook" for step in path):
            for missing in range(len(outputs), self.output_count(self.by_name[name])):
                self.fault(f"{name}: output {missing} leads nowhere, and the caller has no answer yet")
        targets = [t["node"] for output in outputs for t in output]
        if not targets:
            yield path
        for target in targets:
            yield from self.paths_from(target, path)

    def check_paths(self):
        """Whatever happens, the caller gets one answer, and nothing that may hang comes between but the service."""
        for trigger in self.of_kind("webhook"):
            for path in self.paths_from(trigger["name"]):
                kinds = [kind_of(self.by_name[name]) for name in path]
                if kinds.count("respondToWebhook") != 1:
                    self.fault(f"{kinds.count('respondToWebhook')} answers on the way {' > '.join(path)}")
                elif "postgres" in kinds[:kinds.index("respondToWebhook")]:
                    self.fault(f"the database comes before the answer on the way {' > '.join(path)}")

    def check_webhooks(self):
        if {n["parameters"]["path"] for n in self.of_kind("webhook")} != WEBHOOK_PATHS:
            self.fault(f"the webhook paths must be {sorted(WEBHOOK_PATHS)}")
        for node in self.of_kind("webhook"):
            if node["parameters"]["httpMethod"] != "POST" or node["parameters"]["responseMode"] != "responseNode":
                self.fault(f"{node['name']}: must take POST and answer with a Respond to Webhook node")
            # Without it n8n puts the workflow's id and the node's name in front of the path.
            if not node.get("webhookId"):
                self.fault(f"{node['name']}: no webhookId, so its path would be another")

    def requests(self):
        for node in self.of_kind("httpRequest"):
            yield node, node["parameters"]["method"], service_path(node["parameters"]["url"])

    def check_google(self):
        read = set(re.findall(r'request\.header\("(x-goog-[a-z-]+)"\)', self.read("core/api/webhookcontroller.cpp")))
        if "x-goog-channel-token" not in read:
            self.fault("core/api/webhookcontroller.cpp: this test no longer finds which headers it reads")
        forwards = [n for n, method, path in self.requests() if (method, path) == ("POST", "/webhook")]
        if len(forwards) != 1:
            self.fault("exactly one node must call POST /webhook")
            return
        sent = {h["name"].lower(): h["value"]
                for h in forwards[0]["parameters"].get("headerParameters", {}).get("parameters", [])}
        for header in sorted(read | GOOGLE_HEADERS):
            if f"$json.headers['{header}']" not in sent.get(header, ""):
                self.fault(f"{forwards[0]['name']}: does not forward {header}")
        if not forwards[0]["parameters"].get("sendHeaders"):
            self.fault(f"{forwards[0]['name']}: sendHeaders is off")
        acknowledges = [n for n in self.of_kind("if")
                        if any(c["rightValue"] == "sync" and "x-goog-resource-state" in c["leftValue"]
                               for c in n["parameters"]["conditions"]["conditions"])]
        answers = [json.loads(t) for n in acknowledges
                   for t in [self.by_name[self.workflow["connections"][n["name"]]["main"][0][0]["node"]]
                             ["parameters"].get("responseBody", "null")]]
        if answers != [{"status": "acknowledged", "action": "sync_notification"}]:
            self.fault("the state sync is not acknowledged as the service does it")

    def check_aria(self):
        calls = {(method, path) for _, method, path in self.requests()}
        wanted = {("POST", "/webhook"), ("POST", "/events/create"), ("POST", "/events/update"), ("DELETE", "/events/{}")}
        if calls != wanted:
            self.fault(f"calls {sorted(map(str, calls))} instead of {sorted(map(str, wanted))}")
        known = "".join(self.read(f"core/api/{name}.cpp") for name in ("eventinput", "timeinput", "fieldreader"))
        for node, method, path in self.requests():
            parameters = node["parameters"]
            response = parameters.get("options", {}).get("response", {}).get("response", {})
            if not (response.get("neverError") and response.get("fullResponse")):
                self.fault(f"{node['name']}: the service's errors would not reach the caller")
            if node.get("onError") != "continueErrorOutput":
                self.fault(f"{node['name']}: a service that is away would leave the caller without an answer")
            if path and path.startswith("/events/") and parameters.get("genericAuthType") != "httpBearerAuth":
                self.fault(f"{node['name']}: sends no API token")
            if path in BODIES:
                members = body_members(parameters.get("jsonBody", ""))
                if not parameters.get("sendBody") or set(members) != BODIES[path]:
                    self.fault(f"{node['name']}: sends {sorted(set(members) ^ BODIES[path])} too little or too much")
                for member in members:
                    if f'u"{member}"_s' not in known:
                        self.fault(f"{node['name']}: sends {member}, which the service does not read")
        for node in self.of_kind("switch"):
            rules = [r["conditions"]["conditions"][0]["rightValue"] for r in node["parameters"]["rules"]["values"]]
            targets = [o[0]["node"] for o in self.workflow["connections"][node["name"]]["main"]]
            for action, target in zip(rules, targets):
                path = service_path(self.by_name[target]["parameters"].get("url", "")) or ""
                method = self.by_name[target]["parameters"].get("method")
                if (path.removeprefix("/events/") if method == "POST" else str(method).lower()) != action:
                    self.fault(f"{node['name']}: {action} leads to {target}")
            refusal = self.by_name[targets[-1]]["parameters"].get("options", {}).get("responseCode")
            if set(rules) != {"create", "update", "delete"} or len(targets) != 4 or refusal != 400:
                self.fault(f"{node['name']}: must tell create, update and delete apart and answer 400 otherwise")

    def check_history(self):
        if not self.of_kind("postgres"):
            self.fault("nothing is written to the history")
        table = re.search(r"CREATE TABLE aria_calendar_sync_history \((.*?)\n\);",
                          self.read("sql/sqlite/0001_initial.sql"), re.S)[1]
        columns = set(re.findall(r"^\s+(\w+)\s+(?:TEXT|INTEGER)", table, re.M))
        for node in self.of_kind("postgres"):
            name, query = node["name"], node["parameters"]["query"]
            if "{{" in query or query.startswith("="):
                self.fault(f"{name}: SQL built from a string")
            match = re.fullmatch(r"INSERT INTO aria_calendar_sync_history\s+\(([\w, ]+)\)\s+VALUES \((.*)\)", query)
            if not match:
                self.fault(f"{name}: not the INSERT that is expected")
                continue
            named = [c.strip() for c in match[1].split(",")]
            for column in sorted(set(named) - columns):
                self.fault(f"{name}: the history has no column {column}")
            if [p.strip() for p in match[2].split(",")] != [f"${i + 1}" for i in range(len(named))]:
                self.fault(f"{name}: every value must be a query parameter")
            values = node["parameters"]["options"].get("queryReplacement", "")
            inside = re.fullmatch(r"=\{\{ \[(.*)\] \}\}", values, re.S)
            # A list, because n8n splits a text at its commas.
            if not inside or len(split_top_level(inside[1])) != len(named):
                self.fault(f"{name}: the query parameters must be one list of {len(named)} values")
            # The service takes up what is `intended` after a crash.
            if "'intended'" in values:
                self.fault(f"{name}: `intended` is the service's own word")
            if node.get("onError") != "continueRegularOutput":
                self.fault(f"{name}: a database that is away would make the run fail")


def load(source):
    path = source / "packaging/n8n/calendar-webhook-workflow.json"
    return json.loads(path.read_text(encoding="utf-8"))


def mutations():
    """Ways to break the workflow: what is broken, and how."""
    def node(workflow, kind, index=0):
        return [n for n in workflow["nodes"] if kind_of(n) == kind][index]

    def parameter(kind, index=0):
        return lambda w: node(w, kind, index)["parameters"]

    def change(find, key, value):
        return lambda w: find(w).__setitem__(key, value)

    def replace(find, key, old, new):
        def apply(workflow):
            text = find(workflow)[key]
            assert old in text, (key, old)
            find(workflow)[key] = text.replace(old, new)
        return apply

    first_http, create = parameter("httpRequest"), parameter("httpRequest", 1)
    log = parameter("postgres")
    return [
        ("node name twice", lambda w: node(w, "if").__setitem__("name", node(w, "set")["name"])),
        ("node type", lambda w: node(w, "if").__setitem__("type", BASE + "iff")),
        ("node version", lambda w: node(w, "webhook").__setitem__("typeVersion", 7)),
        ("parameter name", change(first_http, "uri", "x")),
        ("option name", lambda w: first_http(w)["options"].__setitem__("neverError", True)),
        ("expression where none is evaluated", change(create, "authentication", "={{ 'none' }}")),
        ("braces", replace(first_http, "url", " }}", " }")),
        ("connection to nowhere", lambda w: w["connections"]["Create event"]["main"][0][0].__setitem__("node", "X")),
        ("reference to nowhere", change(first_http, "url", "={{ $('X').first().json.api_url }}/webhook")),
        ("output without a way", lambda w: w["connections"]["Update event"]["main"].pop()),
        ("two answers", lambda w: w["connections"]["Answer ARIA"]["main"][0][0].__setitem__("node", "Refuse")),
        ("circle", lambda w: w["connections"].__setitem__(
            "Log notification", {"main": [[{"node": "Service address", "type": "main", "index": 0}]]})),
        ("history before the answer", lambda w: (
            w["connections"]["Delete event"]["main"][0][0].__setitem__("node", "Log notification"),
            w["connections"].__setitem__(
                "Log notification", {"main": [[{"node": "Answer ARIA", "type": "main", "index": 0}]]}))),
        ("webhook path", change(parameter("webhook"), "path", "google")),
        ("webhook id", lambda w: node(w, "webhook").pop("webhookId")),
        ("header not forwarded", lambda w: first_http(w)["headerParameters"]["parameters"].pop(1)),
        ("header with another's value", lambda w: first_http(w)["headerParameters"]["parameters"][0].__setitem__(
            "value", "={{ $json.headers['x-goog-resource-id'] }}")),
        ("member that the service does not know", replace(create, "jsonBody", "title: ", "summary: ")),
        ("member left out", replace(create, "jsonBody", "attendees: event.attendees,\n", "")),
        ("errors kept from the caller", lambda w: create(w)["options"]["response"]["response"].pop("neverError")),
        ("no token", lambda w: create(w).pop("genericAuthType")),
        ("action mixed up", lambda w: w["connections"]["Which action?"]["main"].reverse()),
        ("SQL from a string", replace(log, "query", "$2", "'{{ $json.body.google_event_id }}'")),
        ("column that is not there", replace(log, "query", "outcome", "sync_type")),
        ("parameter missing", replace(log, "query", "$5", "$4")),
        ("parameters as one text", lambda w: log(w)["options"].__setitem__("queryReplacement", "={{ $json.a }},b")),
        ("intended", lambda w: log(w)["options"].__setitem__(
            "queryReplacement", log(w)["options"]["queryReplacement"].replace("'done'", "'intended'"))),
        ("log that stops the run", lambda w: node(w, "postgres").pop("onError")),
    ]


def self_test(workflow, source):
    if Checker(workflow, source).run():
        print("the workflow itself has faults", file=sys.stderr)
        return 1
    missed = 0
    for what, apply in mutations():
        broken = copy.deepcopy(workflow)
        apply(broken)
        assert broken != workflow, what
        if not Checker(broken, source).run():
            print(f"not found: {what}", file=sys.stderr)
            missed += 1
    print(f"{len(mutations()) - missed} of {len(mutations())} faults found")
    return missed


def main():
    source = Path(sys.argv[1])
    workflow = load(source)
    if "--self-test" in sys.argv[2:]:
        return 1 if self_test(workflow, source) else 0
    faults = Checker(workflow, source).run()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(workflow['nodes'])} nodes, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
