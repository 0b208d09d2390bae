"""From names to addresses, and which of these belong to the open internet."""

import ipaddress
import socket
from collections.abc import Callable, Collection

#: From a host name and port to its addresses, as text.
type Resolver = Callable[[str, int], Collection[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_rest, address in found]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, as far as this module's own list knows."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        # Forms that carry an IPv4 address, and the site's own range of old.
        if ip.sixtofour or ip.teredo or ip.is_site_local or int(ip) >> 32 == 0:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)
