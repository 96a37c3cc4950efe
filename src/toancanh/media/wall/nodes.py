"""Screens of their own: invited with a short code, they show the layout that somebody has put on them, nothing else.

A node has no account. It shows each camera by a live grant that rests on a session lent by the person who has put the
layout: judged as that person, now and again while it runs, without what the person has shown by a second factor.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.governance.record import AnonymousReason
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource, NotFound, Principal, Unauthenticated
from toancanh.media.wall import store
from toancanh.media.wall.layouts import Layouts, require_live
from toancanh.media.wall.model import Layout, Node, Shown
from toancanh.registry import Registry, StreamRole

_CODE_LASTS_US = 600_000_000
_DAY_US = 86_400_000_000
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike
_CODE_LETTERS = 8
_GRANT_S = 300.0
_SMALL = 4  # tiles; on more than these the sub stream is enough


class Nodes:
    """Wall nodes. Thread-safe; blocking."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        layouts: Layouts,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._layouts = layouts
        self._random_bytes = random_bytes

    def all(self, principal: Principal, source: str = "") -> list[Node]:
        """Of the asker's organisation. Raises `Denied` for those who see no live pictures anywhere."""
        require_live(self._governance, principal, source)
        with self._database.reading() as connection:
            return store.nodes_of(connection, principal.organisation_id, self._clock.now_us())

    def invite(self, principal: Principal, *, name: str, days: float, source: str) -> tuple[Node, str]:
        """A node that may be enrolled within ten minutes by whoever types the code."""
        require_live(self._governance, principal, source)
        now_us = self._clock.now_us()
        code = "".join(_LETTERS[byte % len(_LETTERS)] for byte in self._random_bytes(_CODE_LETTERS))
        made = Node(
            id=self._ids.new_id(), name=name, organisation_id=principal.organisation_id, invited_by=principal.user_id,
            layout_id="", put_by="", put_name="", put_organisation_id="", session_id="", created_us=now_us,
            expires_us=now_us + round(days * _DAY_US), enrolled_us=None, seen_us=None, layout_version=0, until_us=0,
        )  # fmt: skip
        with self._database.transaction() as tx:
            store.insert_node(tx, made, code_sha256=_sha256(code), code_until_us=now_us + _CODE_LASTS_US)
            self._governance.record(
                tx, principal, "wall.node_invite", _ref(made), decision=None, details={"name": name, "days": days}
            )
        return made, f"{code[:4]}-{code[4:]}"

    def enrol(self, code: str, source: str) -> tuple[Node, str]:
        """The node's token, once. Raises `Unauthenticated` for a code that is wrong, used or too old."""
        typed = _sha256("".join(letter for letter in code.upper() if letter.isalnum()))
        token = base64.urlsafe_b64encode(self._random_bytes(32)).rstrip(b"=").decode()
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            found = store.node_by_code(tx, typed, now_us)
            good = found is not None and store.enrol(
                tx, found.id, typed, token_sha256=_sha256(token), enrolled_us=now_us, seen_us=now_us
            )
            if found is not None and good:
                self._governance.record(
                    tx, Principal.system("wall"), "wall.node_enrol", _ref(found), decision=None,
                    details={"name": found.name}, personal={"source": source},
                )  # fmt: skip
                return found, token
        self._governance.record_anonymous(source, AnonymousReason.NO_SESSION)
        raise Unauthenticated("this code is wrong, used already or older than ten minutes: ask for a new one")

    def put(self, principal: Principal, node_id: str, layout_id: str, *, days: float, source: str) -> Node:
        """Show this layout for so long, in the name of who asks. What was shown before ends."""
        require_live(self._governance, principal, source)
        node = self._of(principal, node_id, "wall.node_put", source)
        layout = self._layouts.seen(principal, layout_id)
        with self._database.transaction() as tx:
            if node.session_id:
                self._governance.lent.end(tx, node.session_id)
            session_id = self._governance.lent.lend(tx, principal, to=node.name, source=source)
            store.change_node(
                tx, node_id, layout_id=layout.id, put_by=principal.user_id, put_name=principal.username,
                put_organisation_id=principal.organisation_id, session_id=session_id,
                until_us=self._clock.now_us() + round(days * _DAY_US), layout_version=layout.version,
            )  # fmt: skip
            self._governance.record(
                tx, principal, "wall.node_put", _ref(node), decision=None,
                details={"name": node.name, "layout": layout.name, "days": days},
            )  # fmt: skip
        return self._of(principal, node_id, "wall.node_put", source)

    def revoke(self, principal: Principal, node_id: str, source: str) -> None:
        """It shows nothing from now on."""
        require_live(self._governance, principal, source)
        node = self._of(principal, node_id, "wall.node_revoke", source)
        with self._database.transaction() as tx:
            store.change_node(tx, node_id, revoked_us=self._clock.now_us(), token_sha256="", code_sha256="")
            if node.session_id:
                self._governance.lent.end(tx, node.session_id)
            self._governance.record(
                tx, principal, "wall.node_revoke", _ref(node), decision=None, details={"name": node.name}
            )

    def screen(self, token: str, source: str) -> tuple[Node, Layout | None, list[Shown]]:
        """What the node shows now. Raises `Unauthenticated` where it was revoked or its time is over."""
        now_us = self._clock.now_us()
        with self._database.reading() as connection:
            node = store.node_by_token(connection, _sha256(token), now_us) if token else None
            layout = store.layout(connection, node.layout_id) if node is not None else None
            layout = layout if node is not None and layout is not None and node.shows(layout) else None
        if node is None:
            self._governance.record_anonymous(source, AnonymousReason.SESSION_ENDED)
            raise Unauthenticated("this screen is not enrolled, or no longer: type a new code")
        with self._database.transaction() as tx:
            store.change_node(tx, node.id, seen_us=now_us)
        holder = self._holder(node, layout, source)
        if layout is None or holder is None:
            return node, None, []
        return node, layout, [self._shown(holder, camera_id, layout, source) for camera_id in layout.cameras]

    def _holder(self, node: Node, layout: Layout | None, source: str) -> Principal | None:
        if not node.session_id or layout is None or node.until_us <= self._clock.now_us():
            return None
        person = Principal(
            user_id=node.put_by, username=node.put_name, organisation_id=node.put_organisation_id, session_id=""
        )
        if self._governance.lent.is_due(node.session_id, node.until_us):
            self._renew(node, layout, replace(person, session_id=node.session_id), source)
        return self._governance.lent.holder(node.session_id, person, to=node.name)

    def _renew(self, node: Node, layout: Layout, person: Principal, source: str) -> None:
        """A wall runs day and night: the right that was lent goes on while its owner still sees something of what is
        shown, judged each time and on record; once refused it is lent no more.
        """
        allowed = sum(self._may_see(person, camera_id, source) for camera_id in layout.cameras)
        details = {"name": node.name, "layout": layout.name, "cameras": allowed}
        with self._database.transaction() as tx:
            if allowed:
                self._governance.lent.renew(tx, node.session_id, until_us=node.until_us)
                self._governance.record(tx, person, "wall.node_renew", _ref(node), decision=None, details=details)
                return
            self._governance.lent.end(tx, node.session_id)
            store.change_node(tx, node.id, session_id="")
        self._governance.record_refusal(person, "wall.node_renew", _ref(node), why="right_withdrawn", source=source)

    def _may_see(self, person: Principal, camera_id: str, source: str) -> bool:
        try:
            ref = self._registry.camera_ref(self._registry.camera_for(camera_id))
        except NotFound:
            return False
        asked = AccessRequest(action=Action.MEDIA_LIVE, resource=ref, source=source)
        return self._governance.authorize(person, asked).allowed

    def _shown(self, holder: Principal, camera_id: str, layout: Layout, source: str) -> Shown:
        nothing = Shown(camera_id=camera_id, code="", name="", stream=StreamRole.MAIN, grant="")
        try:
            camera = self._registry.camera_for(camera_id)
        except NotFound:
            return nothing
        request = AccessRequest(
            action=Action.MEDIA_LIVE, resource=self._registry.camera_ref(camera), source=source
        )  # fmt: skip
        decision = self._governance.authorize(holder, request)
        if not decision.allowed:
            return nothing
        has_sub = any(stream.role is StreamRole.SUB for stream in camera.streams)
        role = StreamRole.SUB if has_sub and max(page.size for page in layout.pages) > _SMALL else StreamRole.MAIN
        _grant, token = self._governance.grants.issue(
            holder, kind="live", camera_id=camera.id, owner_id=camera.owner_id, stream=role, ttl_s=_GRANT_S,
            mask=decision.obligations.mask, watermark=decision.obligations.watermark,
        )  # fmt: skip
        return Shown(camera_id=camera.id, code=camera.code, name=camera.name, stream=role, grant=token)

    def _of(self, principal: Principal, node_id: str, act: str, source: str) -> Node:
        with self._database.reading() as connection:
            found = store.node(connection, node_id, self._clock.now_us())
        if found is None or found.organisation_id != principal.organisation_id:
            if found is not None:
                self._governance.record_refusal(principal, act, _ref(found), why="not_own", source=source)
            raise NotFound("your organisation has no such screen")
        return found


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _ref(of: Node) -> ResourceRef:
    return ResourceRef(kind="wall", id=of.id, owner_id=of.organisation_id)
