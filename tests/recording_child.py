"""Records synthetic cameras in real time until it is killed: ``python recording_child.py FOLDER CAMERAS``.

Prints, unbuffered, ``camera-number wall_us`` of each picture once the recorder has it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from archive_rig import Rig, camera_key, default_limits
from media_units import pictures
from toancanh.kernel import SystemClock
from toancanh.media.recorder import Recording


def main(folder: Path, cameras: int) -> None:
    rig = Rig(folder, SystemClock())
    recording = Recording(
        rig.archive,
        clock=rig.clock,
        ids=rig.ids,
        owned=lambda _camera: True,
        limits=dict,
        default_limits=default_limits,
        min_free_bytes=0,
        segment_seconds=2,
    )
    video = pictures(gop=25)
    recorders = [recording.recorder(camera_key(number)) for number in range(cameras)]
    start_us = rig.clock.now_us()
    for recorder in recorders:
        recorder.on_parameters(video.parameters)
    number = 0
    while True:
        wait_s = (start_us + number * 40_000 - rig.clock.now_us()) / 1e6
        if wait_s > 0:
            time.sleep(wait_s)
        unit = video.unit(number, start_us=start_us)
        for index, recorder in enumerate(recorders):
            recorder.on_access_unit(unit)
            os.write(1, f"{index} {unit.wall_us + 40_000}\n".encode())
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
