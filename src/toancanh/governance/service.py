"""The only door of governance for other packages."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from toancanh.governance import record as records
from toancanh.governance import setup
from toancanh.governance.acts import Acts
from toancanh.governance.checkpoints import Checkpoints, Handed
from toancanh.governance.factors import Asked, second_factors
from toancanh.governance.granting import Grants
from toancanh.governance.holds.service import Holds
from toancanh.governance.judgement import Figures, Judgement
from toancanh.governance.lent import LentSessions
from toancanh.governance.masks import Masks
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.organisations import Organisations
from toancanh.governance.oversight import concerned
from toancanh.governance.oversight.service import Oversight
from toancanh.governance.packs.life import Regulations
from toancanh.governance.packs.shelf import Shelf
from toancanh.governance.packs.simulating import Simulation
from toancanh.governance.passwords import Passwords
from toancanh.governance.people import Session
from toancanh.governance.purpose import Approvals, Cases, Duties, Purposes
from toancanh.governance.reading import RecordReader
from toancanh.governance.record import AnonymousReason, RecordReport, RecordWriter
from toancanh.governance.record.erasing import Erasure
from toancanh.governance.regulation import Engine
from toancanh.governance.sessions import Sessions, SessionTerms
from toancanh.governance.shares.document import ShareSigner
from toancanh.governance.shares.loading import AgreedShares
from toancanh.governance.shares.service import Shares
from toancanh.governance.shares.use import ShareUse
from toancanh.governance.store.rights import raise_epoch
from toancanh.governance.successions import Successions
from toancanh.governance.units import Loaded, UnitLoading
from toancanh.governance.upkeep import Upkeep
from toancanh.governance.users import Users
from toancanh.governance.visibility import Visibility
from toancanh.governance.watch import POLL_S
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, IdSource, Principal, Unauthenticated


class Governance:
    """Who may do what, and the record of it, over one database. Thread-safe.

    ``writer`` names the process in the record ("web", "media-0", "cli"); two processes never share one.
    ``epoch_lasts_us``: so long a change of rights by another process may stay unknown to this one.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        keyring: KeyRing,
        site: int,
        writer: str,
        terms: SessionTerms | None = None,
        passwords: Passwords | None = None,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
        watch_poll_s: float = POLL_S,
        epoch_lasts_us: int = 0,
        public_origin: str = "",
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._keyring = keyring
        self._passwords = passwords or Passwords()
        self._writer = RecordWriter(
            clock=clock,
            ids=ids,
            site=site,
            writer=writer,
            seal_key=keyring.mac_key("record"),
            random_bytes=random_bytes,
        )
        shelf = Shelf()
        signer = ShareSigner(keyring.mac_key("shares"))
        self._judgement = Judgement(
            database=database,
            clock=clock,
            record=self._writer,
            shares=AgreedShares(signer),
            in_force=shelf.in_force,
            is_switch_due=shelf.is_due,
            epoch_lasts_us=epoch_lasts_us,
        )
        acts = Acts(database=database, judgement=self._judgement, record=self._writer)
        self._many = acts.many
        self.know = acts.know
        self.record = acts.record
        self.record_refusal = acts.record_refusal
        self.record_anonymous = acts.record_anonymous
        self.as_now = acts.as_now
        self.know_owners = self._judgement.know_owners
        self.footage = self._judgement.footage
        self.footage_now = self._judgement.footage_now
        self.footage_parts = self._judgement.footage_parts
        self.parted = self._judgement.parted
        self.require_footage = self._judgement.require_footage
        self._sessions = Sessions(
            database=database,
            clock=clock,
            ids=ids,
            record=self._writer,
            passwords=self._passwords,
            terms=terms or SessionTerms(),
            random_bytes=random_bytes,
        )
        self.lent = LentSessions(database=database, sessions=self._sessions)
        self.factors, self.second_step = second_factors(
            database=database,
            clock=clock,
            ids=ids,
            keyring=keyring,
            record=self._writer,
            sessions=self._sessions,
            random_bytes=random_bytes,
            public_origin=public_origin,
        )
        self.masks = Masks(
            database=database,
            clock=clock,
            ids=ids,
            judgement=self._judgement,
            record=self._writer,
            find=lambda camera_id: acts.lookups["camera"](camera_id) if "camera" in acts.lookups else None,
        )
        self.grants = Grants(
            database=database,
            clock=clock,
            ids=ids,
            key=keyring.mac_key("grants"),
            judgement=self._judgement,
            sessions=self._sessions,
            masks=self.masks,
            lookups=acts.lookups,
            cameras=self._cameras,
            count_forged=lambda source: self.record_anonymous(source, AnonymousReason.FORGED_GRANT),
            record_refusal=self.record_refusal,
            watch_poll_s=watch_poll_s,
        )
        self.organisations = Organisations(
            database=database, clock=clock, ids=ids, judgement=self._judgement, record=self._writer
        )
        self.successions = Successions(database=database, clock=clock, judgement=self._judgement, record=self._writer)
        self._units = UnitLoading(
            database=database, clock=clock, ids=ids, judgement=self._judgement, record=self._writer
        )
        self.regulations = Regulations(
            database=database, clock=clock, ids=ids, judgement=self._judgement, record=self._writer, shelf=shelf
        )
        self._judgement.know_settling(self.regulations.settle)
        self.users = Users(
            database=database,
            clock=clock,
            ids=ids,
            judgement=self._judgement,
            record=self._writer,
            sessions=self._sessions,
            passwords=self._passwords,
            factors=self.factors,
        )
        self.shares = Shares(
            database=database,
            clock=clock,
            ids=ids,
            judgement=self._judgement,
            record=self._writer,
            signer=signer,
            pack=self.regulations.in_force,
        )
        self.organisations.before_delete(self.shares.lose_organisation)
        self.share_use = ShareUse(
            database=database,
            clock=clock,
            judgement=self._judgement,
            record=self._writer,
            shares=self.shares,
            grants=self.grants,
        )
        self.holds = Holds(
            database=database,
            clock=clock,
            ids=ids,
            judgement=self._judgement,
            record=self._writer,
            pack=self.regulations.in_force,
        )
        self.cases = Cases(database=database, clock=clock, ids=ids, judgement=self._judgement, record=self._writer)
        self.duties = Duties(database=database, clock=clock, ids=ids, judgement=self._judgement, record=self._writer)
        self.purposes = Purposes(database=database, judgement=self._judgement, record=self._writer)
        self.approvals = Approvals(
            database=database,
            clock=clock,
            ids=ids,
            judgement=self._judgement,
            record=self._writer,
            cameras=self._cameras,
        )
        self.reader = RecordReader(database=database, clock=clock, judgement=self._judgement, record=self._writer)
        self.oversight = Oversight(database=database, reader=self.reader)
        self.simulation = Simulation(database=database, regulations=self.regulations, reader=self.reader)
        self.checkpoints = Checkpoints(
            database=database,
            clock=clock,
            keyring=keyring,
            site=site,
            judgement=self._judgement,
            record=self._writer,
        )
        self.erasure = Erasure(
            database=database,
            clock=clock,
            judgement=self._judgement,
            record=self._writer,
            pack=lambda: self._judgement.engine().pack,
            held=lambda: {camera_id for hold, _ in self.holds.lasting() for camera_id in hold.camera_ids},
            forget=concerned.forget,
        )
        self.person_requests = concerned.PersonRequests(
            database=database,
            clock=clock,
            ids=ids,
            judgement=self._judgement,
            record=self._writer,
            pack=lambda: self._judgement.engine().pack,
        )
        self.upkeep = Upkeep(clock=clock, checkpoints=self.checkpoints, erasure=self.erasure)

    def _cameras(self, camera_ids: Collection[str]) -> Mapping[str, ResourceRef]:
        return self._many["camera"](camera_ids)

    def close(self) -> None:
        """Stop watching and keeping."""
        self.upkeep.close()
        self.grants.close()

    def ensure_first_administrator(self, password: str | None, organisation_name: str = "Toàn Cảnh") -> str | None:
        """Make the first organisation and ``admin`` where there is nobody; returns a password only if generated."""
        generated = setup.ensure_first_administrator(
            database=self._database,
            clock=self._clock,
            ids=self._ids,
            record=self._writer,
            passwords=self._passwords,
            password=password,
            organisation_name=organisation_name,
        )
        self.regulations.ensure_shipped()
        return generated

    def load_units(
        self, principal: Principal, *, reform_day: date | None = None, reform_source: str = "", source: str = ""
    ) -> Loaded:
        """Hà Nội's communes, wards, former districts and renamed departments, as far as they are missing."""
        return self._units.load(principal, reform_day=reform_day, reform_source=reform_source, source=source)

    # the question

    def authorize(self, principal: Principal, request: AccessRequest) -> Decision:
        """Decide; nothing is written."""
        return self._judgement.authorize(principal, request)

    def require(self, principal: Principal, request: AccessRequest) -> Decision:
        """Decide; a refusal is recorded in its own transaction and raised as `Denied`, or as `NotFound` where the
        principal may not even know of the thing.
        """
        return self._judgement.require(principal, request)

    def visible(self, principal: Principal, action: Action, kind: str) -> Visibility:
        """What of a kind the principal may do ``action`` on: a test of one, and a condition for SQL."""
        return self._judgement.visible(principal, action, kind)

    def within(self, organisation_id: str) -> frozenset[str]:
        """The organisation and all below it, for filters of other packages; no judgement."""
        return self._judgement.facts().below(organisation_id) | {organisation_id}

    def actions_of(self, principal: Principal) -> frozenset[Action]:
        """What the principal may do somewhere, besides to the own account, so that a console can leave the rest out."""
        return self._judgement.actions_of(principal)

    def engine(self) -> Engine:
        """The pack in force, for those who explain it; who asks for a decision asks `authorize`."""
        return self._judgement.engine()

    @property
    def figures(self) -> Figures:
        """Counts of this process's judgements."""
        return self._judgement.figures

    # the record

    def verify_record(self, handed: Sequence[Handed] = ()) -> RecordReport:
        """Walk every chain of the record, and hold it against its checkpoints and those that owners bring."""
        with self._database.reading() as connection:
            walked = records.verify_record(connection, self._keyring.mac_key("record"))
            checkpoints, found = self.checkpoints.prove(connection, handed)
        return replace(walked, checkpoints=checkpoints, violations=(*walked.violations, *found))

    def rights_changed(self, tx: Connection) -> None:
        """To be called in the transaction of every act by which a thing changes its owner or goes away."""
        raise_epoch(tx)

    # sessions

    def sign_in(self, username: str, password: str, source: str) -> tuple[str, Principal]:
        """A new session's token. Raises `Unauthenticated`, also for who has a second factor (those take
        ``second_step``), or `Exhausted` with ``retry_after_s``.
        """
        opened = self.second_step.sign_in(username, password, source)
        if isinstance(opened, Asked):
            raise Unauthenticated("a second factor is needed", reason="second_factor")
        return opened

    def principal_of(self, token: str) -> Principal:
        """Raises `Unauthenticated` where no running session has this token."""
        return self._sessions.principal_of(token)

    def sign_out(self, principal: Principal) -> None:
        """End the principal's session, and every view that rests on it."""
        self._sessions.sign_out(principal)

    def own_sessions(self, principal: Principal) -> list[Session]:
        """The asker's running sessions, the newest first."""
        return self._sessions.list_own(principal)

    def end_session(self, principal: Principal, session_id: str, source: str) -> None:
        """End one of the asker's own. Raises `NotFound`, for a stranger's as for none."""
        self._sessions.end_own(principal, session_id, source)
