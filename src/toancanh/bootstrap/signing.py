"""The site's evidence key, lent to packages below evidence that sign what they hand out."""

from __future__ import annotations

from toancanh.evidence.authority import Authority
from toancanh.health.repairs.ports import Signature


class SiteSigner:
    """`health.repairs.ports.Signer`."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def sign(self, data: bytes) -> Signature:
        """Now, without a time stamp."""
        made = self._authority.sign(data)
        return Signature(value=made.signature, serial=made.serial)

    def fingerprint(self) -> str:
        """Of the root certificate."""
        return self._authority.trust().fingerprint
