"""What is read out of each family's outputs, and what is refused; over tiny files that see bright cells."""

from collections.abc import Callable

import numpy as np
import pytest

import onnx_files
from toancanh.kernel import Invalid
from toancanh.vision import Detections, ObjectKind, Picture
from toancanh.vision.onnx_models.detector import OnnxDetector
from toancanh.vision.onnx_models.layouts import reader_of
from toancanh.vision.onnx_models.manifest import COCO, Layout, Manifest
from toancanh.vision.onnx_models.overlap import surest_of, without_riders
from toancanh.vision.onnx_models.runtime import Session

PASSENGER, MOTORCYCLE, CAR, LORRY = (
    ObjectKind.PEDESTRIAN, ObjectKind.MOTORCYCLE, ObjectKind.CAR, ObjectKind.LORRY,
)  # fmt: skip


def detector(content: bytes, layout: Layout, **terms: object) -> OnnxDetector:
    manifest = Manifest(layout=layout, **terms)  # type: ignore[arg-type]
    session = Session(content)
    return OnnxDetector(reader_of(manifest, session.inputs()), session.run)


def picture(left: int, top: int, side: int, *, scale: int = 1) -> Picture:
    """White square on black, of the model's size or a multiple of it."""
    bgr = np.zeros((onnx_files.SIDE * scale, onnx_files.SIDE * scale, 3), np.uint8)
    bgr[top * scale : (top + side) * scale, left * scale : (left + side) * scale] = 255
    return Picture(bgr=bgr, time_us=1)


@pytest.mark.parametrize("scale", [1, 3])
@pytest.mark.parametrize(
    ("layout", "build", "square"),
    [
        (Layout.YOLOX, onnx_files.yolox, (40, 16, 8)),
        (Layout.NANODET, onnx_files.nanodet, (40, 16, 8)),
        (Layout.FASTESTDET, onnx_files.fastestdet, (32, 16, 16)),
        (Layout.DETR, onnx_files.detr, (32, 0, 32)),
        (Layout.DETR_DECODED, onnx_files.detr_decoded, (32, 0, 32)),
    ],
)
def test_each_layout_finds_the_car_where_it_is(
    layout: Layout, build: Callable[[], bytes], square: tuple[int, int, int], scale: int
) -> None:
    left, top, side = square
    found = detector(build(), layout).detect(picture(left, top, side, scale=scale))
    assert found.kinds == (CAR,)
    wanted = np.array([left, top, left + side, top + side]) * scale
    assert np.abs(found.boxes_px[0] - wanted).max() < 0.01 * scale
    assert found.scores[0] > 0.9


@pytest.mark.parametrize("layout", [Layout.YOLOX, Layout.FASTESTDET])
def test_nothing_is_found_in_the_dark(layout: Layout) -> None:
    build = onnx_files.yolox if layout is Layout.YOLOX else onnx_files.fastestdet
    assert len(detector(build(), layout).detect(picture(0, 0, 0))) == 0


def test_a_picture_of_other_proportions_is_not_stretched() -> None:
    """A square of a wide picture: the rest of the input is padding, in which nothing is."""
    bgr = np.zeros((32, 64, 3), np.uint8)
    bgr[8:16, 48:56] = 255
    tried = detector(onnx_files.yolox(), Layout.YOLOX, floor=0.45)  # the padding is a grey of 114 / 255
    found = tried.detect(Picture(bgr=bgr, time_us=1))
    assert found.boxes_px.tolist() == [[48, 8, 56, 16]]


def test_a_class_that_is_no_kind_is_never_read() -> None:
    nobody = tuple("" if kind == CAR else kind for kind in COCO)
    assert len(detector(onnx_files.detr_decoded(), Layout.DETR_DECODED, classes=nobody).detect(picture(0, 0, 64))) == 0


@pytest.mark.parametrize(
    ("content", "layout", "reason"),
    [
        (onnx_files.vector(512), Layout.YOLOX, "output_refused"),
        (onnx_files.vector(512), Layout.DETR, "output_refused"),
        (onnx_files.vector(512), Layout.FASTESTDET, "output_refused"),
        (onnx_files.yolox(embedding=512), Layout.YOLOX, "output_refused"),
        (onnx_files.yolox(broken_rows=True), Layout.YOLOX, "output_refused"),
        (onnx_files.yolox(classes=12), Layout.YOLOX, "output_refused"),
        (onnx_files.yolox(), Layout.NANODET, "output_refused"),
        (onnx_files.detr(), Layout.YOLOX, "output_refused"),
        (onnx_files.with_outside_weights("../etc/hostname"), Layout.YOLOX, "model_broken"),
        (onnx_files.with_outside_weights("/etc/hostname"), Layout.YOLOX, "model_broken"),
        (b"no model at all", Layout.YOLOX, "model_broken"),
        (onnx_files.yolox()[:-100], Layout.YOLOX, "model_broken"),
        (b"", Layout.YOLOX, "model_broken"),
    ],
)
def test_what_is_no_detector_is_refused(content: bytes, layout: Layout, reason: str) -> None:
    with pytest.raises(Invalid) as told:
        detector(content, layout)
    assert told.value.extra["reason"] == reason


def test_an_input_that_is_no_picture_is_refused() -> None:
    with pytest.raises(Invalid, match="takes one picture"):
        detector(onnx_files.detr_decoded(), Layout.DETR)
    with pytest.raises(Invalid, match="width and height"):
        detector(onnx_files.yolox(side="any"), Layout.YOLOX)
    found = detector(onnx_files.yolox(side="any"), Layout.YOLOX, width=64, height=64).detect(picture(8, 8, 8))
    assert found.boxes_px.tolist() == [[8, 8, 16, 16]]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
def test_numbers_that_are_none_come_to_nothing(value: float) -> None:
    """The file is a stranger's: whatever it answers in the right shape, detections are valid."""

    def run(inputs: object) -> dict[str, np.ndarray]:
        rows = np.full((1, 84, 85), value, np.float32)
        rows[0, 0] = 0.5  # one that is good
        rows[0, 1, 4:] = 0.9  # sure, and nowhere
        return {"output": rows}

    reader = reader_of(Manifest(layout=Layout.YOLOX), Session(onnx_files.yolox()).inputs())
    found = OnnxDetector(reader, run).detect(picture(0, 0, 0))
    assert len(found) >= 1
    assert np.isfinite(found.boxes_px).all()
    assert (found.scores <= 1).all()


def test_other_shapes_after_the_trial_are_refused() -> None:
    """A file may answer differently once it is approved."""
    answers = [np.zeros((1, 84, 85), np.float32), np.zeros((1, 512), np.float32)]
    reader = reader_of(Manifest(layout=Layout.YOLOX), Session(onnx_files.yolox()).inputs())
    tried = OnnxDetector(reader, lambda _: {"output": answers.pop(0)})
    with pytest.raises(Invalid) as told:
        tried.detect(picture(0, 0, 0))
    assert told.value.extra["reason"] == "output_refused"


def test_of_two_names_for_one_vehicle_the_surer_stays() -> None:
    boxes = [[0, 0, 100, 50], [2, 0, 100, 52], [60, 20, 95, 48], [60, 20, 95, 48]]
    found = surest_of(Detections.of(boxes, [LORRY, CAR, CAR, PASSENGER], [0.8, 0.7, 0.6, 0.5]), 0.5)
    assert found.kinds == (LORRY, PASSENGER), "a cab within the lorry is no car, who walks before it is somebody"


def test_a_larger_box_that_is_less_sure_hides_nothing() -> None:
    boxes = [[60, 20, 95, 48], [0, 0, 100, 50]]
    assert surest_of(Detections.of(boxes, [CAR, LORRY], [0.8, 0.3]), 0.5).kinds == (CAR, LORRY)


def test_a_rider_is_no_pedestrian() -> None:
    boxes = [[10, 10, 30, 60], [8, 35, 34, 70], [200, 10, 220, 60]]
    found = without_riders(Detections.of(boxes, [PASSENGER, MOTORCYCLE, PASSENGER], [0.9, 0.6, 0.9]))
    assert found.kinds == (MOTORCYCLE, PASSENGER)
    assert found.boxes_px[1, 0] == 200


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("layout = 'resnet'", "layout"),
        ("layout = 'yolox'\nclasses = ['car', 'face']", "'face' is none of"),
        ("layout = 'yolox'\nclasses = ['', '']", "none of them is a kind"),
        (f"layout = 'yolox'\nclasses = {['car'] * 512}", "1 to 400"),
        ("layout = 'yolox'\nsure = 0.1\nfloor = 0.5", "floor <= sure"),
        ("layout = 'yolox'\nsure = true", "sure"),
        ("layout = 'yolox'\nmemory_mib = 1000000", "memory_mib"),
        ("layout = 'yolox'\nseconds = 0", "seconds"),
        ("layout = 'yolox'\nembedding = 'v'", "nobody knows"),
        ("layout = ", "no TOML"),
    ],
)
def test_a_manifest_says_what_is_wrong_with_it(text: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        Manifest.from_toml(text)


def test_a_manifest_is_read_back_as_it_was_kept() -> None:
    one = Manifest.from_toml("layout = 'nanodet'\nclasses = ['car', '', 'bus']\nsure = 0.25\nfloor = 0.1\nwidth = 320")
    assert Manifest.from_json(one.to_json()) == one
    assert one.classes == ("car", "", "bus")
