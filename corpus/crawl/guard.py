"""Which addresses may be fetched: those of the portal's hosts, over http and https, on the open internet."""

import ipaddress
import re
from urllib.parse import urlsplit

from corpus.crawl.config import Portal

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 2083
_HOST = re.compile(r"(\[[^\]]+\]|[^:]+)(?::(\d+))?")


class Guard:
    """The addresses one portal allows."""

    def __init__(self, portal: Portal) -> None:
        self._private = portal.allow_private
        self._hosts = tuple(host.lower() for host in portal.hosts)
        self._starts = frozenset(_place(source.url) for source in portal.sources)

    def refusal(self, url: str) -> str | None:
        """Why an address may not be fetched, None where it may."""
        try:
            parts = urlsplit(url)
            scheme, host, port = _place(url)
        except ValueError:
            return "no address"
        if scheme not in DEFAULT_PORTS:
            return "scheme"
        if parts.username is not None or len(url) > MAX_LENGTH:
            return "no address"
        if not self._is_of_portal(scheme, host, port):
            return "host"
        address = literal(host)
        if address is not None and not self._private and not is_public(address):
            return "private network"
        return None

    def _is_of_portal(self, scheme: str, host: str, port: int) -> bool:
        usual = port == DEFAULT_PORTS[scheme] or any((host, port) == place[1:] for place in self._starts)
        for allowed in self._hosts:
            name, own_port = split_host(allowed)
            fits = host.endswith(name[1:]) if name.startswith("*.") else host == name
            if fits and (port == own_port if own_port else usual):
                return True
        return False


def split_host(host: str) -> tuple[str, int | None]:
    """(name, port or None) of a host as a portals file names it; an IPv6 address stands in brackets there."""
    match = _HOST.fullmatch(host.lower())
    return (match[1].strip("[]"), int(match[2]) if match[2] else None) if match else (host.lower(), None)


def _place(url: str) -> tuple[str, str, int]:
    """(scheme, host, port) of an address. Raises ValueError where it has none."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    if not host:
        raise ValueError(url)
    return parts.scheme, host, parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address a host's name spells out, also in the short and octal forms that resolvers take (`127.1`, `0x7f.1`)."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    parts = host.split(".")
    try:
        numbers = [
            int(part, 0 if part[:2].lower() == "0x" else 8 if part[:1] == "0" and part != "0" else 10) for part in parts
        ]
    except ValueError:
        return None
    value = sum(number << 8 * (3 - at) for at, number in enumerate(numbers[:-1])) + numbers[-1]
    return ipaddress.IPv4Address(value) if len(parts) <= 4 and 0 <= value < 1 << 32 else None


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is on the open internet; one that wraps another (mapped, 6to4, NAT64) is judged by that too."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _nat64(address)
        if inner is not None and not is_public(inner):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    network = ipaddress.IPv6Network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in network else None
