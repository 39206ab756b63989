"""Chromium by way of ChromeDriver and the WebDriver protocol, as far as the sign-in and the page of the API need it."""
from rig import call, eventually

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's name of a reference


class Browser:
    def __init__(self, desktop):
        self._driver = desktop.spawn("chromedriver", ["chromedriver", "--port=0", "--log-level=INFO"])
        self._base = "http://127.0.0.1:" + eventually(
            lambda: self._port(desktop), lambda: "no ChromeDriver: " + desktop.log("chromedriver"))
        # As root there is no sandbox, and the only page that it sees is our own.
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                            "--no-first-run", "--disable-background-networking", "--disable-component-update",
                            "--disable-sync", "--proxy-server=direct://",
                            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost",
                            f"--user-data-dir={desktop.folder}/chromium"]}
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options,
                                                       "goog:loggingPrefs": {"browser": "ALL"}}}}
        self._session = "/session/" + self._post("/session", wanted)["sessionId"]
        desktop.callback(self.quit)

    @staticmethod
    def _port(desktop):
        _, found, rest = desktop.log("chromedriver").partition("started successfully on port ")
        return rest.split(".")[0] if found and "." in rest else None

    def _ask(self, method, path, body=None):
        status, answer = call(method, self._base + path, body)
        assert status == 200, f"WebDriver {method} {path}: {status} {answer}"
        return answer["value"]

    def _post(self, path, body):
        return self._ask("POST", path, body)

    def open(self, url):
        self._post(self._session + "/url", {"url": url})

    def click(self, selector):
        element = self._post(self._session + "/element", {"using": "css selector", "value": selector})[ELEMENT]
        self._post(f"{self._session}/element/{element}/click", {})

    def keys(self, text):
        """To what has the keyboard; "\\ue004" is Tab, "\\ue007" Enter."""
        element = self._ask("GET", self._session + "/element/active")[ELEMENT]
        self._post(f"{self._session}/element/{element}/value", {"text": text})

    def run(self, script, *arguments):
        return self._post(self._session + "/execute/sync", {"script": script, "args": list(arguments)})

    def complaints(self):
        """What the console said since the last call."""
        return [line["message"] for line in self._post(self._session + "/se/log", {"type": "browser"})]

    def narrow(self, width):
        self._post(self._session + "/goog/cdp/execute", {
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}})

    def url(self):
        return self._ask("GET", self._session + "/url")

    def text(self):
        body = self._post(self._session + "/element", {"using": "css selector", "value": "body"})[ELEMENT]
        return self._ask("GET", f"{self._session}/element/{body}/text")

    def quit(self):
        call("DELETE", self._base + self._session)
