"""A window of each family of browsers, asked in one way: Chromium by Playwright, Firefox by Marionette, WebKit by its WebDriver.

Firefox and WebKit are driven by what they bring themselves: Playwright has browsers of its own for these, which are neither
what readers use nor to be had from Debian.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Playwright

_LOGGED = """return Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & 1)
    && /^http:..127/.test(one.sourceName)).map((one) => one.errorMessage)"""
"""Errors, without warnings, of what a site's own address gave to Firefox."""
_MINI = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
_LONG, _HIGH = 60, 4000
_PAINTED = """const wait = (time) => new Promise((done) => setTimeout(done, time));
    for (let turn = 0; turn < 40 && innerHeight < 3000; turn += 1) await wait(50);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); await wait(200);"""
"""Until a window has its new size, and what is in it has been painted so."""
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""How WebDriver names an element."""
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "ArrowDown": "\ue015"}
"""Keys by their names, as WebDriver writes them."""


class Window(Protocol):
    """What a check asks of a browser."""

    def open(self, url: str) -> None:
        """Load a page."""

    def run(self, script: str) -> Any:
        """What the body of an asynchronous function gives in the page."""

    def click(self, selector: str) -> None:
        """Press what is seen first with the mouse."""

    def hover(self, selector: str) -> None:
        """Put the mouse on what is seen first."""

    def write(self, text: str) -> None:
        """Type into what has the focus."""

    def press(self, key: str) -> None:
        """Press a key of those in `KEYS`."""

    def picture(self, file: Path) -> None:
        """The page from its top, as PNG."""

    def errors(self) -> list[str]:
        """What the console has said of errors."""


class _Pointing(ABC):
    """A window whose mouse goes to the middle of what is seen first of a selector."""

    def click(self, selector: str) -> None:
        """Press what is seen first with the mouse."""
        self._mouse(*self._middle(selector), pressed=True)

    def hover(self, selector: str) -> None:
        """Put the mouse on what is seen first."""
        self._mouse(*self._middle(selector), pressed=False)

    @abstractmethod
    def run(self, script: str) -> Any:
        """What the body of an asynchronous function gives in the page."""

    def _middle(self, selector: str) -> tuple[float, float]:
        script = f"const one = [...document.querySelectorAll({json.dumps(selector)})].find((one) => one.getClientRects().length);"
        box = self.run(f"""{script} one.scrollIntoView({{ block: "center", behavior: "instant" }});
            const here = () => one.getClientRects()[0], wait = () => new Promise((done) => setTimeout(done, 60));
            for (let top = NaN; top !== here().top; await wait()) top = here().top;  // an old browser scrolls smoothly all the same
            return [here().x + here().width / 2, here().y + here().height / 2];""")
        return box[0], box[1]

    @abstractmethod
    def _mouse(self, x: float, y: float, *, pressed: bool) -> None:
        """Move the mouse, and press it."""


class Chromium(_Pointing):
    """A page of Playwright."""

    def __init__(self, page: Any) -> None:
        self._page, self._errors = page, list[str]()
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("console", lambda said: self._errors.append(said.text) if said.type == "error" else None)

    def open(self, url: str) -> None:
        """Load a page."""
        self._page.goto(url)

    def run(self, script: str) -> Any:
        """What the body of an asynchronous function gives in the page."""
        return self._page.evaluate(f"async () => {{ {script} }}")

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self._page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press a key of those in `KEYS`."""
        self._page.keyboard.press(key)

    def _mouse(self, x: float, y: float, *, pressed: bool) -> None:
        self._page.mouse.move(x, y)
        if pressed:
            self._page.mouse.down()
            self._page.mouse.up()

    def picture(self, file: Path) -> None:
        """The whole page."""
        self._page.screenshot(path=file, full_page=True, animations="disabled")

    def errors(self) -> list[str]:
        """What the console has said of errors."""
        return self._errors


class _Driven(_Pointing):
    """What Marionette and WebDriver ask for alike, in the words of the latter."""

    def press(self, key: str) -> None:
        """Press a key of those in `KEYS`."""
        strokes = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": strokes})

    def _mouse(self, x: float, y: float, *, pressed: bool) -> None:
        there = {"type": "pointerMove", "duration": 0, "origin": "viewport", "x": round(x), "y": round(y)}
        strokes = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")] if pressed else []
        self._act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [there, *strokes]})

    @abstractmethod
    def _act(self, actions: dict[str, Any]) -> None:
        """Have actions done in WebDriver's terms."""


class Firefox(_Driven):
    """A window of Firefox, by Marionette: JSON over a socket, its length before it."""

    def __init__(self, port: int) -> None:
        self._socket, self._asked = _connected(port), 0
        self._received()
        self._ask("WebDriver:NewSession", {})

    def size(self, width: int, height: int) -> None:
        """Set the size of the window."""
        self._ask("WebDriver:SetWindowRect", {"width": width, "height": height})

    def open(self, url: str) -> None:
        """Load a page."""
        self._ask("WebDriver:Navigate", {"url": url})

    def run(self, script: str) -> Any:
        """What the body of an asynchronous function gives in the page."""
        return self._ask("WebDriver:ExecuteScript", {"script": f"return (async () => {{ {script} }})()", "args": []})

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self._ask("WebDriver:ElementSendKeys", {"id": self._ask("WebDriver:GetActiveElement", {})[_ELEMENT], "text": text})

    def _act(self, actions: dict[str, Any]) -> None:
        self._ask("WebDriver:PerformActions", {"actions": [actions]})

    def picture(self, file: Path) -> None:
        """The whole page."""
        file.write_bytes(base64.b64decode(self._ask("WebDriver:TakeScreenshot", {"full": True})))

    def errors(self) -> list[str]:
        """What the console has said of errors."""
        self._ask("Marionette:SetContext", {"value": "chrome"})
        found = self._ask("WebDriver:ExecuteScript", {"script": _LOGGED, "args": [], "sandbox": "system"})
        self._ask("Marionette:SetContext", {"value": "content"})
        return list(found)

    def close(self) -> None:
        """End the connection, and with it the session."""
        self._socket.close()

    def _ask(self, command: str, what: dict[str, Any]) -> Any:
        self._asked += 1
        sent = json.dumps([0, self._asked, command, what]).encode()
        self._socket.sendall(b"%d:%s" % (len(sent), sent))
        _, _, error, answer = self._received()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return answer.get("value") if isinstance(answer, dict) else answer

    def _received(self) -> Any:
        length = b""
        while (one := self._socket.recv(1)) != b":":
            length += one
        left, parts = int(length), list[bytes]()
        while left:
            parts.append(self._socket.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))


class WebKit(_Driven):
    """A window of WebKitGTK, by WebDriver."""

    def __init__(self, port: int, log: Path) -> None:
        self._server, self._log = f"http://127.0.0.1:{port}/session", log
        _connected(port).close()
        options = {"binary": _MINI, "args": ["--automation", "--enable-write-console-messages-to-stdout=true"]}
        made = self._ask("", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self._server += f"/{made['sessionId']}"

    def size(self, width: int, height: int) -> None:
        """Set the size of the window."""
        self._ask("/window/rect", {"width": width, "height": height})

    def open(self, url: str) -> None:
        """Load a page."""
        self._ask("/url", {"url": url})

    def run(self, script: str) -> Any:
        """What the body of an asynchronous function gives in the page."""
        whole = f"const done = arguments[0]; (async () => {{ {script} }})().then(done, (error) => done(String(error)));"
        return self._ask("/execute/async", {"script": whole, "args": []})

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self._ask(f"/element/{self._ask('/element/active', None)[_ELEMENT]}/value", {"text": text})

    def _act(self, actions: dict[str, Any]) -> None:
        self._ask("/actions", {"actions": [actions]})

    def picture(self, file: Path) -> None:
        """What of the page a high screen holds."""
        width = self._ask("/window/rect", None)["width"]
        self.size(width, _HIGH)
        self.run(_PAINTED)
        file.write_bytes(base64.b64decode(self._ask("/screenshot", None)))
        self.size(width, 900)

    def errors(self) -> list[str]:
        """What the console has said of errors."""
        return [line for line in self._log.read_text(encoding="utf-8", errors="replace").splitlines() if " ERROR " in line]

    def close(self) -> None:
        """End the session, and the browser with it."""
        urllib.request.urlopen(urllib.request.Request(self._server, method="DELETE"), timeout=_LONG).close()  # noqa: S310

    def _ask(self, path: str, what: dict[str, Any] | None) -> Any:
        sent = None if what is None else json.dumps(what).encode()
        asked = urllib.request.Request(self._server + path, sent, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(asked, timeout=_LONG) as answer:  # noqa: S310
            return json.load(answer)["value"]


@contextlib.contextmanager
def chromium(playwright: Playwright, path: str, *, dark: bool, width: int) -> Iterator[Window]:
    """A window of a Chromium, of whatever year."""
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
    with contextlib.closing(browser):
        yield Chromium(browser.new_page(color_scheme="dark" if dark else "light", viewport={"width": width, "height": 900}))


def firefox_path() -> str | None:
    """Firefox, where it is installed."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


@contextlib.contextmanager
def firefox(path: str, *, dark: bool, width: int) -> Iterator[Window]:
    """A window of Firefox, without a screen and with a profile of its own."""
    port = _free()
    settings = {"marionette.port": port, "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
                "widget.non-native-theme.scrollbar.style": 1}  # without a screen those of the system are white on white  # fmt: skip
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in settings.items()]
        Path(profile, "user.js").write_text("".join(lines), encoding="utf-8")
        how = [path, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile]
        with _running(how, dict(os.environ), Path(profile, "log")), contextlib.closing(Firefox(port)) as window:
            window.size(width, 900)
            yield window


def webkit_path() -> str | None:
    """WebKit's driver, where it, its browser and a screen to show it on are installed."""
    return shutil.which("WebKitWebDriver") if shutil.which("Xvfb") and Path(_MINI).exists() else None


@contextlib.contextmanager
def webkit(path: str, *, dark: bool, width: int) -> Iterator[Window]:
    """A window of WebKitGTK on a screen that nobody sees."""
    port, screen = _free(), f":{100 + os.getpid() % 30000}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        log = Path(home, "log")
        where = {"DISPLAY": screen, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home, "GTK_THEME": "Adwaita:dark" if dark else "Adwaita"}
        with _running(["Xvfb", screen, "-screen", "0", f"1400x{_HIGH}x24"], dict(os.environ), Path(home, "screen")):
            time.sleep(0.5)
            with _running([path, f"--port={port}"], os.environ | where, log), contextlib.closing(WebKit(port, log)) as window:
                window.size(width, 900)
                yield window


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """A program for as long as it is needed, what it says in a file."""
    with log.open("wb") as said, subprocess.Popen(command, env=environment, stdout=said, stderr=said) as program:  # noqa: S603
        try:
            yield
        finally:
            program.terminate()


def _free() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])


def _connected(port: int) -> socket.socket:
    """A connection to a program that may still be starting."""
    end = time.monotonic() + _LONG
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_LONG)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
