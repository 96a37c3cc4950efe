"""The judgement. Pure: what a device said of itself, what is known of its log-in, the rules as data."""

from __future__ import annotations

import enum
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

CLOCK_APART_US = 5_000_000
FIRMWARE_YEARS = 3.0
"""Older firmware is called old; our figure: makers in the field mend holes for about so long."""
_USUAL = frozenset({"HTTP", "HTTPS", "RTSP"})
_BUILT = (
    re.compile(r"(?i)\bbuild[ :_]*(?:date[ :]*)?(\d{2})(\d{2})(\d{2})\b"),  # Hikvision: V5.5.82 build 190909
    re.compile(r"\b(20\d{2})-(\d{2})-(\d{2})\b"),  # Dahua: 2.800.0000016.0.R, Build Date: 2020-06-05
    re.compile(r"(?<!\d)(20[0-4]\d)([01]\d)([0-3]\d)(?!\d)"),  # 20180712 within others' versions
)


class PostureCheck(enum.StrEnum):
    """What is looked at."""

    PASSWORD_FACTORY = "password_factory"  # noqa: S105
    PASSWORD_SHARED = "password_shared"  # noqa: S105
    ANSWERS_WITHOUT_LOGIN = "answers_without_login"
    FIRMWARE_OLD = "firmware_old"
    PLAIN_HTTP = "plain_http"
    PLAIN_RTSP = "plain_rtsp"
    PASSWORD_IN_CLEAR = "password_in_clear"  # noqa: S105  # a person decided so, where it offers Basic alone
    NO_ENCRYPTION = "no_encryption"  # the device has it switched off altogether
    OTHER_SERVICES = "other_services"
    CLOCK_WRONG = "clock_wrong"
    CLOCK_BY_HAND = "clock_by_hand"


class PostureVerdict(enum.StrEnum):
    """What came of a check."""

    KEPT = "kept"
    FAILS = "fails"
    EXCEPTED = "excepted"  # fails, and somebody answers for it until a day
    UNKNOWN = "unknown"


class PostureSeverity(enum.StrEnum):
    """How bad a failure is; ours."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


SEVERITY: Mapping[PostureCheck, PostureSeverity] = {
    PostureCheck.PASSWORD_FACTORY: PostureSeverity.HIGH,
    PostureCheck.ANSWERS_WITHOUT_LOGIN: PostureSeverity.HIGH,
    PostureCheck.PASSWORD_SHARED: PostureSeverity.HIGH,
    PostureCheck.PASSWORD_IN_CLEAR: PostureSeverity.HIGH,
    PostureCheck.FIRMWARE_OLD: PostureSeverity.MEDIUM,
    PostureCheck.NO_ENCRYPTION: PostureSeverity.MEDIUM,
    PostureCheck.OTHER_SERVICES: PostureSeverity.MEDIUM,
    PostureCheck.CLOCK_WRONG: PostureSeverity.MEDIUM,
    PostureCheck.PLAIN_HTTP: PostureSeverity.LOW,
    PostureCheck.PLAIN_RTSP: PostureSeverity.LOW,
    PostureCheck.CLOCK_BY_HAND: PostureSeverity.LOW,
}
_ORDER = list(PostureSeverity)


@dataclass(frozen=True, kw_only=True)
class LoginKnown:
    """What is known of the log-in that is kept, never the password itself."""

    factory: bool
    shared_with: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One check's outcome; ``said``: what it rests on, for people."""

    check: PostureCheck
    verdict: PostureVerdict
    severity: PostureSeverity
    said: str = ""
    responsible: str = ""
    until_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class Excepted:
    """Somebody answers for a check's failure until then."""

    check: PostureCheck
    responsible: str
    until_us: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """A requirement group. ``certainty``: "official", "news", "unverified", "ours"."""

    id: str
    title: Mapping[str, str]
    certainty: str
    checks: tuple[PostureCheck, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The shipped rules."""
    read = tomllib.loads(files(__package__).joinpath("requirements.toml").read_text())
    return tuple(
        Group(
            id=one["id"], title=one["title"], certainty=one["certainty"], checks=tuple(map(PostureCheck, one["checks"]))
        )
        for one in read["group"]
    )  # fmt: skip


def judge(
    facts: Mapping[str, Any],
    login: LoginKnown | None,
    *,
    tls: bool,
    in_clear: bool = False,
    now_us: int,
    excepted: Sequence[Excepted] = (),
) -> list[Finding]:
    """Every check. ``facts``: `DeviceFacts` as JSON, empty where nothing was read; ``tls``: how we speak to it;
    ``in_clear``: whether a person decided that streams send the password so.
    """
    found = [
        *_login(facts, login), *_firmware(facts, now_us), *_channels(facts, tls=tls),
        _finding(PostureCheck.PASSWORD_IN_CLEAR, in_clear), *_clock(facts),
    ]  # fmt: skip
    by_check = {one.check: one for one in excepted if one.until_us > now_us}
    return [_with(one, by_check.get(one.check)) for one in found]


def worst_of(findings: Sequence[Finding]) -> PostureSeverity:
    """Of what fails and is not excepted."""
    failing = [one.severity for one in findings if one.verdict is PostureVerdict.FAILS]
    return max(failing, key=_ORDER.index, default=PostureSeverity.NONE)


def built_on(firmware: str) -> datetime | None:
    """The day in a firmware's version, as makers write it; None where there is none that can be one."""
    for pattern in _BUILT:
        match = pattern.search(firmware)
        if match is None:
            continue
        year, month, day = (int(part) for part in match.groups())
        try:
            return datetime(year if year > 99 else 2000 + year, month, day, tzinfo=UTC)
        except ValueError:
            continue
    return None


def _login(facts: Mapping[str, Any], login: LoginKnown | None) -> list[Finding]:
    odd = {one["kind"] for one in facts.get("oddities", ())}
    factory = None if login is None else login.factory
    shared = None if login is None else login.shared_with > 0
    others = f"{login.shared_with} other devices" if login is not None and login.shared_with else ""
    return [
        _finding(PostureCheck.PASSWORD_FACTORY, factory),
        _finding(PostureCheck.PASSWORD_SHARED, shared, others),
        _finding(PostureCheck.ANSWERS_WITHOUT_LOGIN, "answers_without_login" in odd if facts else None),
    ]


def _firmware(facts: Mapping[str, Any], now_us: int) -> list[Finding]:
    version = str(facts.get("identity", {}).get("firmware", ""))
    built = built_on(version)
    if built is None:
        return [_finding(PostureCheck.FIRMWARE_OLD, None, version)]
    age = datetime.fromtimestamp(now_us / 1e6, tz=UTC) - built
    return [_finding(PostureCheck.FIRMWARE_OLD, age > timedelta(days=365.25 * FIRMWARE_YEARS), version)]


def _channels(facts: Mapping[str, Any], *, tls: bool) -> list[Finding]:
    if not facts:
        return [
            _finding(check, None)
            for check in (
                PostureCheck.PLAIN_HTTP,
                PostureCheck.PLAIN_RTSP,
                PostureCheck.NO_ENCRYPTION,
                PostureCheck.OTHER_SERVICES,
            )
        ]
    streams = [
        str(profile.get("stream_address", ""))
        for channel in facts.get("channels", ())
        for profile in channel.get("profiles", ())
    ]
    plain = [one for one in streams if one.lower().startswith("rtsp:")]
    enabled = {str(one["name"]).upper() for one in facts.get("protocols", ()) if one.get("enabled")}
    others = sorted(enabled - _USUAL)
    return [
        _finding(PostureCheck.PLAIN_HTTP, not tls),
        _finding(PostureCheck.PLAIN_RTSP, bool(plain) if streams else None),
        _finding(PostureCheck.NO_ENCRYPTION, not tls and "HTTPS" not in enabled if enabled else None),
        _finding(PostureCheck.OTHER_SERVICES, bool(others) if enabled else None, ", ".join(others)),
    ]


def _clock(facts: Mapping[str, Any]) -> list[Finding]:
    time = facts.get("time")
    if not time:
        return [_finding(PostureCheck.CLOCK_WRONG, None), _finding(PostureCheck.CLOCK_BY_HAND, None)]
    offset_us = int(time["reported_us"]) - int(time["read_at_us"])
    return [
        _finding(PostureCheck.CLOCK_WRONG, abs(offset_us) > CLOCK_APART_US, f"{offset_us / 1e6:+.1f} s"),
        _finding(PostureCheck.CLOCK_BY_HAND, not time.get("from_ntp", False)),
    ]


def _finding(check: PostureCheck, fails: bool | None, said: str = "") -> Finding:
    verdict = PostureVerdict.UNKNOWN if fails is None else PostureVerdict.FAILS if fails else PostureVerdict.KEPT
    return Finding(check=check, verdict=verdict, severity=SEVERITY[check], said=said)


def _with(found: Finding, excepted: Excepted | None) -> Finding:
    if excepted is None or found.verdict is not PostureVerdict.FAILS:
        return found
    return Finding(
        check=found.check, verdict=PostureVerdict.EXCEPTED, severity=found.severity, said=found.said,
        responsible=excepted.responsible, until_us=excepted.until_us,
    )  # fmt: skip
