"""Where a recording ends that nobody has closed."""

from __future__ import annotations

from pathlib import Path

from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import StreamKey, segment_path
from toancanh.media.fmp4 import BrokenFile, FragmentInfo, read_fragments


def ended_us(archive: ArchiveIndex, key: StreamKey, name: str, last: FragmentInfo) -> int:
    """Where its ``last`` fragment ends, or where the file behind it begins, as `Recorder` closes one: a run that is
    slewed backwards begins its next file up to a tenth of a fragment before the pictures of the last are over.
    """
    day = Path(segment_path(key, "", last.end_us)).parent
    folders = [root / day for root in archive.places.present().values()]
    after = [path for folder in folders for path in folder.glob("*.mp4") if _id(path) > _id(Path(name))]
    if not after:
        return last.end_us
    try:
        with min(after, key=_id).open("rb") as file:
            begun_us = next((fragment.wall_us for fragment in read_fragments(file.fileno())), last.end_us)
    except (BrokenFile, OSError):  # it is put in order, or named, when its own turn comes
        return last.end_us
    return begun_us if last.wall_us < begun_us < last.end_us else last.end_us


def _id(path: Path) -> str:
    return path.name.partition(".")[0]
