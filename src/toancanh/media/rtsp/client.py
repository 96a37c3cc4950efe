"""The dialogue with a camera (RFC 2326): OPTIONS, DESCRIBE, SETUP, PLAY, keep-alive, TEARDOWN, with log-in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, Protocol

from toancanh.infra.authentication import Credentials, parse_challenges
from toancanh.kernel import Invalid
from toancanh.media.model import StateReason
from toancanh.media.rtsp.connection import RtspConnection
from toancanh.media.rtsp.failure import RtspFailure
from toancanh.media.rtsp.messages import Response, build_request
from toancanh.media.rtsp.sdp import VideoTrack, parse_sdp
from toancanh.media.rtsp.urls import StreamUrl, control_url, parse_url

USER_AGENT = "toancanh"
_DEFAULT_SESSION_S = 60.0
_KEEP_ALIVE_S = (2.0, 30.0)
_SESSION = re.compile(r"\s*([^;\s]+)(?:.*?;\s*timeout\s*=\s*(\d{1,6}))?", re.IGNORECASE)
_SERVER_PORTS = re.compile(r"server_port=(\d{1,5})(?:-(\d{1,5}))?")
_INTERLEAVED = re.compile(r"interleaved=(\d{1,3})(?:-(\d{1,3}))?")
_REDIRECTS = frozenset({301, 302, 303, 305, 307})
_UNSUPPORTED_TRANSPORT = 461
_INVALID_RANGE = 457
_REPLAY = {"Require": "onvif-replay"}  # ONVIF streaming specification, 6.2


class Login(Protocol):
    """Who permits a log-in, and is told how it went as soon as it is known."""

    async def permission(self) -> None:
        """Wait until credentials may be sent. Raises `RtspFailure`."""

    def accepted(self) -> None:
        """The camera took our credentials, or wants none."""

    def refused(self) -> None:
        """The camera refused them."""


class Redirected(Exception):
    """The camera sends us elsewhere; the address has not been judged yet."""

    def __init__(self, url: StreamUrl) -> None:
        super().__init__("redirected")
        self.url = url


class TransportRefused(Exception):
    """461: the camera does not offer this transport (section 7.1.1)."""


@dataclass(frozen=True, kw_only=True)
class Transport:
    """What SETUP came to."""

    server_ports: tuple[int, int] | None = None  # UDP only
    channel: int = 0  # TCP only: RTP; RTCP has the next one


class RtspClient:
    """One session on one connection. ``replay_range``: of a recording, as in ``Range``, as fast as we read.

    ``allow_basic``: the password may be shown (RFC 7617) where the camera offers nothing better; it is known who is at
    the other end, or a person decided so.
    """

    def __init__(
        self,
        *,
        connection: RtspConnection,
        url: StreamUrl,
        credentials: Credentials | None,
        login: Login,
        timeout_s: float,
        replay_range: str = "",
        allow_basic: bool = False,
    ) -> None:
        self.connection = connection
        self.server = ""
        """What the camera calls itself."""
        self.keep_alive_s = _DEFAULT_SESSION_S / 2
        self._url = url
        self._credentials = credentials
        self._login = login
        self._replay_range = replay_range
        self._allow_basic = allow_basic
        self._timeout_s = timeout_s
        self._session = ""
        self._aggregate_url = url.request_url
        self._track_url = ""
        self._has_get_parameter = False
        self._logged_in = False

    async def describe(self) -> VideoTrack:
        """OPTIONS and DESCRIBE. Raises `RtspFailure` and `Redirected`."""
        options = await self._request("OPTIONS", self._url.request_url)
        self._has_get_parameter = "GET_PARAMETER" in options.headers.get("public").upper()
        answer = await self._request(
            "DESCRIBE", self._url.request_url, {"Accept": "application/sdp"}, proves_login=True
        )
        self._check(answer)
        track = parse_sdp(answer.body)
        base = answer.headers.get("content-base") or answer.headers.get("content-location") or self._url.request_url
        base = base.strip() if "://" in base else self._url.request_url
        self._aggregate_url = control_url(base, track.session_control)
        self._track_url = control_url(base, track.control)
        return track

    async def set_up_interleaved(self) -> Transport:
        """SETUP over this connection. Raises `RtspFailure`, `TransportRefused`."""
        answer = await self._set_up("RTP/AVP/TCP;unicast;interleaved=0-1")
        match = _INTERLEAVED.search(answer.headers.get("transport"))
        return Transport(channel=min(254, int(match[1])) if match else 0)

    async def set_up_udp(self, client_ports: tuple[int, int]) -> Transport:
        """SETUP over UDP. Raises `RtspFailure`, `TransportRefused`."""
        answer = await self._set_up(f"RTP/AVP;unicast;client_port={client_ports[0]}-{client_ports[1]}")
        match = _SERVER_PORTS.search(answer.headers.get("transport"))
        if match is None or not 0 < int(match[1]) < 65535:
            return Transport()
        return Transport(server_ports=(int(match[1]), int(match[2] or int(match[1]) + 1)))

    async def play(self) -> None:
        """PLAY. Raises `RtspFailure`."""
        headers = {"Session": self._session, "Range": self._replay_range or "npt=0.000-"}
        if self._replay_range:
            headers |= _REPLAY | {"Rate-Control": "no"}
        answer = await self._request("PLAY", self._aggregate_url, headers)
        self._check(answer)

    async def keep_alive(self) -> None:
        """Tell the camera that we are still here (GET_PARAMETER where it knows it). Raises `RtspFailure`."""
        method = "GET_PARAMETER" if self._has_get_parameter else "OPTIONS"
        answer = await self._request(method, self._aggregate_url, {"Session": self._session}, may_be_refused=True)
        if answer.status == 454:  # Session Not Found
            raise RtspFailure(StateReason.CLOSED_BY_CAMERA, "the camera has ended the session")

    def tear_down(self) -> None:
        """Say good-bye, without waiting for an answer."""
        if self._session:
            self.connection.send(self._build("TEARDOWN", self._aggregate_url, {"Session": self._session}, 0x7FFF))

    async def _set_up(self, transport: str) -> Response:
        headers = {"Transport": transport} | (_REPLAY if self._replay_range else {})
        answer = await self._request("SETUP", self._track_url, headers)
        if answer.status == _UNSUPPORTED_TRANSPORT:
            raise TransportRefused
        self._check(answer)
        match = _SESSION.match(answer.headers.get("session"))
        if match is None:
            raise RtspFailure(StateReason.SERVER_ERROR, "the camera gave no session")
        self._session = match[1]
        session_s = float(match[2]) if match[2] else _DEFAULT_SESSION_S
        low, high = _KEEP_ALIVE_S
        self.keep_alive_s = min(high, max(low, session_s / 2))
        return answer

    async def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        proves_login: bool = False,
        may_be_refused: bool = False,
    ) -> Response:
        """One request, with a log-in where the camera asks for one. A nonce that has gone stale is replaced once.

        ``may_be_refused``: a 401 says nothing about the password, for pictures come.
        """
        headers = headers or {}
        renewals = 1
        while True:
            sent_login = self._credentials is not None and self._credentials.challenge is not None
            answer = await self.connection.exchange(
                lambda sequence: self._build(method, url, headers, sequence), timeout_s=self._timeout_s
            )
            self.server = answer.headers.get("server")[:200] or self.server
            if answer.status == 403 and sent_login and not self._logged_in:
                self._refuse("the camera forbids this user the stream")
            if answer.status != 401:
                if answer.status < 400 and (sent_login or proves_login) and not self._logged_in:
                    self._logged_in = True
                    self._login.accepted()
                return answer
            challenge = parse_challenges(answer.headers.all("www-authenticate"))
            if self._credentials is None and may_be_refused:
                return answer
            if self._credentials is None:
                self._refuse("the camera wants a user name and a password")
            elif challenge is None:
                raise RtspFailure(StateReason.SERVER_ERROR, "the camera wants a log-in of a kind that nobody knows")
            elif not (challenge.is_digest or self._allow_basic):
                # also in the middle of a session: who sits between us and the camera would ask for it so
                if may_be_refused:
                    return answer
                raise RtspFailure(StateReason.BASIC_ONLY, "the camera wants the password in the clear (Basic)")
            elif not sent_login:
                await self._login.permission()
                self._credentials.take(challenge)
            elif (challenge.stale or self._logged_in) and renewals:
                # With stale=true the password was right (RFC 7616, section 3.3); some cameras forget to say so.
                renewals -= 1
                self._credentials.take(challenge)
            elif may_be_refused:
                return answer
            else:
                self._refuse("the camera refused the user name or the password")

    def _refuse(self, detail: str) -> NoReturn:
        self._login.refused()
        raise RtspFailure(StateReason.WRONG_PASSWORD, detail)

    def _build(self, method: str, url: str, headers: Mapping[str, str], sequence: int) -> bytes:
        fields = {"User-Agent": USER_AGENT, **headers}
        login = self._credentials.header(method, url) if self._credentials is not None else None
        if login is not None:
            fields["Authorization"] = login
        return build_request(method, url, sequence, fields)

    def _check(self, answer: Response) -> None:
        status = answer.status
        if 200 <= status < 300:
            return
        if status in _REDIRECTS and (location := answer.headers.get("location")):
            try:
                url = parse_url(location)
            except Invalid:
                raise RtspFailure(StateReason.SERVER_ERROR, "the camera sends us to no usable address") from None
            raise Redirected(url)
        if status == _INVALID_RANGE:
            raise RtspFailure(StateReason.NO_VIDEO, "the camera has nothing of that time")
        if status in (404, 410):
            raise RtspFailure(StateReason.NO_SUCH_PATH, "the camera knows no such path")
        raise RtspFailure(StateReason.SERVER_ERROR, f"the camera answers with {status}")
