"""Which addresses on the web may be asked for a call flow, and at which machine they are: one look-up, nothing private.

Rules: https alone, a host of the business's own list, no names or passwords in the address; SECURITY notes in the docs.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

HTTPS = 443
MOST_LETTERS = 2000
_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
_NAMED = re.compile(r".+\.[a-z]([a-z0-9-]*[a-z0-9])?")
"""A host with a name: no number in any of its spellings, and not this machine's or a network's own."""
_VISIBLE = frozenset(map(chr, range(0x21, 0x7F))) - frozenset('"<>\\^`{|}')

Resolve = Callable[[str, int], Iterable[str]]
"""Host and port → the addresses of its machines."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and what to ask for. `address` is the machine that was judged: no name is looked up again."""

    host: str
    address: str
    port: int
    path: str
    """With its query, as it goes over the wire."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody is asked. The reason holds no value of a caller's."""

    reason: str


def look_up(host: str, port: int) -> Iterable[str]:
    """All addresses of a host; OSError where it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def judge(url: str, hosts: Collection[str], resolve: Resolve, at_home: bool = False) -> Target | Refused:
    """The machine behind an address; Refused where it may not be asked.

    `at_home`: this machine itself may be asked, at any port, which a test alone may want.
    """
    if len(url) > MOST_LETTERS or not set(url) <= _VISIBLE:
        return Refused("no address that can be asked")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or HTTPS
    except ValueError:
        return Refused("no address that can be asked")
    if (wrong := _wrong(parts.scheme, parts.netloc, host, port, hosts, at_home)) is not None:
        return Refused(wrong)
    try:
        addresses = list(resolve(host, port))
    except (OSError, UnicodeError):
        return Refused("the host has no address")
    if not addresses or not all(is_public(one) or (at_home and _is_home(one)) for one in addresses):
        return Refused("the host has an address that is not public")
    path = parts.path or "/"
    return Target(host, addresses[0], port, f"{path}?{parts.query}" if parts.query else path)


def flaw(url: str) -> str | None:
    """Why nobody would ever ask for this address, whatever its host turns out to be; None: it can be asked."""
    if len(url) > MOST_LETTERS or not set(url) <= _VISIBLE:
        return "no address that can be asked"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or HTTPS
    except ValueError:
        return "no address that can be asked"
    if (wrong := _wrong(parts.scheme, parts.netloc, host, port, (host,), at_home=False)) is not None:
        return wrong
    return None if _NAMED.fullmatch(host) else "a machine of the open internet has a name"


def _wrong(scheme: str, netloc: str, host: str, port: int, hosts: Collection[str], at_home: bool) -> str | None:
    if scheme != "https":
        return "https alone is asked"
    if "@" in netloc or not host or not set(host) <= _HOST or host.endswith("."):
        return "no plain host"
    if host not in hosts:
        return "the host is not in the business's list"
    return None if port == HTTPS or at_home else "no other port than that of https"


def is_public(address: str) -> bool:
    """Whether this is a machine of the open internet; a v4 address inside a v6 one is judged as what it is."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inside(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    closed = ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local
    return ip.is_global and not closed and not (isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local)


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The v4 address to which a v6 one leads: mapped, 6to4, Teredo, NAT64."""
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    carried = ip in _NAT64 or ip in _COMPATIBLE
    return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if carried else None


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


def _is_home(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback
