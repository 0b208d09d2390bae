"""What the bridge must know of a path before Django sees it: its lane and its limit."""

from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve


@lru_cache(4096)
def route_name(path: str) -> str:
    """Return the name of the route that `path` leads to; empty where it leads nowhere."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def reads(method: str, path: str) -> bool:
    """Say whether the request belongs in the read lane."""
    if method not in ("GET", "HEAD", "OPTIONS"):
        return False
    return not settings.WRITES_ON_GET or route_name(path) not in settings.WRITES_ON_GET


def body_limit(method: str, path: str) -> int:
    """Return how many bytes of body the route takes."""
    if method != "POST":
        return int(settings.BODY_LIMIT)
    return int(settings.LARGE_BODIES.get(route_name(path), settings.BODY_LIMIT))
