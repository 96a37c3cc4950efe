"""A small server that speaks as much of S3 as we use, with faults."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class S3Stub:
    """``fault``: ``"away"`` (503), ``"denied"`` (403), ``"slow"`` (``delay_s``), ``"wrong"`` (a bit of what is read is
    flipped), ``"short"`` (half of it).
    """

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.fault = ""
        self.delay_s = 5.0
        self.requests: list[str] = []
        self.url = ""

    def answer(self, method: str, target: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(target)
        query = parse_qs(parts.query, keep_blank_values=True)
        key = parts.path.partition("/")[2].partition("/")[2]
        self.requests.append(f"{method} {key}")
        if self.fault == "slow":
            time.sleep(self.delay_s)
        if self.fault == "away":
            return 503, {}, b"<Error><Code>ServiceUnavailable</Code></Error>"
        if self.fault == "denied":
            return 403, {}, b"<Error><Code>SignatureDoesNotMatch</Code></Error>"
        etag = {"ETag": f'"{hashlib.md5(body).hexdigest()}"'}  # noqa: S324 - as S3 does
        if method == "POST" and "uploads" in query:
            upload = f"upload-{len(self.uploads)}"
            self.uploads[upload] = {}
            said = f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
            return 200, {}, said.encode()
        if method == "PUT" and "partNumber" in query:
            self.uploads[query["uploadId"][0]][int(query["partNumber"][0])] = body
            return 200, etag, b""
        if method == "POST" and "delete" in query:
            names = re.findall(rb"<Key>([^<]+)</Key>", body)
            for name in names:
                self.objects.pop(name.decode(), None)
            said = b"".join(b"<Deleted><Key>" + name + b"</Key></Deleted>" for name in names)
            return 200, {}, b"<DeleteResult>" + said + b"</DeleteResult>"
        if method == "POST":
            found = self.uploads.pop(query["uploadId"][0])
            numbers = [int(number) for number in re.findall(rb"<PartNumber>(\d+)<", body)]
            self.objects[key] = b"".join(found[number] for number in numbers)
            return (
                200,
                {},
                b"<CompleteMultipartUploadResult><ETag>&quot;x-1&quot;</ETag></CompleteMultipartUploadResult>",
            )
        if method == "PUT":
            self.objects[key] = body
            return 200, etag, b""
        if method == "DELETE":
            if "uploadId" in query:
                self.uploads.pop(query["uploadId"][0], None)
            else:
                self.objects.pop(key, None)
            return 204, {}, b""
        if key not in self.objects:
            return 404, {}, b"<Error><Code>NoSuchKey</Code></Error>"
        data = self.objects[key]
        if self.fault == "wrong":
            data = data[:-1] + bytes([data[-1] ^ 1])
        if self.fault == "short":
            data = data[: len(data) // 2]
        return 200, {"ETag": '"x"', "Last-Modified": "Mon, 23 Nov 2026 00:00:00 GMT"}, data


@contextmanager
def s3_stub() -> Iterator[S3Stub]:
    stub = S3Stub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, data = stub.answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815 - so the base class calls them

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
