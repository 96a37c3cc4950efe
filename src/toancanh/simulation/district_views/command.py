"""``toancanh simulate --play``: cameras of the district over RTSP, or their films with truth in a folder."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from toancanh.kernel import Invalid
from toancanh.simulation.assembly import CameraPlan, Footage, LiveDistrict
from toancanh.simulation.district import Network, load_network, names
from toancanh.simulation.district_views.cameras import district_cameras
from toancanh.simulation.district_views.conditions import Weather
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.district_views.scenes import DistrictScene
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.workshop import DistrictLoop


def add_view_options(parser: argparse.ArgumentParser) -> None:
    """Those by which ``simulate`` shows the district in place of generated streets."""
    group = parser.add_argument_group(
        "cameras of the district", "in place of generated streets; --seed, --live as above"
    )
    group.add_argument("--play", metavar="NAME", help="show this play: a shipped one's name, or a .play.xz file")
    group.add_argument(
        "--views", nargs="+", metavar="CODE", help="by these of its cameras (the first --cameras of all)"
    )
    group.add_argument(
        "--pose", action="append", default=[], metavar="LAT,LON,AZIMUTH,HEIGHT,TILT,HFOV",
        help="or by cameras that hang so, as a dossier has it (degrees and metres); repeatable",
    )  # fmt: skip
    group.add_argument("--from", dest="from_s", type=float, default=0.0, metavar="S", help="from this second on")
    group.add_argument("--minutes", type=int, help="so many minutes of it, over and over (1; of a closed loop 60)")
    group.add_argument("--light", type=float, metavar="HOUR", help="in the light of this hour (the play's own)")
    group.add_argument("--rain", type=float, default=0.0, metavar="0..1", help="how hard it rains")
    group.add_argument("--dirt", type=float, default=0.0, metavar="0..1", help="how dirty the lens is")
    group.add_argument("--glare", type=float, default=0.0, metavar="0..1", help="how much the sun shines into it")
    group.add_argument("--film", type=Path, metavar="DIR", help="write CODE.mp4 and CODE.truth.npz there, then end")


def scenes_of(options: argparse.Namespace) -> list[DistrictScene]:
    """What was asked for, checked."""
    if not options.play.endswith(".play.xz") and options.play not in names():
        raise Invalid(f"there is no play {options.play}; there are {', '.join(names())}")
    play = str(Path(options.play).resolve()) if options.play.endswith(".play.xz") else options.play
    scenes = [
        DistrictScene(
            camera=code, pose=pose, play=play, seed=options.seed, weather=weather_of(options), from_s=options.from_s,
            minutes=1 if options.minutes is None else options.minutes,
        )
        for code, pose in cameras_of(options)
    ]  # fmt: skip
    scenes[0].load()
    return scenes


def cameras_of(options: argparse.Namespace) -> list[tuple[str, CameraPose | None]]:
    """Code of each that was asked for, and how it hangs where that is not the district's own affair."""
    network = load_network()
    codes = [camera.code for camera in district_cameras(network)]
    wanted = options.views or ([] if options.pose else codes[: options.cameras or 4])
    if unknown := [code for code in wanted if code not in codes]:
        raise Invalid(f"the district has no camera {unknown[0]}; there are {', '.join(codes)}")
    hung = [(f"pose-{number}", _declared(network, text)) for number, text in enumerate(options.pose, start=1)]
    return [*((code, None) for code in wanted), *hung]


def weather_of(options: argparse.Namespace) -> Weather:
    """As it was asked for."""
    return Weather(hour=options.light, rain=options.rain, dirt=options.dirt, glare=options.glare)


def _declared(network: Network, text: str) -> CameraPose:
    try:
        lat, lon, azimuth_deg, height_m, tilt_deg, hfov_deg = map(float, text.split(","))
    except ValueError:
        raise Invalid(f"a pose is LAT,LON,AZIMUTH,HEIGHT,TILT,HFOV, six numbers, not {text}") from None
    return CameraPose.declared(
        network, lat=lat, lon=lon, azimuth_deg=azimuth_deg, height_m=height_m, tilt_deg=tilt_deg, hfov_deg=hfov_deg
    )


def plan_district(
    scenes: list[DistrictScene], *, live: Collection[int], main: Encoding, sub: Encoding
) -> list[CameraPlan]:
    """Cameras from 1 on; those in ``live`` are drawn while somebody watches, both streams."""
    plans = []
    for number, scene in enumerate(scenes, start=1):
        first: Footage
        second: Footage
        if number in live:
            first, second = LiveDistrict(district=scene, encoding=main), LiveDistrict(district=scene, encoding=sub)
        else:
            first, second = DistrictLoop(district=scene, encoding=main), DistrictLoop(district=scene, encoding=sub)
        plans.append(CameraPlan(number=number, main=first, sub=second))
    return plans


def write_films(options: argparse.Namespace, encoding: Encoding) -> None:
    """Each camera's film with its truth, one after the other."""
    from toancanh.simulation.district_views.films import make_film, truth_path  # OpenCV

    folder: Path = options.film
    scenes = scenes_of(options)
    folder.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        path = folder / f"{scene.camera}.mp4"
        if path.exists():
            raise Invalid(f"{path} is there already")
        unfinished = folder / f"{scene.camera}.part.mp4"
        make_film(scene, encoding, unfinished)
        unfinished.replace(path)
        print(f"{path} {truth_path(path)}", flush=True)
