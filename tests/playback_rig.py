"""The media routes on a real uvicorn, over a real database and an archive that real recorders have written.

Cameras (times in seconds after ``START_US``; now is 95 s, `Setup.clock` stands still):
- ``plain``: main H.264 25/s, 64x48, 0 to 60 (segments of 20 s), away until 75, then 96x64 (a new run), still recorded;
  picture ``n`` of a run shows picture ``n % 50`` of `media_units.pictures`.
- ``heavy``: main H.265 0 to 20, no sub. ``both``: main H.265 and sub H.264, 0 to 20. ``foreign``: of another owner.
- ``reordered``: H.264 with B-frames, 0 to 20.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import argon2
import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import select

from archive_rig import Rig, feed
from media_units import START_US, pictures
from toancanh.governance import Governance, Passwords, Role, RoleBinding
from toancanh.governance.people import OrganisationKind
from toancanh.governance.record.store import record_anonymous, record_entry
from toancanh.governance.users import NewUser
from toancanh.infra.http import install_errors
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import EventBus, Principal, SimulatedClock, Unavailable, format_rfc3339
from toancanh.media.archive import StreamKey
from toancanh.media.link import KeyFrame
from toancanh.media.model import GapCause
from toancanh.media.routes import MediaServices, media_router
from toancanh.registry.model import Camera, CameraDraft, StreamDraft, StreamRole
from toancanh.registry.service import Registry

S = 1_000_000
PASSWORD = "correct horse battery"
FPS = 25


class FakeLinks:
    """One media process; ``frames`` and ``streams`` are what it has, ``away`` takes it away."""

    def __init__(self) -> None:
        self.away = False
        self.frames: dict[str, KeyFrame] = {}
        self.streams: list[dict[str, Any]] = []
        self.probed: list[dict[str, Any]] = []
        self.probe_result: tuple[Mapping[str, Any], bytes] = ({"ok": False, "reason": "timeout", "detail": "x"}, b"")

    @property
    def all(self) -> Sequence[FakeLinks]:
        return [self]

    def of(self, camera_id: str) -> FakeLinks:
        return self

    def _here(self) -> None:
        if self.away:
            raise Unavailable("the media process does not answer")

    async def status(self) -> Mapping[str, Any]:
        self._here()
        return {"streams": self.streams}

    async def key_frame(self, camera_id: str, role: StreamRole) -> KeyFrame | None:
        self._here()
        return self.frames.get(camera_id)

    async def probe(self, **asked: Any) -> tuple[Mapping[str, Any], bytes]:
        self._here()
        self.probed.append(asked)
        return self.probe_result


@dataclass(frozen=True)
class _Settings:
    origins: tuple[str, ...] = ()


@dataclass
class Setup:
    rig: Rig
    clock: SimulatedClock
    governance: Governance
    registry: Registry
    links: FakeLinks
    services: MediaServices
    base: str
    cameras: dict[str, Camera] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    principals: dict[str, Principal] = field(default_factory=dict)
    admin: Principal | None = None

    def client(self, user: str | None = "operator") -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.tokens[user]}"} if user else {}
        return httpx.Client(base_url=self.base, headers=headers, timeout=20)

    def path(self, camera: str, rest: str) -> str:
        return f"/cameras/{self.cameras[camera].id}/{rest}"

    def entries(self, action: str, outcome: str = "allow") -> list[Any]:
        row = record_entry.c
        with self.rig.database.reading() as connection:
            query = select(record_entry).where(row.action == action, row.outcome == outcome).order_by(row.seq)
            return list(connection.execute(query))

    def anonymous(self) -> int:
        with self.rig.database.reading() as connection:
            return sum(row.count for row in connection.execute(select(record_anonymous)))

    def refusals(self) -> int:
        """Refusals on record, named and nameless."""
        row = record_entry.c
        with self.rig.database.reading() as connection:
            named = len(list(connection.execute(select(row.id).where(row.outcome != "allow"))))
        return named + self.anonymous()

    def sign_in(self, user: str) -> str:
        self.tokens[user], self.principals[user] = self.governance.sign_in(user, PASSWORD, "test")
        return self.tokens[user]


def at(seconds: float) -> str:
    """RFC 3339 of a time after the start."""
    return format_rfc3339(START_US + round(seconds * S))


def span(start_s: float, end_s: float) -> dict[str, str]:
    return {"from": at(start_s), "to": at(end_s)}


@contextlib.contextmanager
def playback_setup(
    folder: Path, record: Callable[[Setup, contextlib.ExitStack], None] | None = None
) -> Iterator[Setup]:
    """``record``: what is recorded instead of the above."""
    clock = SimulatedClock(START_US - 10 * S)
    with contextlib.ExitStack() as stack:
        rig = Rig(folder, clock)
        stack.callback(rig.close)
        keyring = KeyRing.open(b"k" * 32, folder / "keyring")
        hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        governance = Governance(
            database=rig.database, clock=clock, ids=rig.ids, keyring=keyring, site=1, writer="web",
            passwords=Passwords(hasher=hasher), watch_poll_s=0.05,
        )  # fmt: skip
        stack.callback(governance.close)
        registry = Registry(
            database=rig.database, clock=clock, ids=rig.ids, governance=governance, keyring=keyring,
            outbound=OutboundPolicy(), events=EventBus(), documents=folder / "documents",
        )  # fmt: skip
        links = FakeLinks()
        services = MediaServices(
            governance=governance, registry=registry, database=rig.database, archive=rig.archive,
            links=links, clock=clock, ids=rig.ids, journal=folder / "journal" / "playback.jsonl",
        )  # fmt: skip
        setup = Setup(rig, clock, governance, registry, links, services, "")
        _people_and_cameras(setup)
        (record or _record)(setup, stack)
        setup.base = stack.enter_context(_served(setup)) + "/api/v1"
        yield setup


def _people_and_cameras(setup: Setup) -> None:
    governance = setup.governance
    governance.ensure_first_administrator(PASSWORD)
    _, admin = governance.sign_in("admin", PASSWORD, "test")
    setup.admin = admin
    root = admin.organisation_id
    ward = governance.organisations.create(
        admin, code="W1", name="Ward 1", kind=OrganisationKind.WARD, parent_id=root
    ).id  # fmt: skip
    other = governance.organisations.create(
        admin, code="W2", name="Ward 2", kind=OrganisationKind.WARD, parent_id=root
    ).id  # fmt: skip
    people = {
        "operator": (Role.OPERATOR, ward), "viewer": (Role.VIEWER, ward), "auditor": (Role.AUDITOR, ward),
        "stranger": (Role.OPERATOR, other), "chief": (Role.ADMINISTRATOR, ward),
    }  # fmt: skip
    for name, (role, organisation) in people.items():
        binding = RoleBinding(role=role, organisation_id=organisation)
        new = NewUser(username=name, name=name, organisation_id=organisation, roles=(binding,), password=PASSWORD)
        governance.users.create(admin, new)
        setup.sign_in(name)
    for number, code in enumerate(("plain", "heavy", "both", "foreign", "reordered"), 1):
        password = "stored-secret" if code == "heavy" else None
        streams = [StreamDraft(role=StreamRole.MAIN, url=f"rtsp://192.0.2.{number}/main", password=password)]
        if code == "both":
            streams.append(StreamDraft(role=StreamRole.SUB, url=f"rtsp://192.0.2.{number}/sub"))
        draft = CameraDraft(
            code=code, name=code, owner_id=other if code == "foreign" else ward, lat=10.7, lon=106.7,
            min_days=1, max_days=30, streams=tuple(streams),
        )  # fmt: skip
        setup.cameras[code] = setup.registry.cameras.create(admin, draft)


def _record(setup: Setup, stack: contextlib.ExitStack) -> None:
    rig, clock = setup.rig, setup.clock
    writer = stack.enter_context(rig.writer())
    clock.advance(10 + 60)
    plain = rig.recorder(writer, StreamKey(setup.cameras["plain"].id, StreamRole.MAIN), segment_seconds=20)
    feed(plain, pictures("h264"), range(60 * FPS), then=GapCause.CAMERA_AWAY)
    for code, role, codec in (
        ("heavy", StreamRole.MAIN, "h265"), ("both", StreamRole.MAIN, "h265"), ("both", StreamRole.SUB, "h264"),
        ("foreign", StreamRole.MAIN, "h264"), ("reordered", StreamRole.MAIN, "h264"),
    ):  # fmt: skip
        recorder = rig.recorder(writer, StreamKey(setup.cameras[code].id, role), segment_seconds=20)
        made = pictures(codec, width=320, height=240) if codec == "h265" else pictures(codec)
        made = pictures(codec, b=2) if code == "reordered" else made
        feed(recorder, made, range(20 * FPS), then=GapCause.CAMERA_AWAY)
    clock.advance(35)
    second = pictures("h264", width=96, height=64)
    feed(plain, second, range(20 * FPS + 1), start_us=START_US + 75 * S)
    deadline = time.monotonic() + 10
    while not _written(setup) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _written(setup)


def _written(setup: Setup) -> bool:
    latest = setup.rig.archive.latest(setup.cameras["plain"].id, StreamRole.MAIN)
    if latest is None or latest.start_us < START_US + 75 * S or writing_behind(setup):
        return False
    fragments = setup.rig.archive.fragments(latest)
    return bool(fragments) and fragments[-1].end_us >= START_US + 94 * S


def writing_behind(setup: Setup) -> bool:
    """Some segment that is over is not complete in the index yet."""
    cameras = [camera.id for code, camera in setup.cameras.items() if code != "plain"]
    return any(
        segment.end_us is None
        for camera_id in cameras
        for role in StreamRole
        for segment in setup.rig.archive.segments(camera_id, role, 0, 1 << 60)
    )


@contextlib.contextmanager
def _served(setup: Setup) -> Iterator[str]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        setup.services.start()
        yield
        await setup.services.close()

    app = FastAPI(lifespan=lifespan)
    install_errors(app)
    app.state.platform = type("P", (), {"governance": setup.governance, "settings": _Settings()})()
    app.include_router(media_router(setup.services), prefix="/api/v1")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
