"""The secret key: made once, in the data folder, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from inglenook.site.language import gettext as _
from inglenook.site.problems import MendableError


def secret_keys(home: Path) -> list[str]:
    """Return the keys of `home`, the one in use first; made where there is none.

    Older keys may stand below it, one a line, so that a key can be changed without signing
    everybody out. Raises `MendableError` where the data folder cannot be written.
    """
    path = home / "secret_key"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "tmp").mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            _make(path)
        keys = path.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as reason:
        raise MendableError(
            _(
                "The data folder %(folder)s cannot be used: %(why)s. Check INGLENOOK_HOME and who "
                "owns the folder."
            )
            % {"folder": home, "why": reason}
        ) from reason
    if not keys or len(keys[0]) < 40:
        raise MendableError(
            _("%(file)s is damaged. Put back its backup, or delete it to make a new one.")
            % {"file": path}
        )
    return keys


def _make(path: Path) -> None:
    """Write a key whole or not at all, also when two processes start at once."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
