"""Words that must not stand in any file: addresses of package registries, folders of one machine.

A lock that names a registry can't be used behind a mirror, and a path of the author's machine is
wrong on every other.
"""

import re

from tools.checks import Finding

FILES = (".", ":!:LICENSE")

# In pieces, so that this file passes its own check.
_HOSTS = ("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian.org")
_WORDS = re.compile("|".join(re.escape(host) for host in _HOSTS), re.IGNORECASE)
_FOLDERS = re.compile(r"(?<![\w.~>}-])/(?:root|work|farm|Users/\w+|home/(?!u/)\w+)/")
_OPTIONS = re.compile(r"^\s*(?:--(?:extra-)?index-url|--find-links|-i|-f)\b")


def check(path: str, text: str) -> list[Finding]:
    """Each line of `text` with such a word."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _WORDS.search(line):
            found.append(Finding(path, number, f"names a package registry: {match.group()}"))
        if match := _FOLDERS.search(line):
            found.append(Finding(path, number, f"names a folder of one machine: {match.group()}"))
        if path.startswith("requirements/") and _OPTIONS.match(line):
            found.append(Finding(path, number, "a lock doesn't say where files come from"))
    return found
