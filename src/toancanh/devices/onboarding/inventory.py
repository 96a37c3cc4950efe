"""The inventory as onboarding looks at it: by serial number, MAC, network address; read once in a while."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from toancanh.devices.model import plain_mac, plain_serial
from toancanh.devices.onboarding.matching import Said
from toancanh.governance import Action, Governance, protected_tags
from toancanh.kernel import Clock, Principal
from toancanh.registry import Registry
from toancanh.registry.dossier.model import CameraFacts

_FRESH_US = 60_000_000


class Inventory:
    """Candidates for a match. For one thread at a time."""

    def __init__(self, *, registry: Registry, governance: Governance, clock: Clock) -> None:
        self._registry = registry
        self._governance = governance
        self._clock = clock
        self._read_at_us: int | None = None
        self._by: dict[tuple[str, str], list[CameraFacts]] = {}
        self._all: dict[str, CameraFacts] = {}

    def like(self, said: Said, principal: Principal) -> list[CameraFacts]:
        """Cameras that share something with what a device says of itself and that the principal may know of."""
        self._refresh()
        keys = [("serial", plain_serial(said.serial)), ("host", said.host)]
        keys += [("mac", plain_mac(one)) for one in said.macs]
        found = {one.camera_id: one for key in keys if key[1] for one in self._by.get(key, ())}
        for camera_id in said.at_stream | said.on_host:
            if camera_id in self._all:
                found[camera_id] = self._all[camera_id]
        return self.seen(found.values(), principal)

    def named(self, camera_id: str, principal: Principal) -> CameraFacts | None:
        """One that a person chose."""
        self._refresh()
        one = self._all.get(camera_id)
        return next(iter(self.seen([one], principal)), None) if one is not None else None

    def seen(self, of: Collection[CameraFacts], principal: Principal) -> list[CameraFacts]:
        """Those the principal may know of."""
        if not of:
            return []
        visible = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        return [
            one
            for one in of
            if visible.allows(
                one.owner_id, protected_tags(one.protected), id=one.camera_id, purpose_class=one.purpose or ""
            )
        ]

    def forget(self) -> None:
        """Read it anew next time."""
        self._read_at_us = None

    def _refresh(self) -> None:
        now_us = self._clock.now_us()
        if self._read_at_us is not None and 0 <= now_us - self._read_at_us < _FRESH_US:
            return
        facts: Sequence[CameraFacts] = self._registry.dossiers.facts()
        self._all = {one.camera_id: one for one in facts}
        self._by = {}
        for one in facts:
            keys = {
                ("serial", plain_serial(one.serial)),
                ("mac", one.mac),
                ("host", one.network_address.partition(":")[0]),
            }
            for key in keys:
                if key[1]:
                    self._by.setdefault(key, []).append(one)
        self._read_at_us = now_us
