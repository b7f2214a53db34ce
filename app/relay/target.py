"""Where a webhook may go: to public addresses alone, checked at the moment of connecting.

A name is resolved once, every address of it must be public, and the connection
goes to an address that was checked: a name that changes in between changes
nothing. TLS still verifies the name.
"""

import asyncio
import ipaddress
import select
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Addresses that carry another inside, or lead to a translator: 6to4 relays, NAT64, IPv4-compatible, site-local.
_INDIRECT = tuple(
    ipaddress.ip_network(n)
    for n in (
        "192.0.0.0/24", "192.88.99.0/24", "2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96", "fec0::/10", "100::/64",
        "2001:db8::/32", "3fff::/20", "5f00::/16",
    )
)  # fmt: skip
_INSIDE_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "onion",
)


class TargetRefused(httpcore.ConnectError):
    """The target is not a public address."""


def is_public(text: str) -> bool:
    """Whether an address, however written by the resolver, lies in the open Internet."""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address.version == n.version and address in n for n in _INDIRECT)
    )


def is_loopback(text: str) -> bool:
    return ipaddress.ip_address(text.partition("%")[0]).is_loopback


def refused_url(  # noqa: PLR0911 - one reason each
    url: str, *, may_loop_back: bool
) -> str | None:
    """Why this URL cannot be an endpoint, before anybody resolves its name; None when it can."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "cannot be read"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "may hold no user, password or fragment"
    if may_loop_back and parts.scheme in {"http", "https"} and host in {"127.0.0.1", "localhost"}:
        return None
    if parts.scheme != "https":
        return "must begin with https://"
    if not _is_public_name(host):
        return "must name a public host, by name and not by address"
    if port not in {None, 443} and (port or 0) < 1024:
        return "must use port 443, or one above 1023"
    return None


def _is_public_name(host: str) -> bool:
    labels = host.split(".")
    last = labels[-1]
    return (
        len(labels) > 1
        and host.isascii()
        # A last label with digits is an address in one of its many spellings (WHATWG URL, 3.5).
        and (last.isalpha() or last.startswith("xn--"))
        and last not in _INSIDE_NAMES
        and all(_is_label(part) for part in labels)
    )


def _is_label(label: str) -> bool:
    return 0 < len(label) <= 63 and label.replace("-", "").isalnum() and label.strip("-") == label


class PublicOnly(httpcore.AsyncNetworkBackend):
    """Connects to public addresses; in development also to this machine itself."""

    def __init__(self, *, may_loop_back: bool) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._may_loop_back = may_loop_back
        # Resolving has threads of its own: a name server that hangs holds up nobody else's work.
        self._threads = ThreadPoolExecutor(16, thread_name_prefix="webhook-dns")
        self._asked: dict[tuple[str, int], asyncio.Future[list[str]]] = {}

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's parameter
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises: TargetRefused, httpcore.ConnectError, httpcore.ConnectTimeout."""
        addresses = await self._resolve(host, port)
        if not addresses or not all(self._may_reach(a) for a in addresses):
            raise TargetRefused("not a public address")
        failed: Exception | None = None
        for address in addresses:
            try:
                return _Stream(
                    await self._inner.connect_tcp(
                        address, port, timeout, local_address, socket_options
                    )
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failed = exc
        assert failed is not None  # noqa: S101 - there was an address, and no return
        raise failed

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's parameter
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise TargetRefused("no sockets of this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _may_reach(self, address: str) -> bool:
        return is_public(address) or (self._may_loop_back and is_loopback(address))

    async def _resolve(self, host: str, port: int) -> list[str]:
        """Addresses of a name; many who ask for one at a time share the answer. Raises: httpcore.ConnectError."""
        key = (host, port)
        if key not in self._asked:
            asked = asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host, port)
            self._asked[key] = asked
            asked.add_done_callback(lambda _: self._asked.pop(key, None))
        try:
            return await asyncio.shield(self._asked[key])
        except (OSError, UnicodeError):
            raise httpcore.ConnectError("the name cannot be resolved") from None


class _Stream(httpcore.AsyncNetworkStream):
    """Tells at once whether an idle connection was closed: the pool asks all of them before each request."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._socket = inner.get_extra_info("socket")
        self.read, self.write, self.aclose = inner.read, inner.write, inner.aclose  # type: ignore[method-assign]

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's parameter
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        if info != "is_readable":
            return self._inner.get_extra_info(info)
        poll = select.poll()
        number = self._socket.fileno()
        if number < 0:
            return True
        poll.register(number, select.POLLIN)
        return bool(poll.poll(0))


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
