"""The demo's twelve cameras: real streets of Hà Nội, invented cameras and owners."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.media.model import Codec
from toancanh.registry.model import StreamRole
from toancanh.simulation.assembly import CameraPlan, Footage, LiveScene
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.scene import Look, SceneKey
from toancanh.simulation.workshop import SceneLoop

LIVE_CAMERA = 1
H265_CAMERA = 7
AWAY_CAMERA = 12
AWAY_PORT = 1  # tcpmux (RFC 1078): nothing listens there, so connections are refused at once

_MAIN = Encoding(width=1280, height=720, fps=12, gop=24, bitrate_bps=1_000_000)
_SUB = Encoding(width=640, height=360, fps=10, gop=20, bitrate_bps=300_000)
_LIVE = Encoding(width=640, height=360, fps=15, gop=15, bitrate_bps=600_000)
_H265 = Encoding(codec=Codec.H265, width=960, height=540, fps=10, gop=20, bitrate_bps=600_000)


@dataclass(frozen=True, kw_only=True)
class DemoStream:
    """One stream to register."""

    role: StreamRole
    url: str


@dataclass(frozen=True, kw_only=True)
class DemoCamera:
    """One camera to register; ``owner`` and ``site`` are names."""

    code: str
    name: str
    owner: str
    site: str
    lat: float
    lon: float
    azimuth_deg: float
    tags: frozenset[str]
    streams: tuple[DemoStream, ...]


_POLICE = "Trung tâm điều khiển giao thông (mẫu)"
_WARD = "Phường Hoàn Kiếm (mẫu)"
_DRAINAGE = "Công ty thoát nước (mẫu)"
DEMO_OWNERS = (_POLICE, _WARD, _DRAINAGE)

# number, code, name, owner, site, latitude, longitude, azimuth, tag, look, variant of the look
_CAMERAS = (
    (1, "HN-GT-0101", "Bà Triệu – Trần Hưng Đạo", _POLICE, "Bà Triệu", 21.0203, 105.8495, 180, "junction", "day", 0),
    (2, "HN-GT-0102", "Kim Mã – Liễu Giai", _POLICE, "Nút Kim Mã", 21.0307, 105.8142, 95, "junction", "day", 1),
    (3, "HN-GT-0103", "Cầu Long Biên, đầu phía Hoàn Kiếm", _POLICE, "Cầu Long Biên", 21.0417, 105.8502, 60, "bridge",
     "bridge", 0),
    (4, "HN-HK-0201", "Ngõ Phất Lộc", _WARD, "Khu phố cổ", 21.0349, 105.8539, 20, "alley", "alley", 0),
    (5, "HN-GT-0104", "Ngã Tư Sở, hướng Tây Sơn", _POLICE, "Ngã Tư Sở", 21.0036, 105.8206, 40, "junction", "dusk", 0),
    (6, "HN-GT-0105", "Giải Phóng – Đại Cồ Việt", _POLICE, "Nút Giải Phóng", 21.0075, 105.8413, 355, "junction",
     "night", 0),
    (7, "HN-GT-0106", "Chùa Bộc – Thái Hà", _POLICE, "Nút Chùa Bộc", 21.0080, 105.8237, 310, "junction", "dusk", 1),
    (8, "HN-HK-0202", "Hàng Đào – Cầu Gỗ", _WARD, "Khu phố cổ", 21.0331, 105.8509, 350, "junction", "day", 1),
    (9, "HN-HK-0203", "Ngõ Huyện", _WARD, "Khu phố cổ", 21.0296, 105.8485, 270, "alley", "alley", 0),
    (10, "HN-TN-0301", "Cầu Vĩnh Tuy, mực nước sông", _DRAINAGE, "Cầu Vĩnh Tuy", 20.9985, 105.8753, 70, "bridge",
     "bridge", 0),
    (11, "HN-TN-0302", "Ngập Trường Chinh", _DRAINAGE, "Trường Chinh", 21.0005, 105.829, 220, "flood", "night", 0),
    (12, "HN-TN-0303", "Trạm bơm Yên Sở", _DRAINAGE, "Yên Sở", 20.9690, 105.8612, 140, "flood", "day", 1),
)  # fmt: skip


def demo_cameras(port: int) -> list[DemoCamera]:
    """What to register for a demo server on this port; the last camera is away."""
    cameras = []
    for number, code, name, owner, site, lat, lon, azimuth_deg, tag, _, _ in _CAMERAS:
        base = f"rtsp://127.0.0.1:{AWAY_PORT if number == AWAY_CAMERA else port}/cam/{number}"
        cameras.append(
            DemoCamera(
                code=code,
                name=name,
                owner=owner,
                site=site,
                lat=lat,
                lon=lon,
                azimuth_deg=azimuth_deg,
                tags=frozenset({tag, "demo"}),
                streams=(
                    DemoStream(role=StreamRole.MAIN, url=base),
                    DemoStream(role=StreamRole.SUB, url=f"{base}/sub"),
                ),
            )
        )
    return cameras


def demo_outbound(port: int) -> tuple[str, ...]:
    """The addresses that the outbound policy must allow for the demo."""
    return f"127.0.0.1:{port}", f"127.0.0.1:{AWAY_PORT}"


def demo_plans(seed: int) -> list[CameraPlan]:
    """The footage of the demo; sub streams first wherever videos have yet to be made, as a wall shows these."""
    plans = []
    for number, *_, look, variant in _CAMERAS:
        if number == AWAY_CAMERA:
            continue
        scene_number = next(other[0] for other in _CAMERAS if other[-2:] == (look, variant))
        key = SceneKey(look=Look(look), seed=seed * 10 + variant, number=scene_number)
        main: Footage = SceneLoop(scene=key, encoding=_H265 if number == H265_CAMERA else _MAIN)
        if number == LIVE_CAMERA:
            main = LiveScene(scene=key, encoding=_LIVE)
        plans.append(CameraPlan(number=number, main=main, sub=SceneLoop(scene=key, encoding=_SUB)))
    return plans
