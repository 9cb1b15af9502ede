"""A server of the S3 protocol to test with, which also deletes several objects at once."""

from __future__ import annotations

import sys
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from localbucket import S3Handler
from lxml import etree


class Handler(S3Handler):
    def do_POST(self) -> None:  # noqa: N802  the name that the server asks for
        url = urlsplit(self.path)
        if url.query.partition("=")[0] != "delete":
            super().do_POST()
            return
        asked = etree.fromstring(self.rfile.read(int(self.headers["Content-Length"])))
        keys = asked.xpath("//*[local-name() = 'Key']/text()")
        for key in keys:
            self._object_path(url.path.strip("/"), key).unlink(missing_ok=True)
        done = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        body = f"<DeleteResult>{done}</DeleteResult>".encode()
        self._send(HTTPStatus.OK, body, {"Content-Type": "application/xml"})

    def log_message(self, *said: object) -> None:
        pass


if __name__ == "__main__":
    Handler.data_root = Path(sys.argv[1])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
