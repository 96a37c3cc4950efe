import io
import json
import logging
from collections.abc import Iterator

import pytest

from toancanh.infra.logs import get_logger, redact, set_up_logs
from toancanh.kernel import SimulatedClock


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(process="media-0", form="json", stream=stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def read(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_object_with_the_facts(lines: io.StringIO) -> None:
    get_logger("toancanh.media").info("camera online", camera="01", fps=25)
    (line,) = read(lines)
    assert line.pop("time")
    assert line == {
        "level": "info",
        "process": "media-0",
        "log": "toancanh.media",
        "message": "camera online",
        "camera": "01",
        "fps": 25,
    }


def test_repeated_faults_are_counted(lines: io.StringIO) -> None:
    clock = SimulatedClock()
    log = get_logger("toancanh.media", clock=clock)
    for _ in range(1000):
        log.repeated("refused 10.0.0.1", "camera refuses", address="10.0.0.1")
        clock.advance(0.05)
    log.repeated("refused 10.0.0.2", "camera refuses", address="10.0.0.2")
    assert [line.get("times") for line in read(lines)] == [None, None]
    clock.advance(60)
    log.repeated("refused 10.0.0.1", "camera refuses", address="10.0.0.1")
    assert [line.get("times") for line in read(lines)] == [None, None, 1000]
    log.repeated("refused 10.0.0.1", "camera refuses", address="10.0.0.1")
    log.repeated("refused 10.0.0.1", "camera refuses", address="10.0.0.1")
    log.flush_repeats()
    assert [line.get("times") for line in read(lines)][3:] == [2]


def test_the_memory_of_repeats_is_bounded(lines: io.StringIO) -> None:
    log = get_logger("toancanh.media", clock=SimulatedClock())
    for number in range(3000):
        log.repeated(str(number), "fault")
    assert len(log._repeats) == 1024
    assert len(read(lines)) == 3000


SECRET = "hunter2-Xy"


@pytest.mark.parametrize(
    "text",
    [
        f"cannot open rtsp://admin:{SECRET}@10.0.0.1:554/live",
        f"rtsp://:{SECRET}@10.0.0.1/",
        f"Authorization: Digest username=admin, response={SECRET}",
        f'"authorization": "Basic {SECRET}"',
        f"Cookie: toancanh_session={SECRET}; a=b",
        f"got Bearer {SECRET}",
        f"password={SECRET}&x=1",
        f"{{'password': '{SECRET}'}}",
        f"GET /x?token={SECRET}",
    ],
)
def test_secrets_in_text_are_hidden(text: str) -> None:
    assert SECRET not in redact(text)


@pytest.mark.parametrize(
    "text",
    ["rtsp://10.0.0.1:554/live", "camera admin@10.0.0.1 refused", "12:30:01 state=online", "http://[::1]:80/a@b"],
)
def test_other_text_stays(text: str) -> None:
    assert redact(text) == text


def test_secrets_in_facts_and_tracebacks_are_hidden(lines: io.StringIO) -> None:
    log = get_logger("toancanh.registry")
    log.warning(f"probe of rtsp://u:{SECRET}@h/ failed", password=SECRET, headers={"Authorization": SECRET}, key=SECRET)
    log.info("listed", urls=[f"rtsp://u:{SECRET}@h/"], session_token=SECRET)
    try:
        raise ValueError(f"bad url rtsp://u:{SECRET}@h/")
    except ValueError as error:
        log.crash("worker died", error)
    logging.getLogger("uvicorn.error").error("failed: %s", f"token={SECRET}")
    assert SECRET not in lines.getvalue()
    assert "ValueError" in str(read(lines)[2]["traceback"])


def test_the_text_form_is_for_a_person() -> None:
    root = logging.getLogger()
    before = root.handlers[:]
    stream = io.StringIO()
    try:
        set_up_logs(process="web", form="text", stream=stream)
        get_logger("toancanh").warning("disk is filling", free_bytes=12)
    finally:
        root.handlers[:] = before
    assert stream.getvalue().rstrip().endswith("warning web: disk is filling free_bytes=12")
