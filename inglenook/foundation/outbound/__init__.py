"""The one client for requests that leave the house.

An address that people type may lead inwards: to this machine, its neighbours, the cloud's
metadata. So each name is resolved here, every address it has must be a public one, and the
connection goes to the address that was checked, whatever the name says a moment later. The same
at each redirect. Bytes, seconds and redirects are limited; proxies of the environment are not
used, since they would resolve names themselves.

The rules of addresses are those of requests-hardened, which knows more than `ipaddress` does
(shared address space, NAT64), and a second list in `addresses.py`.
"""

from .addresses import is_public
from .client import Fetched, Outbound, OutboundFailed, OutboundRefused, fetch

__all__ = ["Fetched", "Outbound", "OutboundFailed", "OutboundRefused", "fetch", "is_public"]
