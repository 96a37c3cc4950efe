"""One conversation with a device: where its services are, the log-in, and what it may not make us do.

The log-in is aware that devices lock after a few wrong tries: the first question that wants an account goes without
one, so that the device says which log-in it takes; then the password is sent once. Refused once, this session never
sends it again.
"""

from __future__ import annotations

import asyncio
import secrets
import uuid
from collections.abc import Awaitable, Callable

from toancanh.devices.facts import DeviceTime, Oddity, OddityFound, Service
from toancanh.devices.onvif.addresses import Named, named_stream, named_web
from toancanh.devices.onvif.clock import read_time
from toancanh.devices.onvif.envelope import (
    DEVICE,
    EMPTY,
    EVENTS,
    IMAGING,
    MEDIA1,
    PTZ,
    REPLAY,
    SEARCH,
    Fault,
    Xml,
    addressing,
    envelope,
    open_envelope,
    tag,
    username_token,
)
from toancanh.devices.onvif.http import DeviceHttp, HttpAnswer
from toancanh.devices.onvif.reading import MOST_BYTES, Node, read_xml
from toancanh.devices.ports import DeviceAt, DeviceFailure, DeviceReason
from toancanh.devices.reach import Reach
from toancanh.infra.authentication import Challenge, Credentials, parse_challenges
from toancanh.kernel import Clock, Denied

_Send = Callable[..., Awaitable[HttpAnswer]]

ANSWER_S = 10.0
_FAR_OFF_US = 30_000_000
_BASIC_ONLY = "the device wants the password in the clear (Basic), and no authority vouches for its certificate"
_MOST_ODDITIES = 64
_SNAPSHOT_BYTES = 8 << 20
_FREE = frozenset({"GetSystemDateAndTime", "GetServices", "GetCapabilities", "GetScopes", "GetHostname"})
"""What ONVIF Core (5.9.4.3, PRE_AUTH) or the makers' custom lets everybody ask."""
_REPEATABLE = frozenset(
    {"PullMessages", "ContinuousMove", "AbsoluteMove", "Stop", "GotoPreset", "GotoHomePosition", "Renew"}
)
"""Done twice they come to the same, so that a connection that died in silence costs no command."""
_CAPABILITIES = {
    "Media": MEDIA1, "PTZ": PTZ, "Imaging": IMAGING, "Events": EVENTS,
    "Extension/Search": SEARCH, "Extension/Replay": REPLAY,
}  # fmt: skip


class OnvifSession:
    """The device at ``at``. All methods raise `DeviceFailure` and `Denied`."""

    def __init__(
        self,
        *,
        at: DeviceAt,
        reach: Reach,
        clock: Clock,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
        answer_s: float = ANSWER_S,
    ) -> None:
        self.at = at
        self.clock = clock
        self.reach = reach
        self.http = DeviceHttp(at=at, reach=reach)
        self.offset_us = 0
        """How far the device's clock is ahead of ours."""
        self.logged_in = False
        """A question that wants an account was answered with this one."""
        self._random = random_bytes
        self._answer_s = answer_s
        self._login = self._credentials() if at.username else None
        self._reader = self._credentials() if at.username else None  # of pictures: other challenges, same password
        self._login_lock = asyncio.Lock()
        self._refused: DeviceFailure | None = None
        self._in_doubt = False
        self._timed = False
        self._spoken = False  # SOAP came from there
        self._services: dict[str, Service] | None = None
        self._oddities: dict[OddityFound, None] = {}

    @property
    def oddities(self) -> tuple[OddityFound, ...]:
        """What was not taken at its word so far."""
        return tuple(self._oddities)

    def note(self, kind: Oddity, about: str) -> None:
        """Keep an oddity, each once, a bounded number."""
        if len(self._oddities) < _MOST_ODDITIES:
            self._oddities[OddityFound(kind=kind, about=about)] = None

    async def call(
        self, service: str, operation: str, body: Xml = EMPTY, *, login: bool = True, timeout_s: float | None = None
    ) -> Node:
        """Ask; the answer's element."""
        where = await self._where(service)
        return await self._call(where, service, operation, body, login=login, timeout_s=timeout_s)

    async def call_subscription(
        self, where: Service, operation: str, body: Xml, *, action: str, parameters: Xml, timeout_s: float
    ) -> Node:
        """Ask a subscription of the device's, which has an address of its own."""
        scheme = "https" if self.at.tls else "http"
        to = f"{scheme}://{self.at.address}:{where.port}{where.path}"
        header = addressing(action=action, to=to, message_id=str(uuid.uuid4()), parameters=parameters)
        return await self._call(where, where.namespace, operation, body, login=True, timeout_s=timeout_s, header=header)

    async def time(self) -> DeviceTime:
        """Its clock; the offset is kept for the log-in."""
        before_us = self.clock.now_us()
        try:
            answer = await self.call(DEVICE, "GetSystemDateAndTime", login=False)
        except DeviceFailure as failure:
            if failure.reason is not DeviceReason.LOGIN_WANTED:
                raise
            self._timed = True  # Axis: every question wants a log-in; HTTP digest needs no clock
            answer = await self.call(DEVICE, "GetSystemDateAndTime")
        read_at_us = (before_us + self.clock.now_us()) // 2
        found = read_time(answer, read_at_us)
        self._timed = True
        if found is None:
            self.note(Oddity.NO_ANSWER, "GetSystemDateAndTime")
            return DeviceTime(reported_us=read_at_us, read_at_us=read_at_us)
        self.offset_us = found.offset_us
        if abs(found.offset_us) > _FAR_OFF_US:
            self.note(Oddity.CLOCK_FAR_OFF, "GetSystemDateAndTime")
        return found

    async def services(self) -> dict[str, Service]:
        """Its services by namespace, on its own address."""
        if self._services is None:
            try:
                answer = await self.call(DEVICE, "GetServices", tag("t:IncludeCapability", "false"))
                listed = [(node.said("Namespace"), node) for node in answer.all("Service")]
            except DeviceFailure as failure:
                if failure.reason not in (DeviceReason.NOT_OFFERED, DeviceReason.REFUSED):
                    raise
                answer = await self.call(DEVICE, "GetCapabilities", tag("t:Category", "All"))
                listed = [
                    (namespace, node)
                    for name, namespace in _CAPABILITIES.items()
                    for node in answer.all(f"Capabilities/{name}")
                ]
            self._services = {
                namespace: Service(
                    namespace=namespace,
                    path=named.path,
                    port=named.port,
                    version=f"{node.said('Version/Major')}.{node.said('Version/Minor')}".strip("."),
                )
                for namespace, node in listed
                if (named := self.own_web(node.said("XAddr"))) is not None
            }
        return self._services

    async def offers(self, service: str) -> bool:
        """Whether it has the service."""
        return service == DEVICE or service in await self.services()

    def own_web(self, address: str) -> Named | None:
        """A web address that the device named, on its own host; None where it is unusable."""
        named = named_web(address, at=self.at, pinned=self.http.address)
        if named is not None and named.elsewhere:
            self.note(Oddity.NAMES_ANOTHER_ADDRESS, named.elsewhere)
        return named

    def own_stream(self, address: str) -> str:
        """A stream address that the device named, on its own host, without user information."""
        named = named_stream(address, at=self.at, pinned=self.http.address)
        if named.elsewhere:
            self.note(Oddity.NAMES_ANOTHER_ADDRESS, named.elsewhere)
        if named.had_password:
            self.note(Oddity.PASSWORD_IN_ADDRESS, "GetStreamUri")
        try:
            self.reach.check(self.http.address, named.port)
        except Denied:
            self.note(Oddity.NAMES_FORBIDDEN_PORT, f"{self.at.address}:{named.port}")
            raise
        return named.url

    async def picture(self, named: Named) -> bytes:
        """A JPEG at an own web address, by HTTP log-in. The password is sent once here as well."""
        self._check_refused()
        for _ in range(3):  # asked, logged in, with a fresh nonce
            headers = {"User-Agent": "toancanh", "Accept": "image/jpeg"}
            sent = self._reader is not None and self._reader.challenge is not None
            if self._reader is not None and (value := self._reader.header("GET", named.path)):
                headers["Authorization"] = value
            answer = await self.http.ask(
                "GET",
                named.path,
                headers,
                port=named.port,
                timeout_s=self._answer_s,
                most_bytes=_SNAPSHOT_BYTES,
                repeatable=True,
            )
            if answer.status != 401:
                break
            challenge = parse_challenges(answer.all("www-authenticate"))
            if self._reader is None or challenge is None:
                raise DeviceFailure(DeviceReason.LOGIN_WANTED, "the device gives its picture to a log-in only")
            if not self._may_answer(challenge):
                raise DeviceFailure(DeviceReason.BASIC_ONLY, _BASIC_ONLY)
            if sent and not challenge.stale:
                raise self._refuse(DeviceReason.LOGIN_REFUSED, "the device refused the log-in for its picture")
            self._reader.take(challenge)
        if answer.status != 200 or not answer.body.startswith(b"\xff\xd8"):
            raise DeviceFailure(DeviceReason.BAD_ANSWER, f"the device gave no JPEG (status {answer.status})")
        return answer.body

    def close(self) -> None:
        """Let the connections go."""
        self.http.close()

    async def _where(self, service: str) -> Service:
        if service == DEVICE:
            return Service(namespace=DEVICE, path=self.at.path, port=self.at.port)
        found = (await self.services()).get(service)
        if found is None:
            raise DeviceFailure(DeviceReason.NOT_OFFERED, f"the device has no service {service}")
        return found

    async def _call(
        self,
        where: Service,
        service: str,
        operation: str,
        body: Xml,
        *,
        login: bool,
        timeout_s: float | None,
        header: Xml = EMPTY,
    ) -> Node:
        async def send(*, as_user: bool) -> HttpAnswer:
            headers = {
                "User-Agent": "toancanh",
                "Content-Type": f'application/soap+xml; charset=utf-8; action="{service}/{operation}"',
            }
            soap_header = header
            if as_user:
                if self._login is not None and (value := self._login.header("POST", where.path)):
                    headers["Authorization"] = value
                soap_header = Xml(header + self._token())
            return await self.http.ask(
                "POST",
                where.path,
                headers,
                envelope(service, operation, body, header=soap_header),
                port=where.port,
                timeout_s=self._answer_s if timeout_s is None else timeout_s,
                most_bytes=MOST_BYTES,
                repeatable=operation.startswith("Get") or operation in _REPEATABLE,
            )

        if not login:
            answer = await send(as_user=False)
            found = self._opened(answer, operation)
            if isinstance(found, Node):
                return found
            if answer.status == 401 or found.about_login:
                raise DeviceFailure(DeviceReason.LOGIN_WANTED, f"the device answers {operation} to a log-in only")
            raise found.failure()
        self._check_refused()
        if not self.logged_in:
            async with self._login_lock:  # two first questions at once would be two tries
                self._check_refused()
                if not self.logged_in:
                    return await self._first(operation, send)
        return await self._as_user(operation, send)

    async def _first(self, operation: str, send: _Send) -> Node:
        answer = await send(as_user=False)
        found = self._opened(answer, operation)
        if isinstance(found, Node):
            if operation not in _FREE:
                self.note(Oddity.ANSWERS_WITHOUT_LOGIN, operation)
            return found
        if answer.status != 401 and not found.about_login:
            raise found.failure()
        if self._login is None:
            raise DeviceFailure(DeviceReason.LOGIN_WANTED, "the device wants a user name and a password")
        challenge = parse_challenges(answer.all("www-authenticate"))
        if challenge is not None and self._may_answer(challenge):
            self._login.take(challenge)
        if not self._timed:
            await self.time()
        return await self._as_user(operation, send)

    async def _as_user(self, operation: str, send: _Send) -> Node:
        renewals = 1
        while True:
            answer = await send(as_user=True)
            found = self._opened(answer, operation)
            if isinstance(found, Node):
                self.logged_in, self._in_doubt = True, False
                return found
            if found.locked and (answer.status == 401 or found.about_login):
                raise self._refuse(DeviceReason.LOCKED, "the device has locked log-ins for a while")
            if answer.status == 401:
                challenge = parse_challenges(answer.all("www-authenticate"))
                if challenge is not None and not self._may_answer(challenge):
                    raise self._refuse(DeviceReason.BASIC_ONLY, _BASIC_ONLY)
                # With stale=true the password was right (RFC 7616, 3.3); some devices forget to say so
                if challenge and self._login and renewals and (challenge.stale or self.logged_in):
                    renewals -= 1
                    self._login.take(challenge)
                    continue
            elif not found.about_login:
                raise found.failure()
            elif found.about_clock and renewals:
                renewals -= 1
                await self.time()
                continue
            elif found.about_clock:
                raise DeviceFailure(DeviceReason.CLOCK_REFUSED, "the device refuses log-ins for the time they carry")
            elif self.logged_in and not self._in_doubt:  # too little for this, or the password was changed just now
                self._in_doubt = True
                raise DeviceFailure(DeviceReason.NOT_PERMITTED, f"the account may not do {operation} on the device")
            raise self._refuse(DeviceReason.LOGIN_REFUSED, "the device refused the user name or the password")

    def _opened(self, answer: HttpAnswer, operation: str) -> Node | Fault:
        """What the answer holds; a 401 without a readable one is a fault as well."""
        if 300 <= answer.status < 400:
            target = next(iter(answer.all("location")), "").strip().lower()
            hint = "; it wants TLS" if target.startswith("https:") and not self.at.tls else ""
            raise DeviceFailure(DeviceReason.NOT_ONVIF, f"the device sends us elsewhere, which is not followed{hint}")
        if answer.status in (404, 405, 410):
            reason = DeviceReason.NOT_OFFERED if self._spoken else DeviceReason.NOT_ONVIF
            raise DeviceFailure(reason, f"the device knows nothing at the address of {operation}")
        try:
            found = open_envelope(read_xml(answer.body), operation)
        except DeviceFailure as failure:
            if answer.status in (401, 403) and failure.reason is not DeviceReason.ANSWER_TOO_LARGE:
                return Fault(codes=("NotAuthorized",), reason="")
            if answer.status >= 400 and self._spoken:
                detail = f"the device answers {operation} with status {answer.status}"
                raise DeviceFailure(DeviceReason.BAD_ANSWER, detail) from None
            if failure.reason is DeviceReason.BAD_ANSWER and not self._spoken:
                raise DeviceFailure(DeviceReason.NOT_ONVIF, f"no ONVIF device: {failure.detail}") from None
            raise
        self._spoken = True
        if isinstance(found, Node) and answer.status >= 300:
            raise DeviceFailure(DeviceReason.BAD_ANSWER, f"the device answers with status {answer.status}")
        return found

    def _may_answer(self, challenge: Challenge) -> bool:
        """Basic shows the password: where an authority vouches for the certificate alone. One that was learned at the
        first meeting and pinned may be an impostor's.
        """
        return challenge.is_digest or (self.at.tls and not self.at.certificate_sha256)

    def _check_refused(self) -> None:
        if self._refused is not None:
            raise DeviceFailure(self._refused.reason, self._refused.detail)

    def _refuse(self, reason: DeviceReason, detail: str) -> DeviceFailure:
        self._refused = DeviceFailure(reason, f"{detail}; this password is not tried again")
        return self._refused

    def _token(self) -> Xml:
        created_us = self.clock.now_us() + self.offset_us
        return username_token(self.at.username, self.at.password, nonce=self._random(16), created_us=created_us)

    def _credentials(self) -> Credentials:
        return Credentials(
            username=self.at.username,
            password=self.at.password,
            random_hex=lambda count: self._random(count).hex(),
        )
