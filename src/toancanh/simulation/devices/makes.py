"""How devices of several makes behave, as data.

The names say whose behaviour in the field was the model; nothing here is a statement about a product.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


class Make(enum.StrEnum):
    """Whose manners a device has."""

    EXACT = "exact"  # as the standard says
    HIKVISION = "hikvision"
    DAHUA = "dahua"
    SLOPPY = "sloppy"  # what cheap firmware gets wrong


@dataclass(frozen=True, kw_only=True)
class Manners:
    """``{channel}`` counts from 1, ``{stream}`` from 0 (main); ``{channel0}`` counts from 0."""

    manufacturer: str
    camera_model: str
    recorder_model: str
    firmware: str
    serial: str  # of device {number}
    profile_name: str
    source_name: str
    rtsp_path: str
    rtsp_suffix: str = ""  # in answers, but not needed
    replay_path: str = "/onvif/replay/{channel}"
    lock_s: float = 300
    services: frozenset[str] = frozenset({"media", "media2", "ptz", "imaging", "events", "recording"})
    lists_services: bool = True  # False: GetServices is not known, GetCapabilities must do
    has_snapshots: bool = True
    asks_by_http: bool = True  # who comes without a token gets 401 and may log in by HTTP digest
    prefixes: tuple[tuple[str, str], ...] = ()  # the usual one, and what it writes
    clock_offset_s: int = 0
    time_in_wrong_namespace: bool = False
    faults_with_status_200: bool = False


_SLOPPY_PREFIXES = (("env", "SOAP-ENV"), ("tds", "ns1"), ("trt", "ns2"), ("tptz", "ns3"), ("tt", "ns9"))

MANNERS: Mapping[Make, Manners] = MappingProxyType(
    {
        Make.EXACT: Manners(
            manufacturer="Exact",
            camera_model="E-100",
            recorder_model="E-REC-32",
            firmware="2.1.0",
            serial="E{number:08}",
            profile_name="profile-{channel}-{stream}",
            source_name="source-{channel}",
            rtsp_path="/onvif/{channel}/{stream}",
        ),
        Make.HIKVISION: Manners(
            manufacturer="HIKVISION",
            camera_model="DS-2CD2T47G2-L",
            recorder_model="DS-7732NI-K4",
            firmware="V5.7.3 build 220112",
            serial="DS-2CD2T47G2-L20220112AAWR{number:09}",
            profile_name="Profile_{channel}{stream:02}",
            source_name="VideoSource_{channel}",
            rtsp_path="/Streaming/Channels/{channel}0{stream1}",
            rtsp_suffix="?transportmode=unicast&profile={profile}",
            replay_path="/Streaming/tracks/{channel}01",
            lock_s=1800,
        ),
        Make.DAHUA: Manners(
            manufacturer="Dahua",
            camera_model="IPC-HFW2431S",
            recorder_model="DHI-NVR5432-4KS2",
            firmware="2.800.0000000.16.R, Build Date 2021-05-12",
            serial="6F0{number:08}PAZ",
            profile_name="MediaProfile{channel0:02}{stream:03}",
            source_name="VideoSource{channel0:03}",
            rtsp_path="/cam/realmonitor?channel={channel}&subtype={stream}",
            rtsp_suffix="&unicast=true&proto=Onvif",
            asks_by_http=False,
        ),
        Make.SLOPPY: Manners(
            manufacturer="IPC",
            camera_model="IP Camera",
            recorder_model="NVR",
            firmware="V1.0",
            serial="{number:06}",
            profile_name="{channel0}{stream}",
            source_name="{channel0}",
            rtsp_path="/live/ch{channel0:02}_{stream}",
            services=frozenset({"media", "ptz", "events", "recording"}),
            lists_services=False,
            has_snapshots=False,
            asks_by_http=False,
            prefixes=_SLOPPY_PREFIXES,
            clock_offset_s=7 * 3600,
            time_in_wrong_namespace=True,
            faults_with_status_200=True,
        ),
    }
)
