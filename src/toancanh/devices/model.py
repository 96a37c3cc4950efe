"""Networks that an administrator named, devices, their channels: the terms and rules. Pure."""

from __future__ import annotations

import enum
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from toancanh.governance import ResourceRef, protected_tags
from toancanh.kernel import Conflict, Denied, Invalid, fold

_MOST_ADDRESSES = 1 << 16
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, kw_only=True)
class NamedNetwork:
    """A range of addresses that an administrator named: devices are looked for and spoken to in these alone."""

    id: str
    name: str
    cidr: str
    owner_id: str
    site_id: str | None
    note: str
    protected: bool
    created_at_us: int

    @property
    def network(self) -> Network:
        """The range."""
        return ipaddress.ip_network(self.cidr)


@dataclass(frozen=True, kw_only=True)
class NetworkDraft:
    """A range as a person describes it; ``protected``: there only for those cleared for its owner."""

    name: str
    cidr: str
    owner_id: str
    site_id: str | None = None
    note: str = ""
    protected: bool = False


class DeviceState(enum.StrEnum):
    """How a device stands. In all but `READY` and `AWAY` nothing is sent to it until an administrator has looked."""

    READY = "ready"
    AWAY = "away"  # does not answer; asked again
    LOGIN_REFUSED = "login_refused"  # the credentials that are kept; entered anew
    CERTIFICATE_CHANGED = "certificate_changed"  # another key than the one that was seen; confirmed by a person
    ANOTHER_DEVICE = "another_device"  # another serial number than the one that was seen at this address
    OUTSIDE = "outside"  # in no named network any longer
    RETIRED = "retired"


SPOKEN_TO = frozenset({DeviceState.READY, DeviceState.AWAY})
"""States in which credentials are sent to a device."""

_MOVES: Mapping[DeviceState, frozenset[DeviceState]] = {
    state: frozenset(DeviceState) - {state} if state is not DeviceState.RETIRED else frozenset({DeviceState.READY})
    for state in DeviceState
}


@dataclass(frozen=True, kw_only=True)
class KeptChannel:
    """A picture source of a device, by the device's own token; ``camera_id``: the registry's camera that it is."""

    token: str
    position: int
    name: str = ""
    camera_id: str | None = None
    main_url: str = ""  # without credentials
    sub_url: str = ""
    main_profile: str = ""  # tokens of media profiles
    sub_profile: str = ""
    ptz_profile: str = ""  # one that can be steered


@dataclass(frozen=True, kw_only=True)
class Device:
    """A camera or a recorder as a thing on the network. ``serial`` and ``mac`` as the device says them; ``facts``: the
    last that it said of itself (`facts.py`), as JSON; ``certificate``: SHA-256 that is pinned, empty without TLS.
    """

    id: str
    owner_id: str
    site_id: str | None
    protected: bool
    host: str
    port: int
    path: str
    tls: bool
    certificate: str = ""
    offered_certificate: str = ""  # what it shows instead, where that changed
    maker: str = ""
    model: str = ""
    firmware: str = ""
    serial: str = ""
    mac: str = ""
    name: str = ""
    state: DeviceState
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    facts_at_us: int | None = None
    seen_at_us: int | None = None
    created_at_us: int
    updated_at_us: int
    version: int = 1
    channels: tuple[KeptChannel, ...] = ()

    @property
    def ref(self) -> ResourceRef:
        """The device as governance knows it."""
        return ResourceRef(kind="device", id=self.id, owner_id=self.owner_id, tags=protected_tags(self.protected))

    def moved(self, to: DeviceState, reason: str = "") -> Device:
        """The one way from state to state. Raises `Conflict`."""
        if to is not self.state and to not in _MOVES[self.state]:
            raise Conflict(f"a device that is {self.state} does not become {to}", state=self.state)
        return replace(self, state=to, reason=reason)


def network_ref(of: NamedNetwork | NetworkDraft) -> ResourceRef:
    """The named network, or one to be, as governance knows it."""
    id = of.id if isinstance(of, NamedNetwork) else ""
    return ResourceRef(kind="device", id=id, owner_id=of.owner_id, tags=protected_tags(of.protected))


def read_cidr(text: str) -> Network:
    """A range as a person writes it: ``10.12.0.0/24``, or one address. Raises `Invalid`."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=True)
    except ValueError:
        raise Invalid("cidr: write the first address and the length, as in 10.12.0.0/24", field="cidr") from None
    if network.num_addresses > _MOST_ADDRESSES:
        raise Invalid(f"cidr: at most {_MOST_ADDRESSES} addresses in one range; name several", field="cidr")
    if network.is_multicast or (network.version == 4 and network.network_address.is_unspecified):
        raise Invalid("cidr: this is no range of cameras", field="cidr")
    return network


def home_of(address: str, networks: Iterable[NamedNetwork]) -> NamedNetwork | None:
    """The smallest named network that holds this address; None for one outside, and for a name."""
    try:
        bare = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = bare.ipv4_mapped if isinstance(bare, ipaddress.IPv6Address) else None
    found = [one for one in networks if (mapped or bare) in one.network]
    return max(found, key=lambda one: one.network.prefixlen, default=None)


def require_inside(address: str, networks: Iterable[NamedNetwork], *, what: str = "the address") -> NamedNetwork:
    """Raises `Denied` (``address_outside_networks``): what a device says of itself leads nowhere else, either."""
    found = home_of(address, networks)
    if found is None:
        raise Denied(
            f"{what} {address} lies in no network that an administrator named; name the network first",
            reason="address_outside_networks",
        )
    return found


def plain_serial(text: str) -> str:
    """Serial numbers compare without case, spaces and dashes; one of less than four letters names nothing."""
    bare = "".join(letter for letter in fold(text) if letter.isalnum())
    return bare if len(bare) >= 4 and len(set(bare)) > 1 else ""


def plain_mac(text: str) -> str:
    """Twelve upper-case hexadecimal digits as in dossiers; empty for what is none."""
    bare = "".join(letter for letter in text.upper() if letter in "0123456789ABCDEF")
    return bare if len(bare) == 12 and set(bare) not in ({"0"}, {"F"}) else ""
