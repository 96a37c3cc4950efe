"""Giving grants, checking them where the pictures are, and ending what rests on one whose holder's right is gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from toancanh.governance.grants import decode_grant, encode_grant, mismatch
from toancanh.governance.judgement import Judgement
from toancanh.governance.masks import NOTHING_HIDDEN, CameraMasks, Hidden, Masks
from toancanh.governance.masks.masks import whole_or
from toancanh.governance.model import AccessRequest, Action, Decision, Grant, ResourceRef, protected_tags
from toancanh.governance.people import Session
from toancanh.governance.sessions import Sessions
from toancanh.governance.watch import POLL_S, Verdict, Watch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Denied, IdSource, Principal

GRANT_ACTIONS: Mapping[str, Action] = {
    "live": Action.MEDIA_LIVE,
    "playback": Action.MEDIA_PLAYBACK,
    "snapshot": Action.MEDIA_SNAPSHOT,
    "export": Action.MEDIA_EXPORT,
}
"""What the holder of a grant of this kind does."""

ResourceLookup = Callable[[str], ResourceRef | None]

ManyLookup = Callable[[Collection[str]], Mapping[str, ResourceRef]]
"""Those of these that there are, by id."""


class RecordRefusal(Protocol):
    """`Governance.record_refusal`."""

    def __call__(
        self, principal: Principal, action: str, resource: ResourceRef, /, *, why: str, source: str = ""
    ) -> None: ...


class Grants:
    """Grants of one process. Thread-safe.

    ``lookups``: by kind, how a thing is found as it is now; ``cameras``: many at once. ``count_forged`` takes the
    source of a forged token.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        key: bytes,
        judgement: Judgement,
        sessions: Sessions,
        masks: Masks,
        lookups: Mapping[str, ResourceLookup],
        cameras: ManyLookup,
        count_forged: Callable[[str], None],
        record_refusal: RecordRefusal,
        watch_poll_s: float = POLL_S,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._key = key
        self._judgement = judgement
        self._sessions = sessions
        self._masks = masks
        self._lookups = lookups
        self._cameras = cameras
        self._count_forged = count_forged
        self._record_refusal = record_refusal
        self._watch = Watch(
            clock=clock,
            sessions=sessions,
            judgement=judgement,
            judge=self._judge,
            poll_s=watch_poll_s,
        )
        self._fetching: Callable[[], Sequence[Grant]] = tuple
        self.close = self._watch.close

    def know_fetching(self, fetching: Callable[[], Sequence[Grant]]) -> None:
        """Tell of views that run without being watched over: their pictures are fetched piece by piece."""
        self._fetching = fetching

    def running(self) -> list[Grant]:
        """Of views that run now in this process."""
        return [*self._watch.running(), *self._fetching()]

    def questions(self, grants: Sequence[Grant]) -> list[tuple[Grant, Principal, AccessRequest]]:
        """Who asks for what with each, as of now; without those whose session or camera is gone."""
        with self._database.reading() as connection:
            sessions = self._sessions.find_all(connection, {grant.session_id for grant in grants})
        cameras = self._cameras({grant.camera_id for grant in grants})
        asked = (
            (grant, _as_in(sessions.get(grant.session_id), grant), cameras.get(grant.camera_id)) for grant in grants
        )
        return [
            (grant, who, self._question(grant, ref)) for grant, who, ref in asked if who is not None and ref is not None
        ]

    def issue(
        self,
        principal: Principal,
        *,
        kind: str,
        camera_id: str,
        owner_id: str,
        stream: str,
        from_us: int | None = None,
        to_us: int | None = None,
        purpose: str = "",
        reference: str = "",
        ttl_s: float = 60.0,
        mask: bool = True,
        watermark: bool = False,
        part_of: Grant | None = None,
    ) -> tuple[Grant, str]:
        """The grant and its token; the caller has asked `require` before, and passes on what its decision obliges to.

        ``part_of``: the grant of the view that this one serves; what was asked for that one is asked again for this.
        """
        now_us = self._clock.now_us()
        grant = Grant(
            id=self._ids.new_id(),
            kind=kind,
            camera_id=camera_id,
            owner_id=owner_id,
            stream=stream,
            from_us=from_us,
            to_us=to_us,
            purpose=purpose,
            reference=reference,
            user_id=principal.user_id,
            username=principal.username,
            organisation_id=principal.organisation_id,
            session_id=principal.session_id,
            expires_at_us=now_us + round(ttl_s * 1_000_000),
            asked_us=part_of.asked_us if part_of else now_us,
            asked_from_us=part_of.asked_from_us if part_of else from_us,
            asked_to_us=part_of.asked_to_us if part_of else to_us,
            mask=part_of.mask if part_of else mask,
            watermark=part_of.watermark if part_of else watermark,
        )
        return grant, encode_grant(grant, self._key)

    def check(
        self,
        token: str,
        *,
        kind: str,
        camera_id: str,
        stream: str,
        at_us: int | None = None,
        until_us: int | None = None,
        source: str = "",
    ) -> Grant:
        """The grant if it covers exactly this use and its holder still has the right; else `Denied`, on record.

        ``at_us`` (to ``until_us``, where it is a range) must lie in the grant's time range where it has one.
        """
        grant = decode_grant(token, self._key)
        if grant is None:
            self._count_forged(source)
            raise Denied("the grant is not one of ours", reason="forged")
        why = mismatch(
            grant,
            kind=kind,
            camera_id=camera_id,
            stream=stream,
            from_us=at_us,
            to_us=at_us if until_us is None else until_us,
            now_us=self._clock.now_us(),
        )
        why = why or self._why_withdrawn(grant, self.holder(grant), self._camera_of(grant))
        if why:
            # of what is gone nobody knows any more whether it was protected
            tags = protected_tags(why == "gone")
            ref = ResourceRef(kind="camera", id=camera_id, owner_id=grant.owner_id, tags=tags)
            action = GRANT_ACTIONS.get(kind, Action.MEDIA_LIVE)
            self._record_refusal(principal_of_grant(grant), action, ref, why=f"grant_{why}", source=source)
            raise Denied("the grant does not allow this", reason=why)
        return grant

    def begins_us(self, token: str) -> int | None:
        """From when on a grant of ours covers what it is for; whether it covers a use is `check`'s to say."""
        grant = decode_grant(token, self._key)
        return None if grant is None else grant.from_us

    def watch(
        self, grant: Grant, withdrawn: Callable[[str], None], *, masked_by: Hidden | None = None
    ) -> Callable[[], None]:
        """Call ``withdrawn(reason)`` once, from another thread, when the grant's holder has lost the right, or when
        something else is hidden from the holder than ``masked_by``; it must not raise or block. Returns the way to
        stop. The grant's own expiry ends no running view.
        """
        return self._watch.add(grant, withdrawn, masked_by=masked_by)

    def hidden(self, grant: Grant) -> Hidden:
        """What of the camera's pictures is hidden from the grant's holder, as of now."""
        masks = self._masks.of(grant.camera_id)
        ref = self._camera_of(grant)
        if ref is None or masks is None:
            return NOTHING_HIDDEN
        principal = self.holder(grant)
        if principal is None:
            return whole_or(masks, [area.points for area in masks.areas])
        return self._hidden(
            grant, principal, ref, self._judgement.authorize(principal, self._question(grant, ref)), masks
        )

    def _hidden(
        self, grant: Grant, principal: Principal, ref: ResourceRef, decision: Decision, masks: CameraMasks | None
    ) -> Hidden:
        if masks is None:
            return NOTHING_HIDDEN
        asked = unmasking(self._question(grant, ref))
        unmasked = not grant.mask and self._judgement.authorize(principal, asked).allowed
        return self._masks.hidden(principal, ref, decision, unmasked=unmasked, masks=masks)

    def _judge(self, watched: Sequence[tuple[Grant, Hidden | None]]) -> list[Verdict]:
        """On each as of now; sessions, cameras and masks are read once for all."""
        grants = [grant for grant, _ in watched]
        with self._database.reading() as connection:
            sessions = self._sessions.find_all(connection, {grant.session_id for grant in grants})
        cameras = self._cameras({grant.camera_id for grant in grants}) if "camera" in self._lookups else None
        masks = self._masks.every() if any(masked_by is not None for _, masked_by in watched) else {}
        verdicts = []
        for grant, masked_by in watched:
            session = sessions.get(grant.session_id)
            principal = _as_in(session, grant)
            ref = _as_granted(grant) if cameras is None else cameras.get(grant.camera_id)
            reason = self._why_withdrawn(grant, principal, ref, masked_by, masks.get(grant.camera_id))
            verdicts.append(Verdict(reason=reason, session_ends_us=session.expires_us if session else None))
        return verdicts

    def _why_withdrawn(
        self,
        grant: Grant,
        principal: Principal | None,
        ref: ResourceRef | None,
        masked_by: Hidden | None = None,
        masks: CameraMasks | None = None,
    ) -> str:
        if principal is None:
            return "session_ended"
        if ref is None:
            return "gone"
        decision = self._judgement.authorize(principal, self._question(grant, ref))
        if not decision.allowed:
            return "right_withdrawn"
        if masked_by is None or self._hidden(grant, principal, ref, decision, masks) == masked_by:
            return ""
        return "masks_changed"

    def holder(self, grant: Grant) -> Principal | None:
        """Who holds the grant, as the session is now; None where it has ended."""
        with self._database.reading() as connection:
            return _as_in(self._sessions.find(connection, grant.session_id), grant)

    def present_holder(self, grant: Grant) -> Principal:
        """`holder`, to ask in that name for more than the grant says. Raises `Denied` where the session has ended."""
        found = self.holder(grant)
        if found is None:
            raise Denied("the session of this grant has ended", reason="session_ended")
        return found

    def _camera_of(self, grant: Grant) -> ResourceRef | None:
        if "camera" in self._lookups:
            return self._lookups["camera"](grant.camera_id)
        return _as_granted(grant)

    @staticmethod
    def _question(grant: Grant, ref: ResourceRef) -> AccessRequest:
        """What was asked when the grant was given, about the camera as it is now."""
        return AccessRequest(
            action=GRANT_ACTIONS[grant.kind],
            resource=ref,
            purpose=grant.purpose,
            reference=grant.reference,
            from_us=grant.asked_from_us,
            to_us=grant.asked_to_us,
            asked_us=grant.asked_us,
        )


def unmasking(request: AccessRequest) -> AccessRequest:
    """The question whether the same pictures may be seen without masks."""
    return replace(request, action=Action.MEDIA_UNMASK)


def principal_of_grant(grant: Grant) -> Principal:
    """Who holds the grant."""
    return Principal(
        user_id=grant.user_id,
        username=grant.username,
        organisation_id=grant.organisation_id,
        session_id=grant.session_id,
    )


def _as_in(session: Session | None, grant: Grant) -> Principal | None:
    principal = principal_of_grant(grant)
    if principal.is_system:
        return principal
    return None if session is None else replace(principal, second_factor=session.second_factor_us is not None)


def _as_granted(grant: Grant) -> ResourceRef:
    """The camera, where nobody here knows cameras."""
    return ResourceRef(kind="camera", id=grant.camera_id, owner_id=grant.owner_id)
