"""The tags of pages that a browser has already, so that it can be told that nothing changed."""

from __future__ import annotations

import socket
from dataclasses import replace

from inglenook.site.bench.pages import Case

_END = b"\r\n\r\n"


def with_tags(port: int, cases: list[Case]) -> list[Case]:
    """The cases with the tags of their pages; one whose pages have none is left out."""
    done = []
    for case in cases:
        if not case.unchanged:
            done.append(case)
            continue
        tags = [_tag(port, request) for request in case.requests]
        if all(tags):
            asked = [
                request.replace("\r\n\r\n", f"\r\nIf-None-Match: {tag}\r\n\r\n")
                for request, tag in zip(case.requests, tags, strict=True)
            ]
            done.append(replace(case, requests=asked))
    return done


def _tag(port: int, request: str) -> str:
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(request.encode())
        got = b""
        while _END not in got and (piece := line.recv(1 << 16)):
            got += piece
    for header in got.partition(_END)[0].decode("latin-1").split("\r\n"):
        name, _, value = header.partition(":")
        if name.lower() == "etag":
            return value.strip()
    return ""
