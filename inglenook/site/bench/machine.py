"""On what the figures were measured."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path


def describe() -> list[str]:
    """Lines about processors, memory, versions and how busy the machine is."""
    import django
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        (sqlite,) = cursor.fetchone()
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    cores, model = len(os.sched_getaffinity(0)), _field("/proc/cpuinfo", "model name")
    memory = int(_field("/proc/meminfo", "MemTotal").split()[0]) // 1024
    versions = f"Python {platform.python_version()}, Django {django.get_version()}"
    return [
        f"{cores} processors ({model}), {memory:,} MB of memory",
        f"{versions}, SQLite {sqlite}, {platform.system()} {platform.release()}",
        f"load before the run: {load}",
    ]


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "0"


def fsyncs(folder: Path, seconds: float = 1.0) -> float:
    """How many times a second four kilobytes reach this disk for good."""
    path = folder / "fsync.tmp"
    number = 0
    began = time.perf_counter()
    with path.open("wb", buffering=0) as file:
        while time.perf_counter() - began < seconds:
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
            number += 1
    path.unlink()
    return number / (time.perf_counter() - began)
