"""Profile G: what the device's own storage holds and where it is replayed (recording, search and replay services)."""

from __future__ import annotations

from toancanh.simulation.devices.door import Level
from toancanh.simulation.devices.envelope import SoapFault, element, wrap
from toancanh.simulation.devices.model import Channel, Device
from toancanh.simulation.devices.operations.call import Call, Operation, Operations, no_such
from toancanh.simulation.devices.operations.events import instant

_MOST_SEARCHES = 16
_TRACK = "VIDEO_1"


def recording_token(channel: Channel) -> str:
    """One recording a channel."""
    return f"Recording_{channel.number}"


def _recorded(device: Device) -> list[Channel]:
    return [channel for channel in device.channels if channel.replay_path]


def _find(call: Call) -> Channel:
    token = call.body.required("RecordingToken")
    for channel in _recorded(call.device):
        if token == recording_token(channel):
            return channel
    raise no_such("ter:NoRecording", token)


def _source(channel: Channel) -> str:
    return wrap(
        "tt:Source",
        element("tt:SourceId", channel.source_token),
        element("tt:Name", f"Camera {channel.number:02}"),
        element("tt:Location", ""),
        element("tt:Description", ""),
        element("tt:Address", ""),
    )


def _items(call: Call) -> str:
    track = wrap("tt:Configuration", element("tt:TrackType", "Video"), element("tt:Description", ""))
    return "".join(
        wrap(
            "trc:RecordingItem",
            element("tt:RecordingToken", recording_token(channel)),
            wrap(
                "tt:Configuration",
                _source(channel),
                element("tt:Content", ""),
                element("tt:MaximumRetentionTime", "PT0S"),
            ),
            wrap("tt:Tracks", wrap("tt:Track", element("tt:TrackToken", _TRACK), track)),
        )
        for channel in _recorded(call.device)
    )


def _information(device: Device, channel: Channel, tag: str) -> str:
    start, end = map(instant, device.recorded_us())
    return wrap(
        tag,
        element("tt:RecordingToken", recording_token(channel)),
        _source(channel),
        element("tt:EarliestRecording", start),
        element("tt:LatestRecording", end),
        element("tt:Content", ""),
        wrap(
            "tt:Track",
            element("tt:TrackToken", _TRACK),
            element("tt:TrackType", "Video"),
            element("tt:Description", ""),
            element("tt:DataFrom", start),
            element("tt:DataTo", end),
        ),
        element("tt:RecordingStatus", "Recording"),
    )


def _summary(call: Call) -> str:
    start, end = map(instant, call.device.recorded_us())
    return wrap(
        "tse:Summary",
        element("tt:DataFrom", start),
        element("tt:DataUntil", end),
        element("tt:NumberRecordings", len(_recorded(call.device))),
    )


def _begin_search(call: Call) -> str:
    searches = call.device.searches
    if len(searches) >= _MOST_SEARCHES:
        del searches[next(iter(searches))]
    token = call.device.new_token("search-")
    searches[token] = 0
    return element("tse:SearchToken", token)


def _results(call: Call) -> str:
    """A few at a time, as recorders give them."""
    token = call.body.required("SearchToken")
    given = call.device.searches.get(token)
    if given is None:
        raise no_such("ter:InvalidToken", token)
    most = min(10, max(1, round(call.body.number_of("MaxResults") or 10)))
    channels = _recorded(call.device)
    now = channels[given : given + most]
    call.device.searches[token] = given + len(now)
    is_over = given + len(now) == len(channels)
    return wrap(
        "tse:ResultList",
        element("tt:SearchState", "Completed" if is_over else "Searching"),
        *(_information(call.device, channel, "tt:RecordingInformation") for channel in now),
    )


def _end_search(call: Call) -> str:
    token = call.body.required("SearchToken")
    if call.device.searches.pop(token, None) is None:
        raise no_such("ter:InvalidToken", token)
    return element("tse:Endpoint", instant(call.device.now_us()))


def _replay_uri(call: Call) -> str:
    channel = _find(call)
    if call.body.text_of("StreamSetup", "Stream", default="RTP-Unicast") != "RTP-Unicast":
        raise SoapFault("ter:InvalidArgVal", "ter:InvalidStreamSetup", reason="unicast only")
    return element("trp:Uri", call.device.stream_url(channel.replay_path))


RECORDING_OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: '<trc:Capabilities DynamicRecordings="false" DynamicTracks="false" Encoding="H264"/>',
        level=Level.ANONYMOUS,
    ),
    "GetRecordings": Operation(perform=_items),
}
SEARCH_OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: '<tse:Capabilities MetadataSearch="false"/>', level=Level.ANONYMOUS
    ),
    "GetRecordingSummary": Operation(perform=_summary),
    "GetRecordingInformation": Operation(
        perform=lambda call: _information(call.device, _find(call), "tse:RecordingInformation")
    ),
    "FindRecordings": Operation(perform=_begin_search),
    "GetRecordingSearchResults": Operation(perform=_results),
    "EndSearch": Operation(perform=_end_search),
}
REPLAY_OPERATIONS: Operations = {
    "GetServiceCapabilities": Operation(
        perform=lambda _: '<trp:Capabilities ReversePlayback="false" RTP_RTSP_TCP="true"/>', level=Level.ANONYMOUS
    ),
    "GetReplayUri": Operation(perform=_replay_uri),
}
