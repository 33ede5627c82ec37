"""A server that speaks a hub's addresses, on this machine, for the tests beside this file."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class FakeHub:
    """What the server has, how it is to misbehave, and what it was asked."""

    models: dict[str, dict[str, bytes]] = field(default_factory=dict)
    datasets: dict[str, dict[str, bytes]] = field(default_factory=dict)
    parquet: dict[str, Any] = field(default_factory=dict)
    """What the hub says at `/parquet`, by data set."""
    token: str | None = None
    """Without it, nothing is given out."""
    breaks_after: int | None = None
    """Bytes of a file that are sent before the connection breaks."""
    statuses: list[int] = field(default_factory=list)
    """Statuses that the next requests get instead of an answer."""
    damages: bool = False
    answers_page: bool = False
    elsewhere: str = ""
    """The address of another server that files are redirected to."""
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    """Method and path, Range and Authorization of each request."""
    authorized: list[str | None] = field(default_factory=list)
    url: str = ""


def _handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, body: bool) -> None:
            hub.asked.append((self.command, self.path, self.headers.get("Range")))
            hub.authorized.append(self.headers.get("Authorization"))
            if hub.statuses:
                return self._send(hub.statuses.pop(0), b"", body)
            if hub.answers_page:
                return self._send(200, b"<html>sign in</html>", body, {"Content-Type": "text/html"})
            if hub.token is not None and self.headers.get("Authorization") != f"Bearer {hub.token}":
                return self._send(401, b"", body)
            path = self.path.partition("?")[0]
            api = re.fullmatch(r"/api/(models|datasets)/(.+?)/(revision/(.+)|parquet|tree/(.+))", path)
            if api:
                return self._api(api[1], api[2], api[3], body)
            file = re.fullmatch(r"/(datasets/)?(.+?)/resolve/([^/]+)/(.+)", path)
            files = (hub.datasets if file and file[1] else hub.models).get(file[2], {}) if file else {}
            content = files.get(unquote(file[4])) if file else None
            if content is None:
                return self._send(404, b"", body)
            if hub.elsewhere:
                return self._send(302, b"", body, {"Location": hub.elsewhere + self.path})
            self._file(content, body)

        def _api(self, kind: str, repository: str, question: str, body: bool) -> None:
            files = (hub.models if kind == "models" else hub.datasets).get(repository)
            if files is None:
                return self._send(404, b"", body)
            if question == "parquet":
                listed = hub.parquet.get(repository)
                return self._send(200 if listed else 404, json.dumps(listed or {}).encode(), body)
            if question.startswith("tree/"):
                entries = [{"path": name, "size": len(content)} for name, content in files.items()]
                return self._send(200, json.dumps(entries).encode(), body)
            siblings = [
                {
                    "rfilename": name,
                    "size": len(content),
                    **(
                        {"lfs": {"size": len(content), "sha256": _sha(content)}}
                        if name.endswith(".safetensors")
                        else {}
                    ),
                }
                for name, content in files.items()
            ]
            self._send(200, json.dumps({"sha": COMMIT, "siblings": siblings}).encode(), body)

        def _file(self, content: bytes, body: bool) -> None:
            etag = {"ETag": f'"{_sha(content)[:12]}"'}
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
            begin = int(asked[1]) if asked else 0
            if begin >= len(content):
                return self._send(416, b"", body)
            if hub.damages and self.path.endswith(".safetensors"):
                content = content[:-1] + bytes([content[-1] ^ 1])
            part = content[begin : int(asked[2]) + 1] if asked and asked[2] else content[begin:]
            if asked:
                etag["Content-Range"] = f"bytes {begin}-{begin + len(part) - 1}/{len(content)}"
            self._send(206 if asked else 200, part, body, etag)

        def _send(self, status: int, content: bytes, body: bool, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if not body:
                return
            is_file = "/resolve/" in self.path
            if is_file and hub.breaks_after is not None and len(content) > hub.breaks_after:
                self.wfile.write(content[: hub.breaks_after])
                self.wfile.flush()
                self.close_connection = True
                self.connection.close()
                return
            self.wfile.write(content)

    return Handler


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def serving(hub: FakeHub) -> Iterator[FakeHub]:
    """Serves the hub while the block runs; its address is then in `hub.url`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
