"""What is written past the page cache is what was given, whatever the sizes, and zeros behind it are cut at the end."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toancanh.media.fmp4 import BLOCK_BYTES as BLOCK
from toancanh.media.recorder.output import Output, Staging

sizes = st.lists(st.lists(st.integers(0, 3 * BLOCK) | st.sampled_from([BLOCK, 5 * BLOCK + 1]), max_size=5), max_size=6)


@pytest.mark.parametrize("folder", ["disk", "/dev/shm"])
@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=sizes, direct=st.integers(0, 6))
def test_a_file_is_what_was_written(tmp_path: Path, folder: str, writes: list[list[int]], direct: int) -> None:
    path = (tmp_path if folder == "disk" else Path(folder)) / f"output-{os.getpid()}"
    output, wanted = Output(path, Staging(4 * BLOCK)), b""
    try:
        for number, chunks in enumerate(writes):
            if number == direct:
                output.use_cache()
            data = [os.urandom(size) for size in chunks]
            output.write(data)
            wanted += b"".join(data)
            found = path.read_bytes()
            assert found[: len(wanted)] == wanted
            assert not any(found[len(wanted) :])
        output.close(len(wanted))
        assert path.read_bytes() == wanted
    finally:
        path.unlink()
