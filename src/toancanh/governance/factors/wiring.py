"""The parts of second factors over one another."""

from __future__ import annotations

from collections.abc import Callable

from toancanh.governance.factors.passkeys import Passkeys
from toancanh.governance.factors.questions import Questions
from toancanh.governance.factors.service import ISSUER, Factors
from toancanh.governance.factors.sign_in import SecondStep
from toancanh.governance.record import RecordWriter
from toancanh.governance.sessions import Sessions
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, IdSource


def second_factors(
    *,
    database: Database,
    clock: Clock,
    ids: IdSource,
    keyring: KeyRing,
    record: RecordWriter,
    sessions: Sessions,
    random_bytes: Callable[[int], bytes],
    public_origin: str,
) -> tuple[Factors, SecondStep]:
    """What people enrol, and the step of signing in that asks for it."""
    questions = Questions(database=database, clock=clock, keyring=keyring, random_bytes=random_bytes)
    passkeys = Passkeys(origin=public_origin, site_name=ISSUER)
    factors = Factors(
        database=database,
        clock=clock,
        ids=ids,
        keyring=keyring,
        record=record,
        sessions=sessions,
        questions=questions,
        passkeys=passkeys,
        random_bytes=random_bytes,
    )
    step = SecondStep(
        database=database,
        clock=clock,
        record=record,
        sessions=sessions,
        questions=questions,
        factors=factors,
        passkeys=passkeys,
        random_bytes=random_bytes,
    )
    return factors, step
