"""The device's own storage (profile G): what it holds, and where it replays it (Recording Search, Replay Control)."""

from __future__ import annotations

from toancanh.devices.facts import RecordingSpan
from toancanh.devices.onvif.envelope import REPLAY, SEARCH, Xml, tag
from toancanh.devices.onvif.reading import Node
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.kernel import parse_rfc3339

_ROUNDS = 50
_AT_ONCE = 100
_MOST_SPANS = 10_000


async def read_recordings(session: OnvifSession) -> tuple[RecordingSpan, ...]:
    """Its recordings, each from its first picture to its last; holes inside are not told."""
    await session.time()
    body = tag("t:Scope") + tag("t:KeepAliveTime", "PT30S")
    search = (await session.call(SEARCH, "FindRecordings", Xml(body))).token_at("SearchToken")
    if not search:
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device began no search of its recordings")
    found: dict[str, RecordingSpan] = {}
    for _ in range(_ROUNDS):
        body = (
            tag("t:SearchToken", search) + tag("t:MinResults", 1) + tag("t:MaxResults", _AT_ONCE)
            + tag("t:WaitTime", "PT5S")
        )  # fmt: skip
        answer = await session.call(SEARCH, "GetRecordingSearchResults", Xml(body), timeout_s=15.0)
        listed = answer.find("ResultList") or Node(name="")
        for node in listed.all("RecordingInformation"):
            span = _span(node, session.offset_us)
            if span is not None and len(found) < _MOST_SPANS:
                found[span.recording_token] = span
        if listed.said("SearchState").lower() == "completed":
            break
    return tuple(found.values())


async def replay_address(session: OnvifSession, recording_token: str) -> str:
    """Where it replays over RTSP."""
    transport = tag("tt:Transport", tag("tt:Protocol", "RTSP"))
    setup = tag("t:StreamSetup", tag("tt:Stream", "RTP-Unicast"), transport)
    answer = await session.call(REPLAY, "GetReplayUri", Xml(setup + tag("t:RecordingToken", recording_token)))
    node = answer.find("Uri")
    return session.own_stream(node.text.strip() if node is not None else "")


def _span(node: Node, offset_us: int) -> RecordingSpan | None:
    token = node.token_at("RecordingToken")
    times = [
        (_time(track.said("DataFrom")), _time(track.said("DataTo")))
        for track in node.all("Track")
        if track.said("TrackType").lower() == "video"
    ]
    if not times:
        times = [(_time(node.said("EarliestRecording")), _time(node.said("LatestRecording")))]
    known = [(start, end) for start, end in times if start is not None and end is not None and start < end]
    if not token or not known:
        return None
    return RecordingSpan(
        recording_token=token,
        source_token=node.token_at("Source/SourceId"),
        start_us=min(start for start, _ in known) - offset_us,
        end_us=max(end for _, end in known) - offset_us,
    )


def _time(text: str) -> int | None:
    try:
        return parse_rfc3339(text)
    except (ValueError, OverflowError):
        return None
