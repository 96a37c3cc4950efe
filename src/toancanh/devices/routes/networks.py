"""``/devices/networks``."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from toancanh.devices.model import NamedNetwork, NetworkDraft
from toancanh.devices.service import Devices
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name, Words
from toancanh.infra.http import PROBLEMS, Page, RequestBody, TimeOut


class NamedNetworkNew(RequestBody):
    """A range of addresses in which devices may be looked for and spoken to."""

    name: Name
    cidr: str = Field(max_length=64, examples=["10.12.0.0/24"])
    owner_id: str = Field(max_length=36)
    site_id: str | None = Field(default=None, max_length=36)
    note: Words = ""
    protected: bool = False


class NamedNetworkOut(BaseModel):
    """A named network."""

    id: str
    name: str
    cidr: str
    owner_id: str
    site_id: str | None
    note: str
    protected: bool
    created_at: TimeOut

    @classmethod
    def of(cls, one: NamedNetwork) -> NamedNetworkOut:
        """From the domain's."""
        return cls(
            id=one.id, name=one.name, cidr=one.cidr, owner_id=one.owner_id, site_id=one.site_id, note=one.note,
            protected=one.protected, created_at=one.created_at_us,
        )  # fmt: skip


def networks_router(devices: Devices) -> APIRouter:
    """Networks that an administrator named: no device elsewhere is ever connected to."""
    routes = APIRouter(prefix="/devices/networks", tags=["devices"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_networks(principal: SignedIn) -> Page[NamedNetworkOut]:
        """Those the asker may read, by name."""
        return Page(items=[NamedNetworkOut.of(one) for one in devices.networks.seen(principal)])

    @routes.post("", status_code=201)
    def name_network(principal: SignedIn, body: NamedNetworkNew, source: Source) -> NamedNetworkOut:
        """Name one."""
        return NamedNetworkOut.of(devices.networks.name(principal, NetworkDraft(**body.model_dump()), source=source))

    @routes.delete("/{network_id}", status_code=204)
    def forget_network(principal: SignedIn, network_id: str, source: Source) -> None:
        """Devices in it stay known and are spoken to no longer."""
        devices.networks.forget(principal, network_id, source=source)

    return routes
