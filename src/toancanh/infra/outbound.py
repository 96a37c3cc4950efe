"""The outbound policy: where the platform may connect to when a person typed the address.

A name is resolved once, every answer is checked, and the caller connects to the address that was checked (`Pinned`), so
that a second answer of the name server cannot lead elsewhere. A redirect is a new address: ask again. Private networks
are allowed, because cameras live there; this machine and its neighbours by link are not.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from toancanh.infra.addresses import Address, is_own
from toancanh.kernel import Denied, Invalid, PlatformError, Unavailable

_RESOLVE_TIMEOUT_S = 5.0
_LOOKUPS_AT_ONCE = 32
_TURN_S = 0.1
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_THIS_NETWORK = ipaddress.IPv4Network("0.0.0.0/8")  # RFC 1122, 3.2.1.3
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1

Lookup = Callable[[str, int], list[tuple[socket.AddressFamily, str]]]


@dataclass(frozen=True, kw_only=True)
class HostPort:
    """One exception of the policy: a name or an address, and a port."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> HostPort:
        """``camera.lan:554``, ``127.0.0.1:8554``, ``[::1]:8554``. Raises `Invalid`."""
        host, _, port = text.rpartition(":")
        bare = _canonical(host)
        if not bare or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise Invalid(f"an outbound exception is HOST:PORT, as in 127.0.0.1:8554, not {text!r}")
        if ":" in bare and not host.startswith("["):
            raise Invalid(f"an IPv6 address stands in brackets, as in [::1]:8554, not {text!r}")
        return cls(host=bare, port=int(port))


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """An address that was checked: connect to this one, never to the name again."""

    address: str
    port: int
    family: socket.AddressFamily


def _system_lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, str(address[0])) for family, _, _, _, address in answers]


@dataclass(frozen=True, kw_only=True)
class OutboundPolicy:
    """Judges every outbound address. ``own_ports`` are refused on every own address, whatever ``allow`` says."""

    allow: frozenset[HostPort] = frozenset()
    own_ports: frozenset[int] = frozenset()
    own: Callable[[Address], bool] = field(default=is_own, repr=False)
    lookup: Lookup = field(default=_system_lookup, repr=False)
    turns: threading.Semaphore = field(
        default_factory=lambda: threading.Semaphore(_LOOKUPS_AT_ONCE), repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for exception in self.allow:
            address = _literal(exception.host)
            local = exception.host == "localhost" or (address is not None and self._is_own(address))
            if local and exception.port in self.own_ports:
                raise Invalid(f"{exception.host}:{exception.port} is the platform's own port and can never be named")

    @classmethod
    def of(cls, allow: Iterable[str], own_ports: Iterable[int]) -> OutboundPolicy:
        """The policy by setting: ``allow`` as written there. Raises `Invalid`."""
        return cls(allow=frozenset(map(HostPort.parse, allow)), own_ports=frozenset(own_ports))

    async def resolve(self, host: str, port: int) -> Pinned:
        """The address to connect to. Raises `Denied` (reason ``address_forbidden``) or `Unavailable` (reason
        ``name_not_found``).
        """
        literal = _literal(_canonical(host))
        if literal is not None:
            return self._pin(host, port, [literal])
        try:
            answers = await asyncio.wait_for(self._answers(host, port), _RESOLVE_TIMEOUT_S)
        except TimeoutError:
            raise _not_found(host) from None
        return self._pin(host, port, answers)

    def resolve_blocking(self, host: str, port: int) -> Pinned:
        """The same from a worker thread."""
        literal = _literal(_canonical(host))
        return self._pin(host, port, [literal] if literal is not None else self._look_up(host, port))

    def check_written(self, host: str, port: int) -> None:
        """Judge what a person typed without asking a name server: an address, or ``localhost``. Raises `Denied`."""
        bare = _canonical(host)
        literal = ipaddress.IPv4Address("127.0.0.1") if bare == "localhost" else _literal(bare)
        if literal is not None:
            self._pin(host, port, [literal])

    def is_fixed(self, host: str, port: int) -> bool:
        """Whether no name server has a say in where it leads, or the installation trusts the name (``allow``)."""
        bare = _canonical(host)
        return _literal(bare) is not None or HostPort(host=bare, port=port) in self.allow

    async def _answers(self, host: str, port: int) -> list[Address]:
        """From a thread that nobody joins: name servers that are away must not hold up the end of the process."""
        while not self.turns.acquire(blocking=False):  # noqa: ASYNC110  # given back by threads, not by a loop
            await asyncio.sleep(_TURN_S)
        answer: Future[list[Address]] = Future()
        answer.set_running_or_notify_cancel()

        def look() -> None:
            try:
                answer.set_result(self._look_up(host, port))
            except PlatformError as error:
                answer.set_exception(error)
            finally:
                self.turns.release()

        threading.Thread(target=look, name="look-up", daemon=True).start()
        return await asyncio.wrap_future(answer)

    def _look_up(self, host: str, port: int) -> list[Address]:
        try:
            answers = self.lookup(_canonical(host), port)
        except (OSError, UnicodeError):  # UnicodeError: a label that IDNA cannot take
            raise _not_found(host) from None
        addresses = [ipaddress.ip_address(text.partition("%")[0]) for _, text in answers]
        if not addresses:
            raise _not_found(host)
        return addresses

    def _pin(self, host: str, port: int, addresses: Sequence[Address]) -> Pinned:
        """One forbidden answer condemns the name: the next look-up could put it first."""
        if not 0 < port < 65536:
            raise Invalid(f"a port lies between 1 and 65535, not {port}")
        for address in addresses:
            self._check(_canonical(host), address, port)
        chosen = addresses[0]
        family = socket.AF_INET if chosen.version == 4 else socket.AF_INET6
        return Pinned(address=str(chosen), port=port, family=family)

    def _check(self, host: str, address: Address, port: int) -> None:
        inner = _innermost(address)
        if port in self.own_ports and (self._is_own(address) or self._is_own(inner)):
            raise _forbidden(host, port, "it is the platform's own port", exception="")
        if HostPort(host=host, port=port) in self.allow or HostPort(host=str(inner), port=port) in self.allow:
            return
        for candidate in (address, inner):
            reason = _forbidden_kind(candidate)
            if reason:
                raise _forbidden(host, port, reason)

    def _is_own(self, address: Address) -> bool:
        return address.is_loopback or address.is_unspecified or self.own(address)


def _canonical(host: str) -> str:
    """One spelling: no brackets, no final dot, lower case, an address as `ipaddress` writes it."""
    bare = host.strip().removeprefix("[").removesuffix("]").rstrip(".").lower()
    literal = _literal(bare)
    return bare if literal is None else str(literal)


def _literal(host: str) -> Address | None:
    """The address, where the host is one: also ``2130706433``, ``0x7f.1`` and ``0177.0.0.1``, as inet_aton(3) reads
    them and a C library would connect to them.
    """
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not host or not all(part and part[0].isascii() and part[0].isdigit() for part in host.split(".")):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _innermost(address: Address) -> Address:
    """The IPv4 address that an IPv6 form carries, because that is where the packets end."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 0xFFFF):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _forbidden_kind(address: Address) -> str:
    if address.is_loopback:
        return "it is this machine"
    if address.is_unspecified or (address.version == 4 and address in _THIS_NETWORK):
        return "it is no address of a camera"
    if address.is_link_local:
        return "link-local addresses are refused"
    if address.is_multicast or (address.version == 4 and address.is_reserved):
        return "multicast, broadcast and reserved addresses are refused"
    return ""


def _forbidden(
    host: str, port: int, why: str, exception: str = "; --allow-outbound HOST:PORT makes an exception"
) -> Denied:
    shown = f"[{host}]" if ":" in host else host
    return Denied(f"the address {shown}:{port} is forbidden: {why}{exception}", reason="address_forbidden")


def _not_found(host: str) -> Unavailable:
    return Unavailable(f"the name {host!r} cannot be found", reason="name_not_found")
