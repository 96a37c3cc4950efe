"""Use cases on accounts: authorise, load, decide, save, record. Nobody raises himself.

Who gives or takes a role must administer the organisation of that role, or be let by the regulation and hold every
right that the role brings; who is not cleared clears nobody. Who
changes an account, its password included, must be able to give every role that it holds: otherwise a small
administrator could take over a great one's account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance.factors import Factor, Factors
from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef, Role, RoleBinding
from toancanh.governance.passwords import Passwords
from toancanh.governance.people import User, check_password
from toancanh.governance.record import RecordWriter
from toancanh.governance.sessions import Sessions
from toancanh.governance.store import users as store
from toancanh.governance.store.rights import raise_epoch
from toancanh.governance.store.tables import user_account as table
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, IdSource, Invalid, Principal, fold


@dataclass(frozen=True, kw_only=True)
class NewUser:
    """An account to make."""

    username: str
    name: str
    password: str
    organisation_id: str
    roles: tuple[RoleBinding, ...]


@dataclass(frozen=True, kw_only=True)
class UserChange:
    """What to change; None leaves a field as it is. ``version``: the one that was seen, if the asker wants to know."""

    name: str | None = None
    organisation_id: str | None = None
    roles: tuple[RoleBinding, ...] | None = None
    disabled: bool | None = None
    version: int | None = None


class Users:
    """Accounts and their roles."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        judgement: Judgement,
        record: RecordWriter,
        sessions: Sessions,
        passwords: Passwords,
        factors: Factors,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._sessions = sessions
        self._passwords = passwords
        self._factors = factors

    def page(self, principal: Principal, *, q: str, after: str, limit: int) -> list[User]:
        """Those the principal may read, by user name."""
        visible = self._judgement.visible(principal, Action.USER_READ, "user")
        with self._database.reading() as connection:
            return store.page(
                connection,
                visible=visible.clause(table.c.organisation_id, id_column=table.c.id),
                words=fold(q).split(),
                after=after,
                limit=limit,
            )

    def names(self, user_ids: Iterable[str]) -> dict[str, str]:
        """User names by id, also of accounts that are gone, for those who may see what these did; no judgement."""
        with self._database.reading() as connection:
            return store.names(connection, user_ids)

    def get(self, principal: Principal, user_id: str, *, source: str = "") -> User:
        """Raises `NotFound`, also where the principal may not read it."""
        found = self._load(user_id)
        self._require(principal, Action.USER_READ, found.id, found.organisation_id, source)
        return found

    def create(self, principal: Principal, new: NewUser, *, source: str = "") -> User:
        """Raises `Conflict` where the name is taken, `Denied` where a role may not be given."""
        organisation_id = new.organisation_id or principal.organisation_id
        decision = self._require(principal, Action.USER_WRITE, "", organisation_id, source)
        for binding in new.roles:
            self._require_role(principal, "", binding, source)
        check_password(new.password, new.username)
        now_us = self._clock.now_us()
        made = User(
            id=self._ids.new_id(),
            username=new.username,
            name=new.name,
            organisation_id=organisation_id,
            roles=new.roles,
            disabled=False,
            version=1,
            created_at_us=now_us,
            updated_at_us=now_us,
        )
        password_hash = self._passwords.hash(new.password)
        with self._database.transaction() as tx:
            store.insert(tx, made, password_hash)
            raise_epoch(tx)
            details: dict[str, object] = {"roles": _plain(made.roles), "organisation_id": organisation_id}
            personal = {"about": made.username, "source": source}
            self._recorded(tx, principal, "user.create", made, decision, details, personal)
        return made

    def update(self, principal: Principal, user_id: str, change: UserChange, *, source: str = "") -> User:
        """Raises `Conflict` for a newer version, `Denied` for the own account."""
        before = self._load(user_id)
        decision = self._require_over(principal, before, Action.USER_WRITE, source)
        if change.organisation_id is not None:
            self._require(principal, Action.USER_WRITE, user_id, change.organisation_id, source)
        for binding in set(change.roles or ()) - set(before.roles):
            self._require_role(principal, user_id, binding, source)
        with self._database.transaction() as tx:
            now = self._same_roles(tx, before)
            if change.version is not None and change.version != now.version:
                raise Conflict("somebody changed this account meanwhile", version=now.version)
            after = replace(
                now,
                name=now.name if change.name is None else change.name,
                organisation_id=now.organisation_id if change.organisation_id is None else change.organisation_id,
                roles=now.roles if change.roles is None else tuple(dict.fromkeys(change.roles)),
                disabled=now.disabled if change.disabled is None else change.disabled,
                version=now.version + 1,
                updated_at_us=self._clock.now_us(),
            )
            store.update(tx, after)
            raise_epoch(tx)
            if after.disabled:
                self._sessions.end_all(tx, user_id)
            personal = {"about": after.username, "source": source}
            self._recorded(tx, principal, "user.update", after, decision, _difference(now, after), personal)
        return after

    def set_password(
        self, principal: Principal, user_id: str, *, new: str, current: str = "", source: str = ""
    ) -> None:
        """The own password needs the current one. The account's other sessions end."""
        found = self._load(user_id)
        is_own = user_id == principal.user_id
        if is_own:
            decision = self._require(principal, Action.USER_PASSWORD, user_id, found.organisation_id, source)
            self._sessions.check_own_password(found, current, source)
        else:
            decision = self._require_over(principal, found, Action.USER_PASSWORD, source)
        check_password(new, found.username)
        password_hash = self._passwords.hash(new)
        with self._database.transaction() as tx:
            self._same_roles(tx, found)
            store.set_password_hash(tx, user_id, password_hash)
            self._sessions.end_all(tx, user_id, except_id=principal.session_id)
            personal = {"about": found.username, "source": source}
            self._recorded(tx, principal, "user.password", found, decision, {"own": is_own}, personal)

    def factors_of(self, principal: Principal, user_id: str, *, source: str = "") -> tuple[Factor, ...]:
        """What the person has enrolled, for those who may reset it."""
        found = self._load(user_id)
        self._require(principal, Action.USER_WRITE, found.id, found.organisation_id, source)
        return self._factors.of(user_id)

    def reset_factors(self, principal: Principal, user_id: str, *, source: str = "") -> None:
        """Take another's second factors away, who has lost them; the person is told at the next sign-in."""
        found = self._load(user_id)
        decision = self._require_over(principal, found, Action.USER_WRITE, source)
        with self._database.transaction() as tx:
            self._same_roles(tx, found)
            removed = self._factors.reset(tx, user_id, principal.username)
            personal = {"about": found.username, "source": source}
            self._recorded(tx, principal, "user.factors_reset", found, decision, {"removed": removed}, personal)

    def delete(self, principal: Principal, user_id: str, *, source: str = "") -> None:
        """The account is gone; what it did stays on record under its id."""
        found = self._load(user_id)
        decision = self._require_over(principal, found, Action.USER_WRITE, source)
        with self._database.transaction() as tx:
            self._same_roles(tx, found)
            self._sessions.end_all(tx, user_id)
            self._factors.forget(tx, user_id)
            store.delete(tx, user_id, self._clock.now_us())
            raise_epoch(tx)
            personal = {"about": found.username, "source": source}
            self._recorded(tx, principal, "user.delete", found, decision, {}, personal)

    def _require_over(self, principal: Principal, target: User, action: Action, source: str) -> Decision:
        """May act on the account, and could give every role that it holds."""
        decision = self._require(principal, action, target.id, target.organisation_id, source)
        for binding in target.roles:
            self._require_role(principal, target.id, binding, source)
        return decision

    def _require_role(self, principal: Principal, user_id: str, binding: RoleBinding, source: str) -> None:
        facts = self._judgement.facts()
        path = facts.path(binding.organisation_id)
        if not binding.organisation_id or not path:
            raise Invalid("roles: there is no such organisation", field="roles")
        ref = ResourceRef(kind="role", id=user_id, owner_id=binding.organisation_id, tags=frozenset({binding.role}))
        request = AccessRequest(action=Action.ROLE_GRANT, resource=ref, source=source)
        decision = self._judgement.require(principal, request)
        held = facts.roles.get(principal.user_id, ())
        own = self._judgement.rights_at(principal.user_id, path)
        is_cleared = any(one.role is Role.CLEARED and one.organisation_id in path for one in held)
        administers = any(one.role is Role.ADMINISTRATOR and one.organisation_id in path for one in held)
        lacks = not administers and not self._judgement.rights_of_role(binding.role) <= own
        lacks = lacks or (binding.role is Role.CLEARED and not is_cleared)
        if lacks and not principal.is_system:
            self._judgement.record_refusal(principal, request.action, ref, decision=decision, why="role_not_held")
            raise Denied(f"the role {binding.role} brings rights that you do not hold there")

    def _require(
        self, principal: Principal, action: Action, user_id: str, organisation_id: str, source: str
    ) -> Decision:
        ref = ResourceRef(kind="user", id=user_id, owner_id=organisation_id)
        return self._judgement.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _load(self, user_id: str) -> User:
        with self._database.reading() as connection:
            return store.load(connection, user_id) or _raise_not_found()

    @staticmethod
    def _same_roles(tx: Connection, judged: User) -> User:
        """The account as it is now, if it still is what was judged."""
        now = store.load(tx, judged.id) or _raise_not_found()
        if (now.roles, now.organisation_id) != (judged.roles, judged.organisation_id):
            raise Conflict("somebody changed this account meanwhile", version=now.version)
        return now

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        about: User,
        decision: Decision,
        details: dict[str, object],
        personal: dict[str, str],
    ) -> None:
        ref = ResourceRef(kind="user", id=about.id, owner_id=about.organisation_id)
        self._record.append(
            tx, principal, action, ref, outcome="allow", decision=decision, details=details, personal=personal
        )


def _raise_not_found() -> User:
    raise not_found("user")


def _plain(roles: Iterable[RoleBinding]) -> list[list[str]]:
    return [[binding.role, binding.organisation_id] for binding in roles]


_SHOWN: tuple[tuple[str, Callable[[User], object]], ...] = (
    ("organisation_id", lambda user: user.organisation_id),
    ("roles", lambda user: _plain(user.roles)),
    ("disabled", lambda user: user.disabled),
)


def _difference(before: User, after: User) -> dict[str, object]:
    """What changed; of the name, which is personal, only that it did."""
    changed: dict[str, object] = {
        name: [value(before), value(after)] for name, value in _SHOWN if value(before) != value(after)
    }
    if before.name != after.name:
        changed["name"] = None
    return {"version": after.version, "changed": changed}
