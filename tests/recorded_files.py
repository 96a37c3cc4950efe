"""ffmpeg as judge of what we write."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path


def decoded(path: Path) -> int:
    """Pictures that ffmpeg decodes; any complaint fails."""
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "json"]
    answer = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    return int(json.loads(answer.stdout)["streams"][0]["nb_read_frames"])
