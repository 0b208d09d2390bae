"""From an ASGI scope to a WSGI environ that nobody can smuggle headers into."""

import sys
from typing import IO, Any

type Scope = dict[str, Any]

# Said by a proxy; without one, by anybody.
_FORWARDED = (b"forwarded", b"x-real-ip")


def wsgi_environ(scope: Scope, body: IO[bytes], length: int, proxies: int) -> dict[str, Any]:
    """Build the environ of PEP 3333 for `scope`.

    Headers with `_` in their names are dropped, since `X_Forwarded_For` and `X-Forwarded-For`
    become the same key (CVE-2026-3902); so are a proxy's headers where `proxies` is 0, and
    `Proxy`, which CGI turns into HTTP_PROXY.
    """
    host, port = scope.get("server") or ("127.0.0.1", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("127.0.0.1", 0))[0],
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name in (b"proxy", b"content-length", b"transfer-encoding"):
            continue
        if not proxies and (name in _FORWARDED or name.startswith(b"x-forwarded-")):
            continue
        _add(environ, name, value.decode("latin-1"))
    return environ


def _add(environ: dict[str, Any], name: bytes, value: str) -> None:
    key = name.decode("latin-1").upper().replace("-", "_")
    if key != "CONTENT_TYPE":
        key = f"HTTP_{key}"
    if key in environ:
        # RFC 9110, section 5.3; cookies alone are joined otherwise (RFC 9113, section 8.2.3).
        value = environ[key] + ("; " if name == b"cookie" else ",") + value
    environ[key] = value
