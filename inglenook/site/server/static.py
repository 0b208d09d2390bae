"""Static files: collected once a release, served from memory's index by whitenoise."""

import hashlib
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from inglenook.site.server.environ import Scope

_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
_FINGERPRINT = ".collected"


class CollectedOrPlain(ManifestStaticFilesStorage):
    """Hashed names where the files have been collected, their own names where not (tests)."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Return the name that a page links to."""
        return super().stored_name(name) if self.hashed_files else name


def collect() -> bool:
    """Collect the static files where they have changed; say whether they had."""
    root = Path(settings.STATIC_ROOT)
    wanted = _fingerprint()
    mark = root / _FINGERPRINT
    if mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    compressor = Compressor(quiet=True)
    for path in sorted(root.rglob("*")):
        if _HASHED.search(path.name) and compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    mark.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Return a digest that changes when a file is added, removed or changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            content = hashlib.sha256(Path(storage.path(path)).read_bytes())
            digest.update(f"{path}\0{content.hexdigest()}\n".encode())
    return digest.hexdigest()


class StaticFiles:
    """The collected files, answered without a lane."""

    def __init__(self) -> None:
        """List the files once; they don't change while the process lives."""
        noise = WhiteNoise(
            None,
            allow_all_origins=False,
            immutable_file_test=lambda path, url: bool(_HASHED.search(url)),
            add_headers_function=_add_headers,
        )
        if Path(settings.STATIC_ROOT).is_dir():
            noise.add_files(str(settings.STATIC_ROOT), settings.STATIC_URL)
        for own in (_FINGERPRINT, "staticfiles.json"):
            noise.files.pop(settings.STATIC_URL + own, None)
        self._files: dict[str, Any] = noise.files

    def find(self, scope: Scope) -> tuple[int, list[tuple[bytes, bytes]], Iterator[bytes]] | None:
        """Return status, headers and pieces of the file at the scope's path; None without one."""
        file = self._files.get(scope["path"])
        if file is None:
            return None
        asked = {
            f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
            for name, value in scope["headers"]
            if b"_" not in name
        }
        response = file.get_response(scope["method"], asked)
        headers = [(n.lower().encode(), str(v).encode("latin-1")) for n, v in response.headers]
        return HTTPStatus(response.status).value, headers, _pieces(response.file)


def _pieces(file: Any) -> Iterator[bytes]:
    if file is None:
        return
    with file:
        while piece := file.read(64 * 1024):
            yield piece


def _add_headers(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    if url.endswith(".svg"):
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
