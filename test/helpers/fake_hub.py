"""A hub of one's own: an HTTP server on this computer that gives files of repositories as the Hugging Face hub does."""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from huggingface_hub import constants

COMMIT = "0123456789abcdef0123456789abcdef01234567"
"""The newest revision of each repository."""


class FakeHub:
    """Files by "repository/name". `bytes_per_s` limits the speed, `mute` lets requests wait; `requests` are those it got, `headers` theirs."""

    def __init__(self):
        self.files, self.bytes_per_s, self.mute, self.requests, self.headers = {}, 0, False, [], []

    def put(self, repository: str, name: str, content: bytes | Path) -> None:
        self.files[f"{repository}/{name}"] = content if isinstance(content, bytes) else content.read_bytes()

    @contextmanager
    def serve(self):
        """Serves the files at a free port; yields the address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler_of(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self._answer()

        def do_GET(self):
            content = self._answer()
            block = max(hub.bytes_per_s // 20, 1) if hub.bytes_per_s else max(len(content), 1)
            try:
                for start in range(0, len(content), block):
                    self.wfile.write(content[start : start + block])
                    time.sleep(0.05 if hub.bytes_per_s else 0)
            except OSError:
                return  # the reader has left

        def _answer(self):
            hub.requests.append(f"{self.command} {self.path}")
            hub.headers.append(dict(self.headers))
            if hub.mute:
                time.sleep(20)
            repository, _, place = self.path[1:].partition("/resolve/")
            revision, _, name = place.partition("/")
            content = hub.files.get(f"{repository}/{name}")
            self.send_response(404 if content is None else 200)
            if content is None:
                self.send_header("X-Error-Code", "EntryNotFound")
                content = b""
            self.send_header("X-Repo-Commit", COMMIT if revision == "main" else revision)
            self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            return content if self.command == "GET" else b""

        def log_message(self, *_):
            """Says nothing."""

    return Handler


def point_at(monkeypatch, address: str, cache: Path, offline: bool = False) -> None:
    """Lets the hub's library use an address and a cache folder, and read small blocks."""
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(
        constants, "HUGGINGFACE_CO_URL_TEMPLATE", f"{address}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    )
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", offline)
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1 << 14)
