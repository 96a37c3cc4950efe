"""``/users``."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.model import RoleBinding
from toancanh.governance.people import User, username_key
from toancanh.governance.routes.account_shapes import FactorList, FactorOut
from toancanh.governance.routes.shapes import NewPassword, RoleIn, UserNew, UserOut, UserPatch
from toancanh.governance.users import NewUser, UserChange
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page


def router(platform: Platform) -> APIRouter:
    """Accounts and their roles."""
    users = platform.governance.users
    routes = APIRouter(prefix="/users", tags=["users"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_users(principal: SignedIn, limit: Limit = 100, after: After = None, q: Words = "") -> Page[UserOut]:
        """Those that the asker may read, by user name."""
        found = users.page(principal, q=q, after=after or "", limit=limit + 1)
        shown = page(found, limit, key=_key_of)
        return Page(items=[UserOut.of(item) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def create_user(principal: SignedIn, body: UserNew, source: Source) -> UserOut:
        """Make an account."""
        organisation_id = body.organisation_id or principal.organisation_id
        wanted = body.roles + ([RoleIn(role=body.role)] if body.role else [])
        new = NewUser(
            username=body.username,
            name=body.name,
            password=body.password,
            organisation_id=organisation_id,
            roles=_bindings(wanted, organisation_id),
        )
        return UserOut.of(users.create(principal, new, source=source))

    @routes.get("/{user_id}")
    def get_user(principal: SignedIn, user_id: str, source: Source) -> UserOut:
        """One account."""
        return UserOut.of(users.get(principal, user_id, source=source))

    @routes.patch("/{user_id}")
    def change_user(principal: SignedIn, user_id: str, body: UserPatch, source: Source) -> UserOut:
        """Change an account other than the own."""
        home = body.organisation_id
        if body.roles is not None and home is None and any(role.organisation_id is None for role in body.roles):
            home = users.get(principal, user_id, source=source).organisation_id
        change = UserChange(
            name=body.name,
            organisation_id=body.organisation_id,
            roles=None if body.roles is None else _bindings(body.roles, home or ""),
            disabled=body.disabled,
            version=body.version,
        )
        return UserOut.of(users.update(principal, user_id, change, source=source))

    @routes.delete("/{user_id}", status_code=204)
    def delete_user(principal: SignedIn, user_id: str, source: Source) -> None:
        """Delete an account other than the own; the record keeps what it did."""
        users.delete(principal, user_id, source=source)

    @routes.post("/{user_id}/password", status_code=204)
    def set_password(principal: SignedIn, user_id: str, body: NewPassword, source: Source) -> None:
        """Set a password. The account's other sessions end."""
        users.set_password(principal, user_id, new=body.new_password, current=body.current_password, source=source)

    @routes.get("/{user_id}/factors")
    def factors_of(principal: SignedIn, user_id: str, source: Source) -> FactorList:
        """What a person has enrolled, for those who may reset it."""
        found = users.factors_of(principal, user_id, source=source)
        return FactorList(items=[FactorOut.of(factor) for factor in found])

    @routes.delete("/{user_id}/factors", status_code=204)
    def reset_factors(principal: SignedIn, user_id: str, source: Source) -> None:
        """Take another's second factors away, who has lost them; the person is told at the next sign-in."""
        users.reset_factors(principal, user_id, source=source)

    return routes


def _bindings(roles: Iterable[RoleIn], home: str) -> tuple[RoleBinding, ...]:
    wanted = (RoleBinding(role=item.role, organisation_id=item.organisation_id or home) for item in roles)
    return tuple(dict.fromkeys(wanted))


def _key_of(user: User) -> str:
    return username_key(user.username)
