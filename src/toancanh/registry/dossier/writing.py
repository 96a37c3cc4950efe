"""The one way by which declared fields are written: for one camera and for a whole city alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from toancanh.governance import PROTECTED, Governance, ResourceRef, protected_tags
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, Conflict, DataLoss, Denied, IdSource, Invalid, NotFound, Principal
from toancanh.registry.address import StreamAddress
from toancanh.registry.dossier.ledger import CameraChange, Ledger, refuse_stale
from toancanh.registry.dossier.model import (
    TRANSITIONS,
    WITH_STREAMS,
    CameraWrite,
    ChangeAct,
    DeclarationDraft,
    Lifecycle,
    may_follow,
)
from toancanh.registry.dossier.store import dossiers as store
from toancanh.registry.dossier.store.dossiers import Known, chunks, tags_of
from toancanh.registry.dossier.store.places import refuse_open_at_protected
from toancanh.registry.dossier.store.tables import pole
from toancanh.registry.dossier.values import checked, plain, with_protection
from toancanh.registry.model import StreamDraft, StreamRole
from toancanh.registry.places import place_of
from toancanh.registry.repointing import follow, leave
from toancanh.registry.sealing import OpenStream, merge, open_stream, seal_stream, touched
from toancanh.registry.store import cameras
from toancanh.registry.store.cameras import StoredStream
from toancanh.registry.store.tables import site

_NEEDED = ("code", "name", "owner_id", "lat", "lon")
_FRESH: Mapping[str, object] = {**store.EMPTY, "site_id": None, "azimuth_deg": None, "tags": frozenset()}
_ORGANISATIONS = ("owner_id", "operator_id", "maintainer_id", "unit_id")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How a batch is written. ``free``: the life cycle's order does not bind, nor that a camera was merged.

    ``point_to``: camera -> field -> the declaration to point to, where that is not the one being made.
    """

    act: ChangeAct | None = None
    free: bool = False
    point_to: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Written:
    """What a batch did. ``changed``: the fields of each camera that was there, before and after, as in JSON."""

    camera_ids: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    changed: dict[str, Mapping[str, Sequence[object]]] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)  # cameras whose streams media has to look at
    rights: bool = False  # whether who may see what has changed
    tags: frozenset[str] = frozenset()  # protected, where one of them was or is
    pointed: dict[str, tuple[ResourceRef, list[StreamAddress]]] = field(default_factory=dict)  # to another address


@dataclass(kw_only=True)
class _Plan:
    camera_id: str
    before: Known | None
    write: CameraWrite
    after: dict[str, object]
    changes: dict[str, list[object]]
    declared: frozenset[str]
    draft: DeclarationDraft
    stream: StoredStream | None = None
    to: StreamAddress | None = None  # where its main stream leads, where that is new
    left: StoredStream | None = None  # and what led elsewhere


class Writer:
    """Writes declared fields, main streams, declarations and history, in the caller's transaction. Judges nothing."""

    def __init__(
        self,
        *,
        governance: Governance,
        clock: Clock,
        ids: IdSource,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        ledger: Ledger,
        default_min_days: float,
        default_max_days: float,
    ) -> None:
        self._governance = governance
        self._clock = clock
        self._ids = ids
        self._keyring = keyring
        self._outbound = outbound
        self._ledger = ledger
        self._min_days = default_min_days
        self._max_days = default_max_days

    def apply(
        self,
        tx: Connection,
        principal: Principal,
        writes: Sequence[CameraWrite],
        declared: DeclarationDraft | Sequence[DeclarationDraft],
        *,
        terms: Terms | None = None,
    ) -> Written:
        """All or nothing: raises `Invalid` with the field, `Conflict`, `NotFound`. One draft for all, or one each."""
        terms = terms or Terms()
        drafts = [declared] * len(writes) if isinstance(declared, DeclarationDraft) else list(declared)
        written = Written()
        there = _References(self._governance)
        for part in chunks(zip(writes, drafts, strict=True)):
            self._apply_chunk(tx, principal, part, terms, written, there)
        places = {id: {place_of(at) for at in to} for id, (_, to) in written.pointed.items()}
        follow(tx, self._governance, principal, places, {id: ref for id, (ref, _) in written.pointed.items()})
        if written.media:
            cameras.raise_revision(tx)
        elif written.made or written.changed:
            cameras.raise_shown_revision(tx)
        if written.rights:
            self._governance.rights_changed(tx)
        return written

    def _apply_chunk(
        self,
        tx: Connection,
        principal: Principal,
        part: Sequence[tuple[CameraWrite, DeclarationDraft]],
        terms: Terms,
        written: Written,
        there: _References,
    ) -> None:
        asked = [write.camera_id for write, _ in part if write.camera_id is not None]
        if len(set(asked)) != len(asked):
            raise Invalid("a camera stands twice among those to change", field="camera_id")
        known = store.known(tx, asked)
        plans = [self._plan(tx, write, draft, known, terms) for write, draft in part]
        written.camera_ids += [plan.camera_id for plan in plans]
        self._plan_streams(tx, plans)
        fresh = [plan for plan in plans if plan.before is None]
        changed = [plan for plan in plans if plan.before is not None and plan.changes]
        _check_codes(tx, [*fresh, *changed])
        there.check(tx, [*fresh, *changed])
        _check_open(tx, [*fresh, *changed])
        now_us = self._clock.now_us()
        try:
            self._save(tx, fresh, changed, now_us)
        except IntegrityError:  # between the look and the write, where the database lets two write at once
            raise Conflict("a code was taken, or what a field names went away, just now; look again") from None
        cameras.write_main(tx, [plan.stream for plan in plans if plan.stream is not None])
        leave(tx, self._governance, [plan.left for plan in plans if plan.left is not None])
        written.pointed |= {plan.camera_id: (_ref(plan), [plan.to]) for plan in plans if plan.to is not None}
        self._ledger.keep(tx, principal, [_change(plan, terms) for plan in fresh], fresh=True)
        self._ledger.keep(tx, principal, [_change(plan, terms) for plan in changed])
        written.made += [plan.camera_id for plan in fresh]
        written.changed |= {plan.camera_id: plan.changes for plan in changed}
        written.media += [plan.camera_id for plan in [*fresh, *changed] if _concerns_media(plan)]
        if any(_is_protected(plan) for plan in plans):
            written.tags = protected_tags(True)
        written.rights = written.rights or any(_concerns_rights(plan) for plan in changed)

    def _save(self, tx: Connection, fresh: Sequence[_Plan], changed: Sequence[_Plan], now_us: int) -> None:
        if fresh:
            made = [(plan.camera_id, plan.after) for plan in fresh]
            store.insert(tx, made, min_days=self._min_days, max_days=self._max_days, now_us=now_us)
        if changed:
            store.insert_missing(tx, [plan.camera_id for plan in changed])
            store.update(tx, [(plan.camera_id, _version(plan), plan.after) for plan in changed], now_us=now_us)
            store.replace_tags(tx, [(plan.camera_id, plan.after["tags"]) for plan in changed if "tags" in plan.changes])

    def _plan(
        self, tx: Connection, write: CameraWrite, draft: DeclarationDraft, known: Mapping[str, Known], terms: Terms
    ) -> _Plan:
        values = checked(write.values)
        before = known.get(write.camera_id) if write.camera_id is not None else None
        if before is None and write.camera_id is not None:
            raise NotFound("there is no such camera, or you may not see it")
        if before is None:
            missing = next((name for name in _NEEDED if name not in values), None)
            if missing is not None:
                raise Invalid(f"{missing}: a new camera needs it", field=missing)
            old: Mapping[str, object] = _FRESH
        else:
            refuse_stale(self._governance, tx, before.camera_id, seen=write.version, now=before.version)
            if not terms.free:
                _check_alive(before, values)
            old = before.values
        values = with_protection(values, old)
        changes = {
            name: [plain(old.get(name)), plain(value)]
            for name, value in values.items()
            if name not in old or old[name] != value
        }
        return _Plan(
            camera_id=self._ids.new_id() if before is None else before.camera_id,
            before=before,
            write=write,
            after={**old, **values},
            changes=changes,
            declared=frozenset(values if before is None else changes),
            draft=draft,
        )

    def _plan_streams(self, tx: Connection, plans: Sequence[_Plan]) -> None:
        wanted = [plan for plan in plans if _names_stream(plan.write)]
        there = [plan.camera_id for plan in wanted if plan.before is not None]
        stored = (
            {row.camera_id: row for row in cameras.streams(tx, there) if row.role is StreamRole.MAIN} if there else {}
        )
        for plan in wanted:
            row = stored.get(plan.camera_id)
            url = plan.write.main_url or (row.shown_url if row is not None else "")
            draft = StreamDraft(
                role=StreamRole.MAIN,
                url=url,
                username=plan.write.username,
                password=plan.write.password,
                record=row.record if row is not None else None,
                min_days=row.min_days if row is not None else None,
                max_days=row.max_days if row is not None else None,
                thin_after_days=row.thin_after_days if row is not None else None,
            )
            before = self._opened(row)
            after = self._meant(draft, before)
            if row is None or before != after:
                stream_id = row.id if row is not None else self._ids.new_id()
                if before is None or before.address != after.address:
                    plan.to, plan.left = after.address, row
                plan.stream = seal_stream(self._keyring, draft, after, stream_id=stream_id, camera_id=plan.camera_id)
                plan.changes |= {name: [None, None] for name in touched(StreamRole.MAIN, before, after)}

    def _meant(self, draft: StreamDraft, before: OpenStream | None) -> OpenStream:
        try:
            after = merge(draft, before)
        except Invalid as error:
            raise Invalid(f"main_url: {error.detail}", field="main_url") from None
        try:
            self._outbound.check_written(after.address.host, after.address.port)
        except Denied as error:
            raise Invalid(f"main_url: {error.detail}", field="main_url", reason="address_forbidden") from None
        return after

    def _opened(self, row: StoredStream | None) -> OpenStream | None:
        """None where its key is gone: it can only be entered again."""
        if row is None or not row.secret:
            return None
        try:
            return open_stream(self._keyring, row)
        except DataLoss:
            return None


def _change(plan: _Plan, terms: Terms) -> CameraChange:
    return CameraChange(
        camera_id=plan.camera_id,
        version=_version(plan),
        act=terms.act or (ChangeAct.MADE if plan.before is None else ChangeAct.CHANGED),
        changes=plan.changes,
        declared=plan.declared,
        pointers=plan.before.pointers if plan.before is not None else {},
        draft=plan.draft,
        point_to=terms.point_to.get(plan.camera_id),
    )


def _version(plan: _Plan) -> int:
    return 1 if plan.before is None else plan.before.version + 1


def _names_stream(write: CameraWrite) -> bool:
    return any(given is not None for given in (write.main_url, write.username, write.password))


def _check_alive(before: Known, values: Mapping[str, object]) -> None:
    if before.merged_into is not None:
        raise Conflict("this camera was merged into another; change that one, or split them")
    here = Lifecycle(str(before.values["lifecycle"]))
    there = Lifecycle(str(values.get("lifecycle", here)))
    if not may_follow(here, there):
        allowed = sorted(TRANSITIONS[here])
        words = ", ".join(allowed) or "nothing"
        raise Conflict(f"lifecycle: {here} cannot become {there}; what may follow is {words}", may_follow=allowed)


def _check_codes(tx: Connection, plans: Iterable[_Plan]) -> None:
    """Raises `Conflict` where a code is taken, also within the batch."""
    keys: dict[str, str] = {}
    for plan in plans:
        key = store.key_of(plan.after)
        if plan.before is not None and key == store.key_of(plan.before.values):
            continue
        if key in keys:
            code = str(plan.after["code"])
            raise Conflict(f"the code {code} is given to two cameras", field="code", codes=[code])
        keys[key] = plan.camera_id
    taken = store.taken_codes(tx, keys)
    if taken:
        raise Conflict(f"the code {taken[0]} is taken by another camera", field="code", codes=taken)


def _check_open(tx: Connection, plans: Iterable[_Plan]) -> None:
    """Raises `Conflict` where what is open would stand at something protected."""
    opened = [plan.after for plan in plans if plan.changes.keys() & {"site_id", "pole_id", "tags"}]
    opened = [values for values in opened if PROTECTED not in tags_of(values)]
    refuse_open_at_protected(
        tx, sites=[values["site_id"] for values in opened], poles=[values["pole_id"] for values in opened]
    )


class _References:
    """What fields name, asked for once a batch."""

    def __init__(self, governance: Governance) -> None:
        self._governance = governance
        self._there: dict[str, set[str]] = {"site_id": set(), "pole_id": set(), "organisation": set()}
        self._owners: set[str] = set()  # known to be there still

    def check(self, tx: Connection, plans: Sequence[_Plan]) -> None:
        """Raises `Invalid` where a field names something that is not there."""
        for name in ("site_id", "pole_id", *_ORGANISATIONS):
            asked = {str(plan.after[name]) for plan in plans if name in plan.changes and plan.after[name] is not None}
            there = self._there[name if name in self._there else "organisation"]
            if asked - there:
                there |= self._found(tx, name, asked - there)
            if asked - there:
                raise Invalid(f"{name}: there is no such {name.removesuffix('_id')}", field=name)
            if name == "owner_id" and asked - self._owners:
                self._governance.organisations.refuse_ended(tx, asked - self._owners, field=name)
                self._owners |= asked

    def _found(self, tx: Connection, name: str, asked: set[str]) -> set[str]:
        if name in _ORGANISATIONS:
            return {found.id for found in self._governance.organisations.named(asked)}
        return store.existing(tx, site.c.id if name == "site_id" else pole.c.id, asked)


def _ref(plan: _Plan) -> ResourceRef:
    """The camera as it is from now on."""
    return ResourceRef(
        kind="camera",
        id=plan.camera_id,
        owner_id=str(plan.after["owner_id"]),
        tags=tags_of(plan.after),
        purpose_class=str(plan.after.get("purpose") or ""),
    )


def _concerns_media(plan: _Plan) -> bool:
    if plan.stream is not None:
        return True
    if plan.before is None:
        return False
    before, after = (Lifecycle(str(values["lifecycle"])) for values in (plan.before.values, plan.after))
    return "code" in plan.changes or (before in WITH_STREAMS) is not (after in WITH_STREAMS)


def _concerns_rights(plan: _Plan) -> bool:
    return plan.before is not None and not plan.changes.keys().isdisjoint({"owner_id", "purpose", "tags", "kind"})


def _is_protected(plan: _Plan) -> bool:
    return PROTECTED in tags_of(plan.after) or (plan.before is not None and PROTECTED in plan.before.tags)
