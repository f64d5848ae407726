"""Says of an IP address or a host name whether digestbot may connect to it, and in plain words why not.

Pure: it resolves no name and opens no socket; ``dialling`` asks it about each address that is about to be dialled.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# From IANA's registries of special-purpose IPv4 and IPv6 addresses. Written out, because what ``ipaddress``
# calls global differs between Python versions. "Never" holds even on an intranet: nothing there publishes news,
# and 169.254.169.254 hands out cloud credentials.
_NEVER_4 = (
    (IPv4Network("0.0.0.0/8"), "means this machine"),
    (IPv4Network("169.254.0.0/16"), "is link-local"),
    (IPv4Network("224.0.0.0/4"), "is a multicast address"),
    (IPv4Network("240.0.0.0/4"), "is reserved"),
)
_PRIVATE_4 = (
    (IPv4Network("127.0.0.0/8"), "is this machine's own (loopback)"),
    (IPv4Network("10.0.0.0/8"), "is a private address"),
    (IPv4Network("172.16.0.0/12"), "is a private address"),
    (IPv4Network("192.168.0.0/16"), "is a private address"),
    (IPv4Network("100.64.0.0/10"), "is a carrier's shared address (CGNAT)"),
    (IPv4Network("192.0.0.0/24"), "is reserved for protocols"),
    (IPv4Network("192.0.2.0/24"), "is reserved for documentation"),
    (IPv4Network("198.51.100.0/24"), "is reserved for documentation"),
    (IPv4Network("203.0.113.0/24"), "is reserved for documentation"),
    (IPv4Network("192.88.99.0/24"), "is a 6to4 relay"),
    (IPv4Network("198.18.0.0/15"), "is reserved for benchmarks"),
)
_NEVER_6 = (
    (IPv6Network("::/128"), "means this machine"),
    (IPv6Network("fe80::/10"), "is link-local"),
    (IPv6Network("ff00::/8"), "is a multicast address"),
)
_PRIVATE_6 = (
    (IPv6Network("::1/128"), "is this machine's own (loopback)"),
    (IPv6Network("fc00::/7"), "is a private address"),
    (IPv6Network("fec0::/10"), "is a private address (site-local)"),
    (IPv6Network("64:ff9b:1::/48"), "leads into a local network (NAT64)"),
    (IPv6Network("2001:db8::/32"), "is reserved for documentation"),
    (IPv6Network("3fff::/20"), "is reserved for documentation"),
)
_NAT64 = IPv6Network("64:ff9b::/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")
_COMPATIBLE = IPv6Network("::/96")
_PROTOCOLS = IPv6Network("2001::/23")  # Teredo is judged by what it carries; the rest is never a web site
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_ISATAP = (0x00005EFE, 0x02005EFE)  # third quarter of an address that carries an IPv4 address in its fourth

_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_LOCAL_NAMES = ("localhost", "localdomain")


@lru_cache(maxsize=4096)
def refusal(ip: str, allow_private: bool) -> str | None:
    """Why ``ip`` (canonical text, a zone id is ignored) may not be dialled; None: it may.

    ``allow_private`` admits loopback, private and carrier addresses, for tests and intranets; link-local,
    multicast, unspecified and reserved ones are refused all the same. Text that is no address is refused.
    """
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return "is not an IP address"
    return (
        _refusal_4(address, allow_private) if isinstance(address, IPv4Address) else _refusal_6(address, allow_private)
    )


def _refusal_4(address: IPv4Address, allow_private: bool) -> str | None:
    for network, why in _NEVER_4 if allow_private else _NEVER_4 + _PRIVATE_4:
        if address in network:
            return why
    return None


def _refusal_6(address: IPv6Address, allow_private: bool) -> str | None:
    for network, why in _NEVER_6 if allow_private else _NEVER_6 + _PRIVATE_6:
        if address in network:
            return why
    for carried in _carried(address):
        if (reason := _refusal_4(carried, allow_private)) is not None:
            return f"carries {carried}, which {reason}"
    if address in _COMPATIBLE and address != IPv6Address("::1"):
        return "is an obsolete IPv4-compatible address"
    if address in _PROTOCOLS and address.teredo is None:
        return "is reserved for protocols"
    known_private = any(address in network for network, _ in _PRIVATE_6)  # reached with allow_private only
    if address in _GLOBAL_UNICAST or known_private or address in _NAT64 or address.ipv4_mapped is not None:
        return None
    return "is not a public address"


def _carried(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that a translated or tunnelled IPv6 address leads to."""
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address.sixtofour is not None:
        return [address.sixtofour]
    if address.teredo is not None:
        return list(address.teredo)
    if address in _NAT64 or address in _TRANSLATED or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return [low]
    return []


@lru_cache(maxsize=4096)
def literal(host: str) -> str | None:
    """The canonical IP address that a browser would read ``host`` as; None: it is a name.

    Understood: brackets, decimal, octal and hexadecimal numbers, one to four parts, trailing dots. Raises
    ValueError for zone ids and for what looks like a number but is none (``http://1.2.3.4.5``, ``http://256.0.0.1``).
    """
    host = host.strip("[]")
    if ":" in host:
        if "%" in host:
            raise ValueError("a zone id names a network card, not a site")
        return str(IPv6Address(host))
    parts = host.rstrip(".").split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{host} ends in a number but is no IP address")
    numbers = [_number(part) for part in parts]
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError(f"{host} is no IP address: a number in it is too large")
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - place))
    return str(IPv4Address(value))


def is_local_name(host: str) -> bool:
    """Whether ``host`` is a name of this machine, whatever a name server says of it."""
    return host.rstrip(".").lower().rpartition(".")[2] in _LOCAL_NAMES


def _number(text: str) -> int:
    if text[:2] in ("0x", "0X"):
        return int(text[2:] or "0", 16)
    if len(text) > 1 and text[0] == "0":
        return int(text, 8)  # ValueError for 08 and 09, as browsers have it
    return int(text)
