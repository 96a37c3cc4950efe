"""Use cases on consumers: authorise, load, decide, save, record.

A consumer is judged as an account of its organisation that holds the role of a viewer there: what the organisation may
see live, by its own cameras and by shares that their owners agreed to, narrowed to what the consumer was offered. The
account's password is known to nobody. Who makes, changes or ends a consumer must be able to do so with that account.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Governance, Grant, ResourceRef, Role, RoleBinding
from toancanh.governance.record import AnonymousReason
from toancanh.governance.setup import generate_password
from toancanh.governance.throttle import LoginThrottle
from toancanh.governance.users import NewUser, UserChange
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, Conflict, Denied, Exhausted, IdSource, Invalid, NotFound, Principal, Unauthenticated
from toancanh.media.gateway import store
from toancanh.media.gateway.digest import Answer, is_right, secrets_of
from toancanh.media.gateway.model import MAX_CAMERAS, MAX_DAYS, Consumer, ConsumerDraft, OfferedCamera, read_networks
from toancanh.registry import Registry

_DAY_US = 86_400_000_000
_MOST_AT_ONCE = 4
"""Views of one stream by one consumer: one that runs, one that is only just ending, and one more of each."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A consumer for who may read it: without cameras that the asker may not know of. ``allowed``: which of them it may
    see by the rules as they are now; ``running``: its views.
    """

    consumer: Consumer
    allowed: frozenset[str]
    running: tuple[Grant, ...]


class Consumers:
    """Thread-safe; blocking."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        keyring: KeyRing,
        password: Callable[[], str] = generate_password,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._keyring = keyring
        self._password = password
        self._throttle = LoginThrottle(clock=clock)
        self._lending = threading.Lock()

    def all(self, principal: Principal) -> list[Shown]:
        """Of organisations whose accounts the asker may read."""
        visible = self._governance.visible(principal, Action.USER_READ, "user")
        row = store.gateway_consumer.c
        with self._database.reading() as connection:
            found = store.seen(connection, visible.clause(row.organisation_id, id_column=row.user_id))
        return self._shown(principal, found)

    def create(self, principal: Principal, draft: ConsumerDraft, *, source: str = "") -> tuple[Shown, str]:
        """A consumer and its password, which nobody is shown again. Raises `Denied`, `Invalid`, `NotFound`."""
        self._check(principal, draft.cameras, draft.days, source)
        networks, password, consumer_id = read_networks(draft.networks), self._password(), self._ids.new_id()
        username = f"rtsp-{consumer_id[-8:]}"
        account = NewUser(
            username=username,
            name=draft.name,
            password=secrets.token_urlsafe(24),
            organisation_id=draft.organisation_id,
            roles=(RoleBinding(role=Role.VIEWER, organisation_id=draft.organisation_id),),
        )
        user = self._governance.users.create(principal, account, source=source)
        now_us = self._clock.now_us()
        made = Consumer(
            id=consumer_id,
            user_id=user.id,
            username=username,
            name=draft.name,
            organisation_id=user.organisation_id,
            cameras=draft.cameras,
            purpose=draft.purpose,
            reference=draft.reference,
            legal_basis=draft.legal_basis,
            networks=networks,
            created_us=now_us,
            expires_us=now_us + round(draft.days * _DAY_US),
            withdrawn_us=None,
            session_id="",
            version=1,
            secret=self._sealed(consumer_id, username, password),
        )
        with self._database.transaction() as tx:
            store.insert(tx, made)
            self._record(tx, principal, "consumer.create", made, source)
        return self._shown(principal, [made])[0], password

    def change(
        self, principal: Principal, consumer_id: str, draft: ConsumerDraft, *, version: int, source: str = ""
    ) -> Shown:
        """All but whose it is, and its password; running views end where what they show is offered no more."""
        before = self._to_write(principal, consumer_id, source)
        self._check(principal, draft.cameras, draft.days, source)
        hidden = self._hidden(principal, before)
        after = replace(
            before,
            name=draft.name,
            cameras=(*draft.cameras, *hidden),
            purpose=draft.purpose,
            reference=draft.reference,
            legal_basis=draft.legal_basis,
            networks=read_networks(draft.networks),
            expires_us=self._clock.now_us() + round(draft.days * _DAY_US),
            version=before.version + 1,
            session_id="",
        )
        self._save(principal, before, after, "consumer.update", version, source)
        return self._shown(principal, [after])[0]

    def renew_password(self, principal: Principal, consumer_id: str, *, source: str = "") -> tuple[Shown, str]:
        """Another password; the old one is good no more, and what runs on it ends."""
        before = self._to_write(principal, consumer_id, source)
        password = self._password()
        after = replace(
            before,
            secret=self._sealed(before.id, before.username, password),
            version=before.version + 1,
            session_id="",
        )
        self._save(principal, before, after, "consumer.password", before.version, source)
        return self._shown(principal, [after])[0], password

    def withdraw(self, principal: Principal, consumer_id: str, *, source: str = "") -> None:
        """It gets nothing any more; running views end within a second."""
        before = self._to_write(principal, consumer_id, source)
        self._governance.users.update(principal, before.user_id, UserChange(disabled=True), source=source)
        after = replace(
            before, withdrawn_us=self._clock.now_us(), secret="", session_id="", version=before.version + 1
        )  # fmt: skip
        self._save(principal, before, after, "consumer.withdraw", before.version, source)

    # the gateway's own questions

    def log_in(self, answer: Answer, method: str, source: str) -> Consumer:
        """Whose password it is. Raises `Unauthenticated`, `Exhausted` for who guesses, `Denied` elsewhere than from
        its networks.
        """
        wait_s = self._throttle.attempt(answer.username, source)
        if wait_s > 0:
            self._governance.record_anonymous(source, AnonymousReason.THROTTLED)
            raise Exhausted("too many attempts to log in", retry_after_s=round(wait_s) + 1)
        with self._database.reading() as connection:
            found = store.by_username(connection, answer.username)
        now_us = self._clock.now_us()
        opened = self._opened(found) if found is not None and found.lives(now_us) else {}
        good = is_right(answer, method, opened)
        if found is None:
            self._governance.record_anonymous(source, AnonymousReason.UNKNOWN_USER)
            raise Unauthenticated("user name or password is wrong")
        if not (opened and good):
            self._refuse(found, "wrong_password" if opened else "ended", source)
            raise Unauthenticated("user name or password is wrong")
        self._throttle.succeeded(answer.username, source)
        if not found.may_come_from(source):
            self._refuse(found, "foreign_network", source)
            raise Denied("this consumer may not come from there", reason="foreign_network")
        return found

    def principal(self, consumer: Consumer, source: str) -> Principal:
        """As who it asks now: its session goes on while it is used, and ends with the consumer at the latest."""
        person, lent = _person(consumer), self._governance.lent
        with self._lending:  # or two connections at once would have a session each, and one would be forgotten
            with self._database.reading() as connection:
                now = store.by_id(connection, consumer.id)
            session_id = "" if now is None else now.session_id
            holder = lent.holder(session_id, person, to=consumer.name) if session_id else None
            if holder is None:
                with self._database.transaction() as tx:
                    session_id = lent.lend(tx, person, to=consumer.name, source=source)
                    lent.renew(tx, session_id, until_us=consumer.expires_us)
                    store.set_session(tx, consumer.id, session_id)
                holder = lent.holder(session_id, person, to=consumer.name)
        if holder is None:
            raise Denied("the account of this consumer is disabled", reason="right_withdrawn")
        return holder

    def room(self, consumer: Consumer, camera_id: str) -> None:
        """Raises `Exhausted` where it watches the camera several times already."""
        running = [one for one in self._running().get(consumer.user_id, ()) if one.camera_id == camera_id]
        if len(running) >= _MOST_AT_ONCE:
            raise Exhausted(f"{_MOST_AT_ONCE} views of this camera run already")

    def renew_sessions(self) -> None:
        """Again and again: what runs day and night goes on, for as long as the consumer lives."""
        sessions = {grant.session_id for grants in self._running().values() for grant in grants}
        with self._database.reading() as connection:
            found = store.of_sessions(connection, sorted(sessions)) if sessions else []
        for consumer in found:
            if self._governance.lent.is_due(consumer.session_id, consumer.expires_us):
                with self._database.transaction() as tx:
                    self._governance.lent.renew(tx, consumer.session_id, until_us=consumer.expires_us)

    # inside

    def _check(self, principal: Principal, cameras: Sequence[OfferedCamera], days: float, source: str) -> None:
        if not 0 < len(cameras) <= MAX_CAMERAS:
            raise Invalid(f"cameras: between 1 and {MAX_CAMERAS}", field="cameras")
        if not 0 < days <= MAX_DAYS:
            raise Invalid(f"days: more than 0, at most {MAX_DAYS:g}", field="days")
        for one in cameras:
            camera = self._registry.get_camera(principal, one.camera_id, source=source)
            missing = one.streams - {stream.role for stream in camera.streams}
            if missing or not one.streams:
                raise Invalid(
                    f"camera {camera.code} has no {', '.join(sorted(missing)) or 'such'} stream", field="cameras"
                )

    def _shown(self, principal: Principal, found: Sequence[Consumer]) -> list[Shown]:
        running = self._running()
        refs = self._registry.camera_refs({one.camera_id for consumer in found for one in consumer.cameras})
        readable = self._readable(principal, refs)
        return [
            Shown(
                consumer=replace(consumer, cameras=tuple(one for one in consumer.cameras if one.camera_id in readable)),
                allowed=frozenset(
                    one.camera_id
                    for one in consumer.cameras
                    if one.camera_id in readable and self._may_see(consumer, refs[one.camera_id])
                ),
                running=tuple(one for one in running.get(consumer.user_id, ()) if one.camera_id in readable),
            )
            for consumer in found
        ]

    def _readable(self, principal: Principal, refs: Mapping[str, ResourceRef]) -> Collection[str]:
        visible = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        return {camera_id for camera_id, ref in refs.items() if visible.shows(ref)}

    def _hidden(self, principal: Principal, consumer: Consumer) -> tuple[OfferedCamera, ...]:
        """What the asker is not shown stays as it is."""
        refs = self._registry.camera_refs({one.camera_id for one in consumer.cameras})
        readable = self._readable(principal, refs)
        return tuple(one for one in consumer.cameras if one.camera_id in refs and one.camera_id not in readable)

    def _may_see(self, consumer: Consumer, ref: ResourceRef) -> bool:
        asked = AccessRequest(
            action=Action.MEDIA_LIVE, resource=ref, purpose=consumer.purpose, reference=consumer.reference
        )
        return self._governance.authorize(_person(consumer), asked).allowed

    def _running(self) -> dict[str, list[Grant]]:
        running: dict[str, list[Grant]] = {}
        for grant in self._governance.grants.running():
            running.setdefault(grant.user_id, []).append(grant)
        return running

    def _to_write(self, principal: Principal, consumer_id: str, source: str) -> Consumer:
        with self._database.reading() as connection:
            found = store.by_id(connection, consumer_id)
        if found is None or found.withdrawn_us is not None:
            raise NotFound("there is no such consumer, or you may not see it")
        self._governance.require(
            principal, AccessRequest(action=Action.USER_WRITE, resource=_ref(found), source=source)
        )
        return found

    def _save(
        self, principal: Principal, before: Consumer, after: Consumer, act: str, version: int, source: str
    ) -> None:
        with self._database.transaction() as tx:
            now = store.by_id(tx, before.id)
            if version != before.version or not store.change(tx, after, before=version):
                raise Conflict("somebody changed this consumer meanwhile", version=before.version)
            if now is not None and now.session_id:
                self._governance.lent.end(tx, now.session_id)
            self._record(tx, principal, act, after, source)

    def _record(self, tx: Connection, principal: Principal, act: str, about: Consumer, source: str) -> None:
        details = {
            "consumer_id": about.id,
            "cameras": [[one.camera_id, sorted(one.streams)] for one in about.cameras],
            "purpose": about.purpose,
            "legal_basis": about.legal_basis,
            "networks": list(about.networks),
            "expires_us": about.expires_us,
        }
        personal = {"about": about.name, "source": source}
        self._governance.record(tx, principal, act, _ref(about), details=details, personal=personal)

    def _refuse(self, consumer: Consumer, why: str, source: str) -> None:
        ref = ResourceRef(kind="session", id="", owner_id=consumer.organisation_id)
        self._governance.record_refusal(_person(consumer), "session.open", ref, why=why, source=source)

    def _sealed(self, consumer_id: str, username: str, password: str) -> str:
        return self._keyring.encrypt(json.dumps(secrets_of(username, password)).encode(), store.context(consumer_id))

    def _opened(self, consumer: Consumer) -> Mapping[str, str]:
        if not consumer.secret:
            return {}
        found: Mapping[str, str] = json.loads(self._keyring.decrypt(consumer.secret, store.context(consumer.id)))
        return found


def _ref(consumer: Consumer) -> ResourceRef:
    return ResourceRef(kind="user", id=consumer.user_id, owner_id=consumer.organisation_id)


def _person(consumer: Consumer) -> Principal:
    return Principal(
        user_id=consumer.user_id,
        username=consumer.username,
        organisation_id=consumer.organisation_id,
        session_id="",
    )
