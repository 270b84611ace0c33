"""Where a request comes from, as far as that can be known behind proxies."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from ivr.console.ground import here


def address() -> str:
    """The network address of whoever asks; behind PROXIES proxies the one that the outermost of them saw. Empty: it is
    not known."""
    proxies = here().settings.proxies
    if not proxies:
        return request.remote_addr or ""
    seen = [part.strip() for part in ",".join(request.headers.getlist("X-Forwarded-For")).split(",") if part.strip()]
    return _plain(seen[-proxies]) if len(seen) >= proxies else ""


def network() -> str | None:
    """Which tries are counted together: an IPv6 network is one household. None: whoever asks is not told from others,
    for they all come by one proxy of which no setting tells."""
    found = address()
    if not found or (here().https and not here().settings.proxies):
        return None
    ip = ip_address(found)
    return str(ip_network(f"{ip}/64", strict=False)) if isinstance(ip, IPv6Address) else str(ip)


def _plain(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
