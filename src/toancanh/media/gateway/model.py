"""The terms of consumers. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

from toancanh.kernel import Invalid
from toancanh.registry.model import StreamRole

MAX_CAMERAS = 2000
MAX_NETWORKS = 32
MAX_DAYS = 366.0


@dataclass(frozen=True, kw_only=True)
class OfferedCamera:
    """A camera, and which of its streams."""

    camera_id: str
    streams: frozenset[StreamRole]


@dataclass(frozen=True, kw_only=True)
class ConsumerDraft:
    """Another system that is to get pictures, as a person describes it.

    ``purpose`` is a key of the regulation's list or empty, ``reference`` the number that belongs to it; ``networks``:
    where it may come from, empty for anywhere.
    """

    name: str
    organisation_id: str
    cameras: tuple[OfferedCamera, ...]
    legal_basis: str
    purpose: str = ""
    reference: str = ""
    networks: tuple[str, ...] = ()
    days: float = 90.0


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """Another system with credentials of its own. ``user_id``: the account as which it is judged and put on record;
    ``session_id``: the session its running views rest on, empty before the first.
    """

    id: str
    user_id: str
    username: str
    name: str
    organisation_id: str
    cameras: tuple[OfferedCamera, ...]
    purpose: str
    reference: str
    legal_basis: str
    networks: tuple[str, ...]
    created_us: int
    expires_us: int
    withdrawn_us: int | None
    session_id: str
    version: int
    secret: str = field(repr=False)  # sealed: what Digest needs of the password

    def lives(self, now_us: int) -> bool:
        """True before it ends, by its time or by an act."""
        return self.withdrawn_us is None and now_us < self.expires_us

    def has(self, camera_id: str, role: StreamRole) -> bool:
        """Whether the stream is offered to it."""
        return any(one.camera_id == camera_id and role in one.streams for one in self.cameras)

    def may_come_from(self, source: str) -> bool:
        """Whether the address lies in one of its networks."""
        if not self.networks:
            return True
        try:
            address = ipaddress.ip_address(source)
        except ValueError:
            return False
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return any((mapped or address) in ipaddress.ip_network(one) for one in self.networks)


def read_networks(texts: Sequence[str]) -> tuple[str, ...]:
    """Networks as they are kept. Raises `Invalid`."""
    if len(texts) > MAX_NETWORKS:
        raise Invalid(f"networks: at most {MAX_NETWORKS}", field="networks")
    try:
        return tuple(dict.fromkeys(str(ipaddress.ip_network(text.strip(), strict=False)) for text in texts))
    except ValueError:
        raise Invalid("networks: write each as 192.0.2.0/24 or 2001:db8::/32", field="networks") from None
