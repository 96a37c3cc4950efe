"""GetSystemDateAndTime: the device's clock, which is in 1970 more often than one would think."""

from __future__ import annotations

from datetime import UTC, datetime

from toancanh.devices.facts import DeviceTime
from toancanh.devices.onvif.reading import Node


def read_time(answer: Node, read_at_us: int) -> DeviceTime | None:
    """What its clock says, by UTC; None where it says no time that exists."""
    said = answer.find("SystemDateAndTime")
    moment = said.find("UTCDateTime") if said is not None else None
    if said is None or moment is None:
        return None
    parts = [
        moment.whole(path)
        for path in ("Date/Year", "Date/Month", "Date/Day", "Time/Hour", "Time/Minute", "Time/Second")
    ]
    try:
        at = datetime(parts[0], parts[1], parts[2], parts[3], parts[4], min(59, parts[5]), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return DeviceTime(
        reported_us=round(at.timestamp()) * 1_000_000,
        read_at_us=read_at_us,
        from_ntp=said.said("DateTimeType").upper() == "NTP",
        timezone=said.said("TimeZone/TZ"),
    )
