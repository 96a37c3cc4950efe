"""The proof that nothing is older than its class allows and nothing held is gone. Blocking; thread-safe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance import Action, Governance
from toancanh.governance.holds import FoundFootage, Hold, Limits, Span
from toancanh.kernel import Clock, Principal, format_rfc3339
from toancanh.media.archive import ArchiveIndex, StreamKey, Violation, first_kept_us, oldest_unheld, streams
from toancanh.media.archive.retention import DAY_US
from toancanh.media.keeping.footage import still_there
from toancanh.registry import KeptCamera, Registry

GRACE_US = 900_000_000
"""Footage goes with its file, and files are looked at every 5 minutes: so long beyond its limit all is well yet."""


@dataclass(frozen=True, kw_only=True)
class KeptStream:
    """One recorded stream. ``too_old_us``: end of the oldest file that should have gone; None as it should be."""

    camera_id: str
    name: str
    stream: str
    lives: bool
    class_key: str
    declared_class: str
    limits: Limits
    oldest_us: int
    is_held: bool
    too_old_us: int | None


@dataclass(frozen=True, kw_only=True)
class KeptClass:
    """A class of the pack in force, and how many streams are of it. ``oldest_us`` of what nobody holds."""

    key: str
    name_vi: str
    name_en: str
    article: str
    limits: Limits
    streams: int
    too_old: int
    oldest_us: int | None


@dataclass(frozen=True, kw_only=True)
class HeldReport:
    """A hold, the seconds that were there when it was placed, and those of them that are gone."""

    hold: Hold
    found_us: int
    missing: Sequence[FoundFootage]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one who may read holds may know of how footage is kept."""

    at_us: int
    classes: Sequence[KeptClass]
    streams: Sequence[KeptStream]
    held: Sequence[HeldReport]

    @property
    def is_kept(self) -> bool:
        """Nothing too old, nothing held gone."""
        return all(one.too_old_us is None for one in self.streams) and not any(one.missing for one in self.held)


class KeepingReport:
    """``default``: limits of streams that nobody wants any more."""

    def __init__(
        self, *, governance: Governance, registry: Registry, archive: ArchiveIndex, clock: Clock, default: Limits
    ) -> None:
        self._governance = governance
        self._registry = registry
        self._archive = archive
        self._clock = clock
        self._default = default

    def make(self, principal: Principal) -> Report:
        """For the cameras whose holds the principal may read."""
        visible = self._governance.visible(principal, Action.HOLD_READ, "camera")
        at_us, limits = self._clock.now_us(), self._registry.retention()
        with self._archive.database.reading() as connection:
            keys = streams(connection)
            lasting = self._governance.holds.lasting()
            known = self._registry.kept_cameras(
                {key.camera_id for key in keys} | {one for hold, _ in lasting for one in hold.camera_ids}
            )
            seen = {camera_id: one for camera_id, one in known.items() if principal.is_system or visible.shows(one.ref)}
            spans = self._governance.holds.held(connection, seen.keys())
            kept = [
                self._stream(
                    connection, key, seen[key.camera_id], limits.get(key[:2]), spans.get(key.camera_id, ()), at_us
                )
                for key in keys
                if key.camera_id in seen
            ]
            held = [
                self._held(connection, replace(hold, camera_ids=cameras), found)
                for hold, found in lasting
                if (cameras := tuple(one for one in hold.camera_ids if one in seen))
            ]
        with_footage = [one for one in kept if one is not None]
        classes = list(self._classes(with_footage))
        return Report(at_us=at_us, classes=classes, streams=with_footage, held=held)

    def _stream(
        self,
        connection: Connection,
        key: StreamKey,
        camera: KeptCamera,
        limits: Limits | None,
        held: Sequence[Span],
        at_us: int,
    ) -> KeptStream | None:
        oldest_us = first_kept_us(connection, key)
        if oldest_us is None:
            return None
        found = self._governance.holds.class_of(camera.declared_class)
        limits = limits or self._governance.holds.limits(camera.declared_class, *self._default[:3])
        due_us = at_us - round(limits.max_days * DAY_US) - GRACE_US
        late = next(oldest_unheld(connection, key, held, due_us, limit=1), None)
        return KeptStream(
            camera_id=key.camera_id,
            name=camera.name,
            stream=key.name,
            lives=camera.lives,
            class_key=found.key if found is not None else "",
            declared_class=camera.declared_class,
            limits=limits,
            oldest_us=oldest_us,
            is_held=any(span.from_us < at_us for span in held),
            too_old_us=late.end_us if late is not None else None,
        )

    def _held(self, connection: Connection, hold: Hold, found: Sequence[FoundFootage]) -> HeldReport:
        seen = [one for one in found if one.camera_id in hold.camera_ids]
        missing = [
            FoundFootage(one.camera_id, one.stream, span.start_us, span.end_us)
            for one in seen
            for span in still_there(self._archive, connection, one)
        ]
        return HeldReport(hold=hold, found_us=sum(one.end_us - one.start_us for one in seen), missing=missing)

    def _classes(self, kept: Sequence[KeptStream]) -> Iterator[KeptClass]:
        counted = Counter(one.class_key for one in kept)
        late = Counter(one.class_key for one in kept if one.too_old_us is not None)
        oldest: Mapping[str, int] = {
            key: min(one.oldest_us for one in kept if one.class_key == key and not one.is_held)
            for key in {one.class_key for one in kept if not one.is_held}
        }
        for one in self._governance.holds.classes():
            yield KeptClass(
                key=one.key,
                name_vi=one.name.vi,
                name_en=one.name.en,
                article=one.article,
                limits=Limits(one.min_days, one.max_days),
                streams=counted[one.key],
                too_old=late[one.key],
                oldest_us=oldest.get(one.key),
            )


def violations(report: Report) -> Iterator[Violation]:
    """The broken invariants A10 and A11 of docs/design/media.md."""
    for one in report.streams:
        if one.too_old_us is not None:
            told = f"older than the {one.limits.max_days:g} days of its class: {format_rfc3339(one.too_old_us)}"
            yield Violation(invariant="A10", subject=f"{one.camera_id}/{one.stream}", detail=told)
    for held in report.held:
        for gone in held.missing:
            span = f"{format_rfc3339(gone.start_us)} to {format_rfc3339(gone.end_us)}"
            told = f"held for {held.hold.case_number} (hold {held.hold.id}) and gone: {span}"
            yield Violation(invariant="A11", subject=f"{gone.camera_id}/{gone.stream}", detail=told)
