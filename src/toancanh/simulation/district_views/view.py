"""One camera of the district: what its pictures show, and what is true of them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import Moment, Network, Playing
from toancanh.simulation.district_views.backdrop import SEEN_TO_M, Backdrop, make_backdrop
from toancanh.simulation.district_views.canvas import Bytes
from toancanh.simulation.district_views.conditions import CLEAR, Weather, hour_of, light_at
from toancanh.simulation.district_views.furniture import Furniture, furnish
from toancanh.simulation.district_views.incidents import active, with_incidents
from toancanh.simulation.district_views.lamps import light_road, shine, show_signals
from toancanh.simulation.district_views.lens import STRIP_SHARE, Lens, write_strip, write_text
from toancanh.simulation.district_views.painting import cast_shadows, faces_in_light, hide_behind, paint_faces
from toancanh.simulation.district_views.plates import paint_plate, plate_sizes, plates_seen
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.district_views.staging import Stage, put_on_stage
from toancanh.simulation.district_views.telling import tell
from toancanh.simulation.district_views.truth import FrameTruth
from toancanh.simulation.district_views.wardrobe import dress
from toancanh.simulation.strip import StripReading

_BEFORE_S = 0.4  # who was faster so long ago brakes
_BRAKING_MPS2 = 0.7
_STANDS_MPS = 0.3
_CLOTH_BGR = (16, 14, 14)
_BASES = 8  # states of the signals whose pictures are kept


class DistrictView:
    """A play seen by a camera. ``seed``: of what stands along the roads, of clothes, and of noise; cameras of one city
    share it. The light is that of the hour at ``from_s`` and stays.
    """

    def __init__(
        self,
        network: Network,
        play: Playing,
        pose: CameraPose,
        *,
        weather: Weather = CLEAR,
        seed: int = 1,
        from_s: float = 0.0,
        furniture: Furniture | None = None,
    ) -> None:
        self.play = play
        self.pose = pose
        self.weather = weather
        self._seed = seed
        self._light = light_at(hour_of(play.start, from_s) if weather.hour is None else weather.hour, weather)
        self._wardrobe = dress(play.bodies, seed)
        self._backdrop: Backdrop = make_backdrop(
            pose, network, furniture or furnish(network, seed), self._light, weather
        )
        self._plate_sizes_m = plate_sizes(play.bodies)
        self._lens = Lens(pose, self._light, weather, seed)
        self._heads = tuple(
            head
            for junction in network.junctions
            for head in junction.heads
            if np.hypot(head.x_m - pose.x_m, head.y_m - pose.y_m) < SEEN_TO_M
        )
        self._own_junctions = sorted({head.junction_id for head in self._heads})
        self._bases: OrderedDict[tuple[tuple[str, ...], tuple[int, ...]], Backdrop] = OrderedDict()
        self._written = (0, 0)

    def picture(
        self, t_s: float, tick: int, reading: StripReading | None = None, text: str = "", *, is_covered: bool = False
    ) -> Bytes:
        """(h, w, 3) blue, green, red at ``t_s`` of the play, with the strip of ``reading``. ``tick``: number of the
        picture, which its noise depends on. ``is_covered``: a cloth hangs before the lens.
        """
        if is_covered:
            return self._written_on(
                np.full((self.pose.height, self.pose.width, 3), _CLOTH_BGR, np.uint8), reading, text
            )
        return self._draw(self._stage(t_s), tick, reading, text)

    def soil(self, dirt: float) -> None:
        """The lens is so dirty from now on, 0 to 1."""
        self._lens = Lens(self.pose, self._light, replace(self.weather, dirt=dirt), self._seed)

    def truth(self, t_s: float) -> FrameTruth:
        """Of the picture at ``t_s``."""
        return self._tell(self._stage(t_s))

    def shoot(self, t_s: float, tick: int, reading: StripReading | None, text: str) -> tuple[Bytes, FrameTruth]:
        """Both, for less than each."""
        stage = self._stage(t_s)
        picture = self._draw(stage, tick, reading, text)
        return picture, self._tell(stage)

    def _stage(self, t_s: float) -> Stage:
        return put_on_stage(self.play.at(t_s), self._wardrobe, self.pose)

    def _draw(self, stage: Stage, tick: int, reading: StripReading | None, text: str) -> Bytes:
        wardrobe, pose, light = self._wardrobe, self.pose, self._light
        backdrop = self._base(stage.moment.t_s)
        picture = backdrop.picture.copy()
        if light.has_headlamps:
            light_road(picture, stage, wardrobe, pose, light)
        cast_shadows(picture, stage, wardrobe, pose, backdrop, light)
        brakes = self._brakes(stage)
        faces = faces_in_light(stage, wardrobe, pose, backdrop, light, self.weather, brakes)
        plates = plates_seen(stage, wardrobe, self._plate_sizes_m, pose)
        bright = min(1.0, backdrop.exposure * float(light.sky.mean() + 0.6 * light.sun.mean() + 0.3 * light.lamps))
        for body in range(len(stage)):
            paint_faces(picture, faces, body)
            if not np.isnan(plates[body, 0, 0]):
                paint_plate(picture, plates[body], self.play.bodies[stage.number[body]], bright)
            hide_behind(picture, backdrop.picture, backdrop, stage.box_px[body], float(stage.depth_m[body]))
        if light.has_headlamps:
            shine(picture, stage, wardrobe, pose, light, self.weather, brakes, self._hidden(stage))
        self._lens.through(picture, tick)
        return self._written_on(picture, reading, text)

    def _written_on(self, picture: Bytes, reading: StripReading | None, text: str) -> Bytes:
        if reading is not None:
            write_strip(picture, reading)
        if text:
            self._written = write_text(picture, text)
        return picture

    def _tell(self, stage: Stage) -> FrameTruth:
        covered = [(0, 0, self.pose.width, round(self.pose.height * STRIP_SHARE))]
        if self._written[0]:
            covered.append((0, 0, *self._written))
        return tell(
            stage,
            self._wardrobe,
            self.pose,
            self._base(stage.moment.t_s),
            covered,
            plates_seen(stage, self._wardrobe, self._plate_sizes_m, self.pose),
            self.play.signals(stage.moment.t_s),
        )

    def _base(self, t_s: float) -> Backdrop:
        """What stands still, with signals and incidents as they are then; the last few are kept."""
        states = self.play.signals(t_s)
        happening = active(self.play.incidents, t_s)
        key = tuple(states.get(one, "") for one in self._own_junctions), happening
        if key not in self._bases:
            if happening:
                incidents = [self.play.incidents[place] for place in happening]
                base = with_incidents(self._backdrop, incidents, self.pose, self._light)
            else:
                base = replace(self._backdrop, picture=self._backdrop.picture.copy())
            show_signals(base.picture, self._heads, states, self.pose, base)
            self._bases[key] = base
            if len(self._bases) > _BASES:
                self._bases.popitem(last=False)
        return self._bases[key]

    def _brakes(self, stage: Stage) -> NDArray[np.bool_]:
        """Who stands or slows down."""
        now = stage.moment.speed_mps[stage.place]
        earlier: Moment = self.play.at(max(0.0, stage.moment.t_s - _BEFORE_S))
        place = np.searchsorted(earlier.numbers, stage.number)
        place = np.minimum(place, max(len(earlier) - 1, 0))
        if not len(earlier):
            return now < _STANDS_MPS
        known = earlier.numbers[place] == stage.number
        slowing = known & (earlier.speed_mps[place] - now > _BRAKING_MPS2 * _BEFORE_S)
        stands: NDArray[np.bool_] = (now < _STANDS_MPS) | slowing
        return stands

    def _hidden(self, stage: Stage) -> NDArray[np.bool_]:
        """Whose middle lies behind a house or a tree."""
        middle = (stage.box_px[:, :2] + stage.box_px[:, 2:]) / 2
        columns = np.clip(middle[:, 0].astype(int), 0, self.pose.width - 1)
        rows = np.clip(middle[:, 1].astype(int), 0, self.pose.height - 1)
        hidden: NDArray[np.bool_] = self._backdrop.upright_m[rows, columns] < stage.depth_m
        return hidden
