"""For which purpose, and for which case or order, somebody looks at pictures now."""

from __future__ import annotations

from toancanh.governance.judgement import Judgement
from toancanh.governance.record import RecordWriter
from toancanh.governance.regulation.pack import PermittedPurpose
from toancanh.infra.database import Database
from toancanh.kernel import Invalid, Principal

_FAULTS = {
    "no_purpose": ("purpose", "a number goes with a purpose"),
    "unknown_purpose": ("purpose", "the regulation in force knows no such purpose"),
    "no_reference": ("reference", "this purpose goes with a number"),
    "no_open_case": ("reference", "there is no open case of this number that you may refer to"),
}


class Purposes:
    """Those of the regulation in force, and the change from one to another, which is on record."""

    def __init__(self, *, database: Database, judgement: Judgement, record: RecordWriter) -> None:
        self._database = database
        self._judgement = judgement
        self._record = record

    def all(self) -> tuple[PermittedPurpose, ...]:
        """In the regulation's order."""
        return self._judgement.engine().pack.purposes

    def choose(self, principal: Principal, purpose: str, reference: str, *, source: str = "") -> None:
        """Put on record what pictures are looked at for from now on; both empty: routine work.

        Raises `Invalid` where the number stands for nothing that the principal may refer to.
        """
        fault = self._judgement.refers(principal, purpose, reference) if purpose or reference else ""
        if fault:
            field, words = _FAULTS[fault]
            raise Invalid(words, field=field, fault=fault)
        with self._database.transaction() as tx:
            personal = {"purpose": purpose, "reference": reference, "source": source}
            self._record.append(tx, principal, "purpose.choose", None, outcome="allow", details={}, personal=personal)
