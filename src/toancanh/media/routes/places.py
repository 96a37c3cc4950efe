"""``/archive/places``: the disks and the object store that the archive lies on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, SecretStr

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, RequestBody, TimeOut
from toancanh.media.archive.places.keeper import PlaceReport, PlacesReport
from toancanh.media.archive.places.model import COLD, MoveStep, PoolLook, PoolState
from toancanh.media.archive.places.service import PlacesService
from toancanh.media.archive.places.store import ColdSettings


class PoolOut(BaseModel):
    """A disk of the archive; `name` is empty for the archive's own folder."""

    name: str
    folder: str
    state: PoolState
    why: str = Field(description="What was said when it was last found away or refusing.")
    draining: bool = Field(description="Everything moves off it, and nothing new comes.")
    failed: TimeOut | None = Field(description="Since when it refuses.")
    given_up: TimeOut | None = Field(description="What lay there becomes gaps; it goes when nothing is left.")
    free_bytes: int
    size_bytes: int
    segments: int = Field(description="Recording files that lie there.")
    kept_bytes: int
    held: int = Field(description="How many of them somebody holds; counted where the disk is away or refuses.")


class ColdOut(BaseModel):
    """The object store. The secret is never given out."""

    endpoint: str
    bucket: str
    prefix: str
    region: str
    access_key: str
    after_days: float
    paused: bool
    segments: int
    kept_bytes: int
    failed: TimeOut | None = Field(description="When it last did not serve as it should, if it has not since.")
    error: str


class MoveOut(BaseModel):
    """A recording file on its way. `from_place`, `to_place`: a pool's name, `@cold` the object store."""

    path: str
    from_place: str
    to_place: str
    step: MoveStep
    started: TimeOut
    attempts: int
    next: TimeOut | None = Field(description="Not tried again before.")
    error: str


class PlacesOut(BaseModel):
    """Where the archive lies. `moves`: at most 50 of `moving`."""

    pools: list[PoolOut]
    cold: ColdOut | None
    moves: list[MoveOut]
    moving: int
    floor_bytes: int


class PoolNew(RequestBody):
    """A folder on a disk of its own, which the platform can write."""

    name: str = Field(max_length=31, examples=["disk-2"])
    folder: Words = Field(max_length=1000, examples=["/mnt/disk-2"])


class PoolPatch(RequestBody):
    """`name` empty: the archive's own folder."""

    name: str = Field(max_length=31)
    draining: bool


class PoolGivenUp(RequestBody):
    """`confirm`: the name again, `root` for the archive's own folder."""

    name: str = Field(max_length=31)
    confirm: str = Field(max_length=31)


class ColdNew(RequestBody):
    """`secret` left out: the stored one stays. `endpoint`: `https://HOST[:PORT]`, `http://…` or `file:///FOLDER`."""

    endpoint: str = Field(max_length=500)
    bucket: str = Field(default="", max_length=63, pattern=r"^[a-z0-9.-]*$")
    prefix: str = Field(default="", max_length=200, pattern=r"^[A-Za-z0-9/_.-]*$")
    region: str = Field(default="", max_length=64)
    access_key: str = Field(default="", max_length=128)
    secret: SecretStr | None = None
    after_days: float = Field(ge=0, le=36500, description="Recordings that ended so long ago go there.")
    paused: bool = False


def places_router(places: PlacesService) -> APIRouter:
    """For administrators of the first organisation."""
    routes = APIRouter(prefix="/archive", tags=["archive"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/places")
    def read(principal: SignedIn, source: Source) -> PlacesOut:
        """Disks, the object store, and what is on its way between them."""
        return _out(places.read(principal, source=source))

    @routes.post("/pools", status_code=201)
    def add(principal: SignedIn, body: PoolNew, source: Source) -> PlacesOut:
        """New recordings go there too, from the next file on."""
        return _out(places.add_pool(principal, body.name, Path(body.folder), source=source))

    @routes.patch("/pools")
    def drain(principal: SignedIn, body: PoolPatch, source: Source) -> PlacesOut:
        """Empty it while recording goes on, to take it away or replace its disk; or use it again."""
        return _out(places.drain_pool(principal, body.name, body.draining, source=source))

    @routes.delete("/pools")
    def remove(principal: SignedIn, name: Annotated[str, Query(max_length=31)], source: Source) -> PlacesOut:
        """Take it away, once it is drained."""
        return _out(places.remove_pool(principal, name, source=source))

    @routes.post("/pools/given-up")
    def give_up(principal: SignedIn, body: PoolGivenUp, source: Source) -> PlacesOut:
        """Its disk is away or refuses, and will not come back: its recordings become gaps `disk_lost`."""
        return _out(places.give_up_pool(principal, body.name, body.confirm, source=source))

    @routes.put("/cold")
    def set_cold(principal: SignedIn, body: ColdNew, source: Source) -> PlacesOut:
        """Tried first: an object is written there, read back and deleted."""
        wanted = ColdSettings(**body.model_dump(exclude={"secret"}), secret="")
        secret = None if body.secret is None else body.secret.get_secret_value()
        return _out(places.set_cold(principal, wanted, secret, source=source))

    @routes.delete("/cold")
    def forget_cold(principal: SignedIn, source: Source) -> PlacesOut:
        """Only once nothing lies there."""
        return _out(places.forget_cold(principal, source=source))

    return routes


def _out(report: PlacesReport) -> PlacesOut:
    pools = [_pool(one, one.look) for one in report.places if one.look is not None]
    stored = next((one for one in report.places if one.name == COLD), None)
    return PlacesOut(
        pools=pools,
        cold=None if report.cold is None else _cold(report.cold, stored),
        moves=[
            MoveOut(
                path=move.path,
                from_place=move.from_place,
                to_place=move.to_place,
                step=move.step,
                started=move.started_us,
                attempts=move.attempts,
                next=move.next_us or None,
                error=move.error,
            )
            for move in report.moves
        ],
        moving=report.moving,
        floor_bytes=report.floor_bytes,
    )


def _pool(one: PlaceReport, look: PoolLook) -> PoolOut:
    return PoolOut(
        name=one.name,
        folder=str(look.pool.folder),
        state=look.state,
        why=look.why or look.pool.error,
        draining=look.pool.draining,
        failed=look.pool.failed_us or look.pool.unread_us,
        given_up=look.pool.lost_us,
        free_bytes=look.free_bytes,
        size_bytes=look.size_bytes,
        segments=one.segments,
        kept_bytes=one.size_bytes,
        held=one.held,
    )


def _cold(cold: ColdSettings, stored: PlaceReport | None) -> ColdOut:
    return ColdOut(
        endpoint=cold.endpoint,
        bucket=cold.bucket,
        prefix=cold.prefix,
        region=cold.region,
        access_key=cold.access_key,
        after_days=cold.after_days,
        paused=cold.paused,
        segments=0 if stored is None else stored.segments,
        kept_bytes=0 if stored is None else stored.size_bytes,
        failed=cold.failed_us,
        error=cold.error,
    )
