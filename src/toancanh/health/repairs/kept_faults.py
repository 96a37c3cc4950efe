"""Faults as health has stored them: whoever judges cameras, and in whichever process."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from toancanh.health.model import Fault, Incident
from toancanh.health.store import faults
from toancanh.infra.database import Database


class KeptFaults:
    """`FaultBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_faults(self) -> Sequence[Fault]:
        """All that are alarms now."""
        with self._database.reading() as connection:
            return faults.open_faults(connection)

    def given_up_views(self) -> Mapping[str, int]:
        """By camera: when it was last moved from a view that a person then gave up, by approving another or none."""
        with self._database.reading() as connection:
            return faults.given_up_views(connection)

    def incidents(self, incident_ids: Collection[str]) -> Mapping[str, Incident]:
        """By id."""
        with self._database.reading() as connection:
            found = {id: faults.load_incident(connection, id) for id in incident_ids}
        return {id: one for id, one in found.items() if one is not None}

    def faults_between(self, camera_ids: Collection[str], from_us: int, until_us: int) -> Sequence[Fault]:
        """Of these cameras, those that were open at some time between."""
        with self._database.reading() as connection:
            return faults.between(connection, camera_ids, from_us, until_us)
