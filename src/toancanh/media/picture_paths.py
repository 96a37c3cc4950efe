"""Every way on which pixels of a camera reach somebody.

A new one joins this list and gets its case in tests/integration/test_masks.py, which reads pixels inside a mask on each
way and fails for one without a case, and for a route that could serve pictures and is not here.
"""

from __future__ import annotations

import enum


class PicturePath(enum.StrEnum):
    """Method and path, and behind ``#`` what is asked for where one route serves several ways."""

    LIVE = "WS /cameras/{camera_id}/live"
    RTSP = "RTSP /cameras/{camera_id}/{stream}"  # to other systems, `media.gateway`
    PLAYBACK = "GET /cameras/{camera_id}/playlist.m3u8"
    TOGETHER = "POST /playback"
    SEGMENT = "GET /cameras/{camera_id}/segments/{name:path}"  # as the camera sent it: refused where anything is hidden
    PIECE = "GET /cameras/{camera_id}/renditions/{name:path}"
    DOWNLOAD = "GET /cameras/{camera_id}/video.mp4"
    SNAPSHOT = "GET /cameras/{camera_id}/snapshot.jpg"
    SNAPSHOT_OF_AN_INSTANT = "GET /cameras/{camera_id}/snapshot.jpg#at"
    KEY_FRAME = "GET /cameras/{camera_id}/key-frame.jpg"  # under the pointer on the timeline
    THUMBNAIL = "POST /thumbnails"
    PACKAGE = "GET /exports/{export_id}/package"
    RECEIVED_PACKAGE = "GET /handover/{token}/package"  # by link and pass code, as the giver may show it
    RECEIVED_VIEW = "GET /handover/{token}/view/{clip}/{piece}.mp4"
    FAULT_PICTURE = (
        "GET /health/cameras/{camera_id}/faults/{fault_id}/picture.jpg"  # what shows a fault, and what came after it
    )
    INCIDENT_PICTURE = "GET /traffic/cameras/{camera_id}/incidents/{incident_id}/picture.jpg"  # what one looked like
    APPROVED_VIEW = "GET /health/cameras/{camera_id}/view.jpg"
    GRANT = "POST /grants"
    CONNECTION_TEST = "POST /probe"

    @property
    def route(self) -> str:
        """Method and path alone."""
        return self.partition("#")[0]
