"""Pages are sent compressed: zstd where the browser takes it, else gzip.

It stands outermost, so that it sees the page as it leaves. Pages hold secrets (the CSRF token)
beside what a stranger may have written, which compression could betray (BREACH); Django masks the
token anew in each page for that reason.
"""

import gzip
import re
from collections.abc import Callable

import zstandard
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

SHORTEST = 500
_TEXT = re.compile(
    r"text/(?!event-stream)|application/(json|javascript|xml|manifest\+json|[a-z]+\+xml)|image/svg"
)
_ACCEPTED = re.compile(r"\b(zstd|gzip)\b(?:\s*;\s*q=([0-9.]+))?", re.IGNORECASE)


def chosen(accept: str) -> str:
    """Return `zstd`, `gzip` or nothing, from an Accept-Encoding header (RFC 9110, 12.5.3)."""
    accepted = {
        name.lower()
        for name, weight in _ACCEPTED.findall(accept)
        if weight.strip("0.") or not weight
    }
    return "zstd" if "zstd" in accepted else "gzip" if "gzip" in accepted else ""


def compress(encoding: str, body: bytes) -> bytes:
    """Compress `body`. The levels are the cheapest that pay: 50 and 75 microseconds a page."""
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=3).compress(body)
    return gzip.compress(body, compresslevel=1, mtime=0)


class Compression:
    """Compress whole answers of text; streams and files go as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's way of chaining middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, compressed where that is worth it and asked for."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return response
        text = _TEXT.match(response.headers.get("Content-Type", ""))
        if not text or len(response.content) < SHORTEST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = chosen(request.headers.get("Accept-Encoding", ""))
        if encoding:
            self._encode(response, encoding)
        return response

    def _encode(self, response: HttpResponse, encoding: str) -> None:
        response.content = compress(encoding, response.content)
        response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
        tag = response.headers.get("ETag", "")
        if tag.startswith('"'):
            # The bytes differ by encoding, so the tag can only say that the content is the same.
            response.headers["ETag"] = f"W/{tag}"
