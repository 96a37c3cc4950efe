"""A city in a temporary folder: organisations, people and cameras over a real database, key ring and policy."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import argon2
from fastapi import FastAPI

from databases import a_database
from toancanh.governance import Governance, Passwords, Role, RoleBinding, SessionTerms
from toancanh.governance import routes as governance_routes
from toancanh.governance.people import Organisation, OrganisationKind, User
from toancanh.governance.users import NewUser
from toancanh.infra.database import Database
from toancanh.infra.http import install_errors
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, EventBus, IdSource, Principal, SimulatedClock
from toancanh.registry import Camera, CameraDraft, Registry, StreamDraft, StreamRole
from toancanh.registry import routes as registry_routes

ADMIN_PASSWORD = "the first one"
PASSWORD = "seven green buses"
SOURCE = "192.0.2.7"
ORIGIN = "https://city.test"


def quick_passwords() -> Passwords:
    """argon2id with the least work there is; the real work is for attackers, not for tests."""
    return Passwords(hasher=argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@dataclass
class City:
    folder: Path
    clock: Clock
    database: Database
    keyring: KeyRing
    governance: Governance
    registry: Registry
    events: EventBus
    people: dict[str, Principal] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    lent_app: FastAPI | None = None

    @property
    def admin(self) -> Principal:
        return self.signed_in("admin", ADMIN_PASSWORD)

    @property
    def root_id(self) -> str:
        return self.admin.organisation_id

    def signed_in(self, username: str, password: str = PASSWORD) -> Principal:
        if username not in self.people:
            self.tokens[username], self.people[username] = self.governance.sign_in(username, password, SOURCE)
        return self.people[username]

    def token(self, username: str) -> str:
        self.signed_in(username)
        return self.tokens[username]

    def organisation(self, code: str, parent_id: str = "", name: str = "") -> Organisation:
        return self.governance.organisations.create(
            self.admin, code=code, name=name or code, kind=OrganisationKind.WARD, parent_id=parent_id
        )

    def user(self, username: str, role: Role | None, organisation_id: str) -> User:
        roles = (RoleBinding(role=role, organisation_id=organisation_id),) if role else ()
        new = NewUser(username=username, name="", password=PASSWORD, organisation_id=organisation_id, roles=roles)
        return self.governance.users.create(self.admin, new)

    def camera(self, code: str, owner_id: str, url: str = "rtsp://192.0.2.10/main", **more: object) -> Camera:
        draft = CameraDraft(
            code=code,
            name=str(more.pop("name", code)),
            owner_id=owner_id,
            lat=21.0,
            lon=105.8,
            min_days=1,
            max_days=30,
            streams=(StreamDraft(role=StreamRole.MAIN, url=url, username="viewer", password="t0p-secret"),),
        )
        return self.registry.cameras.create(self.admin, draft)

    @property
    def platform(self) -> SimpleNamespace:
        """What of the wired platform the routes need."""
        return SimpleNamespace(governance=self.governance, registry=self.registry, settings=SimpleNamespace(origins=()))

    def app(self) -> FastAPI:
        """The routes of governance and registry. Made once for many cities (0.3 s): it is not to be changed."""
        if self.lent_app is None:
            self.lent_app = _free_apps.pop() if _free_apps else _made_app()
            self.lent_app.state.platform = self.platform
        return self.lent_app

    def bare_app(self) -> FastAPI:
        """For routes of one's own."""
        app = _bare_app()
        app.state.platform = self.platform
        return app


_free_apps: list[FastAPI] = []
_PLAIN = (int, float, str, tuple, frozenset, type(None))


class _Later:
    """Stands for what a platform will have when a request comes."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find

    def __getattr__(self, name: str) -> Any:
        try:
            value = getattr(self._find(), name)
        except AttributeError:
            value = self  # there is no platform yet
        return value if isinstance(value, _PLAIN) else _Later(lambda: getattr(self._find(), name))

    def __call__(self, *arguments: Any, **more: Any) -> Any:
        return self._find()(*arguments, **more)

    def __bool__(self) -> bool:
        raise TypeError("routes are made before there is a platform: they ask when a request comes")


def _bare_app() -> FastAPI:
    app = FastAPI(openapi_url="/api/v1/openapi.json")
    install_errors(app)
    return app


def _made_app() -> FastAPI:
    app = _bare_app()
    platform: Any = _Later(lambda: app.state.platform)
    app.include_router(governance_routes.router(platform), prefix="/api/v1")
    app.include_router(registry_routes.router(platform), prefix="/api/v1")
    return app


@contextmanager
def a_city(
    folder: Path, *, clock: Clock | None = None, terms: SessionTerms | None = None, busy_timeout_s: float = 5.0
) -> Iterator[City]:
    """Set up with the first organisation and ``admin``."""
    with a_database(folder, busy_timeout_s=busy_timeout_s) as database:
        yield from _city_over(database, folder, clock or SimulatedClock(), terms)


def _city_over(database: Database, folder: Path, clock: Clock, terms: SessionTerms | None) -> Iterator[City]:
    keyring = KeyRing.open(secrets.token_bytes(32), folder / "keys.json")
    ids = IdSource(clock=clock, site=1)
    governance = Governance(
        database=database,
        clock=clock,
        ids=ids,
        keyring=keyring,
        site=1,
        writer="web",
        terms=terms,
        passwords=quick_passwords(),
        watch_poll_s=0.02,
        public_origin=ORIGIN,
    )
    governance.ensure_first_administrator(ADMIN_PASSWORD)
    events = EventBus()
    registry = Registry(
        database=database,
        clock=clock,
        ids=ids,
        governance=governance,
        keyring=keyring,
        outbound=OutboundPolicy(),
        events=events,
        documents=folder / "documents",
    )
    city = City(
        folder=folder,
        clock=clock,
        database=database,
        keyring=keyring,
        governance=governance,
        registry=registry,
        events=events,
    )
    try:
        yield city
    finally:
        governance.close()
        if city.lent_app is not None:
            _free_apps.append(city.lent_app)
